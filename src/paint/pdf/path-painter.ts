import { MPT_PER_CPT, type Mpt } from "../../base/units.ts";
import {
  PATH_CLOSE,
  PATH_CURVE,
  PATH_FILL,
  PATH_LINE,
  PATH_MOVE,
  PATH_OPERANDS,
  PATH_RECT,
  PATH_STROKE,
} from "../../model/path.ts";
import type { ByteWriter } from "../../pdf/byte-writer.ts";
import { asciiBytes } from "../../pdf/strings.ts";

/** By colour: the operators that set it for areas and for lines. */
export interface PathColors {
  readonly fills: readonly Uint8Array[];
  readonly strokes: readonly Uint8Array[];
}

const [FILL, STROKE] = [asciiBytes("f\n"), asciiBytes("S\n")];
const [MOVE, LINE, CURVE] = [asciiBytes("m\n"), asciiBytes("l\n"), asciiBytes("c\n")];
const [RECT, CLOSE] = [asciiBytes("re\n"), asciiBytes("h\n")];
const NO_PAINT = asciiBytes("");

/**
 * Writes the words of a path (see `model/path`) as content operators. The item's top left corner is
 * at `leftMpt` and `topMpt`, which is counted upwards from the foot of the page.
 */
export function paintPath(
  words: Int32Array,
  start: number,
  end: number,
  leftMpt: Mpt,
  topMpt: Mpt,
  colors: PathColors,
  out: ByteWriter,
): void {
  let paint = NO_PAINT;
  for (let at = start; at < end;) {
    const word = words[at] ?? 0;
    const first = at + 1;
    const next = first + (PATH_OPERANDS[word] ?? 0);
    if (word === PATH_FILL || word === PATH_STROKE) {
      out.append(paint);
      paint = word === PATH_FILL ? FILL : STROKE;
      beginShape(words, at, colors, out);
    } else if (word === PATH_RECT) rect(words, first, leftMpt, topMpt, out);
    else {
      for (let point = first; point < next; point += 2) {
        cpt(out, leftMpt + (words[point] ?? 0));
        cpt(out, topMpt - (words[point + 1] ?? 0));
      }
      out.append(operatorOf(word));
    }
    at = next;
  }
  out.append(paint);
}

function operatorOf(word: number): Uint8Array {
  if (word === PATH_LINE) return LINE;
  if (word === PATH_CURVE) return CURVE;
  if (word === PATH_MOVE) return MOVE;
  return word === PATH_CLOSE ? CLOSE : NO_PAINT;
}

function beginShape(words: Int32Array, at: number, colors: PathColors, out: ByteWriter): void {
  const color = words[at + 1] ?? 0;
  if (words[at] === PATH_FILL) {
    out.append(colors.fills[color] ?? NO_PAINT);
    return;
  }
  out.append(colors.strokes[color] ?? NO_PAINT);
  const dash = Math.round((words[at + 3] ?? 0) / MPT_PER_CPT);
  cpt(out, words[at + 2] ?? 0);
  out.ascii(dash === 0 ? "w 1 J 1 j [] 0 d\n" : `w 0 J 1 j [${dash} ${dash}] 0 d\n`);
}

function rect(words: Int32Array, at: number, leftMpt: Mpt, topMpt: Mpt, out: ByteWriter): void {
  // Edges are rounded, not sizes: rectangles that touch have one edge in common.
  const left = Math.round((leftMpt + (words[at] ?? 0)) / MPT_PER_CPT);
  const top = Math.round((topMpt - (words[at + 1] ?? 0)) / MPT_PER_CPT);
  const right = leftMpt + (words[at] ?? 0) + (words[at + 2] ?? 0);
  const bottom = topMpt - (words[at + 1] ?? 0) - (words[at + 3] ?? 0);
  const width = Math.round(right / MPT_PER_CPT) - left;
  const height = top - Math.round(bottom / MPT_PER_CPT);
  for (const length of [left, top - height, width, height]) {
    out.int(length);
    out.byte(0x20);
  }
  out.append(RECT);
}

function cpt(out: ByteWriter, lengthMpt: Mpt): void {
  out.int(Math.round(lengthMpt / MPT_PER_CPT));
  out.byte(0x20);
}
