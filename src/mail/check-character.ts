import { assert } from "../base/assert.ts";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const BASE = 36;

/** The value 0 to 35 of each ASCII character of the alphabet, -1 for the others. */
const VALUES = Int8Array.from({ length: 128 }, (_, code) =>
  ALPHABET.indexOf(String.fromCharCode(code)),
);

/**
 * The check character over digits and capital letters of ISO/IEC 7064, MOD 37,36. It catches every
 * single changed character and nearly every swap of two neighbours.
 */
export function checkCharacter(text: string): string {
  let product = BASE;
  for (let index = 0; index < text.length; index += 1) {
    const value = VALUES[text.charCodeAt(index)] ?? -1;
    assert(value >= 0, "a marked text holds digits and capital letters only");
    product = ((product + value) % BASE || BASE) * 2;
    product %= BASE + 1;
  }
  return ALPHABET.charAt((BASE + 1 - product) % BASE);
}
