import { expect, test } from "vitest";
import { cycleInName, isCycle, periodOf } from "../../src/base/cycle.ts";

test.each([
  ["2026-10", true],
  ["2026-13", false],
  ["2026-00", false],
  ["2026-W01", true],
  ["2026-W41", true],
  ["2026-W00", false],
  // 2026 begins on a Thursday; 2020 was a leap year that began on a Wednesday; 2025 has 52 weeks.
  ["2026-W53", true],
  ["2020-W53", true],
  ["2025-W53", false],
  ["2026-W54", false],
  ["2026-10-07", true],
  ["2026-02-29", false],
  ["2024-02-29", true],
  ["2026-10/group-07", true],
  ["2026-W41/group-07", true],
  ["2026-10-07/second.run", true],
  ["2026-10/", false],
  ["2026-10/../x", false],
  ["2026-10/a/b", false],
  ["2026-10/-a", false],
  [`2026-10/${"a".repeat(32)}`, true],
  [`2026-10/${"a".repeat(33)}`, false],
  ["2026", false],
  ["202610", false],
  ["2026-10 ", false],
  ["group-07", false],
])("the cycle %s: %s", (cycle, is) => {
  expect(isCycle(cycle)).toBe(is);
});

test("a week is valid in exactly the years whose 28 December is in it", () => {
  for (let year = 1990; year < 2060; year += 1) {
    // The Thursday of a week decides its year; 28 December is always in the last week.
    const last = Date.UTC(year, 11, 28);
    const thursday = last + (4 - (new Date(last).getUTCDay() || 7)) * 86_400_000;
    const weeks = Math.ceil((thursday - Date.UTC(year, 0, 1) + 86_400_000) / 86_400_000 / 7);
    expect([year, isCycle(`${year}-W53`)]).toEqual([year, weeks === 53]);
  }
});

test("a cycle in a file's name is no path, and of no other cycle", () => {
  expect(cycleInName("2026-10/07")).toBe("2026-10_07");
  expect(cycleInName("2026-10-07")).toBe("2026-10-07");
  expect(periodOf("2026-W41/group-07")).toBe("2026-W41");
  expect(periodOf("2026-10")).toBe("2026-10");
});
