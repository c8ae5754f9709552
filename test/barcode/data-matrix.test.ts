import bwipjs from "bwip-js/node";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  DATA_MATRIX_SIDES,
  dataMatrixCapacity,
  dataMatrixSizeFor,
  encodeDataMatrix,
  paintDataMatrixMask,
} from "../../src/barcode/data-matrix.ts";
import type { DataMatrix } from "../../src/barcode/data-matrix.ts";
import { readDataMatrix } from "./read-data-matrix.ts";
import type { ReadSymbol } from "./read-data-matrix.ts";

const MODULE_PIXELS = 4;
const QUIET_MODULES = 2;

/** A white grey picture with symbols at places given in modules. */
function draw(symbols: readonly { matrix: DataMatrix; x: number; y: number }[], side: number) {
  const width = side * MODULE_PIXELS;
  const pixels = new Uint8Array(width * width).fill(255);
  for (const { matrix, x, y } of symbols)
    for (let row = 0; row < matrix.size * MODULE_PIXELS; row += 1)
      for (let column = 0; column < matrix.size * MODULE_PIXELS; column += 1) {
        const moduleRow = Math.floor(row / MODULE_PIXELS);
        const moduleColumn = Math.floor(column / MODULE_PIXELS);
        if (matrix.modules[moduleRow * matrix.size + moduleColumn] === 1)
          pixels[(y * MODULE_PIXELS + row) * width + x * MODULE_PIXELS + column] = 0;
      }
  return { pixels, width };
}

async function readAlone(matrix: DataMatrix): Promise<ReadSymbol[]> {
  const symbols = [{ matrix, x: QUIET_MODULES, y: QUIET_MODULES }];
  const { pixels, width } = draw(symbols, matrix.size + 2 * QUIET_MODULES);
  return readDataMatrix(pixels, width, width);
}

function modulesByBwip(text: string, version: string): number[] {
  const [symbol] = bwipjs.raw("datamatrix", text, `version=${version}`);
  if (symbol === undefined || !("pixs" in symbol)) throw new Error("bwip-js gave no modules");
  return [...symbol.pixs];
}

const picture = ({ size, modules }: DataMatrix): string[] =>
  Array.from({ length: size }, (_, row) =>
    [...modules.subarray(row * size, (row + 1) * size)].map((dark) => ".#".charAt(dark)).join(""),
  );

