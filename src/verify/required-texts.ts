import type { Channel } from "../model/channel.ts";
import type { VerifySetup } from "../model/verification.ts";
import { plainWords } from "./content/plain-words.ts";

/** Words between values of a text, which a document shows without a break. */
export interface Stretch {
  /** Of its text. */
  readonly number: number;
  /** Without blanks, as `plainWords` has them. */
  readonly words: string;
  /** As they were written, if a string of a page can hold them so. */
  readonly plainly: string | undefined;
}

/** A text that a document must show. */
interface NeededText {
  readonly name: string;
  readonly stretches: readonly Stretch[];
}

/** What the fragment of a document states that it must show, against what it does show. */
export class RequiredTexts {
  readonly #texts: readonly (NeededText & { readonly isOnChannel: boolean })[];
  /** Names of texts that every document of the channel must have. */
  readonly #ofAll: ReadonlySet<string>;

  constructor({ required }: Pick<VerifySetup, "required">, channel: Channel) {
    this.#texts = required.map(({ name, words, channels }, number) => {
      const stretches = words.map((one) => {
        return { number, words: plainWords(one), plainly: plainly(one) };
      });
      return { name, stretches, isOnChannel: channels.includes(channel) };
    });
    const ofAll = required.filter((text) => text.isOfAll && text.channels.includes(channel));
    this.#ofAll = new Set(ofAll.map(({ name }) => name));
  }

  /** Whether no document of the channel must show any. */
  get isEmpty(): boolean {
    return this.#texts.every(({ isOnChannel }) => !isOnChannel);
  }

  /** Names of the texts that every document must have and of which none is stated. */
  unstated(numbers: readonly number[]): string[] {
    if (this.#ofAll.size === 0) return [];
    const stated = new Set(numbers.map((number) => this.#texts[number]?.name));
    return [...this.#ofAll].filter((name) => !stated.has(name));
  }

  /** Those of a text by its number; none for a number that there is not. */
  stretches(number: number): readonly Stretch[] {
    return this.#texts[number]?.stretches ?? [];
  }

  /** Those of all texts. */
  allStretches(): readonly Stretch[] {
    return this.#texts.flatMap(({ stretches }) => stretches);
  }

  name(number: number): string {
    return this.#texts[number]?.name ?? `text ${number}`;
  }
}

/** Words of ASCII alone, which no string of a page has to escape, with single blanks. */
function plainly(words: string): string | undefined {
  const spaced = words.replaceAll(/\s+/g, " ");
  return /^[ -'*-[\]-~]+$/.test(spaced) ? spaced : undefined;
}
