import type { Mpt } from "../base/units.ts";
import { breakOpportunities } from "../font/line-breaks.ts";
import type { ShapedText } from "../font/shaper.ts";
import { RUN_FLAG_ACTUAL_TEXT, RUN_FLAG_KERNS, RUN_FLAG_RIGHT_TO_LEFT } from "../model/frame.ts";
import type { Align } from "../model/geometry.ts";
import type { FrameBuilder } from "../model/frame-builder.ts";
import { KEEP_WITH_NEXT } from "./galley.ts";
import type { SetContext } from "./set-context.ts";
import { shapeWord } from "./shape-word.ts";
import type { OpenFont, TypeStyle } from "./type-style.ts";

/** Text in one style, part of a paragraph. */
export interface StyledText {
  readonly style: TypeStyle;
  readonly text: string;
}

/** Widths are summed in millipoints times 1000 (units × size), so that no rounding adds up. */
const SCALE = 1000;

/** Sets a paragraph in lines, one item each; a line feed in the text ends a line. */
export function setText(
  context: SetContext,
  texts: readonly StyledText[],
  widthMpt: Mpt,
  align: Align,
  role: number,
): void {
  if (setPlainLine(context, texts, widthMpt, align, role)) return;
  const first = context.galley.itemCount;
  new Paragraph(context, widthMpt, align, role).set(texts);
  keepEdges(context, first);
}

/** Text in sizes below this is not kerned where it is one plain line: nobody would see it. */
const KERNED_FROM_MPT = 10_000;

/**
 * Sets small plain text that fits on one line straight as glyphs, which most labels, values and
 * furniture are; false, with nothing set, where it is not that.
 */
function setPlainLine(
  { galley }: SetContext,
  texts: readonly StyledText[],
  widthMpt: Mpt,
  align: Align,
  role: number,
): boolean {
  const { frames } = galley;
  const { glyphCount } = frames;
  const { segmentCount } = galley;
  const group = galley.groupCount;
  let leadingMpt = 0;
  let baselineMpt = 0;
  let used = 0;
  for (const { style, text } of texts) {
    if (text === "") continue;
    const width = style.sizeMpt < KERNED_FROM_MPT ? plainWidth(frames, style, text) : -1;
    if (width < 0 || used + width > widthMpt * SCALE) {
      frames.glyphCount = glyphCount;
      galley.segmentCount = segmentCount;
      return false;
    }
    leadingMpt = Math.max(leadingMpt, style.leadingMpt);
    baselineMpt = Math.max(baselineMpt, style.baselineMpt);
    const xMpt = Math.round(used / SCALE);
    const { font, sizeMpt, color } = style;
    const start = frames.glyphCount;
    frames.glyphCount += text.length;
    galley.segment(xMpt, 0, font.index, sizeMpt, color, start, text.length, 0, group);
    used += width;
  }
  if (leadingMpt === 0) return true;
  galley.group(role);
  const slackMpt = Math.max(0, widthMpt - Math.ceil(used / SCALE));
  const indentMpt = align === "right" ? slackMpt : align === "center" ? slackMpt >> 1 : 0;
  galley.shift(segmentCount, galley.decorationCount, indentMpt, baselineMpt);
  galley.item(segmentCount, galley.decorationCount, leadingMpt);
  return true;
}

/** Sets plain text behind the glyphs there are; its width in millipoints times 1000, or -1. */
function plainWidth(frames: FrameBuilder, style: TypeStyle, text: string): number {
  const start = frames.glyphCount;
  frames.reserveGlyphs(text.length);
  if (style.font.shaper.plainInto(text, frames.glyphs, start) < 0) return -1;
  const { glyphs } = frames;
  const { advances } = style.font.face;
  let units = 0;
  for (let at = start; at < start + text.length; at += 1) {
    units += advances[glyphs[at] as number] as number;
  }
  return units * style.sizeMpt;
}

