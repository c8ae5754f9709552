import { BrokenFont } from "./broken-font.ts";

/** Operands by operator; operators of two bytes count from 1200. */
export type CffDict = ReadonlyMap<number, readonly number[]>;

/** The items of an INDEX of a CFF table (Adobe Technical Note 5176, 5), and where it ends. */
export interface CffIndex {
  readonly items: readonly Uint8Array[];
  readonly end: number;
}

export function readIndex(cff: DataView, at: number): CffIndex {
  const count = cff.getUint16(at);
  if (count === 0) return { items: [], end: at + 2 };
  const size = cff.getUint8(at + 2);
  if (size < 1 || size > 4) throw new BrokenFont("a list of its CFF table is broken");
  const dataAt = at + 2 + (count + 1) * size;
  const items: Uint8Array[] = [];
  let start = offsetAt(cff, at + 3, size);
  for (let index = 1; index <= count; index += 1) {
    const end = offsetAt(cff, at + 3 + index * size, size);
    if (end < start || dataAt + end > cff.byteLength)
      throw new BrokenFont("a list of its CFF table is broken");
    items.push(new Uint8Array(cff.buffer, cff.byteOffset + dataAt + start, end - start));
    start = end;
  }
  return { items, end: dataAt + start };
}

function offsetAt(cff: DataView, at: number, size: number): number {
  let offset = 0;
  for (let index = 0; index < size; index += 1) offset = offset * 256 + cff.getUint8(at + index);
  return offset;
}

/** A DICT (Adobe Technical Note 5176, 4). */
export function readDict(bytes: Uint8Array): CffDict {
  const dict = new Map<number, readonly number[]>();
  let operands: number[] = [];
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at] ?? 0;
    if (first <= 21) {
      const isLong = first === 12;
      dict.set(isLong ? 1200 + (bytes[at + 1] ?? 0) : first, operands);
      operands = [];
      at += isLong ? 2 : 1;
    } else if (first === 30) {
      const { value, end } = readReal(bytes, at + 1);
      operands.push(value);
      at = end;
    } else {
      const { value, end } = readWhole(bytes, at);
      operands.push(value);
      at = end;
    }
  }
  return dict;
}

function readWhole(bytes: Uint8Array, at: number): { value: number; end: number } {
  const [first = 0, second = 0, third = 0] = bytes.subarray(at, at + 3);
  if (first >= 32 && first <= 246) return { value: first - 139, end: at + 1 };
  if (first >= 247 && first <= 250)
    return { value: (first - 247) * 256 + second + 108, end: at + 2 };
  if (first >= 251 && first <= 254)
    return { value: -(first - 251) * 256 - second - 108, end: at + 2 };
  if (first === 28) return { value: ((second << 24) >> 16) | third, end: at + 3 };
  if (first !== 29) throw new BrokenFont("a list of its CFF table is broken");
  const rest = bytes.subarray(at + 3, at + 5);
  const low = (third << 16) | ((rest[0] ?? 0) << 8) | (rest[1] ?? 0);
  return { value: (second << 24) | low, end: at + 5 };
}

const NIBBLES = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", ".", "E", "E-", "", "-"];

function readReal(bytes: Uint8Array, start: number): { value: number; end: number } {
  let text = "";
  let end = start;
  for (const byte of bytes.subarray(start)) {
    end += 1;
    for (const nibble of [byte >> 4, byte & 15]) {
      if (nibble === 15) return { value: Number(text), end };
      text += NIBBLES[nibble];
    }
  }
  throw new BrokenFont("a number of its CFF table is broken");
}
