import { grown } from "../base/grown.ts";
import { assert } from "../base/assert.ts";
import type { Mpt } from "../base/units.ts";
import {
  type CodeItem,
  type Frame,
  GROUND_PATH,
  type MaskItem,
  PATH_ITEM_STRIDE,
  PLACED_STRIDE,
  RECT_STRIDE,
  RUN_STRIDE,
} from "../model/frame.ts";
import { PathBuffer } from "./path-buffer.ts";

/** Fills a frame, page after page, in buffers that grow to the largest page and are kept. */
export class FrameBuilder implements Frame {
  widthMpt: Mpt = 0;
  heightMpt: Mpt = 0;
  master = -1;
  isTurned = false;
  runs = new Int32Array(RUN_STRIDE * 256);
  runCount = 0;
  glyphs = new Uint16Array(4096);
  kerns = new Int16Array(4096);
  glyphCount = 0;
  readonly actualTexts = new Map<number, string>();
  rects = new Int32Array(RECT_STRIDE * 64);
  rectCount = 0;
  images = new Int32Array(PLACED_STRIDE * 8);
  imageCount = 0;
  forms = new Int32Array(PLACED_STRIDE * 8);
  formCount = 0;
  pathItems = new Int32Array(PATH_ITEM_STRIDE * 8);
  pathItemCount = 0;
  readonly paths = new PathBuffer();
  readonly codes: CodeItem[] = [];
  readonly masks: MaskItem[] = [];
  markKinds = new Int32Array(256);
  markCount = 0;

  /** Begins a frame with no glyphs and no paths yet. */
  reset(widthMpt: Mpt, heightMpt: Mpt, master: number): void {
    this.glyphCount = 0;
    this.paths.clear();
    this.nextPage(widthMpt, heightMpt, master);
  }

  /**
   * Begins a frame whose runs may use the glyphs already set, and its items the paths, as the pages
   * of one document do.
   */
  nextPage(widthMpt: Mpt, heightMpt: Mpt, master: number): void {
    this.widthMpt = widthMpt;
    this.heightMpt = heightMpt;
    this.master = master;
    this.isTurned = false;
    this.runCount = 0;
    this.rectCount = 0;
    this.imageCount = 0;
    this.formCount = 0;
    this.pathItemCount = 0;
    this.markCount = 0;
    if (this.codes.length > 0) this.codes.length = 0;
    this.masks.length = 0;
    if (this.actualTexts.size > 0) this.actualTexts.clear();
  }

  /** Opens a mark of a kind (see `markKind`) and gives its id. */
  mark(kind: number): number {
    if (this.markCount === this.markKinds.length) {
      this.markKinds = grown(this.markKinds, new Int32Array(this.markKinds.length * 2));
    }
    this.markKinds[this.markCount] = kind;
    this.markCount += 1;
    return this.markCount - 1;
  }

  /** Makes room for `count` more glyphs; they are then written at `glyphCount` by the caller. */
  reserveGlyphs(count: number): void {
    const needed = this.glyphCount + count;
    if (needed <= this.glyphs.length) return;
    const length = Math.max(needed, this.glyphs.length * 2);
    this.glyphs = grown(this.glyphs, new Uint16Array(length));
    this.kerns = grown(this.kerns, new Int16Array(length));
  }

  /** Adds a run over the glyphs from `glyphStart` to `glyphCount`. */
  run(
    xMpt: Mpt,
    yMpt: Mpt,
    font: number,
    sizeMpt: Mpt,
    color: number,
    glyphStart: number,
    mark: number,
    flags: number,
  ): void {
    const count = this.glyphCount - glyphStart;
    this.placeRun(xMpt, yMpt, font, sizeMpt, color, glyphStart, count, mark, flags);
  }

  /** Adds a run over `count` glyphs set before. */
  placeRun(
    xMpt: Mpt,
    yMpt: Mpt,
    font: number,
    sizeMpt: Mpt,
    color: number,
    glyphStart: number,
    count: number,
    mark: number,
    flags: number,
  ): void {
    if ((this.runCount + 1) * RUN_STRIDE > this.runs.length) {
      this.runs = grown(this.runs, new Int32Array(this.runs.length * 2));
    }
    const at = this.runCount * RUN_STRIDE;
    const { runs } = this;
    runs[at] = xMpt;
    runs[at + 1] = yMpt;
    runs[at + 2] = font;
    runs[at + 3] = sizeMpt;
    runs[at + 4] = color;
    runs[at + 5] = glyphStart;
    runs[at + 6] = count;
    runs[at + 7] = mark;
    runs[at + 8] = flags;
    this.runCount += 1;
  }

  rect(xMpt: Mpt, yMpt: Mpt, widthMpt: Mpt, heightMpt: Mpt, color: number): void {
    if ((this.rectCount + 1) * RECT_STRIDE > this.rects.length) {
      this.rects = grown(this.rects, new Int32Array(this.rects.length * 2));
    }
    this.rects.set([xMpt, yMpt, widthMpt, heightMpt, color], this.rectCount * RECT_STRIDE);
    this.rectCount += 1;
  }

  /** Places the words of a path, which is filled, among the rectangles. */
  ground(start: number, end: number, xMpt: Mpt, yMpt: Mpt): void {
    this.rect(xMpt, yMpt, start, end, GROUND_PATH);
  }

  image(index: number, xMpt: Mpt, yMpt: Mpt, widthMpt: Mpt, heightMpt: Mpt, mark: number): void {
    this.images = place(this.images, this.imageCount, [
      index,
      xMpt,
      yMpt,
      widthMpt,
      heightMpt,
      mark,
    ]);
    this.imageCount += 1;
  }

  form(index: number, xMpt: Mpt, yMpt: Mpt, widthMpt: Mpt, heightMpt: Mpt, mark: number): void {
    this.forms = place(this.forms, this.formCount, [index, xMpt, yMpt, widthMpt, heightMpt, mark]);
    this.formCount += 1;
  }

  /** Places the words of a path from `start` to before `end`. */
  path(start: number, end: number, xMpt: Mpt, yMpt: Mpt, mark: number): void {
    if ((this.pathItemCount + 1) * PATH_ITEM_STRIDE > this.pathItems.length) {
      this.pathItems = grown(this.pathItems, new Int32Array(this.pathItems.length * 2));
    }
    this.pathItems.set([start, end, xMpt, yMpt, mark], this.pathItemCount * PATH_ITEM_STRIDE);
    this.pathItemCount += 1;
  }

  code(item: CodeItem): void {
    this.codes.push(item);
  }

  mask(item: MaskItem): void {
    assert(item.bits.length >= Math.ceil(item.columns / 8) * item.rows, "a mask lacks rows");
    this.masks.push(item);
  }
}

function place(
  items: Int32Array<ArrayBuffer>,
  count: number,
  values: readonly number[],
): Int32Array<ArrayBuffer> {
  const room = (count + 1) * PLACED_STRIDE > items.length;
  const target = room ? grown(items, new Int32Array(items.length * 2)) : items;
  target.set(values, count * PLACED_STRIDE);
  return target;
}
