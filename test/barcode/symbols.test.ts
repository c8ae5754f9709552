import bwipjs from "bwip-js/node";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeSymbol } from "../../src/barcode/encode-symbol.ts";
import { isBadPayload } from "../../src/barcode/encoded-symbol.ts";
import { encodeQr } from "../../src/barcode/qr.ts";
import { SYMBOLOGIES } from "../../src/barcode/symbology.ts";
import type { BarcodeKind, QrLevel, SymbolModules } from "../../src/model/barcode.ts";
import { readModules } from "./read-symbols.ts";

function symbolOf(kind: BarcodeKind, text: string) {
  const encoded = encodeSymbol(kind, text, SYMBOLOGIES[kind].correction);
  if (isBadPayload(encoded)) throw new Error(`${kind} ${encoded.fault}`);
  return encoded;
}

const picture = ({ columns, rows, bits }: SymbolModules): string[] =>
  Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => {
      const byte = bits[row * Math.ceil(columns / 8) + (column >> 3)] as number;
      return String((byte >> (7 - (column & 7))) & 1);
    }).join(""),
  );

/** Bars of the first row as bwip-js gives them: widths in turns. */
function widthsOf(modules: SymbolModules): number[] {
  const runs = picture(modules)[0]?.match(/1+|0+/g) ?? [];
  return runs.map((run) => run.length);
}

function barsByBwip(bcid: string, text: string, options: object = {}): number[] {
  const [symbol] = bwipjs.raw({ bcid, text, ...options }) as unknown as [{ sbs: number[] }];
  return symbol.sbs.filter((width) => width > 0);
}

const ROW_MODULES_OF_BARS = 30;

describe("an independent reader reads", () => {
  test.each<[BarcodeKind, string, string, string?]>([
    ["qr", "0123456789", "QRCode"],
    ["qr", "HTTPS://PAY.EXAMPLE/1", "QRCode"],
    ["qr", "https://pay.example/Zoë?x=1", "QRCode"],
    ["data-matrix", "A12345678b", "DataMatrix"],
    ["data-matrix", "x".repeat(500), "DataMatrix"],
    ["pdf417", "Hello World 123", "PDF417"],
    ["aztec", "Hello World 123", "Aztec"],
    ["code-128", "AB12345678cd\n", "Code128"],
    ["gs1-128", "(01)09521234543213(10)ABC(21)9", "Code128", "010952123454321310ABC\x1d219"],
    ["ean-13", "400638133393", "EAN13", "4006381333931"],
    ["ean-8", "96385074", "EAN8"],
    ["code-39", "ABC-12 3", "Code39"],
    ["interleaved-2-of-5", "12345670", "ITF"],
  ])("%s of %s", async (kind, text, format, read = text) => {
    const { modules, text: said } = symbolOf(kind, text);
    const rowModules = SYMBOLOGIES[kind].rowModules || ROW_MODULES_OF_BARS / modules.rows;
    const [seen] = await readModules(modules, rowModules);
    expect({ format: seen?.format, bytes: seen?.bytes }).toEqual({ format, bytes: read });
    expect(said).toBe(read);
  });

  test("QR codes of every version and level", async () => {
    const levels: readonly QrLevel[] = ["L", "M", "Q", "H"];
    const lengths = [1, 15, 40, 77, 130, 220, 350, 512, 700, 940, 1270];
    for (const [index, length] of lengths.entries())
      for (const level of levels) {
        const text = "The quick brown fox. ".repeat(70).slice(index, index + length);
        const modules = encodeQr(text, { level });
        if (modules === undefined) throw new Error("a text that fits");
        expect((await readModules(modules, 1))[0]?.text, `${level} ${length}`).toBe(text);
      }
  });
});

