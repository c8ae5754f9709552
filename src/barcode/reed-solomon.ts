import { assert } from "../base/assert.ts";

const FIELD_POLYNOMIAL = 0x12d;
const FIELD_ORDER = 255;

const exponentials = new Uint8Array(2 * FIELD_ORDER);
const logarithms = new Uint8Array(FIELD_ORDER + 1);
fillField();

function fillField(): void {
  let value = 1;
  for (let power = 0; power < FIELD_ORDER; power += 1) {
    exponentials[power] = value;
    exponentials[power + FIELD_ORDER] = value;
    logarithms[value] = power;
    value <<= 1;
    if (value > FIELD_ORDER) value ^= FIELD_POLYNOMIAL;
  }
}

/** A byte of a table or of codewords, at a place that it has. */
function byteAt(bytes: Uint8Array, at: number): number {
  return bytes[at] as number;
}

function multiply(a: number, b: number): number {
  if (a === 0 || b === 0) return 0;
  return byteAt(exponentials, byteAt(logarithms, a) + byteAt(logarithms, b));
}

/**
 * The check codewords of Data Matrix: Reed-Solomon over GF(256) with the field polynomial
 * x^8 + x^5 + x^3 + x^2 + 1 and the roots 2^1 to 2^n (ISO/IEC 16022, 5.7 and Annex E).
 */
export class ReedSolomon {
  readonly #checkCount: number;
  /** Per feedback byte, the generator's coefficients times it, highest power first. */
  readonly #multiples: Uint8Array;
  readonly #register: Uint8Array;

  constructor(checkCount: number) {
    assert(checkCount > 0 && checkCount < FIELD_ORDER, "check codewords leave room for data");
    this.#checkCount = checkCount;
    this.#register = new Uint8Array(checkCount);
    this.#multiples = multiplesOf(generatorPolynomial(checkCount));
  }

  /**
   * Checks every `stride`-th codeword from `first` on, below `dataEnd`, and writes the check
   * codewords with the same stride from `dataEnd + first` on.
   */
  writeChecks(codewords: Uint8Array, first: number, dataEnd: number, stride: number): void {
    const register = this.#register.fill(0);
    for (let index = first; index < dataEnd; index += stride) this.#feed(byteAt(codewords, index));
    for (let index = 0; index < this.#checkCount; index += 1)
      codewords[dataEnd + first + index * stride] = byteAt(register, index);
  }

  #feed(codeword: number): void {
    const register = this.#register;
    const last = this.#checkCount - 1;
    const row = (codeword ^ byteAt(register, 0)) * this.#checkCount;
    for (let index = 0; index < last; index += 1)
      register[index] = byteAt(register, index + 1) ^ byteAt(this.#multiples, row + index);
    register[last] = byteAt(this.#multiples, row + last);
  }
}

/** The coefficients below the leading one, highest power first. */
function generatorPolynomial(checkCount: number): Uint8Array {
  const coefficients = new Uint8Array(checkCount + 1);
  coefficients[0] = 1;
  for (let root = 1; root <= checkCount; root += 1)
    for (let power = root; power > 0; power -= 1)
      coefficients[power] =
        byteAt(coefficients, power) ^
        multiply(byteAt(coefficients, power - 1), byteAt(exponentials, root));
  return coefficients.subarray(1);
}

function multiplesOf(coefficients: Uint8Array): Uint8Array {
  const multiples = new Uint8Array((FIELD_ORDER + 1) * coefficients.length);
  for (let factor = 0; factor <= FIELD_ORDER; factor += 1)
    for (let index = 0; index < coefficients.length; index += 1)
      multiples[factor * coefficients.length + index] = multiply(
        factor,
        byteAt(coefficients, index),
      );
  return multiples;
}