describe("a Data Matrix", () => {
  test("has the modules of the standard's example", () => {
    // ISO/IEC 16022, Annex O: the text 123456.
    expect(picture(encodeDataMatrix("123456"))).toEqual([
      "#.#.#.#.#.",
      "##..#.##.#",
      "##.....#..",
      "##...###.#",
      "##....#...",
      "#.....####",
      "###.##....",
      "####.##..#",
      "#..###.#..",
      "##########",
    ]);
  });

  test.each(DATA_MATRIX_SIDES)("of %i modules has those that bwip-js gives", (size) => {
    const capacity = dataMatrixCapacity(size);
    for (const count of [1, 2, capacity - 1, capacity]) {
      const text = "0123456789".repeat(41).slice(0, 2 * count);
      const { modules } = encodeDataMatrix(text, { size });
      expect([...modules]).toEqual(modulesByBwip(text, `${size}x${size}`));
    }
  });

  test.each(DATA_MATRIX_SIDES)("of %i modules is read at full and at least data", async (size) => {
    const letters = "Nightpress 07 sheet 1 of 2; ".repeat(8);
    const capacity = dataMatrixCapacity(size);
    for (const text of ["7", "A".repeat(capacity), letters.slice(0, capacity)]) {
      const found = await readAlone(encodeDataMatrix(text, { size }));
      expect(found.map((symbol) => symbol.text)).toEqual([text]);
    }
  });

  test("is read whatever its text", async () => {
    const text = fc.oneof(
      fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 60 }),
      fc.stringMatching(/^[0-9A-Z]{1,40}$/),
      fc.stringMatching(/^[0-9]{1,80}$/),
    );
    await fc.assert(
      fc.asyncProperty(text, async (given) => {
        const found = await readAlone(encodeDataMatrix(given));
        expect(found.map((symbol) => symbol.text)).toEqual([given]);
      }),
      { numRuns: 150 },
    );
  });

  test("holds any byte, as bytes 128 to 255 take a shift", async () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(bytes, async (given) => {
        const found = await readAlone(encodeDataMatrix(String.fromCharCode(...given)));
        expect(found.map((symbol) => [...symbol.bytes])).toEqual([[...given]]);
      }),
      { numRuns: 50 },
    );
  });

  test("takes the smallest size that holds its text", () => {
    expect(dataMatrixCapacity(22)).toBe(30);
    expect(encodeDataMatrix("A".repeat(30)).size).toBe(22);
    expect(encodeDataMatrix("A".repeat(31)).size).toBe(24);
    expect(encodeDataMatrix("1".repeat(60)).size).toBe(22);
    expect(encodeDataMatrix("é".repeat(15)).size).toBe(22);
    expect(encodeDataMatrix("é".repeat(16)).size).toBe(24);
    expect(encodeDataMatrix("").size).toBe(10);
  });

  test("says beforehand whether a text fits", () => {
    expect(dataMatrixSizeFor("A".repeat(204))).toBe(52);
    expect(dataMatrixSizeFor("A".repeat(205))).toBeUndefined();
    expect(dataMatrixSizeFor("1".repeat(408))).toBe(52);
    expect(dataMatrixSizeFor("1".repeat(409))).toBeUndefined();
    expect(dataMatrixSizeFor("€")).toBeUndefined();
  });

  test("asserts that its text fits", () => {
    expect(() => encodeDataMatrix("A".repeat(4), { size: 10 })).toThrow("10 modules holds");
    expect(() => encodeDataMatrix("A".repeat(500))).toThrow("size that holds the text");
    expect(() => encodeDataMatrix("€")).toThrow("U+00FF");
    expect(() => encodeDataMatrix("A", { size: 28 })).toThrow("28 modules is missing");
    expect(() => dataMatrixCapacity(11)).toThrow("11 modules is missing");
  });

  test("does not change when another is encoded", () => {
    const first = encodeDataMatrix("FIRST 1");
    const before = [...first.modules];
    encodeDataMatrix("SECOND2", { size: first.size });
    expect([...first.modules]).toEqual(before);
  });

  test.each(DATA_MATRIX_SIDES)("of %i modules is painted row by row", (size) => {
    const matrix = encodeDataMatrix("31", { size });
    const bytesPerRow = Math.ceil(size / 8);
    const out = new Uint8Array(size * bytesPerRow + 1).fill(0xaa);
    expect(paintDataMatrixMask(matrix, out)).toBe(size * bytesPerRow);
    const rows = picture(matrix).map((row) => row.padEnd(bytesPerRow * 8, "."));
    const bits = [...out.subarray(0, -1)].map((byte) => byte.toString(2).padStart(8, "0")).join("");
    expect(bits.replaceAll("0", ".").replaceAll("1", "#")).toBe(rows.join(""));
    expect(out.at(-1)).toBe(0xaa);
    expect(() => paintDataMatrixMask(matrix, out.subarray(2))).toThrow("has room");
  });
});

describe("the reader", () => {
  test("finds several symbols and says where they are", async () => {
    const left = { matrix: encodeDataMatrix("LEFT0001", { size: 20 }), x: 10, y: 20 };
    const right = { matrix: encodeDataMatrix("RIGHT002", { size: 24 }), x: 60, y: 70 };
    const { pixels, width } = draw([left, right], 110);
    const found = await readDataMatrix(pixels, width, width);
    expect(found.map((symbol) => symbol.text)).toEqual(["LEFT0001", "RIGHT002"]);
    expect(Math.abs((found[1]?.left ?? 0) - 60 * MODULE_PIXELS)).toBeLessThan(MODULE_PIXELS);
    expect(Math.abs((found[1]?.bottom ?? 0) - 94 * MODULE_PIXELS)).toBeLessThan(MODULE_PIXELS);
  });

  test("finds nothing on a blank page, and nothing where a symbol is spoilt", async () => {
    expect(await readDataMatrix(new Uint8Array(10_000).fill(255), 100, 100)).toEqual([]);
    const matrix = encodeDataMatrix("SPOILT", { size: 16 });
    for (let module = 40; module < 200; module += 1) matrix.modules[module] = 1;
    expect(await readAlone(matrix)).toEqual([]);
  });
});
