import { BAR_DOWN, BAR_UP, imbDigits } from "../../src/verify/marks/imb-digits.ts";

/** The fields of an Intelligent Mail barcode. */
export interface DecodedImb {
  readonly tracking: string;
  readonly routing: string;
}

const BARS: Readonly<Record<string, number>> = {
  T: 0,
  A: BAR_UP,
  D: BAR_DOWN,
  F: BAR_UP | BAR_DOWN,
};

/**
 * The fields of 65 letters out of F, A, D and T, by the verifier's reader, which was written apart
 * from the encoder; throws where they are not a sound barcode.
 */
export function decodeImb(letters: string): DecodedImb {
  if (!/^[FADT]{65}$/.test(letters)) throw new Error("not 65 letters out of F, A, D and T");
  const digits = imbDigits(Uint8Array.from(letters, (letter) => BARS[letter] ?? 0));
  if (digits === undefined) throw new Error("the letters are not a sound barcode");
  return { tracking: digits.slice(0, 20), routing: digits.slice(20) };
}
