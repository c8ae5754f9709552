import { wordAt } from "./cells.ts";

/** Reed-Solomon codes over a field of a power of two, with roots from the first power of 2 on. */
export class FieldCode {
  readonly #order: number;
  readonly #exponentials: Int32Array;
  readonly #logarithms: Int32Array;
  /** By the number of checks: logarithms of the generator's coefficients, highest power first. */
  readonly #generators = new Map<number, Int32Array>();

  constructor(bits: number, polynomial: number) {
    this.#order = (1 << bits) - 1;
    this.#exponentials = new Int32Array(2 * this.#order);
    this.#logarithms = new Int32Array(this.#order + 1);
    for (let power = 0, value = 1; power < this.#order; power += 1) {
      this.#exponentials[power] = value;
      this.#exponentials[power + this.#order] = value;
      this.#logarithms[value] = power;
      value <<= 1;
      if (value > this.#order) value ^= polynomial;
    }
  }

  /** Writes the check words of the words before `end` after them, to the end of all words. */
  writeChecks(words: Int32Array, end: number): void {
    const count = words.length - end;
    const generator = this.#generator(count);
    const exponentials = this.#exponentials;
    const rest = new Int32Array(count + 1);
    for (let at = 0; at < end; at += 1) {
      const factor = wordAt(words, at) ^ wordAt(rest, 0);
      if (factor === 0) {
        rest.copyWithin(0, 1);
        continue;
      }
      const log = wordAt(this.#logarithms, factor);
      for (let index = 0; index < count; index += 1)
        rest[index] =
          wordAt(rest, index + 1) ^ wordAt(exponentials, log + wordAt(generator, index));
    }
    words.set(rest.subarray(0, count), end);
  }

  /** No coefficient of these polynomials is 0. */
  #generator(count: number): Int32Array {
    const known = this.#generators.get(count);
    if (known !== undefined) return known;
    const made = new Int32Array(count + 1);
    made[0] = 1;
    for (let root = 1; root <= count; root += 1)
      for (let power = root; power > 0; power -= 1)
        made[power] = wordAt(made, power) ^ this.#timesPower(wordAt(made, power - 1), root);
    const logarithms = made.subarray(1).map((value) => wordAt(this.#logarithms, value));
    this.#generators.set(count, logarithms);
    return logarithms;
  }

  #timesPower(value: number, power: number): number {
    if (value === 0) return 0;
    return wordAt(this.#exponentials, wordAt(this.#logarithms, value) + (power % this.#order));
  }
}
