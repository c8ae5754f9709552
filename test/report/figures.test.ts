import { expect, it } from "vitest";
import {
  countText,
  durationText,
  grouped,
  rateText,
  shareText,
  sizeText,
} from "../../src/report/figures.ts";

it("groups thousands", () => {
  expect([0, 7, 999, 1000, 1234567, -1234, 999.6].map(grouped)).toEqual([
    "0",
    "7",
    "999",
    "1,000",
    "1,234,567",
    "-1,234",
    "1,000",
  ]);
});

it("writes sizes in the unit that fits", () => {
  expect([0, 999, 1000, 12_340, 999_500, 5e9, 2e15].map(sizeText)).toEqual([
    "0 bytes",
    "999 bytes",
    "1.0 kB",
    "12.3 kB",
    "1.0 MB",
    "5.0 GB",
    "2000 TB",
  ]);
});

it("writes durations as people say them", () => {
  expect([0, 0.123, 9.99, 9.996, 59.94, 59.97, 245, 3599.7, 7380].map(durationText)).toEqual([
    "0.00 s",
    "0.12 s",
    "9.99 s",
    "10.0 s",
    "59.9 s",
    "1 min 00 s",
    "4 min 05 s",
    "1 h 00 min",
    "2 h 03 min",
  ]);
});

it("writes rates, shares and counts", () => {
  expect([rateText(5, 2), rateText(12_000, 2), rateText(1, 0)]).toEqual(["2.5", "6,000", "–"]);
  expect([shareText(1, 4), shareText(1, 8000), shareText(0, 0)]).toEqual(["25 %", "0.013 %", "–"]);
  expect([countText(1, "batch", "batches"), countText(2000, "spool")]).toEqual([
    "1 batch",
    "2,000 spools",
  ]);
});
