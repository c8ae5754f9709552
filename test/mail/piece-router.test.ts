import { NO_SERIAL } from "../../src/base/units.ts";
import { describe, expect, test } from "vitest";
import { pieceBulk, sheetWeightMg } from "../../src/mail/paper-weight.ts";
import { PieceRouter, type RouteRules } from "../../src/mail/piece-router.ts";
import { PieceSorter } from "../../src/mail/piece-sorter.ts";
import type { Master } from "../../src/model/layout-plan.ts";
import { SheetPlanner } from "../../src/rules/sheet-plan.ts";
import type { Envelope } from "../../src/model/stock.ts";
import { envelope, stock } from "./samples.ts";

const body = { xMpt: 0, yMpt: 0, widthMpt: 1, heightMpt: 1 };
const page: Master = { name: "page", body, boxes: [] };
const perforated = { ...stock, name: "perf", weightGsm: 100 };
const number10: Envelope = {
  ...envelope,
  foldsMpt: [264_000, 528_000],
  weightMg: 6300,
  thicknessMicrons: 250,
};
const flat: Envelope = { ...envelope, name: "flat", sheetsMax: 20, weightMg: 18_000 };
const rules: RouteRules = { stock, masters: [page], envelope: number10 };

describe("what a piece weighs", () => {
  test("is exact: paper by area, whole milligrams, halves up", () => {
    // 8.5 x 11 in are 0.060322 m2: 5.369 g at 89 g/m2, 4.524 g at 75.
    expect(sheetWeightMg(stock)).toBe(5369);
    expect(sheetWeightMg({ ...stock, weightGsm: 75 })).toBe(4524);
    const metre = Math.round((72_000 / 25.4) * 1000);
    const square = { ...stock, widthMpt: metre, heightMpt: metre, weightGsm: 80 };
    expect(sheetWeightMg(square)).toBe(80_000);
  });

  test("is its sheets and the envelope; folds make layers", () => {
    const plan = new SheetPlanner(rules).plan(5);
    expect(pieceBulk(plan, [stock], number10)).toEqual({
      weightMg: 3 * 5369 + 6300,
      thicknessMicrons: 3 * 3 * 110 + 250,
    });
    expect(pieceBulk(plan, [stock], undefined).thicknessMicrons).toBe(3 * 110);
  });
});

describe("the router of pieces", () => {
  const router = new PieceRouter({ ...rules, envelopes: [flat] });

  test("takes the first envelope that a piece may go into, else hands", () => {
    expect([12, 13, 40, 41].map((pages) => router.route(pages).envelope)).toEqual([0, 1, 1, -1]);
  });

  test("goes by weight and thickness as well", () => {
    const light = { ...number10, weightMaxMg: 6300 + 2 * 5369 };
    const thin = { ...number10, thicknessMaxMicrons: 250 + 3 * 110 };
    const envelopeOf = (first: Envelope, pages: number): number =>
      new PieceRouter({ ...rules, envelope: first, envelopes: [flat] }).route(pages).envelope;
    expect([4, 5].map((pages) => envelopeOf(light, pages))).toEqual([0, 1]);
    expect([2, 3].map((pages) => envelopeOf(thin, pages))).toEqual([0, 1]);
  });

  test("knows the sets of papers that pieces can be on", () => {
    expect(router.paperSets).toEqual([[0]]);
    const masters = [page, page, { ...page, paper: 1, isLast: true as const }];
    const mixed = new PieceRouter({ ...rules, papers: [perforated], masters });
    expect(mixed.paperSets).toEqual([[0], [0, 1]]);
    expect(mixed.paperNames(1)).toEqual([stock.name, "perf"]);
    expect(mixed.route(4).weightMg).toBe(2 * 5369 + 6032 + 6300);
  });
});

describe("streams", () => {
  const naming = { jobName: "j", cycle: "2026-10", stockName: stock.name, mode: "test" } as const;
  const options = { sheetClasses: [1, 2, 6], imbFor: [], naming };
  const cuts = { sheetsMax: 100, bytesMax: 1e9, furnitureSheets: 2, firstSerial: NO_SERIAL };

  function namesOf(router: PieceRouter, pages: readonly number[]): string[] {
    const sorter = new PieceSorter({ ...options, router });
    const sheets = new SheetPlanner(rules);
    pages.forEach((count, at) => {
      const place = { shard: 0, entry: at, ordinal: at };
      const counts = { sheets: sheets.plan(count).sheets, pages: count };
      sorter.add({ ...place, ...counts, addressClass: 0, bytes: 10, postalKey: 0 });
    });
    return sorter.spools(cuts).map(({ stream }) => stream.name);
  }

  test("are called as ever where all goes into one envelope on one paper", () => {
    expect(namesOf(new PieceRouter(rules), [1, 3, 12])).toEqual([
      "automation-1",
      "automation-2",
      "automation-3to6",
    ]);
  });

  test("tell of larger envelopes, and of hand work, from the first sheet too many", () => {
    const small = { ...number10, sheetsMax: 4 };
    const two = new PieceRouter({ ...rules, envelope: small, envelopes: [flat] });
    expect(namesOf(two, [8, 9, 13, 41])).toEqual([
      "automation-3to6",
      "automation-3to6-flat",
      "automation-7up-flat",
      "automation-7up-hand",
    ]);
  });

  test("tell of further papers", () => {
    const masters = [page, page, { ...page, paper: 1, isLast: true as const }];
    const mixed = new PieceRouter({ ...rules, papers: [perforated], masters });
    expect(namesOf(mixed, [1, 4])).toEqual(["automation-1", "automation-2+perf"]);
    const only = [{ ...page, paper: 1 }];
    const other = new PieceRouter({ ...rules, papers: [perforated], masters: only });
    expect(namesOf(other, [1])).toEqual(["automation-1-perf"]);
  });
});
