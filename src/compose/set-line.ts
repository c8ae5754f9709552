import type { Mpt } from "../base/units.ts";
import { visualOrder } from "../font/bidi.ts";
import type { ShapedPart } from "../font/glyph-parts.ts";
import type { ShapedText } from "../font/shaper.ts";
import { RUN_FLAG_ACTUAL_TEXT, RUN_FLAG_KERNS, RUN_FLAG_RIGHT_TO_LEFT } from "../model/frame.ts";
import type { Side } from "../model/geometry.ts";
import { DECORATION_RECT, type Galley } from "./galley.ts";
import type { SetWord } from "./shape-word.ts";
import type { OpenFont, TypeStyle } from "./type-style.ts";

/** Widths are summed in millipoints times 1000 (units × size), so that no rounding accumulates. */
export const SCALE = 1000;

/** Content of a line that is put in visual order when the line is full. */
interface LevelledItem {
  readonly level: number;
  /** Undefined for spaces. */
  readonly word: SetWord | undefined;
  readonly style: TypeStyle;
  readonly count: number;
  readonly extraUnits: number;
}

/**
 * Puts the words of a line into the galley, as segments of one font and style. Words come in text
 * order; a line of two directions is kept until it ends and is then put in visual order.
 */
export class LineSetter {
  readonly #galley: Galley;
  readonly #group: number;
  /** Width of the line so far, and of the spaces that would precede the next word. */
  used = 0;
  gap = 0;
  #gapStyle: TypeStyle | undefined;
  #gapCount = 0;
  #gapLevel = 0;
  #gapExtraUnits = 0;
  #items: LevelledItem[] | undefined;
  #firstSegment: number;
  #firstDecoration: number;
  /** The style whose lines were drawn last, and how far they reach. */
  #linedStyle: TypeStyle | undefined;
  #linedX = 0;
  #leadingMpt = 0;
  #baselineMpt = 0;
  // The open segment of the line; glyphs are appended to it while font and style stay the same.
  #style: TypeStyle | undefined;
  #font: OpenFont | undefined;
  #glyphStart = 0;
  #segmentX = 0;
  #flags = 0;

  constructor(galley: Galley, role: number) {
    this.#galley = galley;
    this.#group = galley.group(role);
    this.#firstSegment = galley.segmentCount;
    this.#firstDecoration = galley.decorationCount;
  }

  /** The style of the last word, if the line has one that is not ended. */
  get style(): TypeStyle | undefined {
    return this.#items === undefined ? this.#style : this.#items.at(-1)?.style;
  }

  /** From here on, words have levels; see `font/bidi`. */
  keepOrder(isLevelled: boolean): void {
    this.#items = isLevelled ? [] : undefined;
  }

  /** `extraUnits` is what justification adds to the spaces together, in 1/1000 em. */
  space(style: TypeStyle, count: number, level: number, extraUnits = 0): void {
    this.gap += (count * style.spaceUnits + extraUnits) * style.sizeMpt;
    this.#gapExtraUnits = extraUnits;
    this.#gapCount += count;
    this.#gapStyle = style;
    this.#gapLevel = level;
  }

  dropGap(): void {
    this.gap = 0;
    this.#gapCount = 0;
  }

