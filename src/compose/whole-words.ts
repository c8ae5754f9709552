import { breakOpportunities } from "../font/line-breaks.ts";
import type { Mpt } from "../base/units.ts";
import type { SetContext } from "./set-context.ts";
import { SCALE, widthOf } from "./set-line.ts";
import { shapeWord } from "./shape-word.ts";
import { linesOf, slicesOf, type StyledText, textOf } from "./styled-text.ts";

/**
 * In large print a text is no larger than its longest word has room for, as long as that is no
 * smaller than usual: no number and no name is cut that would else be whole. Words that their
 * style divides may be as long as they are.
 */
export function withWholeWords(
  context: SetContext,
  texts: readonly StyledText[],
  widthMpt: Mpt,
): readonly StyledText[] {
  const { cellPercentMin, shrunk } = context;
  const isDivided = texts.some(({ style }) => style.paragraph?.hyphenate !== undefined);
  if (cellPercentMin >= 100 || isDivided) return texts;
  const neededMpt = widestWord(context, texts);
  if (neededMpt <= widthMpt) return texts;
  const smaller = texts.flatMap((each) => {
    if (each.style.isFixed) return each;
    const style = shrunk.fitting(each.style, neededMpt, widthMpt, cellPercentMin);
    return style === undefined ? [] : [{ ...each, style }];
  });
  return smaller.length === texts.length ? smaller : texts;
}

function widestWord(context: SetContext, texts: readonly StyledText[]): Mpt {
  let widest = 0;
  let offset = 0;
  for (const line of linesOf(texts.filter(({ text }) => text !== ""))) {
    const joined = textOf(line);
    let from = 0;
    for (const to of [...breakOpportunities(joined), joined.length]) {
      const end = from + joined.slice(from, to).trimEnd().length;
      let width = 0;
      context.textOffset = offset + from;
      for (const { style, text } of end > from ? slicesOf(line, from, end) : [])
        for (const word of shapeWord(context, style, text, false)) width += widthOf(word);
      widest = Math.max(widest, width);
      from = to;
    }
    offset += joined.length + 1;
  }
  return Math.ceil(widest / SCALE);
}
