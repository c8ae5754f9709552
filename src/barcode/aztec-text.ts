import {
  BYTE_MODES,
  BYTE_SHIFT,
  characterBits,
  characterCodes,
  latchBits,
  latchCodes,
  MODES,
  pairBits,
  pairCode,
  UPPER,
} from "./aztec-modes.ts";
import { BitWriter } from "./bit-writer.ts";
import { byteAt, wordAt } from "./cells.ts";

/** States after a byte: the modes of characters, then bytes shifted to from the first of them. */
const STATES = MODES + BYTE_MODES;
const UNREACHED = 0x3fff_ffff;
/** Bytes of one shift: so many by a short length; more than two of those have a long one. */
const SHORT_SHIFT = 31;
const SHORT_SHIFT_BITS = 10;
const LONG_SHIFT_BITS = 21;
/** A long length has eleven bits, so that more bytes than these need another shift. */
const LONG_SHIFT = SHORT_SHIFT + 2 ** 11 - 1;

export interface AztecBits {
  readonly bytes: Uint8Array;
  readonly length: number;
}

/** A text as the bits of an Aztec symbol (ISO/IEC 24778, 7.2), the fewest that hold it. */
export function aztecBits(text: string): AztecBits {
  const bytes = Buffer.from(text);
  const states = new CheapestWay(bytes).states();
  // No way costs more than shifts for all, of which no symbol has room for more than two.
  const out = new Uint8Array(bytes.length + 8);
  const writer = new BitWriter(out);
  let mode = UPPER;
  for (let at = 0; at < bytes.length;) {
    const state = byteAt(states, at);
    const from = at;
    if (state < MODES) {
      const pair = byteAt(states, at + 1) === PAIRED ? pairOf(bytes, at) : 0;
      for (const code of characterCodes(mode, state, byteAt(bytes, at), pair))
        writer.write(code.value, code.bits);
      at += pair > 0 ? 2 : 1;
      mode = state;
      continue;
    }
    while (at < bytes.length && byteAt(states, at) === state) at += 1;
    for (const code of latchCodes(mode, state - MODES)) writer.write(code.value, code.bits);
    mode = state - MODES;
    writeBytes(writer, bytes.subarray(from, at));
  }
  const { bitLength: length } = writer;
  writer.flush();
  return { bytes: out, length };
}

/** Stands in place of a state for the second byte of a pair. */
const PAIRED = 255;

function pairOf(bytes: Uint8Array, at: number): number {
  return at + 1 < bytes.length ? pairCode(byteAt(bytes, at), byteAt(bytes, at + 1)) : 0;
}

function writeBytes(writer: BitWriter, bytes: Uint8Array): void {
  const first = bytes.length <= 2 * SHORT_SHIFT ? SHORT_SHIFT : LONG_SHIFT;
  if (bytes.length > first) {
    writeBytes(writer, bytes.subarray(0, first));
    writeBytes(writer, bytes.subarray(first));
    return;
  }
  writer.write(BYTE_SHIFT, 5);
  if (bytes.length <= SHORT_SHIFT) writer.write(bytes.length, 5);
  else writer.write(bytes.length - SHORT_SHIFT, 16);
  for (const byte of bytes) writer.write(byte, 8);
}

/** What the length of a shift costs once it has so many bytes, over what it cost before. */
function lengthBits(total: number): number {
  const count = ((total - 1) % LONG_SHIFT) + 1;
  if (count === 1 || count === SHORT_SHIFT + 1) return SHORT_SHIFT_BITS;
  return count === 2 * SHORT_SHIFT + 1 ? LONG_SHIFT_BITS - 2 * SHORT_SHIFT_BITS : 0;
}

/** The cheapest ways to each state after each byte, found from the first byte on. */
class CheapestWay {
  readonly #bytes: Uint8Array;
  readonly #costs: Int32Array;
  /** The state before the last byte or pair. */
  readonly #before: Uint8Array;
  readonly #isPair: Uint8Array;
  /** How many bytes a shift has by then. */
  readonly #shifted: Int32Array;

  constructor(bytes: Uint8Array) {
    const size = (bytes.length + 2) * STATES;
    this.#bytes = bytes;
    this.#costs = new Int32Array(size).fill(UNREACHED);
    this.#costs[UPPER] = 0;
    this.#before = new Uint8Array(size);
    this.#isPair = new Uint8Array(size);
    this.#shifted = new Int32Array(size);
  }

  /** The state after each byte. */
  states(): Uint8Array {
    const { length } = this.#bytes;
    for (let at = 0; at < length; at += 1) {
      const pair = pairOf(this.#bytes, at);
      for (let state = 0; state < MODES; state += 1) this.#characters(at, state, pair);
      for (let base = 0; base < BYTE_MODES; base += 1) this.#goOn(at, MODES + base);
    }
    return this.#wayTo(length);
  }

  /** All that can follow in a mode, which the end of a shift leads back to. */
  #characters(at: number, mode: number, pair: number): void {
    const own = wordAt(this.#costs, at * STATES + mode);
    const shifted = mode < BYTE_MODES ? wordAt(this.#costs, at * STATES + MODES + mode) : UNREACHED;
    const before = shifted < own ? MODES + mode : mode;
    const cost = Math.min(own, shifted);
    if (cost >= UNREACHED) return;
    const byte = byteAt(this.#bytes, at);
    for (let to = 0; to < MODES; to += 1) {
      const bits = characterBits(mode, to, byte);
      if (bits > 0) this.#reach(at + 1, to, cost + bits, before);
      const ofPair = pair > 0 ? pairBits(mode, to) : 0;
      if (ofPair > 0 && this.#reach(at + 2, to, cost + ofPair, before))
        this.#isPair[(at + 2) * STATES + to] = 1;
    }
    for (let base = 0; base < BYTE_MODES; base += 1) {
      // A shift that ends goes on instead of beginning anew.
      if (before === MODES + base) continue;
      const bits = latchBits(mode, base) + lengthBits(1) + 8;
      if (this.#reach(at + 1, MODES + base, cost + bits, before))
        this.#shifted[(at + 1) * STATES + MODES + base] = 1;
    }
  }

  #goOn(at: number, state: number): void {
    const count = wordAt(this.#shifted, at * STATES + state) + 1;
    const cost = wordAt(this.#costs, at * STATES + state) + lengthBits(count) + 8;
    if (this.#reach(at + 1, state, cost, state)) this.#shifted[(at + 1) * STATES + state] = count;
  }

  #reach(at: number, state: number, cost: number, before: number): boolean {
    const index = at * STATES + state;
    if (cost >= wordAt(this.#costs, index)) return false;
    this.#costs[index] = cost;
    this.#before[index] = before;
    this.#isPair[index] = 0;
    return true;
  }

  #wayTo(length: number): Uint8Array {
    const states = new Uint8Array(length + 1);
    let state = 0;
    for (let other = 1; other < STATES; other += 1)
      if (this.#costAt(length, other) < this.#costAt(length, state)) state = other;
    for (let at = length; at > 0;) {
      const index = at * STATES + state;
      at -= 1;
      if (byteAt(this.#isPair, index) === 1) states[at--] = PAIRED;
      states[at] = state;
      state = byteAt(this.#before, index);
    }
    return states;
  }

  #costAt(at: number, state: number): number {
    return wordAt(this.#costs, at * STATES + state);
  }
}
