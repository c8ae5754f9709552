import { expect, it } from "vitest";
import { castsIn } from "./casts.ts";
import { sourceFiles } from "./source-tree.ts";

/** May go down, never up. About half are of numbers in flat arrays, whose place is known. */
const CASTS_MAX = 420;

it("takes no more on trust of the compiler than it did", () => {
  const counts = sourceFiles("src").map(castsIn);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(CASTS_MAX);
});

it("counts every cast but `as const`", () => {
  const text = "const a = [1] as const; f(a as unknown as string, <T>(b: T) => b[0] as T);";
  expect(castsIn({ path: "planted.ts", text })).toBe(3);
});
