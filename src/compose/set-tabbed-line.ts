import { defined } from "../base/assert.ts";
import type { Mpt } from "../base/units.ts";
import { mayTurn } from "../font/bidi.ts";
import { breakOpportunities } from "../font/line-breaks.ts";
import type { TabStop } from "../model/layout-plan.ts";
import { roleIndex, type SetContext } from "./set-context.ts";
import { type LineSetter, SCALE, widthOf } from "./set-line.ts";
import { type SetWord, shapeWord } from "./shape-word.ts";
import { type StyledText, slicesOf } from "./styled-text.ts";
import type { TypeStyle } from "./type-style.ts";

const ARTIFACT = roleIndex("Artifact");
const TAB = "\t";
/** Between text and its leader, and between two texts. */
const GAP_EMS = 0.4;

/** What stands together on a line, with the spaces after it: words of one style and font each. */
interface Piece {
  readonly words: readonly SetWord[];
  /** Without the spaces; and with them. */
  readonly width: number;
  readonly advance: number;
}

/** Text between two tabs. */
interface TabbedPart {
  readonly pieces: readonly Piece[];
  readonly style: TypeStyle;
  readonly width: number;
}

/**
 * Typesets a line of text whose parts stand at the stops of its style, and the leaders on the way
 * there. A part that has no stop left begins a line of its own, at the first stop that it fits.
 * False, with nothing typeset, for a text without tabs, without stops, from the right, or with a
 * word that is wider than the line.
 */
export function setTabbedLine(
  context: SetContext,
  line: LineSetter,
  texts: readonly StyledText[],
  text: string,
  widthMpt: Mpt,
  stops: readonly TabStop[] | undefined,
): boolean {
  if (stops === undefined || !text.includes(TAB)) return false;
  if (context.rightToLeft || mayTurn(text)) return false;
  const parts = partsOf(context, texts, text);
  const isTooWide = ({ width }: Piece): boolean => width > widthMpt * SCALE;
  if (parts.some(({ pieces }) => pieces.some(isTooWide))) return false;
  const tabbed = new TabbedLine(context, line, widthMpt, stops);
  for (const part of parts) tabbed.add(part);
  tabbed.end();
  return true;
}

/** Puts parts at their stops, line by line. */
class TabbedLine {
  readonly #context: SetContext;
  readonly #line: LineSetter;
  readonly #widthMpt: Mpt;
  readonly #stops: readonly TabStop[];
  /** Drawn when the line ends, so that its text is read in one. */
  readonly #leaders: Leader[] = [];
  #style: TypeStyle | undefined;
  #x = 0;

  constructor(context: SetContext, line: LineSetter, widthMpt: Mpt, stops: readonly TabStop[]) {
    this.#context = context;
    this.#line = line;
    this.#widthMpt = widthMpt;
    this.#stops = stops;
  }

  add(part: TabbedPart): void {
    if (this.#style !== undefined) this.#toStop(part);
    this.#style = part.style;
    this.#line.jump(this.#x);
    for (const piece of part.pieces) this.#place(piece);
  }

  /** A part that is wider than what is left of its line goes on in the next. */
  #place({ words, width, advance }: Piece): void {
    if (this.#x > 0 && this.#x + width > this.#widthMpt * SCALE) this.end();
    for (const word of words) {
      this.#line.add(word, 0);
      this.#context.substitutions += word.substitutes;
    }
    this.#x += advance;
  }

  /** On a line of its own where no stop is left; from its left edge where none would do. */
  #toStop(part: TabbedPart): void {
    const width = this.#widthMpt * SCALE;
    let stop = nextStop(this.#stops, this.#x, part, width);
    if (stop === undefined) {
      this.end();
      stop = nextStop(this.#stops, 0, part, width);
    }
    if (stop?.leader !== undefined)
      this.#leaders.push({ ...stop, fromX: this.#x, style: part.style });
    this.#x = stop?.x ?? 0;
  }

  end(): void {
    this.#line.jump(this.#line.used);
    for (const leader of this.#leaders) drawLeader(this.#context, leader);
    this.#leaders.length = 0;
    this.#line.end(this.#style, this.#widthMpt, "left");
    this.#x = 0;
  }
}

function partsOf(context: SetContext, texts: readonly StyledText[], text: string): TabbedPart[] {
  let from = 0;
  return text.split(TAB).map((part) => {
    const [slice] = slicesOf(texts, Math.max(0, from - 1), from + part.length);
    const style = defined(slice ?? texts[0], "the style of a text").style;
    const pieces = piecesOf(context, texts, from, part);
    from += part.length + 1;
    const last = pieces.at(-1);
    const advance = pieces.slice(0, -1).reduce((sum, piece) => sum + piece.advance, 0);
    return { pieces, style, width: advance + (last?.width ?? 0) };
  });
}

/** A part of a text cut where a line may break. */
function piecesOf(
  context: SetContext,
  texts: readonly StyledText[],
  offset: number,
  part: string,
): Piece[] {
  let from = 0;
  return [...breakOpportunities(part), part.length].map((to) => {
    const shaped = (end: number): SetWord[] =>
      slicesOf(texts, offset + from, offset + end).flatMap(({ style, text }) =>
        shapeWord(context, style, text, false),
      );
    const words = shaped(to);
    const piece = { words, width: widthOfAll(shaped(from + wordLength(part, from, to))) };
    from = to;
    return { ...piece, advance: widthOfAll(words) };
  });
}

function wordLength(part: string, from: number, to: number): number {
  return part.slice(from, to).trimEnd().length;
}

function widthOfAll(words: readonly SetWord[]): number {
  return words.reduce((sum, word) => sum + widthOf(word), 0);
}

interface FoundStop {
  /** Where the part starts. */
  readonly x: number;
  readonly leader: string | undefined;
}

/** The first stop to the right of `x` at which a part has room. */
function nextStop(
  stops: readonly TabStop[],
  x: number,
  part: TabbedPart,
  width: number,
): FoundStop | undefined {
  const gap = x === 0 ? 0 : GAP_EMS * part.style.sizeMpt * SCALE;
  for (const { atMpt, align, leader } of stops) {
    const at = atMpt === undefined ? width : atMpt * SCALE;
    const start = align === "end" ? at - part.width : at;
    if (start >= x + gap && start + part.width <= width) return { x: start, leader };
  }
  return undefined;
}

interface Leader extends FoundStop {
  readonly fromX: number;
  readonly style: TypeStyle;
}

/** Signs on a grid from the left edge, so that those of all lines stand in columns. */
function drawLeader({ galley }: SetContext, { x, leader, fromX, style }: Leader): void {
  const { font, sizeMpt, color } = style;
  const sign = font.shaper.word(leader ?? "");
  const step = sign.widthUnits * sizeMpt;
  const gap = GAP_EMS * sizeMpt * SCALE;
  if (step <= 0 || sign.missing >= 0) return;
  const first = Math.ceil((fromX + gap) / step);
  const count = Math.floor((x - gap) / step) - first;
  if (count < 1) return;
  const { frames } = galley;
  const start = frames.glyphCount;
  frames.reserveGlyphs(count * sign.glyphs.length);
  for (let index = 0; index < count; index += 1) {
    frames.glyphs.set(sign.glyphs, frames.glyphCount);
    frames.glyphCount += sign.glyphs.length;
  }
  const left = Math.round((first * step) / SCALE);
  const glyphCount = frames.glyphCount - start;
  const group = galley.group(ARTIFACT);
  galley.segment(left, style.yMpt, font.index, sizeMpt, color, start, glyphCount, 0, group);
}
