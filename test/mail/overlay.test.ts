import { asPieceNumber } from "../../src/base/units.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeDataMatrix, paintDataMatrixMask } from "../../src/barcode/data-matrix.ts";
import {
  IMB_BYTES_PER_ROW,
  IMB_CLEAR_EDGE_MPT,
  IMB_CLEAR_SIDE_MPT,
} from "../../src/barcode/imb-geometry.ts";
import { barsToLetters } from "../../src/barcode/imb.ts";
import { Shaper } from "../../src/font/shaper.ts";
import { addressPlace, checkEnvelope } from "../../src/mail/address-place.ts";
import { checkMarkStrip, markPlace } from "../../src/mail/mark-place.ts";
import { dataMatrixText } from "../../src/mail/marks.ts";
import { checkSheets, OverlayMaker } from "../../src/mail/overlay-maker.ts";
import { checkWindow, overlaps } from "../../src/mail/window-check.ts";
import { FrameBuilder } from "../../src/rules/frame-builder.ts";
import type { Frame, MaskItem } from "../../src/model/frame.ts";
import type { PlacedPiece } from "../../src/model/piece.ts";
import type { Rect } from "../../src/model/geometry.ts";
import { addressZone, windowSweep } from "../../src/model/stock.ts";
import { decodeImb } from "../barcode/imb-decoder.ts";
import {
  address,
  BLACK,
  bold,
  bounds,
  clearOf,
  envelope,
  GREY,
  options,
  placed,
  playOf,
  readRuns,
  regular,
  stock,
} from "./samples.ts";

const maker = new OverlayMaker(options);
const testMaker = new OverlayMaker({ ...options, mode: "test" });

function overlayOf(from: OverlayMaker, piece: PlacedPiece, pageIndex: number): FrameBuilder {
  const builder = new FrameBuilder();
  from.overlay(builder, piece, pageIndex);
  return builder;
}

/** The barcode's letters, read from the columns where bars stand. */
function lettersOf(mask: MaskItem): string {
  const ink = (row: number, bar: number): number => {
    const column = bar * 9 + 1;
    const byte = mask.bits[row * IMB_BYTES_PER_ROW + (column >> 3)] ?? 0;
    return (byte >> (7 - (column & 7))) & 1;
  };
  return barsToLetters(Uint8Array.from({ length: 65 }, (_, bar) => ink(0, bar) + 2 * ink(2, bar)));
}

function matrixBits(text: string): Uint8Array {
  const bits = new Uint8Array(54);
  paintDataMatrixMask(encodeDataMatrix(text, { size: 18 }), bits);
  return bits;
}

function imbOf(frame: Frame): MaskItem[] {
  return frame.masks.filter(({ columns }) => columns === 580);
}

describe("a first page's overlay", () => {
  const frame = overlayOf(maker, placed(), 0);

  test("is as large as the sheet and has no art", () => {
    expect([frame.widthMpt, frame.heightMpt, frame.master]).toEqual([612_000, 792_000, -1]);
    expect([frame.rectCount, frame.imageCount, frame.formCount, frame.markCount]).toEqual([
      0, 0, 0, 0,
    ]);
  });

  test("has the address lines, one run each, and the token", () => {
    const runs = readRuns(frame);
    expect(runs.map(({ text }) => text)).toEqual([...address.lines, "RS2610-000000123 1/2 A"]);
    expect(runs.map(({ sizeMpt }) => sizeMpt)).toEqual([9_000, 9_000, 9_000, 7_000]);
    expect(runs.every(({ color, mark }) => color === BLACK && mark === -1)).toBe(true);
  });

  test("has a barcode that reads back", () => {
    const [mask] = imbOf(frame);
    expect(decodeImb(lettersOf(mask as MaskItem))).toEqual({
      tracking: "00270902123456000042",
      routing: "62704123412",
    });
  });

  test("has the encoder's Data Matrix in the mark strip", () => {
    const mask = frame.masks.find(({ columns }) => columns === 18);
    expect(mask?.bits).toEqual(matrixBits(dataMatrixText("RS2610", asPieceNumber(123), 1, 2)));
    expect(mask).toMatchObject({ ...markPlace(stock).matrix, rows: 18, color: BLACK });
    expect(mask?.widthMpt).toBe(18 * 1440);
  });

  test("keeps marks and token inside the strip, with a quiet zone", () => {
    const { matrix, moduleMpt } = markPlace(stock);
    const token = readRuns(frame).at(-1);
    const strip = { ...envelope, window: stock.markStrip, play: playOf(0, 0) };
    const quiet = checkWindow({ ...strip, clear: clearOf(moduleMpt) }, matrix, []);
    expect(quiet.isSafe).toBe(true);
    const box = token?.box ?? matrix;
    expect(checkWindow({ ...strip, clear: clearOf(0) }, box, []).isSafe).toBe(true);
    expect(box.xMpt).toBeGreaterThanOrEqual(matrix.xMpt + matrix.widthMpt + moduleMpt);
  });
});

