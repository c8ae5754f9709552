const HEX_DIGITS = "0123456789abcdef";

/**
 * A growing byte buffer that content is written into as numbers and bytes, never as strings first.
 * `bytes` may be replaced when it grows: read it again after writing.
 */
export class ByteWriter {
  bytes: Uint8Array;
  length = 0;

  constructor(capacity = 16 * 1024) {
    this.bytes = new Uint8Array(capacity);
  }

  clear(): void {
    this.length = 0;
  }

  /** What has been written, as a view that the next write may overwrite. */
  view(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  /** Makes sure that `count` more bytes fit, so that a hot loop can write without looking. */
  reserve(count: number): void {
    const needed = this.length + count;
    if (needed <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, this.bytes.length * 2));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }

  byte(value: number): void {
    if (this.length === this.bytes.length) this.reserve(1);
    this.bytes[this.length] = value;
    this.length += 1;
  }

  /** Writes a string of which every character is below 256. */
  ascii(text: string): void {
    this.reserve(text.length);
    const { bytes } = this;
    let at = this.length;
    for (let index = 0; index < text.length; index += 1) {
      bytes[at] = text.charCodeAt(index);
      at += 1;
    }
    this.length = at;
  }

  /** Writes bytes as two digits each. */
  hex(source: Uint8Array): void {
    this.reserve(source.length * 2);
    const { bytes } = this;
    let at = this.length;
    for (let index = 0; index < source.length; index += 1) {
      const value = source[index] ?? 0;
      bytes[at] = HEX_DIGITS.charCodeAt(value >> 4);
      bytes[at + 1] = HEX_DIGITS.charCodeAt(value & 15);
      at += 2;
    }
    this.length = at;
  }

  append(source: Uint8Array): void {
    const count = source.length;
    if (this.length + count > this.bytes.length) this.reserve(count);
    if (count > SHORT) this.bytes.set(source, this.length);
    else copyShort(source, this.bytes, this.length);
    this.length += count;
  }

  /** Writes a whole number in decimal. */
  int(value: number): void {
    this.reserve(12);
    const { bytes } = this;
    let rest = value | 0;
    if (rest < 0) {
      bytes[this.length] = 0x2d;
      this.length += 1;
      rest = -rest;
    }
    const end = this.length + digitCount(rest);
    let at = end;
    do {
      const quotient = (rest / 10) | 0;
      at -= 1;
      bytes[at] = 0x30 + (rest - quotient * 10);
      rest = quotient;
    } while (rest > 0);
    this.length = end;
  }

  /** A whole number of thousandths as a PDF real, such as 250 as `.25`. */
  thousandths(value: number): void {
    this.ascii(formatThousandths(value));
  }
}

/** A loop beats `set` below this many bytes, which is what operators are. */
const SHORT = 48;

function copyShort(source: Uint8Array, target: Uint8Array, at: number): void {
  for (let index = 0; index < source.length; index += 1) {
    target[at + index] = source[index] as number;
  }
}

export function formatThousandths(value: number): string {
  if (value % 1000 === 0) return String(value / 1000);
  const sign = value < 0 ? "-" : "";
  const size = Math.abs(value);
  const fraction = String(size % 1000)
    .padStart(3, "0")
    .replace(/0+$/, "");
  const whole = Math.floor(size / 1000);
  return `${sign}${whole === 0 ? "" : whole}.${fraction}`;
}

function digitCount(value: number): number {
  if (value < 10) return 1;
  if (value < 100) return 2;
  if (value < 1000) return 3;
  if (value < 10_000) return 4;
  if (value < 100_000) return 5;
  if (value < 1_000_000) return 6;
  if (value < 10_000_000) return 7;
  if (value < 100_000_000) return 8;
  if (value < 1_000_000_000) return 9;
  return 10;
}
