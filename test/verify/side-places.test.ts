import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type FontFace, openFontFace } from "../../src/font/font-face.ts";
import { Shaper } from "../../src/font/shaper.ts";
import { showCodes } from "../../src/font/show-codes.ts";
import { type OverlayOptions, OverlayMaker } from "../../src/mail/overlay-maker.ts";
import { FrameBuilder } from "../../src/rules/frame-builder.ts";
import type { Color } from "../../src/model/geometry.ts";
import type { VerifySetup } from "../../src/model/verification.ts";
import { ContentPainter } from "../../src/paint/pdf/content-painter.ts";
import { ByteWriter } from "../../src/pdf/byte-writer.ts";
import { agrees } from "../../src/verify/content/actual-text.ts";
import type { FontMetrics } from "../../src/verify/font-metrics.ts";
import { scanOverlay } from "../../src/verify/content/overlay-scan.ts";
import { SidePlaces } from "../../src/verify/side-places.ts";
import { CFF_PATH, hasCff, noto } from "../font/faces.ts";
import { envelope, options, placed, stock } from "../mail/samples.ts";
import { decoderOf } from "./page-money.ts";

const cff = hasCff ? [openFontFace(readFileSync(CFF_PATH))] : [];
const faces: readonly FontFace[] = [noto(), ...cff, noto("NotoSans-Bold")];
const fonts = faces.map((face, index) => {
  return { index, face, shaper: new Shaper(face, { cacheWordsMax: 100 }) };
});
const BLACK: Color = { space: "gray", values: [0] };
const GREY: Color = { space: "gray", values: [880] };
const painter = new ContentPainter(
  [BLACK, BLACK, BLACK, BLACK, BLACK, GREY],
  faces.map((face) => showCodes(face)),
);
const decoders = new Map(faces.map((face, index) => [`F${index}`, decoderOf(face)]));
const measures = new Map(faces.map((face, index) => [`F${index}`, metricsOf(face)]));

function metricsOf(face: FontFace): FontMetrics {
  const { byteOf, twoByteBase } = showCodes(face);
  const widths = new Uint16Array(65_536);
  for (let glyph = 0; glyph < face.glyphCount; glyph += 1)
    widths[byteOf[glyph] || glyph + twoByteBase] = face.advances[glyph] ?? 0;
  const { ascentUnits, descentUnits, capHeightUnits, isCff } = face;
  const isShort = (byte: number): boolean => !isCff && byte < 0x80;
  return { ascentUnits, descentUnits, capHeightUnits, widths, isShort };
}

const words = fc.constantFrom("ANA", "O'NEIL-NUÑEZ", "12", "EXAMPLE", "ST", "Ωμέγα", "ﬁN", "é");
const line = fc.array(words, { minLength: 1, maxLength: 9 }).map((parts) => parts.join(" "));
const sides = fc.record({
  lines: fc.array(line, { minLength: 1, maxLength: 8 }),
  order: fc.shuffledSubarray([...faces.keys()], { minLength: 1 }),
  sizeMpt: fc.integer({ min: 14, max: 24 }).map((halves) => halves * 500),
  leadingMpt: fc.integer({ min: 9000, max: 15_000 }),
  side: fc.integer({ min: 0, max: 3 }),
  mode: fc.constantFrom("production" as const, "test" as const),
});

describe("where the verifier wants marks, names and addresses", () => {
  it("is where overlays are made to have them, whatever the address and its font", () => {
    let checked = 0;
    fc.assert(
      fc.property(sides, ({ lines, order, sizeMpt, leadingMpt, side, mode }) => {
        const [first = fonts[0], ...others] = order.map((index) => fonts[index]);
        const address = { ...options.address, fonts: [first, ...others], sizeMpt, leadingMpt };
        const token = { ...options.token, font: first };
        const maker = new OverlayMaker({
          ...options,
          address,
          token,
          mode,
        } as unknown as OverlayOptions);
        const bad = maker.address
          .checkAddress({ lines })
          .some(({ severity }) => severity !== "warning");
        fc.pre(!bad);
        const builder = new FrameBuilder();
        maker.overlay(builder, placed({ address: { lines } }), side);
        const out = new ByteWriter();
        painter.paintArtifact(builder, out);
        const overlay = scanOverlay(Buffer.from(out.view()), decoders);
        expect(overlay.faultAt).toBeUndefined();
        const print = { ...PRINT, addressFonts: order, addressSizeMpt: sizeMpt };
        const setup = { ...SETUP, print: { ...print, addressLeadingMpt: leadingMpt } };
        const places = new SidePlaces(setup as never, measures, decoders);
        expect(places.pieceFaults(overlay, side === 0)).toEqual([]);
        for (const { text, glyphs } of overlay.texts) expect(agrees(text, glyphs)).toBe(true);
        checked += 1;
      }),
      { numRuns: 400, verbose: 1 },
    );
    expect(checked).toBeGreaterThan(200);
  });
});

const PRINT = {
  markStrip: stock.markStrip,
  noPrintEdgeMpt: stock.noPrintEdgeMpt,
  envelope,
};
const SETUP: Partial<VerifySetup> = {
  jobMark: options.jobMark,
  furniturePaper: {
    ...stock,
    stock: stock.name,
    tray: stock.name,
  },
};

describe("text that stands for glyphs", () => {
  const samples = [
    "Zażółć",
    "ﬁn",
    "A\u{301}",
    "ΑΩ",
    "Привет",
    "שלום 12",
    "مرحبا",
    "a\u{ad}b",
    "x\u{a0}y",
  ];
  it.each(samples)("agrees with what a font shows for it: %s", (text) => {
    for (const { shaper, face, index } of fonts) {
      const { glyphs, missing } = shaper.word(text);
      if (missing >= 0) continue;
      const { byteOf, twoByteBase } = showCodes(face);
      const codes = Array.from(glyphs, (glyph) => {
        const short = byteOf[glyph] as number;
        return short > 0 ? [short] : [(glyph + twoByteBase) >> 8, (glyph + twoByteBase) & 0xff];
      });
      const shown = decoders.get(`F${index}`)?.text(Uint8Array.from(codes.flat())) ?? "";
      expect(agrees(text, shown), `${text} as ${shown}`).toBe(true);
      if (text.length > 2) expect(agrees(`${text}Q`, shown)).toBe(shown.includes("\u{fffd}"));
    }
  });

  it("agrees with nothing but what its glyphs can say", () => {
    const cases: readonly (readonly [string, string, boolean])[] = [
      ["MARY", "ARMY", false],
      ["JANE ROE", "JOHN DOE", false],
      ["office", "o\u{fffd}ce", true],
      ["office", "o\u{fffd}cx", false],
      ["", "PAID", false],
      ["PAID", "", false],
      ["(שלום)", ")םולש(", true],
      ["שלום", "םולק", false],
      ["Ω", "Ω", true],
      ["9,100.00", "1,900.00", false],
    ];
    for (const [actual, glyphs, isSame] of cases)
      expect(agrees(actual, glyphs), `${actual} by ${glyphs}`).toBe(isSame);
  });
});