/** No first line alone at a page's foot, no last line alone at a page's head. */
function keepEdges({ galley }: SetContext, first: number): void {
  const lineCount = galley.itemCount - first;
  if (lineCount < 2) return;
  galley.addFlags(first, KEEP_WITH_NEXT);
  galley.addFlags(galley.itemCount - 2, KEEP_WITH_NEXT);
}

class Paragraph {
  readonly #context: SetContext;
  readonly #limit: number;
  readonly #widthMpt: Mpt;
  readonly #align: Align;
  readonly #group: number;
  /** Width of the line so far, and of the spaces that would precede the next word. */
  #used = 0;
  #gap = 0;
  #gapStyle: TypeStyle | undefined;
  #gapCount = 0;
  #lineFirstSegment: number;
  #leadingMpt = 0;
  #baselineMpt = 0;
  // The open segment of the line; glyphs are appended to it while font and style stay the same.
  #style: TypeStyle | undefined;
  #font: OpenFont | undefined;
  #glyphStart = 0;
  #segmentX = 0;
  #flags = 0;

  constructor(context: SetContext, widthMpt: Mpt, align: Align, role: number) {
    this.#context = context;
    this.#widthMpt = widthMpt;
    this.#limit = widthMpt * SCALE;
    this.#align = align;
    this.#group = context.galley.group(role);
    this.#lineFirstSegment = context.galley.segmentCount;
  }

  set(texts: readonly StyledText[]): void {
    let any = false;
    for (const { style, text } of texts) {
      if (text === "") continue;
      any = true;
      const lines = text.includes("\n") ? text.split("\n") : [text];
      lines.forEach((line, index) => {
        if (index > 0) this.#endLine(style);
        this.#words(style, line);
      });
    }
    if (any) this.#endLine(texts[texts.length - 1]?.style);
  }

