import { expect, test } from "vitest";
import type { RunningRun } from "../../src/model/running-run.ts";
import { nextStep } from "../../src/shop/next-step.ts";

const running = {} as RunningRun;

test("a run that nobody works on is to be resumed; one under way needs nothing", () => {
  for (const state of ["composing", "assembling"] as const) {
    expect(nextStep(state, "out/a", "production", undefined)).toBe("nightpress resume out/a");
    expect(nextStep(state, "out/a", "production", running)).toBe("");
  }
});

test("each state that waits names its command, with who decides", () => {
  const step = (state: Parameters<typeof nextStep>[0]): string =>
    nextStep(state, "out/a", "production", undefined);
  expect(step("failed")).toBe("nightpress verify out/a");
  expect(step("held-for-approval")).toContain("nightpress approve out/a --by NAME");
  expect(step("held-for-release")).toContain("nightpress release out/a --by NAME");
  expect(step("released")).toMatch(/^nightpress mailed out\/a --date DAY .*--by NAME/);
  expect(step("mailed")).toContain("nightpress close out/a --by NAME");
  expect(step("nothing-to-mail")).toContain("nightpress close out/a --by NAME");
  expect(step("closed")).toBe("");
});

test("a test run is never mailed", () => {
  expect(nextStep("released", "out/a", "test", undefined)).toBe("");
});
