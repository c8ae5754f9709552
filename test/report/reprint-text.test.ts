import { expect, test } from "vitest";
import type { ReprintTotals } from "../../src/model/run-report.ts";
import { reprintText } from "../../src/report/reprint-text.ts";

const TOTALS: ReprintTotals = {
  reimages: 1,
  reprints: 2,
  pieces: 1042,
  wastedSheets: 1,
  unmade: 0,
  sums: [{ stage: "reprint", what: "sheets", left: 7, right: 7, ok: true }],
};

test("reprints are told in one line, with their sums", () => {
  const made = "1 re-image, 2 reprints: 1,042 pieces, 1 sheet wasted; ";
  expect(reprintText(TOTALS)).toBe(`${made}all 1 sum agree`);
  const off = { stage: "reprint", what: "pieces", left: 7, right: 6, ok: false };
  const broken = { ...TOTALS, sums: [...TOTALS.sums, off] };
  expect(reprintText(broken)).toBe(`${made}SUMS DO NOT AGREE: pieces (7, 6)`);
  expect(reprintText({ ...TOTALS, sums: [] })).toContain("not checked");
  expect(reprintText({ ...TOTALS, unmade: 1, sums: [] })).toContain("1 interrupted, finish");
});
