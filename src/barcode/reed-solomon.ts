import { assert } from "../base/assert.ts";
import { byteAt, wordAt } from "./cells.ts";

/** A field of 256 elements, and the first root of the codes over it. */
export interface CodeField {
  readonly polynomial: number;
  /** The roots are 2 to the power of this and the powers after it. */
  readonly firstRoot: number;
}

/** ISO/IEC 16022, 5.7: x^8 + x^5 + x^3 + x^2 + 1, roots from 2^1. */
const DATA_MATRIX_FIELD: CodeField = { polynomial: 0x12d, firstRoot: 1 };
/** ISO/IEC 18004, 7.5.2: x^8 + x^4 + x^3 + x^2 + 1, roots from 2^0. */
export const QR_FIELD: CodeField = { polynomial: 0x11d, firstRoot: 0 };

const FIELD_ORDER = 255;

interface FieldTables {
  readonly exponentials: Uint8Array;
  readonly logarithms: Uint8Array;
}

function fieldTables(polynomial: number): FieldTables {
  const exponentials = new Uint8Array(2 * FIELD_ORDER);
  const logarithms = new Uint8Array(FIELD_ORDER + 1);
  let value = 1;
  for (let power = 0; power < FIELD_ORDER; power += 1) {
    exponentials[power] = value;
    exponentials[power + FIELD_ORDER] = value;
    logarithms[value] = power;
    value <<= 1;
    if (value > FIELD_ORDER) value ^= polynomial;
  }
  return { exponentials, logarithms };
}

function multiply({ exponentials, logarithms }: FieldTables, a: number, b: number): number {
  if (a === 0 || b === 0) return 0;
  return byteAt(exponentials, byteAt(logarithms, a) + byteAt(logarithms, b));
}

/**
 * The check codewords of Data Matrix and QR codes: Reed-Solomon over a field of 256 elements. Four
 * codewords are in a word, the first in its highest bits.
 */
export class ReedSolomon {
  readonly #checkCount: number;
  readonly #wordCount: number;
  /** Per feedback byte, the generator's coefficients times it, highest power first. */
  readonly #multiples: Int32Array;
  readonly #register: Int32Array;

  constructor(checkCount: number, field: CodeField = DATA_MATRIX_FIELD) {
    assert(checkCount > 0 && checkCount < FIELD_ORDER, "check codewords leave room for data");
    this.#checkCount = checkCount;
    this.#wordCount = (checkCount + 3) >> 2;
    this.#register = new Int32Array(this.#wordCount);
    const tables = fieldTables(field.polynomial);
    this.#multiples = multiplesOf(tables, generatorPolynomial(tables, checkCount, field.firstRoot));
  }

  /**
   * Checks every `stride`-th codeword from `first` on, below `dataEnd`, and writes the check
   * codewords with the same stride from `dataEnd + first` on.
   */
  writeChecks(codewords: Uint8Array, first: number, dataEnd: number, stride: number): void {
    const register = this.#register.fill(0);
    for (let index = first; index < dataEnd; index += stride) this.#feed(byteAt(codewords, index));
    for (let index = 0; index < this.#checkCount; index += 1)
      codewords[dataEnd + first + index * stride] =
        wordAt(register, index >> 2) >>> (24 - 8 * (index & 3));
  }

  #feed(codeword: number): void {
    const register = this.#register;
    const multiples = this.#multiples;
    const last = this.#wordCount - 1;
    let word = wordAt(register, 0);
    const row = (codeword ^ (word >>> 24)) * this.#wordCount;
    for (let index = 0; index < last; index += 1) {
      const next = wordAt(register, index + 1);
      register[index] = ((word << 8) | (next >>> 24)) ^ wordAt(multiples, row + index);
      word = next;
    }
    register[last] = (word << 8) ^ wordAt(multiples, row + last);
  }
}

/** The coefficients below the leading one, highest power first. */
function generatorPolynomial(
  tables: FieldTables,
  checkCount: number,
  firstRoot: number,
): Uint8Array {
  const coefficients = new Uint8Array(checkCount + 1);
  coefficients[0] = 1;
  for (let root = 1; root <= checkCount; root += 1)
    for (let power = root; power > 0; power -= 1)
      coefficients[power] =
        byteAt(coefficients, power) ^
        multiply(
          tables,
          byteAt(coefficients, power - 1),
          byteAt(tables.exponentials, root - 1 + firstRoot),
        );
  return coefficients.subarray(1);
}

function multiplesOf(tables: FieldTables, coefficients: Uint8Array): Int32Array {
  const wordCount = (coefficients.length + 3) >> 2;
  const multiples = new Int32Array((FIELD_ORDER + 1) * wordCount);
  for (let factor = 0; factor <= FIELD_ORDER; factor += 1)
    for (const [index, coefficient] of coefficients.entries()) {
      const at = factor * wordCount + (index >> 2);
      const product = multiply(tables, factor, coefficient);
      multiples[at] = wordAt(multiples, at) | (product << (24 - 8 * (index & 3)));
    }
  return multiples;
}
