import { patternFileOf } from "../font/hyphen-language.ts";
import { Hyphenator } from "../font/hyphenator.ts";

/** The hyphenators of a layout's languages, with its own words, each made when it is first used. */
export class Hyphenators {
  readonly #words: Readonly<Record<string, readonly string[]>>;
  readonly #byTag = new Map<string, Hyphenator | undefined>();

  constructor(words: Readonly<Record<string, readonly string[]>> = {}) {
    this.#words = words;
  }

  /** Undefined if the words of the language are not divided. */
  of(tag: string): Hyphenator | undefined {
    if (!this.#byTag.has(tag)) this.#byTag.set(tag, this.#made(tag));
    return this.#byTag.get(tag);
  }

  #made(tag: string): Hyphenator | undefined {
    const file = patternFileOf(tag);
    if (file === undefined) return undefined;
    const own = Object.entries(this.#words).filter(([each]) => patternFileOf(each) === file);
    return new Hyphenator(
      file,
      own.flatMap(([, words]) => words),
    );
  }
}