  #words(style: TypeStyle, text: string): void {
    let from = 0;
    for (const to of breakOpportunities(text)) {
      this.#word(style, text, from, to);
      from = to;
    }
    this.#word(style, text, from, text.length);
  }

  /** One word with the spaces after it, which only count where another word follows. */
  #word(style: TypeStyle, text: string, from: number, to: number): void {
    let end = to;
    while (end > from && isSpace(text.charCodeAt(end - 1))) end -= 1;
    if (end > from) this.#place(style, text.slice(from, end));
    if (end < to) this.#space(style, to - end);
  }

  #space(style: TypeStyle, count: number): void {
    this.#gap += count * style.spaceUnits * style.sizeMpt;
    this.#gapCount += count;
    this.#gapStyle = style;
  }

  #place(style: TypeStyle, word: string): void {
    const { shaped, font } = shapeWord(this.#context, style, word);
    const width = shaped.widthUnits * style.sizeMpt;
    if (this.#used > 0 && this.#used + this.#gap + width > this.#limit) this.#endLine(style);
    if (width > this.#limit) this.#placeBroken(style, word);
    else this.#append(style, font, shaped, width);
  }

  /** A word wider than the line is cut where it is full: nothing may be lost, nothing stick out. */
  #placeBroken(style: TypeStyle, word: string): void {
    let piece = "";
    let pieceUnits = 0;
    for (const character of word) {
      const units = style.font.shaper.widthUnits(character);
      if (piece !== "" && (pieceUnits + units) * style.sizeMpt > this.#limit) {
        this.#appendPiece(style, piece);
        this.#endLine(style);
        piece = "";
        pieceUnits = 0;
      }
      piece += character;
      pieceUnits += units;
    }
    this.#appendPiece(style, piece);
  }

  #appendPiece(style: TypeStyle, piece: string): void {
    const { shaped, font } = shapeWord(this.#context, style, piece);
    this.#append(style, font, shaped, shaped.widthUnits * style.sizeMpt);
  }

  #append(style: TypeStyle, font: OpenFont, shaped: ShapedText, width: number): void {
    const alone = shaped.actualText || shaped.rightToLeft;
    const sameSegment =
      this.#style === style && this.#font === font && !alone && this.#flags <= RUN_FLAG_KERNS;
    if (!sameSegment || this.#gapStyle !== style) this.#closeSegment();
    const frames = this.#context.galley.frames;
    if (this.#style === undefined) this.#openSegment(style, font);
    else this.#gapGlyphs(style);
    this.#used += this.#gap;
    this.#clearGap();
    const count = shaped.glyphs.length;
    frames.reserveGlyphs(count);
    frames.glyphs.set(shaped.glyphs, frames.glyphCount);
    frames.kerns.set(shaped.kerns, frames.glyphCount);
    frames.glyphCount += count;
    if (shaped.hasKerns) this.#flags |= RUN_FLAG_KERNS;
    this.#used += width;
    if (alone) this.#closeAlone(shaped);
  }

  #closeAlone(shaped: ShapedText): void {
    if (shaped.rightToLeft) this.#flags |= RUN_FLAG_RIGHT_TO_LEFT;
    if (shaped.actualText) {
      this.#flags |= RUN_FLAG_ACTUAL_TEXT;
      this.#context.galley.actualTexts.set(this.#context.galley.segmentCount, shaped.text);
    }
    this.#closeSegment();
  }

  #openSegment(style: TypeStyle, font: OpenFont): void {
    const { frames } = this.#context.galley;
    this.#style = style;
    this.#font = font;
    this.#glyphStart = frames.glyphCount;
    this.#segmentX = this.#used + this.#gap;
    this.#flags = 0;
    // A space before a new segment is drawn in it, so that text extraction sees the words apart.
    if (this.#gapCount > 0 && this.#gapStyle === style) {
      this.#segmentX = this.#used;
      this.#gapGlyphs(style);
    }
    this.#leadingMpt = Math.max(this.#leadingMpt, style.leadingMpt);
    this.#baselineMpt = Math.max(this.#baselineMpt, style.baselineMpt);
  }

  #gapGlyphs(style: TypeStyle): void {
    const { frames } = this.#context.galley;
    frames.reserveGlyphs(this.#gapCount);
    for (let index = 0; index < this.#gapCount; index += 1) {
      frames.glyphs[frames.glyphCount] = style.spaceGlyph;
      frames.kerns[frames.glyphCount] = 0;
      frames.glyphCount += 1;
    }
  }

  #clearGap(): void {
    this.#gap = 0;
    this.#gapCount = 0;
    this.#gapStyle = this.#style;
  }

  #closeSegment(): void {
    const { galley } = this.#context;
    const style = this.#style;
    if (style === undefined || this.#font === undefined) return;
    const count = galley.frames.glyphCount - this.#glyphStart;
    galley.segment(
      Math.round(this.#segmentX / SCALE),
      0,
      this.#font.index,
      style.sizeMpt,
      style.color,
      this.#glyphStart,
      count,
      this.#flags,
      this.#group,
    );
    this.#style = undefined;
    this.#font = undefined;
    this.#flags = 0;
  }

  #endLine(style: TypeStyle | undefined): void {
    const { galley } = this.#context;
    this.#closeSegment();
    const leadingMpt = this.#leadingMpt || (style?.leadingMpt ?? 0);
    const slackMpt = Math.max(0, this.#widthMpt - Math.ceil(this.#used / SCALE));
    const xMpt = this.#align === "right" ? slackMpt : this.#align === "center" ? slackMpt >> 1 : 0;
    galley.shift(this.#lineFirstSegment, galley.decorationCount, xMpt, this.#baselineMpt);
    galley.item(this.#lineFirstSegment, galley.decorationCount, leadingMpt);
    this.#lineFirstSegment = galley.segmentCount;
    this.#used = 0;
    this.#gap = 0;
    this.#gapCount = 0;
    this.#gapStyle = undefined;
    this.#leadingMpt = 0;
    this.#baselineMpt = 0;
  }
}

/** A space, tab or other control that separates words as a space does. */
function isSpace(unit: number): boolean {
  return unit <= 0x20;
}
