import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import type { SymbolModules } from "../../src/model/barcode.ts";

const wasmPath = createRequire(import.meta.url).resolve("zxing-wasm/reader/zxing_reader.wasm");
let isPrepared = false;

export interface SeenSymbol {
  readonly format: string;
  readonly text: string;
  readonly bytes: string;
}

/** All symbols on a picture of four bytes a pixel, as an independent reader finds them. */
export async function readSymbols(
  rgba: Uint8Array,
  width: number,
  height: number,
): Promise<SeenSymbol[]> {
  if (!isPrepared) {
    const { buffer, byteOffset, byteLength } = readFileSync(wasmPath);
    const wasmBinary = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
    prepareZXingModule({ overrides: { wasmBinary } });
    isPrepared = true;
  }
  const data = new Uint8ClampedArray(rgba);
  const image = { data, width, height, colorSpace: "srgb", pixelFormat: "rgba-unorm8" } as const;
  const found = await readBarcodes(image, { maxNumberOfSymbols: 50 });
  return found.map(({ format, text, bytes }) => ({
    format,
    text,
    bytes: Buffer.from(bytes).toString("utf8"),
  }));
}

/** Draws a symbol at some pixels a module, rows so many modules high, and reads it. */
export async function readModules(
  { columns, rows, bits }: SymbolModules,
  rowModules: number,
): Promise<SeenSymbol[]> {
  const [modulePx, quiet] = [3, 12];
  const width = (columns + 2 * quiet) * modulePx;
  const height = (rows * rowModules + 2 * quiet) * modulePx;
  const rgba = new Uint8Array(width * height * 4).fill(255);
  const rowBytes = Math.ceil(columns / 8);
  for (let y = 0; y < rows * rowModules * modulePx; y += 1)
    for (let x = 0; x < columns * modulePx; x += 1) {
      const [row, column] = [Math.floor(y / rowModules / modulePx), Math.floor(x / modulePx)];
      const byte = bits[row * rowBytes + (column >> 3)] as number;
      if (((byte >> (7 - (column & 7))) & 1) === 0) continue;
      const at = ((y + quiet * modulePx) * width + x + quiet * modulePx) * 4;
      rgba.fill(0, at, at + 3);
    }
  return readSymbols(rgba, width, height);
}
