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
  /** Set where the last word may be divided from the next by a hyphen. */
  #hyphenStyle: TypeStyle | undefined;

  constructor(context: SetContext, widthMpt: Mpt, align: Align, role: number) {
    this.#context = context;
    this.#widthMpt = widthMpt;
    this.#limit = widthMpt * SCALE;
    this.#align = align;
    this.#group = context.galley.group(role);
    this.#lineFirstSegment = context.galley.segmentCount;
  }

  set(texts: readonly StyledText[]): void {
    const shown = texts.filter(({ text }) => text !== "");
    for (const line of linesOf(shown)) {
      this.#words(line);
      this.#endLine(line.at(-1)?.style);
    }
  }

  /** Breaks are sought in the texts joined: a change of style within a word is no place for one. */
  #words(texts: readonly StyledText[]): void {
    const joined = texts.map(({ text }) => text).join("");
    let from = 0;
    for (const to of breakOpportunities(joined)) {
      this.#word(texts, joined, from, to);
      from = to;
    }
    this.#word(texts, joined, from, joined.length);
  }

  /** One word with the spaces after it, which only count where another word follows. */
  #word(texts: readonly StyledText[], joined: string, from: number, to: number): void {
    let end = to;
    while (end > from && isSpace(joined.charCodeAt(end - 1))) end -= 1;
    if (end > from) this.#place(slicesOf(texts, from, end));
    const last = slicesOf(texts, end, to).at(-1);
    if (last !== undefined) this.#space(last.style, to - end);
  }

  #space(style: TypeStyle, count: number): void {
    this.#gap += count * style.spaceUnits * style.sizeMpt;
    this.#gapCount += count;
    this.#gapStyle = style;
  }

  #place(pieces: readonly StyledText[]): void {
    const words = pieces.map(({ style, text }) => ({
      style,
      text,
      ...shapeWord(this.#context, style, text),
    }));
    const last = words.at(-1);
    const hyphen = last?.text.endsWith(SOFT_HYPHEN) === true ? hyphenWidth(last.style) : 0;
    const width = words.reduce((sum, word) => sum + widthOf(word), hyphen);
    if (this.#used > 0 && this.#used + this.#gap + width > this.#limit) this.#breakLine();
    if (this.#used === 0 && this.#gap + width > this.#limit) this.#dropGap();
    this.#hyphenStyle = hyphen > 0 ? last?.style : undefined;
    for (const word of words) {
      if (width - hyphen > this.#limit) this.#placeBroken(word.style, word.text);
      else this.#append(word.style, word.font, word.shaped, widthOf(word));
    }
  }

  /** Ends a full line; a word that is divided at a soft hyphen shows it. */
  #breakLine(): void {
    const style = this.#hyphenStyle;
    if (style !== undefined) {
      const { shaped, font } = shapeWord(this.#context, style, "-");
      this.#append(style, font, shaped, shaped.widthUnits * style.sizeMpt);
    }
    this.#endLine(this.#style);
  }

  #dropGap(): void {
    this.#gap = 0;
    this.#gapCount = 0;
  }

  /** A word wider than the line is cut where it is full: nothing may be lost, nothing stick out. */
  #placeBroken(style: TypeStyle, word: string): void {
    let piece = "";
    let width = 0;
    for (const { segment } of graphemes.segment(word)) {
      const own = widthOf({ style, ...shapeWord(this.#context, style, segment) });
      if (piece !== "" && this.#used + width + own > this.#limit) {
        this.#appendPiece(style, piece);
        this.#endLine(style);
        piece = "";
        width = 0;
      }
      piece += segment;
      width += own;
    }
    this.#appendPiece(style, piece);
  }

  /** Sets a piece, by single graphemes where it is wider as a whole than they are. */
  #appendPiece(style: TypeStyle, piece: string): void {
    const word = { style, ...shapeWord(this.#context, style, piece) };
    if (this.#used + widthOf(word) <= this.#limit || piece.length === 1) {
      this.#append(style, word.font, word.shaped, widthOf(word));
      return;
    }
    for (const { segment } of graphemes.segment(piece)) {
      const single = { style, ...shapeWord(this.#context, style, segment) };
      this.#append(style, single.font, single.shaped, widthOf(single));
    }
  }

  #append(style: TypeStyle, font: OpenFont, shaped: ShapedText, width: number): void {
    const alone = shaped.actualText || shaped.rightToLeft;
    // Spaces are the style's own font's; beside a fallback font they are left as a gap.
    const drawsGap = this.#gapCount === 0 || (this.#gapStyle === style && font === style.font);
    if (alone && drawsGap) this.#closeGap(style);
    const sameSegment =
      this.#style === style && this.#font === font && !alone && this.#flags <= RUN_FLAG_KERNS;
    if (!sameSegment || !drawsGap) this.#closeSegment();
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

  /**
   * Ends what is before a word that stands alone with the spaces between: within it, its ActualText
   * would stand for them too, and a reader find the words joined.
   */
  #closeGap(style: TypeStyle): void {
    if (this.#gapCount === 0) return;
    if (this.#style !== style || this.#font !== style.font) this.#closeSegment();
    if (this.#style === undefined) this.#openSegment(style, style.font);
    else this.#gapGlyphs(style);
    this.#used += this.#gap;
    this.#clearGap();
    this.#closeSegment();
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
    if (this.#gapCount > 0 && this.#gapStyle === style && font === style.font) {
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
    this.#hyphenStyle = undefined;
  }
}

const SOFT_HYPHEN = "\u00ad";
const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });

function widthOf({ style, shaped }: { style: TypeStyle; shaped: ShapedText }): number {
  return shaped.widthUnits * style.sizeMpt;
}

function hyphenWidth(style: TypeStyle): number {
  return style.font.shaper.widthUnits("-") * style.sizeMpt;
}

/** The texts of each line that line feeds part them into. */
function linesOf(texts: readonly StyledText[]): StyledText[][] {
  const lines: StyledText[][] = texts.length === 0 ? [] : [[]];
  for (const { style, text } of texts) {
    text.split("\n").forEach((part, index) => {
      if (index > 0) lines.push([]);
      lines.at(-1)?.push({ style, text: part });
    });
  }
  return lines;
}

/** The parts of styled texts between two offsets of their joined text. */
function slicesOf(texts: readonly StyledText[], from: number, to: number): StyledText[] {
  const slices: StyledText[] = [];
  let offset = 0;
  for (const { style, text } of texts) {
    const start = Math.max(from, offset) - offset;
    const end = Math.min(to, offset + text.length) - offset;
    if (start < end) slices.push({ style, text: text.slice(start, end) });
    offset += text.length;
  }
  return slices;
}

/** A space, tab or other control that separates words as a space does. */
function isSpace(unit: number): boolean {
  return unit <= 0x20;
}
