import { describe, expect, test } from "vitest";
import { ReedSolomon } from "../../src/barcode/reed-solomon.ts";

describe("Reed-Solomon checks", () => {
  test("are those of the standard's example", () => {
    // ISO/IEC 16022, Annex O: the text 123456 in a symbol of 10 modules.
    const codewords = Uint8Array.from([142, 164, 186, 0, 0, 0, 0, 0]);
    new ReedSolomon(5).writeChecks(codewords, 0, 3, 1);
    expect([...codewords]).toEqual([142, 164, 186, 114, 25, 5, 88, 102]);
  });

  test("of two blocks that are dealt out in turn are those of each alone", () => {
    const even = Uint8Array.from([1, 2, 3, 0, 0, 0, 0, 0]);
    const odd = Uint8Array.from([250, 0, 7, 0, 0, 0, 0, 0]);
    const both = Uint8Array.from(
      [...even].flatMap((codeword, index) => [codeword, odd[index] ?? 0]),
    );
    const checks = new ReedSolomon(5);
    for (const alone of [even, odd]) checks.writeChecks(alone, 0, 3, 1);
    for (const block of [0, 1]) checks.writeChecks(both, block, 6, 2);
    expect([...both].filter((_, index) => index % 2 === 0)).toEqual([...even]);
    expect([...both].filter((_, index) => index % 2 === 1)).toEqual([...odd]);
  });

  test("assert a number of checks that the field has room for", () => {
    expect(() => new ReedSolomon(0)).toThrow("leave room");
    expect(() => new ReedSolomon(255)).toThrow("leave room");
  });
});
