import { createRequire } from "node:module";
import { unpinned, WordCache } from "./word-cache.ts";

/** At least so many letters stay before a hyphen and go after it. */
const BEFORE_MIN = 2;
const AFTER_MIN = 3;
const WORD_MIN = BEFORE_MIN + AFTER_MIN;
const CACHE_WORDS_MAX = 20_000;

/** A word with what punctuation leaves of it; numbers, addresses and compounds are left alone. */
const WORD = /^([\p{P}\p{S}]*)([\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)?)[^\p{L}\p{M}\p{N}@/\\_]*$/u;

interface PatternFile {
  readonly patterns: readonly string[];
  readonly exceptions: readonly string[];
}

interface Hyphenated {
  readonly text: string;
  readonly offsets: readonly number[];
}

/**
 * Divides the words of one language by patterns (F. M. Liang, "Word Hy-phen-a-tion by
 * Com-put-er", 1983).
 */
export class Hyphenator {
  /** By letters of a pattern, the values between them. */
  readonly #patterns: ReadonlyMap<string, string>;
  readonly #lengthMax: number;
  readonly #exceptions = new Map<string, readonly number[]>();
  readonly #cache = new WordCache<Hyphenated>(CACHE_WORDS_MAX);

  /** `own` are words written with the hyphens they may have; they count before the language's. */
  constructor(patternFile: string, own: readonly string[] = []) {
    const file = readPatterns(patternFile);
    this.#patterns = file.patterns;
    this.#lengthMax = file.lengthMax;
    for (const word of [...file.exceptions, ...own])
      this.#exceptions.set(word.replaceAll("-", "").toLowerCase(), hyphensOf(word));
  }

  /** The UTF-16 offsets at which a hyphen may divide a word, which may have punctuation on it. */
  offsets(text: string): readonly number[] {
    if (text.length < WORD_MIN) return [];
    const known = this.#cache.get(text);
    if (known !== undefined) return known.offsets;
    const made = { text: unpinned(text), offsets: this.#divide(text) };
    this.#cache.add(made);
    return made.offsets;
  }

  #divide(text: string): readonly number[] {
    const match = WORD.exec(text);
    if (match === null) return [];
    const [, before = "", letters = ""] = match;
    const lower = letters.toLowerCase();
    // Where small letters are longer, offsets would not be those of the text.
    if (lower.length !== letters.length || lower.length < WORD_MIN) return [];
    const found = this.#exceptions.get(lower) ?? this.#byPatterns(lower);
    return found.map((offset) => offset + before.length);
  }

  #byPatterns(word: string): number[] {
    const dotted = `.${word}.`;
    const values = new Uint8Array(dotted.length + 1);
    for (let start = 0; start < dotted.length; start += 1) {
      const endMax = Math.min(dotted.length, start + this.#lengthMax);
      for (let end = start + 1; end <= endMax; end += 1) {
        const levels = this.#patterns.get(dotted.slice(start, end)) ?? "";
        for (let at = 0; at < levels.length; at += 1)
          values[start + at] = Math.max(values[start + at] ?? 0, levels.charCodeAt(at) - 0x30);
      }
    }
    const offsets: number[] = [];
    for (let offset = BEFORE_MIN; offset <= word.length - AFTER_MIN; offset += 1)
      if ((values[offset + 1] ?? 0) % 2 === 1 && isBoundary(word, offset)) offsets.push(offset);
    return offsets;
  }
}

/** Never before a mark. */
function isBoundary(word: string, offset: number): boolean {
  return !/^\p{M}/u.test(word.slice(offset, offset + 2));
}

/** The offsets of the hyphens in a word, in the word without them. */
function hyphensOf(word: string): number[] {
  const parts = word.split("-");
  let offset = 0;
  return parts.slice(0, -1).map((part) => (offset += part.length));
}

interface Patterns {
  readonly patterns: ReadonlyMap<string, string>;
  readonly lengthMax: number;
  readonly exceptions: readonly string[];
}

const loaded = new Map<string, Patterns>();

/** Reads a file of the package when its language is first used. */
function readPatterns(name: string): Patterns {
  const known = loaded.get(name);
  if (known !== undefined) return known;
  const file = createRequire(import.meta.url)(`hyphen/patterns/${name}.js`) as PatternFile;
  const patterns = new Map<string, string>();
  let lengthMax = 0;
  for (const pattern of file.patterns) {
    const letters = pattern.replace(/\d/g, "");
    if (letters === "") continue;
    patterns.set(letters, levelsOf(pattern));
    lengthMax = Math.max(lengthMax, letters.length);
  }
  const exceptions = file.exceptions.filter((word) => word !== "");
  const read = { patterns, lengthMax, exceptions };
  loaded.set(name, read);
  return read;
}

/** The value before each letter of a pattern and after the last, a digit each: `a1bc3` is 0103. */
function levelsOf(pattern: string): string {
  let levels = "";
  let value = "0";
  for (const character of pattern) {
    if (/\d/.test(character)) value = character;
    else {
      levels += value;
      value = "0";
    }
  }
  return levels + value;
}
