import { defined } from "../base/assert.ts";
import type { Mpt } from "../base/units.ts";
import type { BidiLevels } from "../font/bidi.ts";
import { sideOf, type TextAlign } from "../model/geometry.ts";
import type { ParagraphStyle } from "../model/layout-plan.ts";
import { BREAK_HYPHENATED, type BreakPoint, type LineRules, TEXT_START } from "./break-points.ts";
import { type BrokenText, findBreaks, type Segment } from "./find-breaks.ts";
import { firstFit } from "./first-fit.ts";
import { hyphenWidth, hyphenWord } from "./hyphen-word.ts";
import { lineDirection } from "./line-direction.ts";
import { numberOf } from "./page-items.ts";
import type { SetContext } from "./set-context.ts";
import { LineSetter, SCALE, widthOf } from "./set-line.ts";
import { type SetWord, shapeWord } from "./shape-word.ts";
import { linesOf, type StyledText, slicesOf, textOf } from "./styled-text.ts";
import { setTabbedLine } from "./set-tabbed-line.ts";
import { totalFit } from "./total-fit.ts";
import type { TypeStyle } from "./type-style.ts";

/** What a justified text without a style of paragraphs of its own has. */
const JUSTIFIED: ParagraphStyle = {
  isOptimal: true,
  spaceMin: 67,
  spaceMax: 400,
  hyphensMax: 2,
  zoneMpt: 0,
};

/** What a ragged line may well fall short by, in ems: as plain TeX has it. */
const RAG_EMS = 2;

/** Typesets a paragraph whose style divides words, justifies lines or chooses their breaks. */
export function setFilledText(
  context: SetContext,
  texts: readonly StyledText[],
  widthMpt: Mpt,
  align: TextAlign,
  role: number,
  style: ParagraphStyle = JUSTIFIED,
): void {
  const line = new LineSetter(context.galley, role);
  const shown = texts.filter(({ text }) => text !== "");
  let offset = 0;
  for (const lineTexts of linesOf(shown)) {
    const text = textOf(lineTexts);
    context.textOffset = offset;
    if (!setTabbedLine(context, line, lineTexts, text, widthMpt, style.tabs))
      new FilledLine(context, line, lineTexts, text, widthMpt, align, style, offset).set();
    offset += text.length + 1;
  }
}

/** A word or the spaces after it, ready to be put on its line. */
interface LinePart {
  readonly words: readonly SetWord[];
  readonly level: number;
  /** Of the spaces after it. */
  readonly spaceStyle: TypeStyle | undefined;
  readonly spaceCount: number;
  readonly spaceLevel: number;
}

/** Text up to a line feed, as one or more lines of the paragraph. */
class FilledLine {
  readonly #context: SetContext;
  readonly #line: LineSetter;
  readonly #texts: readonly StyledText[];
  readonly #text: string;
  readonly #widthMpt: Mpt;
  readonly #align: TextAlign;
  readonly #style: ParagraphStyle;
  /** Of the text in its paragraph, for diagnostics. */
  readonly #offset: number;
  readonly #levels: BidiLevels | undefined;
  readonly #rightToLeft: boolean;
  /** Of the first line of the paragraph. */
  readonly #indentMpt: Mpt;

  constructor(
    context: SetContext,
    line: LineSetter,
    texts: readonly StyledText[],
    text: string,
    widthMpt: Mpt,
    align: TextAlign,
    style: ParagraphStyle,
    offset: number,
  ) {
    this.#context = context;
    this.#line = line;
    this.#texts = texts;
    this.#text = text;
    this.#widthMpt = widthMpt;
    this.#align = align;
    this.#style = style;
    this.#offset = offset;
    const { rightToLeft, levels } = lineDirection(text, context.rightToLeft);
    this.#rightToLeft = rightToLeft;
    this.#levels = levels;
    this.#indentMpt = offset === 0 ? Math.min(style.firstLineMpt ?? 0, widthMpt >> 1) : 0;
    line.keepOrder(levels !== undefined);
  }

  set(): void {
    const rules = this.#rules();
    const broken = this.#broken(rules.width);
    const { isOptimal } = this.#style;
    const breaks =
      (isOptimal ? totalFit(broken.points, rules) : undefined) ?? firstFit(broken.points, rules);
    let from = rules.start;
    for (const to of breaks) {
      this.#setLine(broken.segments, from, to, to === breaks.at(-1), rules);
      from = to;
    }
    if (breaks.length === 0) this.#endLine(this.#indentMpt);
  }

  #rules(): LineRules {
    const { spaceMin, spaceMax, hyphensMax, zoneMpt } = this.#style;
    const em = (this.#texts[0]?.style.sizeMpt ?? 0) * SCALE;
    const indent = this.#indentMpt * SCALE;
    return {
      start: indent === 0 ? TEXT_START : { ...TEXT_START, nextX: -indent },
      width: this.#widthMpt * SCALE,
      isJustified: this.#align === "justify",
      shrink: (100 - spaceMin) / 100,
      growMax: (spaceMax - 100) / 100,
      hyphensMax,
      zone: zoneMpt * SCALE,
      rag: RAG_EMS * em,
    };
  }

