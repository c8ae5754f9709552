import { expect, test } from "vitest";
import { checkMailDay } from "../../src/desk/decisions/mail-day.ts";
import { refusedCodes } from "../kit/refused-codes.ts";

const window = {
  endedMs: Date.parse("2026-10-31T12:00:00Z"),
  nowMs: Date.parse("2026-11-03T12:00:00Z"),
};

function refusal(day: string, given: Parameters<typeof checkMailDay>[1] = window): string {
  return refusedCodes(() => checkMailDay(day, given)).join(" ");
}

test("a day from the run's end until today can be that of mailing", () => {
  for (const day of ["2026-10-31", "2026-11-01", "2026-11-03"]) expect(refusal(day)).toBe("");
});

test("one before it, or ahead, cannot", () => {
  expect(refusal("2026-10-29")).toBe("decision.date-outside");
  expect(refusal("2026-11-05")).toBe("decision.date-outside");
});

test("of a run whose end nothing tells, any day until today can", () => {
  expect(refusal("2020-01-01", { ...window, endedMs: undefined })).toBe("");
});

test("what is no day of the calendar is refused as such", () => {
  for (const day of ["", "2026-02-30", "31.10.2026", "2026-10-31T00:00"])
    expect(refusal(day)).toBe("decision.bad-date");
});
