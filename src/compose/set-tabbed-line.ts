import type { Mpt } from "../base/units.ts";
import type { TabStop } from "../model/layout-plan.ts";
import { lineDirection } from "./line-direction.ts";
import { roleIndex, type SetContext } from "./set-context.ts";
import { type LineSetter, SCALE } from "./set-line.ts";
import type { StyledText } from "./styled-text.ts";
import { placeItems, TAB, type TabbedPart, type TabbedPiece, tabbedParts } from "./tabbed-part.ts";
import type { TypeStyle } from "./type-style.ts";

const ARTIFACT = roleIndex("Artifact");
/** Between text and its leader, and between two texts. */
const GAP_EMS = 0.4;

/**
 * Typesets a line of text whose parts stand at the stops of its style, and the leaders on the way
 * there. A part that has no stop left begins a line of its own, at the first stop that it fits.
 * Where text runs from the right, so do the stops. False, with nothing typeset, for a text without
 * tabs, without stops, or with a word that is wider than the line.
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
  const { rightToLeft, levels } = lineDirection(text, context.rightToLeft);
  const parts = tabbedParts(context, texts, text, levels);
  const isTooWide = ({ width }: TabbedPiece): boolean => width > widthMpt * SCALE;
  if (parts.some(({ pieces }) => pieces.some(isTooWide))) return false;
  line.keepOrder(false);
  const tabbed = new TabbedLine(context, line, widthMpt, stops, rightToLeft);
  for (const part of parts) tabbed.add(part);
  tabbed.end();
  return true;
}

/** What of a part stands on the line that is being filled. */
interface Stretch {
  /** From the edge that the line begins at. */
  readonly x: number;
  readonly pieces: TabbedPiece[];
}

/** Puts parts at their stops, line by line. Places are counted from where the line begins. */
class TabbedLine {
  readonly #context: SetContext;
  readonly #line: LineSetter;
  readonly #width: number;
  readonly #widthMpt: Mpt;
  readonly #stops: readonly TabStop[];
  readonly #rightToLeft: boolean;
  readonly #stretches: Stretch[] = [];
  /** Drawn when the line ends, so that its text is read in one. */
  readonly #leaders: Leader[] = [];
  #style: TypeStyle | undefined;
  #x = 0;

  constructor(
    context: SetContext,
    line: LineSetter,
    widthMpt: Mpt,
    stops: readonly TabStop[],
    rightToLeft: boolean,
  ) {
    this.#context = context;
    this.#line = line;
    this.#width = widthMpt * SCALE;
    this.#widthMpt = widthMpt;
    this.#stops = stops;
    this.#rightToLeft = rightToLeft;
  }

  add(part: TabbedPart): void {
    if (this.#style !== undefined) this.#toStop(part);
    this.#style = part.style;
    this.#stretches.push({ x: this.#x, pieces: [] });
    for (const piece of part.pieces) this.#place(piece);
  }

  /** A part that is wider than what is left of its line goes on in the next. */
  #place(piece: TabbedPiece): void {
    if (this.#x > 0 && this.#x + piece.width > this.#width) {
      this.end();
      this.#stretches.push({ x: 0, pieces: [] });
    }
    this.#stretches.at(-1)?.pieces.push(piece);
    for (const { word } of piece.items) this.#context.substitutions += word?.substitutes ?? 0;
    this.#x += piece.advance;
  }

  /** On a line of its own where no stop is left; from its beginning where none would do. */
  #toStop(part: TabbedPart): void {
    let stop = nextStop(this.#stops, this.#x, part, this.#width);
    if (stop === undefined) {
      this.end();
      stop = nextStop(this.#stops, 0, part, this.#width);
    }
    if (stop?.leader !== undefined)
      this.#leaders.push({ ...stop, fromX: this.#x, style: part.style });
    this.#x = stop?.x ?? 0;
  }

  end(): void {
    const stretches = this.#rightToLeft ? this.#stretches.toReversed() : this.#stretches;
    for (const { x, pieces } of stretches) {
      const advance = pieces.reduce((sum, piece) => sum + piece.advance, 0);
      const left = this.#rightToLeft ? this.#width - x - advance : x;
      const items = pieces.flatMap((piece) => piece.items);
      placeItems(this.#line, items, left);
    }
    this.#stretches.length = 0;
    this.#line.jump(this.#line.used);
    for (const leader of this.#leaders) this.#drawLeader(leader);
    this.#leaders.length = 0;
    this.#line.end(this.#style, this.#widthMpt, "left");
    this.#x = 0;
  }

  /** Signs on a grid from where lines begin, so that those of all lines stand in columns. */
  #drawLeader({ x, leader, fromX, style }: Leader): void {
    const { galley } = this.#context;
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
    const begin = first * step;
    const left = this.#rightToLeft ? this.#width - begin - count * step : begin;
    const glyphCount = frames.glyphCount - start;
    const group = galley.group(ARTIFACT);
    const xMpt = Math.round(left / SCALE);
    galley.segment(xMpt, style.yMpt, font.index, sizeMpt, color, start, glyphCount, 0, group);
  }
}

interface FoundStop {
  /** Where the part starts. */
  readonly x: number;
  readonly leader: string | undefined;
}

/** The first stop beyond `x` at which a part has room. */
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
