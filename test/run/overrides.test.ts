import { expect, test } from "vitest";
import { diagnostic } from "../../src/base/diagnostic.ts";
import { Overrides } from "../../src/run/decisions/overrides.ts";
import { refusedCodes } from "../kit/refused-codes.ts";

const WHO = { by: "A. Novak", reason: "the bank sent it twice" };
const again = diagnostic("run.cycle-run", "The cycle was run before.");

test("lifts what it names, and enters who answers for what was met", () => {
  const overrides = new Overrides({ codes: ["run.cycle-run"], ...WHO });
  expect(overrides.decisions()).toEqual([]);
  expect(overrides.lifts(again, { cycle: "2026-10" })).toBe(true);
  expect(overrides.lifts(diagnostic("input.stale", "It is old."))).toBe(false);
  const details = { code: "run.cycle-run", message: again.message, cycle: "2026-10" };
  expect(overrides.decisions()).toEqual([{ action: "override", reason: WHO.reason, details }]);
  expect(refusedCodes(() => overrides.checkNeeded())).toEqual([]);
});

test("enters a finding that is met twice once, and two of one code both", () => {
  const overrides = new Overrides({ codes: ["run.cycle-run"], ...WHO });
  for (const finding of [again, again, diagnostic("run.cycle-run", "Of another mark.")])
    expect(overrides.lifts(finding)).toBe(true);
  expect(overrides.decisions()).toHaveLength(2);
});

test("is refused where a code cannot be passed over, or was not needed", () => {
  expect(refusedCodes(() => new Overrides({ codes: ["verify.missing"], ...WHO }))).toEqual([
    "run.override-unknown",
  ]);
  const idle = new Overrides({ codes: ["run.cycle-run", "input.stale"], ...WHO });
  idle.lifts(again);
  expect(refusedCodes(() => idle.checkNeeded())).toEqual(["run.override-idle"]);
});

test("needs a name and a reason", () => {
  expect(
    refusedCodes(() => new Overrides({ codes: [], by: "", reason: "" })).length,
  ).toBeGreaterThan(0);
});

test("lifts nothing where nobody asks for it", () => {
  const none = new Overrides(undefined);
  expect(none.lifts(again)).toBe(false);
  expect(refusedCodes(() => none.checkNeeded())).toEqual([]);
});
