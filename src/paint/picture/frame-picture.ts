import type { FontFace } from "../../font/font-face.ts";
import { glyphOutline } from "../../font/glyph-outline.ts";
import {
  type Frame,
  GROUND_PATH,
  kernAfter,
  PATH_ITEM_STRIDE,
  RECT_STRIDE,
  RUN_FLAG_TURNED,
  RUN_STRIDE,
} from "../../model/frame.ts";
import {
  PATH_CLOSE,
  PATH_CURVE,
  PATH_FILL,
  PATH_MOVE,
  PATH_OPERANDS,
  PATH_RECT,
  PATH_STROKE,
} from "../../model/path.ts";
import { BLACK, type Rgb } from "../../rules/color-contrast.ts";
import { Canvas, type Polygon } from "./canvas.ts";
import { strokeOf } from "./stroke.ts";

const CURVE_PARTS = 10;

/** Colours by their index, for what stands where. */
export interface PictureColors {
  readonly ground: Rgb;
  readonly lines: readonly Rgb[];
  readonly shapes: readonly Rgb[];
  readonly texts: readonly Rgb[];
}

/** Paints rectangles, paths and text of a frame in pixels, `pxPerMpt` to the millipoint. */
export function framePicture(
  frame: Frame,
  faces: readonly FontFace[],
  colors: PictureColors,
  pxPerMpt: number,
): Canvas {
  const widthPx = Math.round(frame.widthMpt * pxPerMpt);
  const heightPx = Math.ceil(frame.heightMpt * pxPerMpt);
  const painter = new FramePainter(new Canvas(widthPx, heightPx, colors.ground), colors, pxPerMpt);
  painter.rects(frame);
  painter.paths(frame);
  painter.runs(frame, faces);
  return painter.canvas;
}

class FramePainter {
  readonly canvas: Canvas;
  readonly #colors: PictureColors;
  readonly #scale: number;

  constructor(canvas: Canvas, colors: PictureColors, scale: number) {
    this.canvas = canvas;
    this.#colors = colors;
    this.#scale = scale;
  }

  rects({ rects, rectCount, paths }: Frame): void {
    for (let item = 0; item < rectCount; item += 1) {
      const own = rects.subarray(item * RECT_STRIDE, (item + 1) * RECT_STRIDE);
      const [x = 0, y = 0, width = 0, height = 0, color = 0] = own;
      if (color === GROUND_PATH) {
        for (let at = width; at < height;) at = this.#shape(paths.words, at, height, x, y);
        continue;
      }
      const box = this.#box(x, y, width, height);
      this.canvas.fill([box], this.#colors.lines[color] ?? BLACK);
    }
  }

  paths({ paths, pathItems, pathItemCount }: Frame): void {
    for (let item = 0; item < pathItemCount; item += 1) {
      const own = pathItems.subarray(item * PATH_ITEM_STRIDE, (item + 1) * PATH_ITEM_STRIDE);
      const [start = 0, end = 0, x = 0, y = 0] = own;
      for (let at = start; at < end;) at = this.#shape(paths.words, at, end, x, y);
    }
  }

  /** One shape with all its outlines; returns where the next one begins. */
  #shape(words: Int32Array, start: number, end: number, left: number, top: number): number {
    const [kind = PATH_FILL, color = 0, width = 0, dash = 0] = words.subarray(start, start + 4);
    const outlines = new OutlineReader(left, top, this.#scale);
    let at = start + 1 + (PATH_OPERANDS[kind] ?? 0);
    for (let word = words[at] ?? 0; at < end && word > PATH_STROKE; word = words[at] ?? 0) {
      const next = at + 1 + (PATH_OPERANDS[word] ?? 0);
      outlines.read(word, words.subarray(at + 1, next));
      at = next;
    }
    const { polygons } = outlines;
    const scale = this.#scale;
    const areas =
      kind === PATH_FILL
        ? polygons
        : polygons.flatMap((points) => strokeOf(points, width * scale, dash * scale));
    this.canvas.fill(areas, this.#colors.shapes[color] ?? BLACK);
    return at;
  }

  runs(frame: Frame, faces: readonly FontFace[]): void {
    for (let run = 0; run < frame.runCount; run += 1) {
      const own = frame.runs.subarray(run * RUN_STRIDE, (run + 1) * RUN_STRIDE);
      const [, , font = 0, , color = 0] = own;
      const face = faces[font];
      if (face === undefined) continue;
      this.canvas.fill(this.#letters(frame, own, face), this.#colors.texts[color] ?? BLACK);
    }
  }

  #letters(frame: Frame, run: Int32Array, face: FontFace): Polygon[] {
    const [x = 0, y = 0, , size = 0, , start = 0, count = 0, , flags = 0] = run;
    const isTurned = (flags & RUN_FLAG_TURNED) !== 0;
    const perUnit = size / 1000;
    const letters: Polygon[] = [];
    let along = 0;
    for (let at = start; at < start + count; at += 1) {
      const glyph = frame.glyphs[at] ?? 0;
      for (const contour of glyphOutline(face, glyph)) {
        const polygon: number[] = [];
        for (let point = 0; point < contour.length; point += 2) {
          const right = (along + (contour[point] ?? 0)) * perUnit;
          const up = (contour[point + 1] ?? 0) * perUnit;
          polygon.push((isTurned ? x - up : x + right) * this.#scale);
          polygon.push((isTurned ? y - right : y - up) * this.#scale);
        }
        letters.push(polygon);
      }
      along += (face.advances[glyph] ?? 0) + kernAfter(frame, flags, at);
    }
    return letters;
  }

  #box(x: number, y: number, width: number, height: number): Polygon {
    const scale = this.#scale;
    const [left, top] = [x * scale, y * scale];
    const [right, bottom] = [(x + width) * scale, (y + height) * scale];
    return [left, top, right, top, right, bottom, left, bottom];
  }
}

/** Outlines of a shape in pixels, their curves as short straight lines. */
class OutlineReader {
  readonly polygons: number[][] = [];
  readonly #left: number;
  readonly #top: number;
  readonly #scale: number;

  constructor(left: number, top: number, scale: number) {
    this.#left = left;
    this.#top = top;
    this.#scale = scale;
  }

  read(word: number, operands: Int32Array): void {
    if (word === PATH_CLOSE) {
      const open = this.polygons.at(-1);
      open?.push(open[0] ?? 0, open[1] ?? 0);
    } else if (word === PATH_RECT) this.#rect(operands);
    else if (word === PATH_CURVE) this.#curve(this.#placed(operands));
    else if (word === PATH_MOVE) this.polygons.push(this.#placed(operands));
    else this.polygons.at(-1)?.push(...this.#placed(operands));
  }

  #placed(operands: Int32Array): number[] {
    return Array.from(operands, (length, at) => {
      return (length + (at % 2 === 0 ? this.#left : this.#top)) * this.#scale;
    });
  }

  #rect([x = 0, y = 0, width = 0, height = 0]: Int32Array): void {
    const corners = [x, y, x + width, y, x + width, y + height, x, y + height];
    this.polygons.push(this.#placed(Int32Array.from(corners)));
  }

  #curve([x1 = 0, y1 = 0, x2 = 0, y2 = 0, x3 = 0, y3 = 0]: readonly number[]): void {
    const points = this.polygons.at(-1);
    if (points === undefined) return;
    const [x0 = 0, y0 = 0] = points.slice(-2);
    for (let part = 1; part <= CURVE_PARTS; part += 1) {
      const t = part / CURVE_PARTS;
      const s = 1 - t;
      const [a, b, c, d] = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t];
      points.push(a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3);
    }
  }
}
