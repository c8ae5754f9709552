import { grown } from "../base/grown.ts";
import { defined } from "../base/assert.ts";
import type { Mpt } from "../base/units.ts";
import type { CodeItem } from "../model/frame.ts";
import { FrameBuilder } from "../rules/frame-builder.ts";
import { numberOf } from "./page-items.ts";

/** Segment fields: a run of glyphs, relative to the top left corner of its item. */
export const SEGMENT_STRIDE = 9;
export const SEGMENT_X = 0;
/** The baseline, downwards from the item's top. */
export const SEGMENT_Y = 1;
export const SEGMENT_FONT = 2;
export const SEGMENT_SIZE = 3;
export const SEGMENT_COLOR = 4;
export const SEGMENT_GLYPH_START = 5;
export const SEGMENT_GLYPH_COUNT = 6;
export const SEGMENT_FLAGS = 7;
/** Segments of one group are one piece of content, such as a cell: they get one mark on a page. */
export const SEGMENT_GROUP = 8;

/**
 * Decoration fields: kind, x, y, width, height, and a colour, image, form or code index. A path has
 * no size: its words are those of the frame's paths from its index on, as many as its width says.
 */
export const DECORATION_STRIDE = 6;
export const DECORATION_Y = 2;
export const DECORATION_RECT = 0;
export const DECORATION_IMAGE = 1;
export const DECORATION_FORM = 2;
export const DECORATION_PATH = 3;
export const DECORATION_CODE = 4;
/** A path among rectangles: what is filled stands behind all that is not. */
export const DECORATION_GROUND = 5;
/** Where a block stands: laid for people who look for it, and never drawn. */
export const DECORATION_AREA = 6;

/** A state of a galley. */
export interface GalleyMark {
  readonly itemCount: number;
  readonly segmentCount: number;
  readonly decorationCount: number;
  readonly groupCount: number;
  readonly codeCount: number;
}

/** A code with the width of the blank space around it. */
export type GalleyCode = Pick<CodeItem, "code" | "quietXMpt" | "quietYMpt">;

/** Item flags that pagination uses. */
export {
  BREAK_BEFORE_FLAG as BREAK_BEFORE,
  KEEP_WITH_NEXT_FLAG as KEEP_WITH_NEXT,
} from "./page-items.ts";

/**
 * A document's content typeset in lines and rows, not yet on pages: flat arrays of items (which
 * never break: a line, a row, a picture), each with its segments and decorations. Glyphs go
 * straight to the frame builder, so that placing an item copies none. Buffers are kept from
 * document to document; `clear` leaves no content behind.
 */
export class Galley {
  readonly frames = new FrameBuilder();
  itemCount = 0;
  heightsMpt = new Int32Array(512);
  spacesMpt = new Int32Array(512);
  flags = new Uint8Array(512);
  /** Index into the context's tables of the table whose row the item is, or -1. */
  tables = new Int32Array(512);
  /** The row of the table that the item is, or of which it is a line. */
  rows = new Int32Array(512);
  /** The range of segments and of decorations of each item. */
  segmentStarts = new Int32Array(512);
  segmentEnds = new Int32Array(512);
  decorationStarts = new Int32Array(512);
  decorationEnds = new Int32Array(512);
  segments = new Int32Array(SEGMENT_STRIDE * 1024);
  segmentCount = 0;
  decorations = new Int32Array(DECORATION_STRIDE * 128);
  decorationCount = 0;
  /** What kind of mark each group gets, see `markKind`. */
  groupKinds = new Int32Array(512);
  groupCount = 0;
  readonly actualTexts = new Map<number, string>();
  /** The codes that decorations refer to. */
  readonly codes: GalleyCode[] = [];

  /** How much there is, so that what is added from here on can be taken back. */
  mark(): GalleyMark {
    const { itemCount, segmentCount, decorationCount, groupCount } = this;
    return { itemCount, segmentCount, decorationCount, groupCount, codeCount: this.codes.length };
  }

  /** Takes back what was added since the mark. */
  rewind({ codeCount, ...counts }: GalleyMark): void {
    for (let segment = counts.segmentCount; segment < this.segmentCount; segment += 1)
      this.actualTexts.delete(segment);
    Object.assign(this, counts);
    this.codes.length = codeCount;
  }

  clear(): void {
    this.itemCount = 0;
    this.segmentCount = 0;
    this.decorationCount = 0;
    this.groupCount = 0;
    if (this.actualTexts.size > 0) this.actualTexts.clear();
    if (this.codes.length > 0) this.codes.length = 0;
    this.frames.reset(0, 0, -1);
  }

  group(kind: number): number {
    if (this.groupCount === this.groupKinds.length) {
      this.groupKinds = grown(this.groupKinds, new Int32Array(this.groupCount * 2));
    }
    this.groupKinds[this.groupCount] = kind;
    this.groupCount += 1;
    return this.groupCount - 1;
  }

  segment(
    xMpt: Mpt,
    yMpt: Mpt,
    font: number,
    sizeMpt: Mpt,
    color: number,
    glyphStart: number,
    glyphCount: number,
    flags: number,
    group: number,
  ): void {
    if ((this.segmentCount + 1) * SEGMENT_STRIDE > this.segments.length) {
      this.segments = grown(this.segments, new Int32Array(this.segments.length * 2));
    }
    const { segments } = this;
    const at = this.segmentCount * SEGMENT_STRIDE;
    segments[at] = xMpt;
    segments[at + 1] = yMpt;
    segments[at + 2] = font;
    segments[at + 3] = sizeMpt;
    segments[at + 4] = color;
    segments[at + 5] = glyphStart;
    segments[at + 6] = glyphCount;
    segments[at + 7] = flags;
    segments[at + 8] = group;
    this.segmentCount += 1;
  }

