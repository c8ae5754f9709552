import { crc32, deflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const GREY_1_BIT = [1, 0, 0, 0, 0];
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
  const head = Buffer.alloc(13);
  head.writeUInt32BE(widthPx, 0);
  head.writeUInt32BE(heightPx, 4);
  head.set(GREY_1_BIT, 8);
  const body = deflateSync(data, { level: DEFLATE_LEVEL });
  return Buffer.concat([SIGNATURE, chunk("IHDR", head), chunk("IDAT", body), chunk("IEND")]);
}

function chunk(type: string, data: Uint8Array = new Uint8Array(0)): Buffer {
  const out = Buffer.alloc(data.length + 12);
  out.writeUInt32BE(data.length, 0);
  out.write(type, 4, "latin1");
  out.set(data, 8);
  out.writeUInt32BE(crc32(out.subarray(4, data.length + 8)), data.length + 8);
  return out;
}
