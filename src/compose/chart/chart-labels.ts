import type { Mpt } from "../../base/units.ts";
import { graphemesOf } from "../../font/graphemes.ts";
import { kernAfter, markKind, RUN_FLAG_TURNED } from "../../model/frame.ts";
import { SEGMENT_STRIDE } from "../galley.ts";
import { numberOf } from "../page-items.ts";
import { roleIndex, type SetContext } from "../set-context.ts";
import { SCALE } from "../set-line.ts";
import { lineWidth, setText } from "../set-text.ts";
import type { TypeStyle } from "../type-style.ts";

const FIGURE = markKind(roleIndex("Figure"), undefined);
/** Wider than any line. */
const ENDLESS_MPT = 10_000_000;
const ELLIPSIS = "\u2026";
/** Capitals and figures are as high as this share of their size, in thousandths. */
const CAPITAL_SHARE = 714;
const scratch = new Uint16Array(256);

export type Anchor = "start" | "middle" | "end";

/**
 * The texts of one chart: each on one line, at its place, all in one mark. They are mirrored where
 * the chart is: their start is then at the right.
 */
export class ChartLabels {
  readonly #context: SetContext;
  readonly #group: number;
  /** The right edge of what is mirrored; -1 for none. */
  readonly #mirrorMpt: Mpt;

  constructor(context: SetContext, mirrorMpt: Mpt) {
    this.#context = context;
    this.#mirrorMpt = mirrorMpt;
    this.#group = context.galley.group(FIGURE);
  }

  /** How wide a text is; near enough to plan with. */
  width(style: TypeStyle, text: string): Mpt {
    if (text === "") return 0;
    const { shaper, face } = style.font;
    const isShort = text.length <= scratch.length;
    if (!isShort || this.#context.rightToLeft || shaper.plainInto(text, scratch, 0) < 0)
      return Math.ceil(lineWidth(this.#context, style, text) / SCALE);
    let units = 0;
    for (let at = 0; at < text.length; at += 1) units += face.advances[scratch[at] ?? 0] ?? 0;
    return Math.ceil((units * style.sizeMpt) / SCALE);
  }

  /** Puts a text with its baseline at `yMpt`. */
  put(style: TypeStyle, text: string, xMpt: Mpt, yMpt: Mpt, anchor: Anchor): void {
    if (text === "") return;
    const { galley } = this.#context;
    const { itemCount, segmentCount } = galley;
    const line = text.includes("\n") ? text.replaceAll("\n", " ") : text;
    setText(this.#context, [{ style, text: line }], ENDLESS_MPT, "left", FIGURE);
    galley.groupCount = this.#group + 1;
    const widthMpt = this.#adopt(segmentCount);
    const startMpt = anchor === "start" ? xMpt : anchor === "end" ? xMpt - widthMpt : -1;
    const leftMpt = anchor === "middle" ? xMpt - (widthMpt >> 1) : startMpt;
    const across = this.#mirrorMpt < 0 ? leftMpt : this.#mirrorMpt - leftMpt - widthMpt;
    galley.stack(itemCount, across, yMpt - style.baselineMpt);
  }

  /** Puts a text that runs up to `topMpt`, with its middle at `xMpt`, in a mark of its own. */
  putUpwards(style: TypeStyle, text: string, xMpt: Mpt, topMpt: Mpt): void {
    if (text === "") return;
    const { galley } = this.#context;
    const { itemCount, segmentCount } = galley;
    setText(this.#context, [{ style, text }], ENDLESS_MPT, "left", FIGURE);
    const widthMpt = this.#adopt(segmentCount);
    const group = galley.group(FIGURE);
    galley.itemCount = itemCount;
    const middleMpt = this.#mirrorMpt < 0 ? xMpt : this.#mirrorMpt - xMpt;
    const { segments } = galley;
    for (let segment = segmentCount; segment < galley.segmentCount; segment += 1) {
      const at = segment * SEGMENT_STRIDE;
      const along = numberOf(segments, at);
      segments[at] = middleMpt + middleToBaseline(style);
      segments[at + 1] = topMpt + widthMpt - along;
      segments[at + 7] = numberOf(segments, at + 7) | RUN_FLAG_TURNED;
      segments[at + 8] = group;
    }
  }

  /** A text as it fits, shortened from its end; empty if not even a letter does. */
  shortened(style: TypeStyle, text: string, widthMpt: Mpt): string {
    if (this.width(style, text) <= widthMpt) return text;
    const mark = style.font.face.glyphOf(ELLIPSIS.charCodeAt(0)) === 0 ? "..." : ELLIPSIS;
    const letters = Array.from(graphemesOf(text), ({ segment }) => segment);
    let fitting = 0;
    let tooMany = letters.length;
    while (tooMany - fitting > 1) {
      const middle = (fitting + tooMany) >> 1;
      const tried = letters.slice(0, middle).join("").trimEnd() + mark;
      if (this.width(style, tried) <= widthMpt) fitting = middle;
      else tooMany = middle;
    }
    return fitting === 0 ? "" : letters.slice(0, fitting).join("").trimEnd() + mark;
  }

  /** Makes the segments since `from` part of the chart's mark; gives how wide they are. */
  #adopt(from: number): Mpt {
    const { galley } = this.#context;
    const { segments, frames } = galley;
    let rightMpt = 0;
    for (let segment = from; segment < galley.segmentCount; segment += 1) {
      const at = segment * SEGMENT_STRIDE;
      segments[at + 8] = this.#group;
      const face = this.#faceOf(numberOf(segments, at + 2));
      const start = numberOf(segments, at + 5);
      const flags = numberOf(segments, at + 7);
      let units = 0;
      for (let glyph = start; glyph < start + numberOf(segments, at + 6); glyph += 1)
        units += (face?.[frames.glyphs[glyph] ?? 0] ?? 0) + kernAfter(frames, flags, glyph);
      const widthMpt = Math.ceil((units * numberOf(segments, at + 3)) / SCALE);
      rightMpt = Math.max(rightMpt, numberOf(segments, at) + widthMpt);
    }
    return rightMpt;
  }

  #faceOf(font: number): Uint16Array | undefined {
    for (const { fonts } of this.#context.styles)
      for (const { index, face } of fonts) if (index === font) return face.advances;
    return undefined;
  }
}

/** The distance from the middle of a figure to its baseline. */
export function middleToBaseline({ sizeMpt }: TypeStyle): Mpt {
  return Math.round((sizeMpt * CAPITAL_SHARE) / 2000);
}
