import { expect, test } from "vitest";
import { findMutants } from "./find-mutants.ts";

/** A text after each of its mutants, in their order. */
function mutated(text: string): string[] {
  return findMutants("a.ts", text).map(
    ({ start, end, replacement }) => text.slice(0, start) + replacement + text.slice(end),
  );
}

test("swaps operators, but leaves joined texts whole", () => {
  expect(mutated("const x = a < b;")).toEqual(["const x = a <= b;"]);
  expect(mutated("const x = a && b;")).toEqual(["const x = a || b;"]);
  expect(mutated("const x = a + b;")).toEqual(["const x = a - b;"]);
  expect(mutated('const x = "a" + b;')).toEqual([]);
});

test("negates conditions, leaves statements out, and counts one too many", () => {
  expect(mutated("if (a) b();")).toEqual(["if (!(a)) b();", "if (a) ;"]);
  expect(mutated("const x = a ? b : c;")).toEqual(["const x = !(a) ? b : c;"]);
  expect(mutated("a = 1;")).toEqual([";", "a = 2;"]);
});

test("says on which line, and touches neither types nor imports", () => {
  const text = 'import { a } from "a";\ntype T = 1 | 2;\nconst x: T = a * 2;\n';
  expect(findMutants("a.ts", text).map(({ line, what }) => [line, what])).toEqual([
    [3, "* → +"],
    [3, "2 → 3"],
  ]);
});