  add(word: SetWord, level: number): void {
    const items = this.#items;
    if (items === undefined) {
      this.#append(word);
      return;
    }
    if (this.#gapCount > 0)
      items.push({
        level: this.#gapLevel,
        word: undefined,
        style: this.#gapStyle as TypeStyle,
        count: this.#gapCount,
        extraUnits: this.#gapExtraUnits,
      });
    items.push({ level, word, style: word.style, count: 0, extraUnits: 0 });
    this.used += this.gap + widthOf(word);
    this.dropGap();
  }

  /** Goes on at a place of the line. Only for lines whose order is that of the text. */
  jump(x: number): void {
    this.#closeSegment();
    this.dropGap();
    this.used = x;
    this.#linedStyle = undefined;
  }

  /** Ends the line and makes it an item; `style` gives the height of an empty one. */
  end(style: TypeStyle | undefined, widthMpt: Mpt, side: Side): void {
    const galley = this.#galley;
    if (this.#items !== undefined) this.#setItems(this.#items);
    this.#closeSegment();
    const leadingMpt = this.#leadingMpt || (style?.leadingMpt ?? 0);
    const slackMpt = Math.max(0, widthMpt - Math.ceil(this.used / SCALE));
    const xMpt = side === "right" ? slackMpt : side === "center" ? slackMpt >> 1 : 0;
    galley.shift(this.#firstSegment, this.#firstDecoration, xMpt, this.#baselineMpt);
    galley.item(this.#firstSegment, this.#firstDecoration, leadingMpt);
    this.#firstSegment = galley.segmentCount;
    this.#firstDecoration = galley.decorationCount;
    this.#linedStyle = undefined;
    this.used = 0;
    this.dropGap();
    this.#gapStyle = undefined;
    this.#leadingMpt = 0;
    this.#baselineMpt = 0;
  }

  /** The items in visual order; spaces are where the order puts them, even first or last. */
  #setItems(items: LevelledItem[]): void {
    this.used = 0;
    this.dropGap();
    for (const index of visualOrder(items.map(({ level }) => level))) {
      const { word, style, count, extraUnits } = items[index] as LevelledItem;
      if (word === undefined) this.space(style, count, 0, extraUnits);
      else this.#append(word);
    }
    this.used += this.gap;
    items.length = 0;
  }

  #append(word: SetWord): void {
    const { style, font, shaped } = word;
    const alone = shaped.actualText || shaped.rightToLeft;
    // Spaces come from the style's own font; beside a fallback font they are left as a gap.
    const drawsGap = this.#gapCount === 0 || (this.#gapStyle === style && font === style.font);
    if (alone && drawsGap) this.#closeGap(style);
    const sameSegment =
      this.#style === style && this.#font === font && !alone && this.#flags <= RUN_FLAG_KERNS;
    if (!sameSegment || !drawsGap) this.#closeSegment();
    if (shaped.parts !== undefined) {
      this.#appendParts(word, shaped.parts);
      return;
    }
    if (this.#style === undefined) this.#openSegment(style, font);
    else this.#gapGlyphs(style);
    this.used += this.gap;
    this.#clearGap();
    this.#glyphs(shaped, 0, shaped.glyphs.length);
    if (shaped.hasKerns) this.#flags |= RUN_FLAG_KERNS;
    this.used += widthOf(word);
    if (alone) this.#closeSaid(shaped.text);
  }

  #glyphs({ glyphs, kerns }: ShapedText, start: number, end: number): void {
    const { frames } = this.#galley;
    frames.reserveGlyphs(end - start);
    const whole = start === 0 && end === glyphs.length;
    frames.glyphs.set(whole ? glyphs : glyphs.subarray(start, end), frames.glyphCount);
    frames.kerns.set(whole ? kerns : kerns.subarray(start, end), frames.glyphCount);
    frames.glyphCount += end - start;
  }

  /** Right-to-left text: each of its parts is a segment, at its place. */
  #appendParts(word: SetWord, parts: readonly ShapedPart[]): void {
    const { style, font, shaped } = word;
    const left = this.used + this.gap;
    this.#clearGap();
    for (const { start, count, xUnits, actualText } of parts) {
      this.used = left + xUnits * style.sizeMpt;
      this.#openSegment(style, font);
      this.#glyphs(shaped, start, start + count);
      this.#flags = RUN_FLAG_RIGHT_TO_LEFT;
      for (let at = start; at < start + count - 1; at += 1)
        if (shaped.kerns[at] !== 0) this.#flags |= RUN_FLAG_KERNS;
      if (actualText === undefined) this.#closeSegment();
      else this.#closeSaid(actualText);
    }
    this.used = left + widthOf(word);
    this.#draw(style, left);
    this.#gapStyle = style;
  }

  /**
   * Ends the segment before a word that is separate from the spaces around it: within it, the
   * word's ActualText would cover them too, and a reader would find the words joined.
   */
  #closeGap(style: TypeStyle): void {
    if (this.#gapCount === 0) return;
    if (this.#style !== style || this.#font !== style.font) this.#closeSegment();
    if (this.#style === undefined) this.#openSegment(style, style.font);
    else this.#gapGlyphs(style);
    this.used += this.gap;
    this.#clearGap();
    this.#closeSegment();
  }

  #closeSaid(text: string): void {
    this.#flags |= RUN_FLAG_ACTUAL_TEXT;
    this.#galley.actualTexts.set(this.#galley.segmentCount, text);
    this.#closeSegment();
  }

  #openSegment(style: TypeStyle, font: OpenFont): void {
    const { frames } = this.#galley;
    this.#style = style;
    this.#font = font;
    this.#glyphStart = frames.glyphCount;
    this.#segmentX = this.used + this.gap;
    this.#flags = 0;
    // A space before a new segment is drawn in it, so that text extraction separates the words.
    if (this.#gapCount > 0 && this.#gapStyle === style && font === style.font) {
      this.#segmentX = this.used;
      this.#gapGlyphs(style);
    }
    this.#leadingMpt = Math.max(this.#leadingMpt, style.leadingMpt);
    this.#baselineMpt = Math.max(this.#baselineMpt, style.baselineMpt);
  }

  #gapGlyphs(style: TypeStyle): void {
    const { frames } = this.#galley;
    frames.reserveGlyphs(this.#gapCount);
    for (let index = 0; index < this.#gapCount; index += 1) {
      frames.glyphs[frames.glyphCount] = style.spaceGlyph;
      frames.kerns[frames.glyphCount] = style.trackingUnits;
      frames.glyphCount += 1;
    }
    if (style.trackingUnits !== 0) this.#flags |= RUN_FLAG_KERNS;
    if (this.#gapExtraUnits === 0 || this.#gapCount === 0) return;
    frames.kerns[frames.glyphCount - 1] = this.#gapExtraUnits + style.trackingUnits;
    this.#flags |= RUN_FLAG_KERNS;
  }

  #clearGap(): void {
    this.gap = 0;
    this.#gapCount = 0;
    this.#gapStyle = this.#style;
  }

  #closeSegment(): void {
    const style = this.#style;
    if (style === undefined || this.#font === undefined) return;
    this.#galley.segment(
      Math.round(this.#segmentX / SCALE),
      style.yMpt,
      this.#font.index,
      style.sizeMpt,
      style.color,
      this.#glyphStart,
      this.#galley.frames.glyphCount - this.#glyphStart,
      this.#flags | style.noteFlag,
      this.#group,
    );
    if ((this.#flags & RUN_FLAG_RIGHT_TO_LEFT) === 0) this.#draw(style, this.#segmentX);
    this.#style = undefined;
    this.#font = undefined;
    this.#flags = 0;
  }

  /** Draws lines along what is set from `startX` on, and over the gap to the last in this style. */
  #draw(style: TypeStyle, startX: number): void {
    const { lines } = style;
    const fromX = this.#linedStyle === style ? this.#linedX : startX;
    this.#linedStyle = lines && style;
    if (lines === undefined) return;
    const left = Math.round(fromX / SCALE);
    const width = Math.round(this.used / SCALE) - left;
    for (const { yMpt, thicknessMpt } of lines)
      this.#galley.decoration(DECORATION_RECT, left, yMpt, width, thicknessMpt, style.color);
    this.#linedX = this.used;
  }
}

export function widthOf({ style, shaped }: SetWord): number {
  return shaped.widthUnits * style.sizeMpt;
}
