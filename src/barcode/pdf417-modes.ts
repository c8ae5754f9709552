import { byteAt, wordAt } from "./cells.ts";
import { hasTextValue, SUBMODES, textLength } from "./pdf417-text-table.ts";

/**
 * How bytes are compacted, as states after each of them: text in one of four sub-modes with an even
 * or odd number of values (`submode * 2 + odd`), bytes by their number modulo six, and digits.
 */
const TEXT_STATES = SUBMODES * 2;
export const BYTES = TEXT_STATES;
const BYTE_GROUP = 6;
export const DIGITS = BYTES + BYTE_GROUP;
const STATES = DIGITS + 1;

/** Costs are in text values, of which a codeword has two. */
const CODEWORD = 2;
const UNREACHED = 0x3fff_ffff;
/** Fewer digits take no less room than as text. */
const DIGITS_MIN = 6;
export const DIGIT_GROUP = 44;

/** How many codewords hold so many digits. */
export function digitCodewords(count: number): number {
  const rest = count % DIGIT_GROUP;
  const whole = Math.floor(count / DIGIT_GROUP) * 15;
  return rest === 0 ? whole : whole + Math.floor(rest / 3) + 1;
}

/** The cheapest way through some bytes: the state after each of them. */
export function pdf417Modes(bytes: Uint8Array): Uint8Array {
  return new Compaction(bytes).states();
}

/** The cheapest ways to each state after each byte, found from the first byte on. */
class Compaction {
  readonly #bytes: Uint8Array;
  readonly #costs: Int32Array;
  /** The state before the last byte, or before the first of digits. */
  readonly #before: Uint8Array;
  /** Where the digits begin that end after a byte. */
  readonly #digitsFrom: Int32Array;
  readonly #digitRuns: Int32Array;

  constructor(bytes: Uint8Array) {
    const places = bytes.length + 1;
    this.#bytes = bytes;
    this.#costs = new Int32Array(places * STATES).fill(UNREACHED);
    this.#costs[0] = 0;
    this.#before = new Uint8Array(places * STATES);
    this.#digitsFrom = new Int32Array(places);
    this.#digitRuns = new Int32Array(places);
    for (let at = bytes.length - 1; at >= 0; at -= 1)
      if (isDigit(byteAt(bytes, at))) this.#digitRuns[at] = wordAt(this.#digitRuns, at + 1) + 1;
  }

  states(): Uint8Array {
    const { length } = this.#bytes;
    for (let at = 0; at < length; at += 1) {
      this.#text(at);
      this.#byte(at);
      this.#digits(at);
    }
    return this.#wayTo(this.#cheapest(length, 0, STATES));
  }

  /** Text goes on in any state, or begins anew with capitals, after a codeword that says so. */
  #text(at: number): void {
    for (let state = 0; state < TEXT_STATES; state += 1)
      this.#textByte(at, state, wordAt(this.#costs, at * STATES + state), state);
    const other = this.#cheapest(at, BYTES, STATES);
    this.#textByte(at, 0, wordAt(this.#costs, at * STATES + other) + CODEWORD, other);
  }

  #textByte(at: number, state: number, cost: number, before: number): void {
    if (cost >= UNREACHED) return;
    const byte = byteAt(this.#bytes, at);
    if (!hasTextValue(byte)) {
      // One byte between text: allowed where codewords are full.
      if ((state & 1) === 0) this.#reach(at + 1, state, cost + 2 * CODEWORD, before);
      return;
    }
    for (let to = 0; to < SUBMODES; to += 1) {
      const values = textLength(state >> 1, to, byte);
      if (values > 0) this.#reach(at + 1, to * 2 + ((state + values) & 1), cost + values, before);
    }
  }

  /** Six bytes are five codewords, fewer one each. */
  #byte(at: number): void {
    const first = at * STATES;
    for (let count = 0; count < BYTE_GROUP; count += 1) {
      const state = BYTES + count;
      const next = (count + 1) % BYTE_GROUP;
      const cost = wordAt(this.#costs, first + state) + (next === 0 ? 0 : CODEWORD);
      this.#reach(at + 1, BYTES + next, cost, state);
    }
    const text = this.#cheapest(at, 0, TEXT_STATES);
    const state = this.#fullCost(at, DIGITS) < this.#fullCost(at, text) ? DIGITS : text;
    this.#reach(at + 1, BYTES + 1, this.#fullCost(at, state) + 2 * CODEWORD, state);
  }

  /** All digits that follow, or all but one or two that fill codewords better as text. */
  #digits(at: number): void {
    const run = wordAt(this.#digitRuns, at);
    if (run < DIGITS_MIN) return;
    const state = this.#cheapest(at, 0, DIGITS);
    const cost = this.#fullCost(at, state) + CODEWORD;
    for (let count = run; count > run - 3; count -= 1)
      if (this.#reach(at + count, DIGITS, cost + CODEWORD * digitCodewords(count), state))
        this.#digitsFrom[at + count] = at;
  }

  #reach(at: number, state: number, cost: number, before: number): boolean {
    const index = at * STATES + state;
    if (cost >= wordAt(this.#costs, index)) return false;
    this.#costs[index] = cost;
    this.#before[index] = before;
    return true;
  }

  /** Text fills its last codeword before anything else begins. */
  #fullCost(at: number, state: number): number {
    const cost = wordAt(this.#costs, at * STATES + state);
    return state < TEXT_STATES ? cost + (state & 1) : cost;
  }

  #cheapest(at: number, first: number, end: number): number {
    let best = first;
    for (let state = first + 1; state < end; state += 1)
      if (this.#fullCost(at, state) < this.#fullCost(at, best)) best = state;
    return best;
  }

  #wayTo(last: number): Uint8Array {
    const states = new Uint8Array(this.#bytes.length);
    let state = last;
    for (let at = this.#bytes.length; at > 0;) {
      const from = state === DIGITS ? wordAt(this.#digitsFrom, at) : at - 1;
      states.fill(state, from, at);
      state = byteAt(this.#before, at * STATES + state);
      at = from;
    }
    return states;
  }
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
