import { harfbuzzOf } from "./harfbuzz-font.ts";
import type { FontFace } from "./font-face.ts";

/** Closed outlines of straight lines: x and y in turn, in 1/1000 em, y upwards. */
export type Outline = readonly (readonly number[])[];

const CURVE_PARTS = 6;
const OUTLINES_MAX = 2000;
const WORD = /([MLQCZ])([^MLQCZ]*)/g;

const outlines = new WeakMap<FontFace, Map<number, Outline>>();

/** How a glyph is drawn, its curves as short straight lines. */
export function glyphOutline(face: FontFace, glyph: number): Outline {
  let known = outlines.get(face);
  if (known === undefined) outlines.set(face, (known = new Map()));
  let outline = known.get(glyph);
  if (outline !== undefined) return outline;
  const font = harfbuzzOf(face);
  outline = flattened(font.glyphToPath(glyph), 1000 / font.face.upem);
  if (known.size >= OUTLINES_MAX) known.clear();
  known.set(glyph, outline);
  return outline;
}

/** Reads the words of SVG that HarfBuzz writes. */
function flattened(path: string, scale: number): Outline {
  const contours: number[][] = [];
  let points: number[] = [];
  for (const [, word = "", written = ""] of path.matchAll(WORD)) {
    const operands = written.split(/[ ,]+/).filter((text) => text !== "");
    const numbers = operands.map((text) => Number(text) * scale);
    if (word === "M") contours.push((points = []));
    if (word === "M" || word === "L") points.push(...numbers);
    if (word === "Q" || word === "C") curve(points, numbers);
  }
  return contours;
}

/** Of two or three further points: de Casteljau's construction, at equal steps. */
function curve(points: number[], further: readonly number[]): void {
  const all = [...points.slice(-2), ...further];
  for (let part = 1; part <= CURVE_PARTS; part += 1) {
    const share = part / CURVE_PARTS;
    let row = all;
    while (row.length > 2)
      row = row.slice(2).map((to, at) => (row[at] ?? 0) + (to - (row[at] ?? 0)) * share);
    points.push(...row);
  }
}
