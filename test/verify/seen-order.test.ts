import { expect, test } from "vitest";
import { type OverlayText } from "../../src/verify/content/overlay-scan.ts";
import { overlayLines, seenLine } from "../../src/verify/content/overlay-lines.ts";
import { seenOrder } from "../../src/verify/content/seen-order.ts";

function run(text: string, xCpt: number, yCpt: number, glyphs = text): OverlayText {
  const place = { font: "F0", sizeCpt: 900, isBlack: true, xCpt, yCpt };
  return { text, glyphs, ...place, strings: [], kerns: [] };
}

test("runs on a baseline are one line, read as they stand", () => {
  const lines = overlayLines([
    run("COHEN ", 0, 700),
    run(")", 40, 700, "("),
    run("\u05dd\u05d5\u05dc\u05e9", 50, 700),
    run("(", 90, 700, ")"),
    run("1 EXAMPLE ST", 0, 690),
  ]);
  expect(lines.map((line) => line.length)).toEqual([4, 1]);
  const [first] = lines.map(seenLine);
  expect(first).toBe(seenOrder("(\u05e9\u05dc\u05d5\u05dd) COHEN"));
  // Another name of the same letters is another line.
  expect(first).not.toBe(seenOrder("(\u05e9\u05d5\u05dc\u05dd) COHEN"));
});

test("a cluster is said in reading order, whatever order its letters stand in", () => {
  const lamAlef = run("\u0644\u0627", 0, 0, "\ufffd");
  expect(seenLine([lamAlef, run("\u0633", 9, 0, "\ufffd")])).toBe(seenOrder("\u0633\u0644\u0627"));
  expect(seenOrder("O'NEIL-NU\u00d1EZ")).toBe("O'NEIL-NU\u00d1EZ");
});
