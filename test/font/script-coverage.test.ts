import { expect, test } from "vitest";
import { scriptCoverage } from "../../src/font/script-coverage.ts";
import { noto } from "./faces.ts";

test("letters are counted by their script, and nothing else is", () => {
  const codePoints = Array.from("abcé ×7.ßΩж", (character) => character.codePointAt(0) ?? 0);
  expect(scriptCoverage(codePoints).map(({ script, letters }) => [script, letters])).toEqual([
    ["Latin", 5],
    ["Greek", 1],
    ["Cyrillic", 1],
  ]);
});

test("the shipped font has all Greek and Cyrillic letters in use, and no Hebrew", () => {
  const covered = new Map(
    scriptCoverage(noto().codePoints).map(({ script, letters, of }) => [script, letters / of]),
  );
  expect(covered.get("Greek")).toBeGreaterThan(0.95);
  expect(covered.get("Cyrillic")).toBeGreaterThan(0.95);
  expect(covered.get("Latin")).toBeGreaterThan(0.8);
  expect(covered.has("Hebrew")).toBe(false);
});
