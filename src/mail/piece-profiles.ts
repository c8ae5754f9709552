import { assert, defined } from "../base/assert.ts";
import type { PieceFields } from "../model/piece-columns.ts";

/** What many pieces have in common: where they run, their sheets and their pages. */
export interface PieceProfile extends Pick<PieceFields, "sheets" | "pages"> {
  readonly stream: number;
}

interface ProfiledPiece extends Pick<PieceFields, "sheets" | "pages"> {
  readonly addressClass: number;
}

const PAGES_BASE = 0x1_0000;
const SHEETS_BASE = 0x1_0000;
/** A row has 27 bits for its profile. */
const PROFILES_MAX = 1 << 27;

/**
 * The few different profiles of a run, each kept once under a number, so that a row of millions
 * holds only the number.
 */
export class PieceProfiles {
  readonly #numbers = new Map<number, number>();
  readonly #profiles: PieceProfile[] = [];

  /** The number of a profile; `streamOf` is asked for the stream if the profile is new. */
  number({ addressClass, sheets, pages }: ProfiledPiece, streamOf: () => number): number {
    const key = (addressClass * SHEETS_BASE + sheets) * PAGES_BASE + pages;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    assert(sheets > 0 && sheets < SHEETS_BASE, "a piece has 1 to 65535 sheets");
    assert(pages > 0 && pages < PAGES_BASE, "a piece has 1 to 65535 pages");
    const number = this.#profiles.length;
    assert(number < PROFILES_MAX, "there are few different profiles");
    this.#profiles.push({ stream: streamOf(), sheets, pages });
    this.#numbers.set(key, number);
    return number;
  }

  get(number: number): PieceProfile {
    return defined(this.#profiles[number], "a profile");
  }
}
