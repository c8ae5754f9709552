import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";

/** A symbol found on a picture. */
export interface ReadSymbol {
  readonly text: string;
  readonly bytes: Uint8Array;
  /** The symbol's bounds in pixels from the top left of the picture. */
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const wasmPath = createRequire(import.meta.url).resolve("zxing-wasm/reader/zxing_reader.wasm");
let prepared = false;

/** Takes the reader's code from its package; it would fetch it from the net otherwise. */
function prepare(): void {
  if (prepared) return;
  const { buffer, byteOffset, byteLength } = readFileSync(wasmPath);
  const wasmBinary = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
  prepareZXingModule({ overrides: { wasmBinary } });
  prepared = true;
}

/**
 * All Data Matrix symbols on a picture, from the top down and from left to right. `pixels` is grey
 * (one byte each), RGB (three) or RGBA (four), row by row; a module should be three pixels or more.
 */
export async function readDataMatrix(
  pixels: Uint8Array,
  width: number,
  height: number,
): Promise<ReadSymbol[]> {
  prepare();
  const data = rgbaOf(pixels, width * height);
  const image = { data, width, height, colorSpace: "srgb", pixelFormat: "rgba-unorm8" } as const;
  const found = await readBarcodes(image, { formats: ["DataMatrix"] });
  const symbols = found
    .filter(({ isValid }) => isValid)
    .map(({ text, bytes, position }) => {
      const corners = [
        position.topLeft,
        position.topRight,
        position.bottomLeft,
        position.bottomRight,
      ];
      const x = corners.map((corner) => corner.x);
      const y = corners.map((corner) => corner.y);
      const bounds = { left: Math.min(...x), top: Math.min(...y) };
      return { text, bytes, ...bounds, right: Math.max(...x), bottom: Math.max(...y) };
    });
  return symbols.sort((a, b) => a.top - b.top || a.left - b.left);
}

function rgbaOf(pixels: Uint8Array, count: number): Uint8ClampedArray {
  const channels = pixels.length / count;
  if (![1, 3, 4].includes(channels)) throw new Error(`${pixels.length} bytes for ${count} pixels`);
  const rgba = new Uint8ClampedArray(count * 4).fill(255);
  for (let pixel = 0; pixel < count; pixel += 1)
    for (let channel = 0; channel < Math.max(3, channels); channel += 1)
      rgba[pixel * 4 + channel] = pixels[pixel * channels + (channel % channels)] ?? 255;
  return rgba;
}