describe("other pages' overlays", () => {
  test.each([
    [1, "RS2610-000000123 1/2 B", undefined],
    [2, "RS2610-000000123 2/2 A", dataMatrixText("RS2610", asPieceNumber(123), 2, 2)],
    [3, "RS2610-000000123 2/2 B", undefined],
  ])("page %i has the token %s and no address", (pageIndex, token, dataMatrix) => {
    const frame = overlayOf(maker, placed(), pageIndex);
    expect(readRuns(frame).map(({ text }) => text)).toEqual([token]);
    const bits = frame.masks.map((mask) => mask.bits);
    expect(bits).toEqual(dataMatrix === undefined ? [] : [matrixBits(dataMatrix)]);
  });

  test("there is none past the last sheet", () => {
    expect(() => overlayOf(maker, placed(), 4)).toThrow("on one of its piece's sheets");
  });

  test("a reprint says so in both marks", () => {
    const frame = overlayOf(maker, { ...placed(), generation: 1 }, 2);
    expect(readRuns(frame)[0]?.text).toBe("RS2610-000000123R1 2/2 A");
    expect(frame.masks[0]?.bits).toEqual(
      matrixBits(dataMatrixText("RS2610", asPieceNumber(123), 2, 2, 1)),
    );
  });

  test("one maker draws the same whatever came before", () => {
    const builder = new FrameBuilder();
    const snapshot = (piece: PlacedPiece, page: number): unknown => {
      maker.overlay(builder, piece, page);
      return structuredClone([readRuns(builder), builder.masks]);
    };
    const first = snapshot(placed(), 0);
    snapshot(placed({ address: { lines: ["X", "Ω"] }, routing: "" }, 1), 0);
    snapshot(placed(), 3);
    expect(snapshot(placed(), 0)).toEqual(first);
  });
});

describe("without a serial", () => {
  test.each([
    ["a test run", testMaker, placed()],
    ["a class without barcodes", maker, placed({ addressClass: "foreign" }, -1)],
  ])("%s has an address where it always stands, but no barcode", (_name, from, piece) => {
    const frame = overlayOf(from, piece, 0);
    expect(imbOf(frame)).toEqual([]);
    expect(frame.masks).toHaveLength(1);
    const boxes = readRuns(frame).filter(({ text }) => address.lines.includes(text));
    const usual = readRuns(overlayOf(maker, placed(), 0)).slice(0, 3);
    expect(boxes).toEqual(usual);
  });
});

describe("SPECIMEN", () => {
  test.each([0, 1, 2, 3])("stands large and grey on page %i of a test run", (pageIndex) => {
    const words = readRuns(overlayOf(testMaker, placed(), pageIndex)).filter(
      ({ text }) => text === "SPECIMEN",
    );
    expect(words).toHaveLength(2);
    for (const { box, color, sizeMpt } of words) {
      expect([color, sizeMpt > 60_000]).toEqual([GREY, true]);
      expect(box.widthMpt).toBeGreaterThan(0.65 * stock.widthMpt);
      expect(overlaps(box, windowSweep(envelope)) || overlaps(box, stock.markStrip)).toBe(false);
    }
  });

  test("stands on no page of production", () => {
    const texts = readRuns(overlayOf(maker, placed(), 0)).map(({ text }) => text);
    expect(texts).not.toContain("SPECIMEN");
  });
});