describe("the symbols are those of bwip-js", () => {
  test("for bars, whatever they say", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9A-Z\-. $/+%]{1,20}$/), (text) => {
        const { modules } = symbolOf("code-39", text);
        // They put a space behind the last character.
        expect(widthsOf(modules)).toEqual(barsByBwip("code39", text).slice(0, -1));
      }),
      { numRuns: 30 },
    );
    fc.assert(
      fc.property(fc.stringMatching(/^(?:[0-9]{2}){3,12}$/), (text) => {
        const { modules } = symbolOf("interleaved-2-of-5", text);
        // Their wide bars are two modules, ours three.
        const theirs = barsByBwip("interleaved2of5", text).slice(0, widthsOf(modules).length);
        expect(widthsOf(modules).map((width) => Math.min(2, width))).toEqual(theirs);
      }),
      { numRuns: 30 },
    );
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{12}$/), (text) => {
        expect(widthsOf(symbolOf("ean-13", text).modules)).toEqual(barsByBwip("ean13", text));
      }),
      { numRuns: 30 },
    );
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{7}$/), (text) => {
        expect(widthsOf(symbolOf("ean-8", text).modules)).toEqual(barsByBwip("ean8", text));
      }),
      { numRuns: 30 },
    );
  });

  test("for Code 128, or shorter", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9A-Za-z]{1,24}$/), (text) => {
        const ours = symbolOf("code-128", text).modules.columns;
        const theirs = barsByBwip("code128", text).reduce((sum, width) => sum + width, 0);
        expect(ours).toBeLessThanOrEqual(theirs);
      }),
      { numRuns: 40 },
    );
  });

  test.each<QrLevel>(["L", "M", "Q", "H"])(
    "for QR codes of level %s, under one mask",
    (eclevel) => {
      for (const text of ["0123456789".repeat(12), "a quick fox ".repeat(9)]) {
        const modules = encodeQr(text, { level: eclevel });
        if (modules === undefined) throw new Error("a text that fits");
        const theirs = [1, 2, 3, 4, 5, 6, 7, 8].map((mask) => {
          const options = { bcid: "qrcode", text, eclevel, mask } as const;
          const [symbol] = bwipjs.raw(options as never) as unknown as [{ pixs: number[] }];
          return symbol.pixs.join("");
        });
        expect(theirs).toContain(picture(modules).join(""));
      }
    },
  );
});

describe("a payload is refused", () => {
  test.each<[BarcodeKind, string, RegExp]>([
    ["qr", "", /empty/],
    ["qr", "x".repeat(2400), /longer/],
    ["data-matrix", "x".repeat(3000), /longer/],
    ["pdf417", "x".repeat(2000), /longer/],
    ["aztec", "x".repeat(4000), /longer/],
    ["code-128", "Zoë", /ASCII/],
    ["gs1-128", "0109521234543213", /identifier in brackets/],
    ["gs1-128", "(01)09521234543214", /\(01\) has a wrong check digit/],
    ["gs1-128", "(17)261301", /\(17\) must be a date/],
    ["gs1-128", "(05)1", /\(05\) is not an application identifier/],
    ["gs1-128", "(10)A B", /\(10\) must have plain characters/],
    ["gs1-128", `(10)${"A".repeat(21)}`, /\(10\) must have 1 to 20/],
    ["gs1-128", `(10)${"A".repeat(20)}(21)${"B".repeat(20)}(30)12345`, /more than the 48/],
    ["ean-13", "4006381333932", /wrong check digit/],
    ["ean-13", "123", /12 digits, or 13/],
    ["ean-8", "96385075", /wrong check digit/],
    ["code-39", "abc", /lacks/],
    ["interleaved-2-of-5", "1234567", /even number/],
    ["interleaved-2-of-5", "1234", /six or more/],
  ])("%s %s", (kind, text, fault) => {
    const encoded = encodeSymbol(kind, text, SYMBOLOGIES[kind].correction);
    expect(isBadPayload(encoded) ? encoded.fault : "none").toMatch(fault);
  });
});
