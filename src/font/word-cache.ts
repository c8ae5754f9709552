import { assert } from "../base/assert.ts";

/** Longer texts are not words: they seldom recur and would make the bound meaningless. */
const KEY_LENGTH_MAX = 256;

/**
 * A bounded cache of two generations: when the young one is full, it becomes the old one, and the
 * previous old one is dropped. A word in use moves to the young one at its next use. A hit in the
 * young generation costs one map look-up and writes nothing.
 */
export class WordCache<T extends { readonly text: string }> {
  readonly #generationMax: number;
  #young = new Map<string, T>();
  #old = new Map<string, T>();

  constructor(wordsMax: number) {
    assert(wordsMax >= 2, "a word cache holds at least two words");
    this.#generationMax = wordsMax >> 1;
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  get(text: string): T | undefined {
    const young = this.#young.get(text);
    if (young !== undefined) return young;
    const old = this.#old.get(text);
    if (old !== undefined) {
      this.#old.delete(text);
      this.#insert(old);
    }
    return old;
  }

  /** Keeps a value under its own text, which must be a copy (`unpinned`), not a slice. */
  add(value: T): void {
    if (value.text.length <= KEY_LENGTH_MAX) this.#insert(value);
  }

  #insert(value: T): void {
    if (this.#young.size >= this.#generationMax) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(value.text, value);
  }
}

/** A copy that shares no memory with the large string that it may be a slice of. */
export function unpinned(text: string): string {
  for (let index = 0; index < text.length; index += 1)
    if (text.charCodeAt(index) > 0xff) return Buffer.from(text, "utf16le").toString("utf16le");
  return Buffer.from(text, "latin1").toString("latin1");
}
