import type { Mpt } from "../base/units.ts";
import { type BidiLevels, bidiLevels, firstStrong, mayTurn } from "../font/bidi.ts";
import { graphemesOf } from "../font/graphemes.ts";
import { breakOpportunities } from "../font/line-breaks.ts";
import { NOTE_MARK } from "../model/note.ts";
import { sideOf, type TextAlign } from "../model/geometry.ts";
import type { FrameBuilder } from "../rules/frame-builder.ts";
import { KEEP_WITH_NEXT } from "./galley.ts";
import { LineSetter, SCALE, widthOf } from "./set-line.ts";
import type { SetContext } from "./set-context.ts";
import { hyphenWidth, hyphenWord } from "./hyphen-word.ts";
import { lineDirection } from "./line-direction.ts";
import { setFilledText } from "./set-filled-text.ts";
import { type SetWord, shapeWord } from "./shape-word.ts";
import { linesOf, type StyledText, slicesOf, textOf } from "./styled-text.ts";
import type { TypeStyle } from "./type-style.ts";
import { withWholeWords } from "./whole-words.ts";

/** Typesets a paragraph in lines, one item each; a line feed in the text ends a line. */
export function setText(
  context: SetContext,
  written: readonly StyledText[],
  widthMpt: Mpt,
  align: TextAlign,
  role: number,
): void {
  const whole = context.noteMarks?.shown(written) ?? written;
  if (setPlainLine(context, whole, widthMpt, align, role)) return;
  const texts = withWholeWords(context, whole, widthMpt);
  const first = context.galley.itemCount;
  const style = texts.find(({ text }) => text !== "")?.style.paragraph;
  if (style !== undefined || align === "justify")
    setFilledText(context, texts, widthMpt, align, role, style);
  else new Paragraph(context, widthMpt, align, role).set(texts);
  keepEdges(context, first);
}

/** Text smaller than this is not kerned if it is one plain line: nobody would see it. */
const KERNED_FROM_MPT = 10_000;

/**
 * Typesets small plain text that fits on one line straight as glyphs, as most labels, values and
 * furniture do; false, with nothing typeset, otherwise.
 */
function setPlainLine(
  { galley, rightToLeft }: SetContext,
  texts: readonly StyledText[],
  widthMpt: Mpt,
  align: TextAlign,
  role: number,
): boolean {
  // In right-to-left documents even plain text may have to be turned.
  if (rightToLeft) return false;
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
  const side = sideOf(align, false);
  const indentMpt = side === "right" ? slackMpt : side === "center" ? slackMpt >> 1 : 0;
  galley.shift(segmentCount, galley.decorationCount, indentMpt, baselineMpt);
  galley.item(segmentCount, galley.decorationCount, leadingMpt);
  return true;
}

/** Appends plain text to the glyphs; returns its width in millipoints times 1000, or -1. */
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

/** No widow or orphan: no first line alone at a page's foot, no last line alone at its head. */
function keepEdges({ galley }: SetContext, first: number): void {
  const lineCount = galley.itemCount - first;
  if (lineCount < 2) return;
  galley.addFlags(first, KEEP_WITH_NEXT);
  galley.addFlags(galley.itemCount - 2, KEEP_WITH_NEXT);
}

/** Breaks text into lines. Text of two directions has levels, by UTF-16 unit of its line. */
class Paragraph {
  readonly #context: SetContext;
  readonly #limit: number;
  readonly #widthMpt: Mpt;
  readonly #align: TextAlign;
  readonly #line: LineSetter;
  #levels: BidiLevels | undefined;
  #rightToLeft = false;
  /** Set where the last word may be divided from the next by a hyphen, and the level of that. */
  #hyphenStyle: TypeStyle | undefined;
  #hyphenLevel = 0;

  constructor(context: SetContext, widthMpt: Mpt, align: TextAlign, role: number) {
    this.#context = context;
    this.#widthMpt = widthMpt;
    this.#limit = widthMpt * SCALE;
    this.#align = align;
    this.#line = new LineSetter(context.galley, role);
  }

  set(texts: readonly StyledText[]): void {
    const shown = texts.filter(({ text }) => text !== "");
    let offset = 0;
    for (const line of linesOf(shown)) {
      const joined = line.length === 1 ? (line[0] as StyledText).text : textOf(line);
      this.#turn(joined);
      this.#words(line, joined, offset);
      this.#endLine(line.at(-1)?.style);
      offset += joined.length + 1;
    }
  }

  #turn(text: string): void {
    const { rightToLeft, levels } = lineDirection(text, this.#context.rightToLeft);
    this.#rightToLeft = rightToLeft;
    this.#levels = levels;
    this.#line.keepOrder(levels !== undefined);
  }

