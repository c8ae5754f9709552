import type { SpoolExpectation } from "../model/verification.ts";

/** Finds pieces of a spool's list by document or number. It is nearly always the expected one. */
export class PieceFinder {
  readonly #ordinals: Uint32Array;
  readonly #numbers: Uint32Array;
  #byOrdinal: Uint32Array | undefined;

  constructor({ ordinals, pieceNumbers }: SpoolExpectation) {
    this.#ordinals = ordinals;
    this.#numbers = pieceNumbers;
  }

  /** A document's position in the spool; -1 if it has none. `near` is where it should be. */
  ofDocument(ordinal: number, near: number): number {
    if (this.#ordinals[near] === ordinal) return near;
    this.#byOrdinal ??= Uint32Array.from(this.#ordinals, (_, position) => position).sort(
      (a, b) => this.documentAt(a) - this.documentAt(b),
    );
    let [low, high] = [0, this.#byOrdinal.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.documentAt(this.#byOrdinal[middle] ?? 0) < ordinal) low = middle + 1;
      else high = middle;
    }
    const found = this.#byOrdinal[low];
    return found !== undefined && this.#ordinals[found] === ordinal ? found : -1;
  }

  documentAt(position: number): number {
    return this.#ordinals[position] ?? 0;
  }

  /** The position of a piece number; -1 if it has none. */
  ofPiece(number: number, near: number): number {
    if (this.#numbers[near] === number) return near;
    const first = this.#numbers[0] ?? 0;
    if (this.#numbers[number - first] === number) return number - first;
    return this.#numbers.indexOf(number);
  }
}