  decoration(
    kind: number,
    xMpt: Mpt,
    yMpt: Mpt,
    widthMpt: Mpt,
    heightMpt: Mpt,
    index: number,
  ): void {
    if ((this.decorationCount + 1) * DECORATION_STRIDE > this.decorations.length) {
      this.decorations = grown(this.decorations, new Int32Array(this.decorations.length * 2));
    }
    const { decorations } = this;
    const at = this.decorationCount * DECORATION_STRIDE;
    decorations[at] = kind;
    decorations[at + 1] = xMpt;
    decorations[at + 2] = yMpt;
    decorations[at + 3] = widthMpt;
    decorations[at + 4] = heightMpt;
    decorations[at + 5] = index;
    this.decorationCount += 1;
  }

  /** Makes an item of all segments and decorations added since these counts. */
  item(
    segmentStart: number,
    decorationStart: number,
    heightMpt: Mpt,
    flags = 0,
    table = -1,
    row = 0,
  ): void {
    const index = this.itemCount;
    if (index === this.heightsMpt.length) this.#growItems();
    this.heightsMpt[index] = heightMpt;
    this.spacesMpt[index] = 0;
    this.flags[index] = flags;
    this.tables[index] = table;
    this.rows[index] = row;
    this.segmentStarts[index] = segmentStart;
    this.segmentEnds[index] = this.segmentCount;
    this.decorationStarts[index] = decorationStart;
    this.decorationEnds[index] = this.decorationCount;
    this.itemCount += 1;
  }

  addFlags(index: number, flags: number): void {
    this.flags[index] = defined(this.flags[index], "the item") | flags;
  }

  /** Moves content from a given segment and decoration on, before its item is ended. */
  shift(fromSegment: number, fromDecoration: number, xMpt: Mpt, yMpt: Mpt): void {
    this.#shiftRange(
      fromSegment,
      this.segmentCount,
      fromDecoration,
      this.decorationCount,
      xMpt,
      yMpt,
    );
  }

  /** Moves segments down. */
  lower(first: number, end: number, yMpt: Mpt): void {
    this.#shiftRange(first, end, 0, 0, 0, yMpt);
  }

  /**
   * Takes back the items from `first` on and stacks their content, as part of an item yet to be
   * made; returns the height of the stack.
   */
  stack(first: number, xMpt: Mpt, topMpt: Mpt = 0): Mpt {
    let yMpt = topMpt;
    for (let index = first; index < this.itemCount; index += 1) {
      if (index > first) yMpt += numberOf(this.spacesMpt, index);
      this.#shiftRange(
        numberOf(this.segmentStarts, index),
        numberOf(this.segmentEnds, index),
        numberOf(this.decorationStarts, index),
        numberOf(this.decorationEnds, index),
        xMpt,
        yMpt,
      );
      yMpt += numberOf(this.heightsMpt, index);
    }
    this.itemCount = first;
    return yMpt - topMpt;
  }

  /** Puts the decorations added since `added` behind those that begin at `first`. */
  putBehind(first: number, added: number): void {
    const own = this.decorations.slice(
      added * DECORATION_STRIDE,
      this.decorationCount * DECORATION_STRIDE,
    );
    const from = first * DECORATION_STRIDE;
    this.decorations.copyWithin(from + own.length, from, added * DECORATION_STRIDE);
    this.decorations.set(own, from);
  }

  /** Moves the content of an item down, which becomes higher by that. */
  pad(item: number, yMpt: Mpt): void {
    this.move(item, 0, yMpt);
    this.heightsMpt[item] = numberOf(this.heightsMpt, item) + yMpt;
  }

  /** Moves the content of an item. */
  move(item: number, xMpt: Mpt, yMpt: Mpt): void {
    this.#shiftRange(
      numberOf(this.segmentStarts, item),
      numberOf(this.segmentEnds, item),
      numberOf(this.decorationStarts, item),
      numberOf(this.decorationEnds, item),
      xMpt,
      yMpt,
    );
  }

  #shiftRange(
    segmentFrom: number,
    segmentTo: number,
    decorationFrom: number,
    decorationTo: number,
    xMpt: Mpt,
    yMpt: Mpt,
  ): void {
    const { segments, decorations } = this;
    for (let at = segmentFrom * SEGMENT_STRIDE; at < segmentTo * SEGMENT_STRIDE;) {
      segments[at] = numberOf(segments, at) + xMpt;
      segments[at + 1] = numberOf(segments, at + 1) + yMpt;
      at += SEGMENT_STRIDE;
    }
    for (let at = decorationFrom * DECORATION_STRIDE; at < decorationTo * DECORATION_STRIDE;) {
      decorations[at + 1] = numberOf(decorations, at + 1) + xMpt;
      decorations[at + 2] = numberOf(decorations, at + 2) + yMpt;
      at += DECORATION_STRIDE;
    }
  }

  #growItems(): void {
    const room = this.heightsMpt.length * 2;
    this.heightsMpt = grown(this.heightsMpt, new Int32Array(room));
    this.spacesMpt = grown(this.spacesMpt, new Int32Array(room));
    this.flags = grown(this.flags, new Uint8Array(room));
    this.tables = grown(this.tables, new Int32Array(room));
    this.rows = grown(this.rows, new Int32Array(room));
    this.segmentStarts = grown(this.segmentStarts, new Int32Array(room));
    this.segmentEnds = grown(this.segmentEnds, new Int32Array(room));
    this.decorationStarts = grown(this.decorationStarts, new Int32Array(room));
    this.decorationEnds = grown(this.decorationEnds, new Int32Array(room));
  }
}
