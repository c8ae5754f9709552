import { crc32, deflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const GREY_1_BIT = [1, 0, 0, 0, 0];
const RGB_8_BIT = [8, 2, 0, 0, 0];
const INDEXED_8_BIT = [8, 3, 0, 0, 0];
const INDEXED_MAX = 256;
/** Fixed, so that the same picture has the same bytes whatever zlib's defaults become. */
const DEFLATE_LEVEL = 6;

/** Rows of a black and white picture, 1 white; `repeat` says how often each is drawn. */
export interface BitRow {
  readonly bits: Uint8Array;
  readonly repeat: number;
}

/** A picture of one bit a pixel (PNG, third edition). */
export function bitPng(widthPx: number, rows: readonly BitRow[]): Uint8Array {
  const rowBytes = (widthPx + 7) >> 3;
  const heightPx = rows.reduce((sum, { repeat }) => sum + repeat, 0);
  // A row like the one above it differs from it in nothing (filter type 2).
  const data = Buffer.alloc((rowBytes + 1) * heightPx);
  let at = 0;
  for (const { bits, repeat } of rows)
    for (let turn = 0; turn < repeat; turn += 1) {
      data[at] = turn === 0 ? 0 : 2;
      if (turn === 0) data.set(bits.subarray(0, rowBytes), at + 1);
      at += rowBytes + 1;
    }
  return pngOf(widthPx, heightPx, GREY_1_BIT, data);
}

/** A picture of red, green and blue bytes, row by row: by a palette if it has few colours. */
export function colorPng(widthPx: number, heightPx: number, pixels: Uint8Array): Uint8Array {
  const palette = new Map<number, number>();
  const indexed = Buffer.alloc(widthPx * heightPx);
  let [last, index] = [-1, 0];
  for (let pixel = 0; pixel < indexed.length; pixel += 1) {
    const at = pixel * 3;
    const color = ((pixels[at] ?? 0) << 16) | ((pixels[at + 1] ?? 0) << 8) | (pixels[at + 2] ?? 0);
    // Most pixels are like the one before.
    if (color !== last) {
      index = palette.get(color) ?? palette.size;
      if (index === palette.size) palette.set(color, index);
      if (palette.size > INDEXED_MAX)
        return pngOf(widthPx, heightPx, RGB_8_BIT, unfiltered(pixels, widthPx * 3));
      last = color;
    }
    indexed[pixel] = index;
  }
  const colors = [...palette.keys()].flatMap((color) => [color >> 16, color >> 8, color]);
  const entries = Buffer.from(colors.map((part) => part & 0xff));
  const rows = unfiltered(indexed, widthPx);
  return pngOf(widthPx, heightPx, INDEXED_8_BIT, rows, chunk("PLTE", entries));
}

/** Rows as they are, each after the number of its filter: none. */
function unfiltered(bytes: Uint8Array, rowBytes: number): Buffer {
  const rows = bytes.length / rowBytes;
  const data = Buffer.alloc(bytes.length + rows);
  for (let row = 0; row < rows; row += 1)
    data.set(bytes.subarray(row * rowBytes, (row + 1) * rowBytes), row * (rowBytes + 1) + 1);
  return data;
}

function pngOf(
  widthPx: number,
  heightPx: number,
  form: readonly number[],
  data: Uint8Array,
  palette: Uint8Array = new Uint8Array(0),
): Uint8Array {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(widthPx, 0);
  head.writeUInt32BE(heightPx, 4);
  head.set(form, 8);
  const body = deflateSync(data, { level: DEFLATE_LEVEL });
  const parts = [chunk("IHDR", head), palette, chunk("IDAT", body), chunk("IEND")];
  return Buffer.concat([SIGNATURE, ...parts]);
}

function chunk(type: string, data: Uint8Array = new Uint8Array(0)): Buffer {
  const out = Buffer.alloc(data.length + 12);
  out.writeUInt32BE(data.length, 0);
  out.write(type, 4, "latin1");
  out.set(data, 8);
  out.writeUInt32BE(crc32(out.subarray(4, data.length + 8)), data.length + 8);
  return out;
}
