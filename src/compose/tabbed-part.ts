import { defined } from "../base/assert.ts";
import { type BidiLevels, lineLevels, visualOrder } from "../font/bidi.ts";
import { breakOpportunities } from "../font/line-breaks.ts";
import type { SetContext } from "./set-context.ts";
import { type LineSetter, widthOf } from "./set-line.ts";
import { type SetWord, shapeWord } from "./shape-word.ts";
import { type StyledText, slicesOf } from "./styled-text.ts";
import type { TypeStyle } from "./type-style.ts";

export const TAB = "\t";

/** A word, or spaces where the order of the line is not that of the text. */
interface TabbedItem {
  readonly word: SetWord | undefined;
  readonly style: TypeStyle;
  readonly spaceCount: number;
  readonly level: number;
}

/** What stands together on a line, with the spaces after it. */
export interface TabbedPiece {
  readonly items: readonly TabbedItem[];
  /** Without the spaces; and with them. */
  readonly width: number;
  readonly advance: number;
}

/** Text between two tabs. */
export interface TabbedPart {
  readonly pieces: readonly TabbedPiece[];
  readonly style: TypeStyle;
  readonly width: number;
}

/** The texts of a line cut at its tabs; with levels, as text of two directions has. */
export function tabbedParts(
  context: SetContext,
  texts: readonly StyledText[],
  text: string,
  levels: BidiLevels | undefined,
): TabbedPart[] {
  let from = 0;
  const { textOffset } = context;
  return text.split(TAB).map((part) => {
    context.textOffset = textOffset + from;
    const [slice] = slicesOf(texts, Math.max(0, from - 1), from + part.length);
    const style = defined(slice ?? texts[0], "the style of a text").style;
    const pieces =
      levels === undefined
        ? piecesOf(context, part, (start, end) =>
            plainItems(context, texts, from + start, from + end),
          )
        : turnedPieces(
            context,
            texts,
            part,
            from,
            lineLevels(text, levels, from, from + part.length),
          );
    from += part.length + 1;
    const last = pieces.at(-1);
    const advance = pieces.slice(0, -1).reduce((sum, piece) => sum + piece.advance, 0);
    return { pieces, style, width: advance + (last?.width ?? 0) };
  });
}

type ItemsOf = (start: number, end: number) => TabbedItem[];

/** A part of a text cut where a line may break. */
function piecesOf(context: SetContext, part: string, itemsOf: ItemsOf): TabbedPiece[] {
  let from = 0;
  const { textOffset } = context;
  return [...breakOpportunities(part), part.length].map((to) => {
    context.textOffset = textOffset + from;
    const items = itemsOf(from, to);
    const width = widthOfAll(itemsOf(from, from + wordLength(part, from, to)));
    from = to;
    return { items, width, advance: widthOfAll(items) };
  });
}

/** Words with the spaces after them. */
function plainItems(
  context: SetContext,
  texts: readonly StyledText[],
  start: number,
  end: number,
): TabbedItem[] {
  return slicesOf(texts, start, end).flatMap(({ style, text }) =>
    shapeWord(context, style, text, false).map((word) => ({
      word,
      style,
      spaceCount: 0,
      level: 0,
    })),
  );
}

/** Words and spaces apart, each with its level. */
function turnedPieces(
  context: SetContext,
  texts: readonly StyledText[],
  part: string,
  offset: number,
  levels: Uint8Array,
): TabbedPiece[] {
  const shown = slicesOf(texts, offset, offset + part.length);
  return piecesOf(context, part, (start, end) => {
    const wordEnd = start + wordLength(part, start, end);
    const words = slicesOf(shown, start, wordEnd, levels).flatMap(({ style, text, level = 0 }) =>
      shapeWord(context, style, text, level % 2 === 1).map((word) => {
        return { word, style, spaceCount: 0, level };
      }),
    );
    const spaces = slicesOf(shown, wordEnd, end, levels).map(({ style, text, level = 0 }) => {
      return { word: undefined, style, spaceCount: text.length, level };
    });
    return [...words, ...spaces];
  });
}

function wordLength(part: string, from: number, to: number): number {
  return part.slice(from, to).trimEnd().length;
}

function widthOfAll(items: readonly TabbedItem[]): number {
  return items.reduce((sum, { word, style, spaceCount }) => {
    return sum + (word ? widthOf(word) : spaceCount * style.spaceUnits * style.sizeMpt);
  }, 0);
}

/** Puts what of a part stands on one line there, in visual order, from a place on. */
export function placeItems(line: LineSetter, items: readonly TabbedItem[], x: number): void {
  line.jump(x);
  const order = visualOrder(items.map(({ level }) => level));
  for (const { word, style, spaceCount } of order.flatMap((index) => items[index] ?? [])) {
    if (word === undefined) line.space(style, spaceCount, 0);
    else line.add(word, 0);
  }
}
