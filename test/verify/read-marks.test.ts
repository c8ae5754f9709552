import { readFileSync } from "node:fs";
import bwipjs from "bwip-js/node";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { placeDataMatrix } from "../../src/barcode/data-matrix-placement.ts";
import { DATA_MATRIX_SIZES } from "../../src/barcode/data-matrix-sizes.ts";
import {
  DATA_MATRIX_SIDES,
  dataMatrixCapacity,
  dataMatrixSizeFor,
  encodeDataMatrix,
  paintDataMatrixMask,
} from "../../src/barcode/data-matrix.ts";
import { paintImbMask } from "../../src/barcode/imb-geometry.ts";
import { encodeImb } from "../../src/barcode/imb.ts";
import { ReedSolomon } from "../../src/barcode/reed-solomon.ts";
import type { MarkMask } from "../../src/verify/marks/mark-mask.ts";
import { readDataMatrix } from "../../src/verify/marks/read-data-matrix.ts";
import { readImb } from "../../src/verify/marks/read-imb.ts";

function maskOf(size: number, modules: ArrayLike<number>): MarkMask {
  const bits = new Uint8Array(size * Math.ceil(size / 8));
  paintDataMatrixMask({ size, modules: Uint8Array.from(modules) }, bits);
  return { columns: size, rows: size, bits };
}

function symbolOf(text: string, size?: number): MarkMask {
  const matrix = encodeDataMatrix(text, size === undefined ? {} : { size });
  return maskOf(matrix.size, matrix.modules);
}

function symbolByBwip(text: string, options: string): MarkMask {
  const [symbol] = bwipjs.raw("datamatrix", text, options);
  if (symbol === undefined || !("pixs" in symbol)) throw new Error("bwip-js gave no modules");
  return maskOf(symbol.pixx, symbol.pixs);
}

