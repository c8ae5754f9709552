import { NO_SERIAL } from "../../src/base/units.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FurnitureMaker } from "../../src/mail/furniture.ts";
import type { SheetNote } from "../../src/mail/furniture-notes.ts";
import { furnitureMarkText, parseFurnitureMarkText } from "../../src/mail/marks.ts";
import { furnitureRules, PieceSorter } from "../../src/mail/piece-sorter.ts";
import { FrameBuilder } from "../../src/rules/frame-builder.ts";
import {
  type BreakRule,
  furnitureSheets,
  FURNITURE_KINDS,
  type MarkedFurniture,
} from "../../src/model/furniture.ts";
import type { SpoolPlan } from "../../src/model/piece.ts";
import { BLACK, bold, envelope, GREY, placed, readRuns, spoolPlan, stock } from "./samples.ts";

const naming = { jobName: "j", cycle: "2026-10", stockName: "s", mode: "test" } as const;

interface Piece {
  readonly sheets: number;
  readonly postalKey: number;
}

function cut(pieces: readonly Piece[], sheetsMax: number, breaks?: BreakRule): SpoolPlan[] {
  const sorter = new PieceSorter({ sheetClasses: [9], imbFor: [], naming });
  pieces.forEach(({ sheets, postalKey }, at) => {
    const place = { shard: 0, entry: at, ordinal: at };
    sorter.add({ ...place, addressClass: 0, sheets, pages: sheets * 2, bytes: 10, postalKey });
  });
  const rules = furnitureRules({
    ...(breaks && { breaks }),
    setUp: { sheets: 1, testPattern: true },
  });
  return sorter.spools({ sheetsMax, bytesMax: 1e9, firstSerial: NO_SERIAL, ...rules });
}

function breaksOf(plans: readonly SpoolPlan[]): number[][] {
  return plans.map(({ furniture }) => [...(furniture?.breaks ?? [])]);
}

const at = (zip: number, sheets = 1): Piece => ({ sheets, postalKey: zip * 1_000_000 });

describe("break sheets", () => {
  test("lie where the first digits of the postal code change", () => {
    const pieces = [at(62701), at(62704), at(62804), at(62899), at(70001)];
    expect(breaksOf(cut(pieces, 100, { postalDigits: 3 }))).toEqual([[2, 4]]);
    expect(breaksOf(cut(pieces, 100, { postalDigits: 5 }))).toEqual([[1, 2, 3, 4]]);
  });

  test("lie after so many sheets, between pieces", () => {
    const pieces = [3, 3, 3, 3, 3].map((sheets) => at(62701, sheets));
    expect(breaksOf(cut(pieces, 100, { everySheets: 7 }))).toEqual([[2, 4]]);
    expect(breaksOf(cut(pieces, 100, { everySheets: 2 }))).toEqual([[1, 2, 3, 4]]);
  });

  test("are counted in a spool's bound, and none is first in a spool", () => {
    const somePieces = fc.array(
      fc.record({ sheets: fc.integer({ min: 1, max: 9 }), postalKey: fc.nat(5e10) }),
      { minLength: 1, maxLength: 60 },
    );
    const rule = fc.constantFrom<BreakRule>({ postalDigits: 3 }, { everySheets: 12 });
    fc.assert(
      fc.property(somePieces, rule, (pieces, breaks) => {
        const plans = cut(pieces, 24, breaks);
        expect(plans.reduce((sum, plan) => sum + plan.shards.length, 0)).toBe(pieces.length);
        for (const plan of plans) {
          const own = plan.furniture?.breaks ?? new Uint32Array();
          expect(plan.sheetCount + furnitureSheets(plan.furniture)).toBeLessThanOrEqual(24);
          for (const place of own) expect(place > 0 && place < plan.shards.length).toBe(true);
        }
      }),
    );
  });

  test("set-up sheets and their pattern are in each spool's plan as the job has them", () => {
    const plans = cut([at(62701), at(62702), at(62703)], 5);
    expect(plans.length).toBeGreaterThan(1);
    for (const { furniture } of plans)
      expect(furniture).toMatchObject({ setUpSheets: 1, hasPattern: true });
  });

  test("a job without furniture of its own has plans without it", () => {
    const sorter = new PieceSorter({ sheetClasses: [9], imbFor: [], naming });
    const place = { shard: 0, entry: 0, ordinal: 0 };
    sorter.add({ ...place, addressClass: 0, sheets: 1, pages: 1, bytes: 10, postalKey: 0 });
    const rules = { sheetsMax: 10, bytesMax: 1e9, firstSerial: NO_SERIAL, ...furnitureRules({}) };
    expect(sorter.spools(rules).map((plan) => "furniture" in plan)).toEqual([false]);
    expect(furnitureRules({})).toEqual({ furnitureSheets: 2 });
  });
});

describe("furniture sheets", () => {
  const options = {
    stock,
    envelope,
    font: bold,
    color: BLACK,
    specimenColor: GREY,
    job: { name: "retail", cycle: "2026-10", asOf: "2026-10-31", mode: "production" },
    jobMark: "RS2610",
  } as const;

  function noted(note: SheetNote): FrameBuilder {
    const builder = new FrameBuilder();
    new FurnitureMaker(options).note(builder, note, spoolPlan);
    return builder;
  }

  test("marks tell kinds and numbers apart, and read back", () => {
    const kinds = FURNITURE_KINDS.filter((kind): kind is MarkedFurniture => kind !== "cover");
    const marks = kinds.map((kind) => {
      const isSingle = kind === "header" || kind === "trailer";
      return { jobMark: "RS2610", kind, spoolNumber: 5, ...(!isSingle && { number: 12 }) };
    });
    const texts = marks.map(furnitureMarkText);
    expect(texts.map((text) => text.charAt(0))).toEqual(["H", "U", "P", "B", "T"]);
    expect(texts.map(parseFurnitureMarkText)).toEqual(marks);
    expect(new Set(texts).size).toBe(5);
  });

  test("a break sheet says what lies behind it", () => {
    const frame = noted({ kind: "break", number: 2, of: 3, next: placed() });
    const texts = readRuns(frame).map(({ text }) => text);
    expect(texts).toContain("BREAK 2 of 3");
    expect(texts).toContain("Next piece 123");
    expect(texts).toContain("Next ZIP 62704");
    expect(frame.masks).toHaveLength(1);
  });

  test("a test pattern keeps to what can be printed, and has no barcode of the post", () => {
    const frame = noted({ kind: "pattern", number: 1, of: 1 });
    expect(frame.masks.map(({ columns, rows }) => [columns, rows])).toEqual([[18, 18]]);
    const edge = stock.noPrintEdgeMpt;
    for (let rect = 0; rect < frame.rectCount; rect += 1) {
      const [xMpt = 0, yMpt = 0, widthMpt = 0, heightMpt = 0] = frame.rects.subarray(rect * 5);
      expect(Math.min(xMpt, yMpt)).toBeGreaterThanOrEqual(edge);
      expect(xMpt + widthMpt).toBeLessThanOrEqual(stock.widthMpt - edge);
      expect(yMpt + heightMpt).toBeLessThanOrEqual(stock.heightMpt - edge);
    }
    // 8 crosses of two arms, 5 outlines of four sides, 4 densities of nine lines.
    expect(frame.rectCount).toBe(16 + 20 + 36);
  });
});