describe("the address block", () => {
  const wide = "MWMWMWMWMW".repeat(3);
  const someLine = fc.stringMatching(/^[A-Z0-9É#&',.-][A-Z0-9É#&' ,.-]{0,44}$/);

  test("stays in the window wherever the insert lies, or is refused", () => {
    fc.assert(
      fc.property(fc.array(someLine, { minLength: 1, maxLength: 6 }), (lines) => {
        const faults = maker.address.checkAddress({ lines });
        if (faults.length > 0) {
          expect(faults.every(({ code }) => code === "mail.address-too-wide")).toBe(true);
          return;
        }
        const frame = overlayOf(maker, placed({ address: { lines } }), 0);
        const runs = readRuns(frame).slice(0, lines.length);
        expect(runs.map(({ text }) => text)).toEqual(lines);
        const block = bounds([...runs.map(({ box }) => box), ...imbOf(frame)]);
        expect(checkWindow(envelope, block, [stock.markStrip])).toMatchObject({ isSafe: true });
      }),
    );
  });

  test("keeps the barcode's clear zones to the window's edge and to the text", () => {
    const frame = overlayOf(maker, placed(), 0);
    const [imb] = imbOf(frame) as [MaskItem];
    const { views } = checkWindow(envelope, imb, []);
    for (const { clearance } of views) {
      expect(clearance.leftMpt).toBeGreaterThanOrEqual(IMB_CLEAR_SIDE_MPT);
      expect(clearance.rightMpt).toBeGreaterThanOrEqual(IMB_CLEAR_SIDE_MPT);
      expect(clearance.topMpt).toBeGreaterThanOrEqual(IMB_CLEAR_EDGE_MPT);
    }
    const { barcode, text } = addressPlace(envelope);
    expect(text.yMpt - barcode.yMpt - barcode.heightMpt).toBe(IMB_CLEAR_EDGE_MPT);
  });

  test.each([
    [3, 9_000],
    [4, 9_000],
    [6, 7_000],
  ])("of %i lines is set in %i", (count, sizeMpt) => {
    const lines = Array.from({ length: count }, (_, line) => `${line} ELM ST`);
    const runs = readRuns(overlayOf(maker, placed({ address: { lines } }), 0));
    expect(runs.slice(0, count).map((run) => run.sizeMpt)).toEqual(lines.map(() => sizeMpt));
  });

  test("is set smaller, then closer, and then refused as a line grows", () => {
    const fates = Array.from({ length: 40 }, (_, at) => {
      const lines = [wide.repeat(2).slice(0, 20 + at), "12 EXAMPLE ST"];
      const faults = maker.address.checkAddress({ lines });
      if (faults.length > 0) return faults.map(({ code }) => code).join();
      const frame = overlayOf(maker, placed({ address: { lines } }), 0);
      const isKerned = frame.kerns.subarray(0, lines[0]?.length).some((kern) => kern < 0);
      return `${readRuns(frame)[0]?.sizeMpt}${isKerned ? " closer" : ""}`;
    });
    expect([...new Set(fates)]).toEqual([
      "9000",
      "8500",
      "8000",
      "7500",
      "7000",
      "7000 closer",
      "mail.address-too-wide",
    ]);
  });

  test("is refused where it is too high, or empty", () => {
    const lines = Array.from({ length: 7 }, () => "X");
    expect(maker.address.checkAddress({ lines }).map(({ code }) => code)).toEqual([
      "mail.address-too-tall",
    ]);
    expect(maker.address.checkAddress({ lines: [] }).map(({ code }) => code)).toEqual([
      "mail.address-missing",
    ]);
    expect(() => overlayOf(maker, placed({ address: { lines } }), 0)).toThrow("was checked");
  });

  test("names no value in its findings", () => {
    const faults = maker.address.checkAddress({ lines: [wide.repeat(2), "漢"] });
    expect(faults.map(({ code }) => code)).toEqual(["mail.address-glyph", "mail.address-too-wide"]);
    expect(JSON.stringify(faults)).not.toMatch(/MWM|漢/);
  });

  test("says of a control character that the record is wrong, and not the font", () => {
    const [fault] = maker.address.checkAddress({ lines: ["A", "B\nC"] });
    expect(fault).toMatchObject({
      message: "No font has U+000A, character 2 of address line 2.",
      hint: "A line of the address has no control characters: give each line a field of its own.",
    });
  });

  test("is substituted where the job says so", () => {
    const missingGlyph = { action: "substitute", text: "?" } as const;
    const lenient = new OverlayMaker({ ...options, address: { ...options.address, missingGlyph } });
    const lines = ["ANA 漢 NUNEZ", "12 EXAMPLE ST"];
    expect(lenient.address.checkAddress({ lines }).map(({ severity }) => severity)).toEqual([
      "warning",
    ]);
    const frame = overlayOf(lenient, placed({ address: { lines } }), 0);
    expect(readRuns(frame)[0]?.text).toBe("ANA ? NUNEZ");
  });

  test("takes its glyphs from fallback fonts cluster by cluster", () => {
    const { face } = regular;
    const glyphOf = (codePoint: number): number => (codePoint === 66 ? 0 : face.glyphOf(codePoint));
    const codePoints = face.codePoints.filter((codePoint) => codePoint !== 66);
    const noB = { ...face, glyphOf, codePoints };
    const shaper = new Shaper(noB, { cacheWordsMax: 10 });
    const fonts = [{ index: 7, face: noB, shaper }, bold] as const;
    const mixed = new OverlayMaker({ ...options, address: { ...options.address, fonts } });
    const used: unknown[] = [];
    mixed.address.addressGlyphs({ lines: ["AA", "BA"] }, (font, glyphs, start, end) => {
      used.push([font, ...glyphs.subarray(start, end)]);
    });
    const a = face.glyphOf(65);
    expect(used).toEqual([
      [7, a, a],
      [bold.index, bold.face.glyphOf(66)],
      [7, a],
    ]);
    expect(mixed.address.checkAddress({ lines: ["AA", "BA"] })).toEqual([]);
  });
});

describe("checks before a run", () => {
  test("pass for a usual sheet and envelope", () => {
    expect([...checkEnvelope(envelope), ...checkMarkStrip(stock), ...checkSheets(9_999)]).toEqual(
      [],
    );
  });

  test("find a window too narrow or too low, and sheets past counting", () => {
    const narrow = { ...envelope, play: playOf(50_000, 9_000) };
    const low = { ...envelope, window: { ...envelope.window, heightMpt: 50_000 } };
    for (const one of [narrow, low])
      expect(checkEnvelope(one)[0]?.code).toBe("mail.window-too-small");
    expect(checkSheets(10_000)[0]?.code).toBe("mail.too-many-sheets");
  });

  test("find a strip too small or off the sheet", () => {
    const strip = stock.markStrip;
    const codesFor = (markStrip: typeof strip): string[] =>
      checkMarkStrip({ ...stock, markStrip }).map(({ code }) => code);
    expect(codesFor({ ...strip, heightMpt: 21_000 })).toEqual(["mail.strip-too-small"]);
    expect(codesFor({ ...strip, widthMpt: 100_000 })).toEqual(["mail.strip-too-small"]);
    expect(codesFor({ ...strip, yMpt: 17_000 })).toEqual(["mail.strip-outside"]);
    expect(codesFor({ ...strip, heightMpt: 22_000 })).toEqual([]);
  });
});

describe("the window's check", () => {
  const window = { xMpt: 100, yMpt: 100, widthMpt: 100, heightMpt: 50 };
  // Each edge has a play and a clearance of its own.
  const play = { upMpt: 5, downMpt: 7, leftMpt: 10, rightMpt: 13 };
  const clear = { topMpt: 1, bottomMpt: 2, leftMpt: 3, rightMpt: 4 };
  const small = { ...envelope, window, play, clear };
  const block = { xMpt: 113, yMpt: 106, widthMpt: 70, heightMpt: 35 };

  test("accepts what just fits", () => {
    const { views, isSafe } = checkWindow(small, block, [{ ...block, yMpt: 200 }]);
    expect(isSafe).toBe(true);
    const least = (edge: keyof typeof clear): number =>
      Math.min(...views.map(({ clearance }) => clearance[edge]));
    expect(Object.keys(clear).map((edge) => least(edge as keyof typeof clear))).toEqual([
      1, 2, 3, 4,
    ]);
    expect(addressZone(small)).toEqual(block);
  });

  test.each([
    [{ xMpt: 112, widthMpt: 71 }],
    [{ widthMpt: 71 }],
    [{ yMpt: 105, heightMpt: 36 }],
    [{ heightMpt: 36 }],
  ])("sees %j past one side", (change) => {
    expect(checkWindow(small, { ...block, ...change }, []).isSafe).toBe(false);
  });

  test("knows what it shows in some position", () => {
    expect(windowSweep(small)).toEqual({ xMpt: 87, yMpt: 93, widthMpt: 123, heightMpt: 62 });
    const corner = { xMpt: 87, yMpt: 93, widthMpt: 1, heightMpt: 1 };
    const shown = (rect: Rect) => !checkWindow(small, block, [rect]).isSafe;
    expect([shown(corner), shown({ ...corner, xMpt: 86 })]).toEqual([true, false]);
    expect(shown({ ...corner, xMpt: 209, yMpt: 154 })).toBe(true);
    expect(shown({ ...corner, xMpt: 210, yMpt: 154 })).toBe(false);
  });

  test("sees what else shows, and in which position", () => {
    const below = { xMpt: 120, yMpt: 154, widthMpt: 5, heightMpt: 5 };
    const { views, isSafe } = checkWindow(small, block, [{ ...below, yMpt: 155 }, below]);
    expect(isSafe).toBe(false);
    expect(views.map(({ exposed }) => exposed)).toEqual([[], [1], [1], [], []]);
  });
});