/** The symbol of 10 modules with three codewords of one's own, its error correction right. */
function symbolOfCodewords(data: readonly number[]): MarkMask {
  const [layout] = DATA_MATRIX_SIZES;
  if (layout === undefined) throw new Error("no sizes");
  const codewords = Uint8Array.from({ length: 8 }, (_, at) => data[at] ?? 0);
  new ReedSolomon(layout.checkCodewords).writeChecks(codewords, 0, layout.dataCodewords, 1);
  const { blank, modules } = placeDataMatrix(layout);
  const symbol = blank.slice();
  modules.forEach((module, bit) => {
    symbol[module] = ((codewords[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1;
  });
  return maskOf(layout.size, symbol);
}

function flipped(mask: MarkMask, bit: number): MarkMask {
  const bits = mask.bits.slice();
  bits[bit >> 3] = (bits[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7));
  return { ...mask, bits };
}

describe("the verifier's reader of Data Matrices", () => {
  it.each(DATA_MATRIX_SIDES)("reads %i modules, full and almost empty, of two encoders", (size) => {
    const capacity = dataMatrixCapacity(size);
    const letters = "Night 07; ".repeat(30);
    const texts = ["7", "0042".repeat(250).slice(0, 2 * capacity), letters.slice(0, capacity)];
    for (const text of texts) {
      expect(readDataMatrix(symbolOf(text, size))).toBe(text);
      // The others' letters would go into denser encodations, which we do not print.
      const other = text === letters.slice(0, capacity) ? "3".repeat(capacity) : text;
      expect(readDataMatrix(symbolByBwip(other, `version=${size}x${size}`))).toBe(other);
    }
  });

  it("reads any text", () => {
    const text = fc.oneof(
      fc.string({ unit: "grapheme-ascii", maxLength: 60 }),
      fc.string({ unit: fc.nat(255).map((code) => String.fromCharCode(code)), maxLength: 40 }),
      fc.stringMatching(/^[0-9]{1,80}$/),
    );
    fc.assert(
      fc.property(text, (given) => {
        fc.pre(dataMatrixSizeFor(given) !== undefined);
        expect(readDataMatrix(symbolOf(given))).toBe(given);
      }),
      { numRuns: 500 },
    );
  });

  it("reads none with any one module flipped", () => {
    for (const size of DATA_MATRIX_SIDES) {
      const mask = symbolOf("00421", size);
      for (let bit = 0; bit < mask.bits.length * 8; bit += 1)
        expect(readDataMatrix(flipped(mask, bit))).toBeUndefined();
    }
  });

  it("reads none whose codewords are not ASCII encodation with right padding", () => {
    expect(readDataMatrix(symbolOfCodewords([66, 67, 68]))).toBe("ABC");
    expect(readDataMatrix(symbolOfCodewords([66, 67, 129]))).toBe("AB");
    expect(readDataMatrix(symbolOfCodewords([66, 129, 70]))).toBe("A");
    expect(readDataMatrix(symbolOfCodewords([66, 235, 1]))).toBe("A\x80");
    const wrong = [
      [66, 129, 71],
      [66, 129, 129],
      [66, 67, 235],
      [66, 235, 129],
      [66, 67, 0],
      [66, 67, 230],
      [66, 67, 254],
      [232, 67, 68],
    ];
    for (const codewords of wrong)
      expect(readDataMatrix(symbolOfCodewords(codewords))).toBeUndefined();
    expect(readDataMatrix(symbolByBwip("A".repeat(40), ""))).toBeUndefined();
  });

  it("reads none of other shapes, and never fails", () => {
    const mask = symbolOf("1", 10);
    expect(readDataMatrix({ ...mask, rows: 12 })).toBeUndefined();
    expect(readDataMatrix({ ...mask, bits: mask.bits.subarray(1) })).toBeUndefined();
    expect(readDataMatrix({ columns: 0, rows: 0, bits: new Uint8Array(0) })).toBeUndefined();
    fc.assert(
      fc.property(fc.nat(60), fc.uint8Array({ maxLength: 400 }), (size, bits) => {
        readDataMatrix({ columns: size, rows: size, bits });
      }),
    );
  });
});

const digits = (count: number) => fc.stringMatching(new RegExp(`^[0-9]{${count}}$`));
const tracking = fc.stringMatching(/^[0-9][0-4][0-9]{18}$/);
const routing = fc.oneof(fc.constant(""), digits(5), digits(9), digits(11));

function barcodeOf(bars: Uint8Array): MarkMask {
  const bits = new Uint8Array(219);
  paintImbMask(bars, bits);
  return { columns: 580, rows: 3, bits };
}

function barsOf(trackingCode: string, routingCode: string): Uint8Array {
  const bars = new Uint8Array(65);
  encodeImb(trackingCode, routingCode, bars);
  return bars;
}

interface Vector {
  readonly tracking: string;
  readonly routing: string;
  readonly letters?: string;
}

describe("the verifier's reader of Intelligent Mail barcodes", () => {
  it("reads the specification's examples and the USPS reference set", () => {
    const path = new URL("../barcode/vectors/imb.json", import.meta.url);
    const vectors = (JSON.parse(readFileSync(path, "utf8")) as Vector[]).filter(
      ({ letters }) => letters !== undefined,
    );
    expect(vectors).toHaveLength(36);
    for (const vector of vectors) {
      const bars = Uint8Array.from(vector.letters ?? "", (letter) => "TADF".indexOf(letter));
      expect(readImb(barcodeOf(bars))).toBe(vector.tracking + vector.routing);
    }
  });

  it("reads whatever is encoded", () => {
    fc.assert(
      fc.property(tracking, routing, (trackingCode, routingCode) => {
        const read = readImb(barcodeOf(barsOf(trackingCode, routingCode)));
        expect(read).toBe(trackingCode + routingCode);
      }),
      { numRuns: 1000 },
    );
  });

  it("reads none with any one bar changed", () => {
    fc.assert(
      fc.property(tracking, routing, (trackingCode, routingCode) => {
        const bars = barsOf(trackingCode, routingCode);
        for (let bar = 0; bar < 65; bar += 1)
          for (const change of [1, 2, 3]) {
            const changed = bars.slice();
            changed[bar] = (changed[bar] ?? 0) ^ change;
            expect(readImb(barcodeOf(changed))).toBeUndefined();
          }
      }),
      { numRuns: 20 },
    );
  });

  it("reads none with two bars that change places, or turned round", () => {
    const bars = barsOf("01234567094987654321", "01234567891");
    for (let bar = 1; bar < 65; bar += 1) {
      const changed = bars.slice();
      [changed[bar - 1], changed[bar]] = [bars[bar] ?? 0, bars[bar - 1] ?? 0];
      if (changed[bar] !== bars[bar]) expect(readImb(barcodeOf(changed))).toBeUndefined();
    }
    const over = bars.map((bar) => ((bar & 1) << 1) | (bar >> 1)).reverse();
    expect(readImb(barcodeOf(over))).toBeUndefined();
  });

  it("reads none with any one bit of its mask flipped", () => {
    const mask = barcodeOf(barsOf("01234567094987654321", "012345678"));
    for (let bit = 0; bit < mask.bits.length * 8; bit += 1)
      expect(readImb(flipped(mask, bit))).toBeUndefined();
  });

  it("reads none of other shapes, and never fails", () => {
    const mask = barcodeOf(barsOf("01234567094987654321", ""));
    expect(readImb({ ...mask, columns: 579 })).toBeUndefined();
    expect(readImb({ ...mask, rows: 2 })).toBeUndefined();
    expect(readImb({ ...mask, bits: mask.bits.subarray(1) })).toBeUndefined();
    const states = fc.array(fc.nat(3), { minLength: 65, maxLength: 65 });
    fc.assert(
      fc.property(states, (bars) => {
        readImb(barcodeOf(Uint8Array.from(bars)));
      }),
    );
  });
});