  #broken(widthMax: number): BrokenText {
    const { hyphenate } = this.#style;
    const { hyphenators, locale } = this.#context;
    const tag = hyphenate === true ? locale : hyphenate;
    const measure = {
      word: (from: number, to: number) => widthOfAll(this.#words(from, to)),
      spaces: (from: number, to: number) => {
        const style = this.#styleAt(from);
        return (to - from) * style.spaceUnits * style.sizeMpt;
      },
      hyphen: (offset: number) => hyphenWidth(this.#styleAt(offset - 1)),
    };
    const hyphenator = tag === undefined ? undefined : hyphenators.of(tag);
    return findBreaks(this.#text, measure, hyphenator, widthMax);
  }

  #words(from: number, to: number): readonly SetWord[] {
    return this.#parts(from, to).flatMap(({ words }) => words);
  }

  #parts(from: number, to: number): { words: readonly SetWord[]; level: number }[] {
    this.#context.textOffset = this.#offset + from;
    return slicesOf(this.#texts, from, to, this.#levels?.levels).map(
      ({ style, text, level = 0 }) => ({
        words: shapeWord(this.#context, style, text, level % 2 === 1),
        level,
      }),
    );
  }

  #styleAt(offset: number): TypeStyle {
    const [slice] = slicesOf(this.#texts, offset, offset + 1);
    return defined(slice ?? this.#texts[0], "the style of a text").style;
  }

  #levelAt(offset: number): number {
    return this.#levels?.levels[offset] ?? 0;
  }

  #setLine(
    segments: readonly Segment[],
    from: BreakPoint,
    to: BreakPoint,
    isLast: boolean,
    rules: LineRules,
  ): void {
    const parts = this.#lineParts(segments, from, to);
    if (to.kind === BREAK_HYPHENATED) {
      const level = this.#levelAt(to.end - 1);
      const words = [hyphenWord(this.#styleAt(to.end - 1), level % 2 === 1)];
      parts.push({ words, level, spaceStyle: undefined, spaceCount: 0, spaceLevel: 0 });
    }
    const indentMpt = from === rules.start ? this.#indentMpt : 0;
    const width = rules.width - indentMpt * SCALE;
    const share = rules.isJustified ? extraShare(parts, width, rules.growMax) : 0;
    // The last line is not stretched, but shrunk where it only fits so.
    const extra = isLast ? Math.min(share, 0) : share;
    let wanted = 0;
    let given = 0;
    for (const part of parts) {
      for (const word of part.words) {
        this.#line.add(word, part.level);
        this.#context.substitutions += word.substitutes;
      }
      const { spaceStyle, spaceCount, spaceLevel } = part;
      if (spaceStyle === undefined) continue;
      // Shares are rounded so that their sum is right at the line's end.
      wanted += extra * spaceCount * spaceStyle.spaceUnits * spaceStyle.sizeMpt;
      const extraUnits = Math.round((wanted - given) / spaceStyle.sizeMpt);
      given += extraUnits * spaceStyle.sizeMpt;
      this.#line.space(spaceStyle, spaceCount, spaceLevel, extraUnits);
    }
    this.#endLine(indentMpt);
  }

  /** The words between two breaks, and the spaces between them. */
  #lineParts(segments: readonly Segment[], from: BreakPoint, to: BreakPoint): LinePart[] {
    const parts: LinePart[] = [];
    for (const segment of segments) {
      const start = Math.max(segment.from, from.next);
      const end = Math.min(segment.end, to.end);
      if (segment.to <= from.next || segment.from >= to.end || start > end) continue;
      const isInner = segment.end < to.end && segment.to > segment.end;
      const words = this.#parts(start, end);
      words.forEach(({ words: each, level }, index) => {
        if (index < words.length - 1 || !isInner) parts.push({ words: each, level, ...NO_SPACE });
      });
      if (!isInner) continue;
      const last = words.at(-1);
      parts.push({
        words: last?.words ?? [],
        level: last?.level ?? 0,
        spaceStyle: this.#styleAt(segment.end),
        spaceCount: segment.to - segment.end,
        spaceLevel: this.#levelAt(segment.end),
      });
    }
    return parts;
  }

  #endLine(indentMpt: Mpt): void {
    const { galley } = this.#context;
    const style = this.#line.style ?? this.#texts.at(-1)?.style;
    this.#line.end(style, this.#widthMpt - indentMpt, sideOf(this.#align, this.#rightToLeft));
    if (indentMpt === 0 || this.#rightToLeft) return;
    const item = galley.itemCount - 1;
    const segment = numberOf(galley.segmentStarts, item);
    galley.shift(segment, numberOf(galley.decorationStarts, item), indentMpt, 0);
  }
}

const NO_SPACE = { spaceStyle: undefined, spaceCount: 0, spaceLevel: 0 } as const;

/**
 * By what share of its width each space of a line grows, or shrinks; 0 if that would be more than
 * the rules allow: the line then ends where it ends.
 */
function extraShare(parts: readonly LinePart[], lineWidth: number, growMax: number): number {
  let width = 0;
  let spaces = 0;
  for (const { words, spaceStyle, spaceCount } of parts) {
    width += widthOfAll(words);
    if (spaceStyle !== undefined) spaces += spaceCount * spaceStyle.spaceUnits * spaceStyle.sizeMpt;
  }
  if (spaces === 0) return 0;
  const share = (lineWidth - width - spaces) / spaces;
  return share > growMax ? 0 : share;
}

function widthOfAll(words: readonly SetWord[]): number {
  let width = 0;
  for (const word of words) width += widthOf(word);
  return width;
}