  /**
   * Breaks are searched in the joined texts: a style change within a word is not a break
   * opportunity.
   */
  #words(texts: readonly StyledText[], joined: string, offset: number): void {
    let from = 0;
    for (const to of breakOpportunities(joined)) {
      this.#context.textOffset = offset + from;
      this.#word(texts, joined, from, to);
      from = to;
    }
    this.#context.textOffset = offset + from;
    this.#word(texts, joined, from, joined.length);
  }

  /** One word with the spaces after it, which only count if another word follows. */
  #word(texts: readonly StyledText[], joined: string, from: number, to: number): void {
    let end = to;
    while (end > from && isSpace(joined.charCodeAt(end - 1))) end -= 1;
    const style = texts.length === 1 && this.#levels === undefined ? texts[0]?.style : undefined;
    if (style !== undefined && end > from && this.#placePlain(style, joined.slice(from, end))) {
      if (to > end) this.#line.space(style, to - end, 0);
      return;
    }
    if (end > from) this.#place(slicesOf(texts, from, end, this.#levels?.levels));
    const last = slicesOf(texts, end, to).at(-1);
    if (last !== undefined) this.#line.space(last.style, to - end, this.#levels?.levels[end] ?? 0);
  }

  /** The common word: one style, one font, no wider than a line. Otherwise false. */
  #placePlain(style: TypeStyle, text: string): boolean {
    const { font } = style;
    const shaped = font.shaper.word(text);
    const width = shaped.widthUnits * style.sizeMpt;
    if (shaped.missing >= 0 || width > this.#limit || text.endsWith(SOFT_HYPHEN)) return false;
    this.#makeRoom(width);
    this.#hyphenStyle = undefined;
    this.#line.add({ style, font, shaped, substitutes: 0 }, 0);
    return true;
  }

  /** Ends the line if a word of this width does not fit on it. */
  #makeRoom(width: number): void {
    const line = this.#line;
    if (line.used > 0 && line.used + line.gap + width > this.#limit) this.#breakLine();
    if (line.used === 0 && line.gap + width > this.#limit) line.dropGap();
  }

  #place(pieces: readonly StyledText[]): void {
    const sets = pieces.map((piece) => this.#shaped(piece, piece.text));
    const last = pieces.at(-1);
    const hyphen = last?.text.endsWith(SOFT_HYPHEN) === true ? hyphenWidth(last.style) : 0;
    const width = sets.reduce((sum, words) => sum + widthOfAll(words), hyphen);
    this.#makeRoom(width);
    this.#hyphenStyle = hyphen > 0 ? last?.style : undefined;
    this.#hyphenLevel = last?.level ?? 0;
    for (const [index, words] of sets.entries()) {
      const piece = pieces[index] as StyledText;
      if (width - hyphen > this.#limit) this.#placeBroken(piece);
      else this.#add(words, piece);
    }
  }

  #shaped({ style, level = 0 }: StyledText, text: string): readonly SetWord[] {
    return shapeWord(this.#context, style, text, level % 2 === 1);
  }

  #add(words: readonly SetWord[], { level = 0 }: StyledText): void {
    for (const word of words) {
      this.#line.add(word, level);
      this.#context.substitutions += word.substitutes;
    }
  }

  /** Ends a full line; a word that is divided at a soft hyphen shows it. */
  #breakLine(): void {
    const style = this.#hyphenStyle;
    const level = this.#hyphenLevel;
    if (style !== undefined) this.#line.add(hyphenWord(style, level % 2 === 1), level);
    this.#endLine(this.#line.style);
  }

  /** A word wider than the line is cut where the line is full: nothing may be lost or stick out. */
  #placeBroken(whole: StyledText): void {
    let piece = "";
    let width = 0;
    for (const { segment } of graphemesOf(whole.text)) {
      const own = widthOfAll(this.#shaped(whole, segment));
      if (piece !== "" && this.#line.used + width + own > this.#limit) {
        this.#addPiece(whole, piece);
        this.#endLine(whole.style);
        piece = "";
        width = 0;
      }
      piece += segment;
      width += own;
    }
    this.#addPiece(whole, piece);
  }

  /** Typesets a piece, by single graphemes if the whole is wider than their sum. */
  #addPiece(whole: StyledText, piece: string): void {
    const words = this.#shaped(whole, piece);
    if (this.#line.used + widthOfAll(words) <= this.#limit || piece.length === 1) {
      this.#add(words, whole);
      return;
    }
    for (const { segment } of graphemesOf(piece)) this.#add(this.#shaped(whole, segment), whole);
  }

  #endLine(style: TypeStyle | undefined): void {
    this.#line.end(style, this.#widthMpt, sideOf(this.#align, this.#rightToLeft));
    this.#hyphenStyle = undefined;
  }
}

const SOFT_HYPHEN = "\u00ad";

function widthOfAll(words: readonly SetWord[]): number {
  let width = 0;
  for (const word of words) width += widthOf(word);
  return width;
}

/** A space, tab or other control that separates words as a space does. */
function isSpace(unit: number): boolean {
  return unit <= 0x20;
}

/**
 * The width of text typeset on one line, in millipoints times 1000. `offset` is where it begins in
 * the text that it is part of, to name the place of a fault.
 */
export function lineWidth(context: SetContext, style: TypeStyle, text: string, offset = 0): number {
  if (context.noteMarks !== undefined && NOTE_MARK.test(text)) {
    const pieces = context.noteMarks.shown([{ style, text }]);
    return pieces.reduce(
      (sum, piece) => sum + lineWidth(context, piece.style, piece.text, offset),
      0,
    );
  }
  if (!mayTurn(text) && style.font.shaper.word(text).missing < 0)
    return style.font.shaper.widthUnits(text) * style.sizeMpt;
  const levels = bidiLevels(text, firstStrong(text) === "rtl");
  let width = 0;
  context.textOffset = offset;
  for (const piece of slicesOf([{ style, text }], 0, text.length, levels.levels)) {
    width += widthOfAll(shapeWord(context, style, piece.text, (piece.level ?? 0) % 2 === 1));
    context.textOffset += piece.text.length;
  }
  return width;
}
