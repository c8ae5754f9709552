import { sha256 } from "../../base/hash.ts";
import { SWISS_CROSS, SWISS_CROSS_SHARE } from "../../barcode/swiss-cross.ts";
import { SYMBOLOGIES } from "../../barcode/symbology.ts";
import type { BoundCode } from "../../model/barcode.ts";
import type { MimeImage } from "./mime.ts";
import { type BitRow, bitPng } from "../../rules/png.ts";

/** A code as an e-mail carries it, with its quiet zone, black on white on any ground. */
export interface CodePicture {
  readonly image: MimeImage;
  /** How wide it is shown; it has twice as many pixels, for sharp screens. */
  readonly widthPx: number;
}

/** Pixels of a module: twice what a screen shows. */
const DOT_PX = 6;
const BAR_PX = 4;
const MPT_PER_PX = 750;
/** Pictures live as long as their codes: that of a constant is made once. */
const pictures = new WeakMap<BoundCode, CodePicture>();

export function codePicture(code: BoundCode, heightMpt: number): CodePicture {
  let picture = pictures.get(code);
  if (picture === undefined) pictures.set(code, (picture = paintedCode(code, heightMpt)));
  return picture;
}

function paintedCode(code: BoundCode, heightMpt: number): CodePicture {
  const { modules, rowModules } = code;
  const isLinear = rowModules === 0;
  const modulePx = isLinear ? BAR_PX : DOT_PX;
  // Mail programs crop and pad at will, so no code stands without any white around it.
  const quiet = Math.max(2, SYMBOLOGIES[code.kind].quietModules);
  const widthPx = (modules.columns + 2 * quiet) * modulePx;
  const barsPx = Math.round((2 * heightMpt) / MPT_PER_PX / modules.rows);
  const repeat = isLinear ? barsPx : rowModules * modulePx;
  const canvas = new CodeCanvas(widthPx, modulePx, quiet);
  const rows: BitRow[] = [];
  for (let row = 0; row < modules.rows; row += 1)
    rows.push({ bits: canvas.row(code, row), repeat });
  const blank = { bits: canvas.blank(), repeat: (isLinear ? 1 : quiet) * modulePx };
  const whole = [blank, ...rows, blank];
  const bytes = bitPng(
    widthPx,
    code.hasSwissCross ? withCross(whole, canvas, modules.rows) : whole,
  );
  // Two pictures of one payload may differ in height or correction.
  const contentId = `code-${sha256(bytes).slice(0, 32)}@nightpress`;
  return { image: { contentId, mediaType: "image/png", bytes }, widthPx: widthPx / 2 };
}

/** Rows of pixels, 1 white. */
class CodeCanvas {
  readonly modulePx: number;
  readonly quiet: number;
  readonly #rowBytes: number;

  constructor(widthPx: number, modulePx: number, quiet: number) {
    this.modulePx = modulePx;
    this.quiet = quiet;
    this.#rowBytes = (widthPx + 7) >> 3;
  }

  blank(): Uint8Array {
    return new Uint8Array(this.#rowBytes).fill(0xff);
  }

  row({ modules }: BoundCode, row: number): Uint8Array {
    const bits = this.blank();
    const first = row * ((modules.columns + 7) >> 3);
    for (let column = 0; column < modules.columns; column += 1) {
      const byte = modules.bits[first + (column >> 3)] ?? 0;
      if (((byte >> (7 - (column & 7))) & 1) === 0) continue;
      const from = (this.quiet + column) * this.modulePx;
      paint(bits, from, from + this.modulePx, false);
    }
    return bits;
  }
}

function paint(bits: Uint8Array, from: number, to: number, isWhite: boolean): void {
  for (let x = from; x < to; x += 1) {
    const bit = 0x80 >> (x & 7);
    const byte = bits[x >> 3] ?? 0;
    bits[x >> 3] = isWhite ? byte | bit : byte & ~bit;
  }
}

/** The cross over the middle: rows of single pixels there. */
function withCross(rows: readonly BitRow[], canvas: CodeCanvas, side: number): BitRow[] {
  const sidePx = side * canvas.modulePx;
  const middle = canvas.quiet * canvas.modulePx + sidePx / 2;
  const crossPx = sidePx * SWISS_CROSS_SHARE;
  const span = (share: number): readonly [number, number] => [
    Math.round(middle - (crossPx * share) / 2),
    Math.round(middle + (crossPx * share) / 2),
  ];
  const parts = SWISS_CROSS.map(({ width, height, isWhite }) => ({
    x: span(width),
    y: span(height),
    isWhite,
  }));
  const out: BitRow[] = [];
  let y = 0;
  for (const { bits, repeat } of rows)
    for (let turn = 0; turn < repeat; turn += 1, y += 1) {
      const own = bits.slice();
      for (const part of parts)
        if (y >= part.y[0] && y < part.y[1]) paint(own, part.x[0], part.x[1], part.isWhite);
      out.push({ bits: own, repeat: 1 });
    }
  return out;
}
