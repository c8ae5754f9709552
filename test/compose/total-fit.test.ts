import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  BREAK_AT_HYPHEN,
  BREAK_HYPHENATED,
  type BreakPoint,
  type LineRules,
  TEXT_START,
} from "../../src/compose/break-points.ts";
import { findBreaks } from "../../src/compose/find-breaks.ts";
import { firstFit } from "../../src/compose/first-fit.ts";
import { totalFit } from "../../src/compose/total-fit.ts";
import { Hyphenator } from "../../src/font/hyphenator.ts";

/** The advances of Computer Modern Roman's small letters, in 1/1000 em. */
const LETTERS = [500, 556, 444, 556, 444, 306, 500, 556, 278, 306, 528, 278, 833].concat([
  556, 500, 556, 528, 392, 394, 389, 556, 528, 722, 528, 528, 444,
]);
const SPACE = 333;
const HYPHEN = 333;

function widthOf(text: string): number {
  let width = 0;
  for (const character of text) {
    const letter = LETTERS[character.charCodeAt(0) - 0x61];
    width += letter ?? (character === "-" ? HYPHEN : /[.,;’]/.test(character) ? 278 : 700);
  }
  return width;
}

function pointsOf(text: string, width: number, hyphenator?: Hyphenator): readonly BreakPoint[] {
  const measure = {
    word: (from: number, to: number) => widthOf(text.slice(from, to)),
    spaces: (from: number, to: number) => (to - from) * SPACE,
    hyphen: () => HYPHEN,
  };
  return findBreaks(text, measure, hyphenator, width).points;
}

const english = new Hyphenator("en-us");

function rulesOf(width: number, more: Partial<LineRules> = {}): LineRules {
  const limits = { shrink: 0.33, growMax: 10, hyphensMax: 99, zone: 0, rag: 2000 };
  return { start: TEXT_START, width, isJustified: true, ...limits, ...more };
}

/** The demerits of plain TeX (The TeXbook, pages 97 and 98), for any breaks of a text. */
function demeritsOf(breaks: readonly BreakPoint[], width: number): number {
  let demerits = 0;
  let from = TEXT_START;
  let [fitBefore, wasHyphen] = [1, false];
  for (const to of breaks) {
    const slack = width - (to.endX - from.nextX);
    const spaces = to.endSpace - from.nextSpace;
    const isEnd = to === breaks.at(-1);
    const ratio = isEnd && slack >= 0 ? 0 : slack / (spaces * (slack < 0 ? 0.33 : 0.5));
    if (ratio < -1 || Number.isNaN(ratio)) return Number.POSITIVE_INFINITY;
    const isHyphen = to.kind === BREAK_AT_HYPHEN || to.kind === BREAK_HYPHENATED;
    const fit = ratio < -0.5 ? 0 : ratio <= 0.5 ? 1 : ratio <= 1 ? 2 : 3;
    demerits += (10 + Math.round(100 * Math.abs(ratio) ** 3)) ** 2 + (isHyphen ? 2500 : 0);
    if (isHyphen && wasHyphen) demerits += 10_000;
    if (isEnd && wasHyphen) demerits += 5000;
    if (Math.abs(fit - fitBefore) > 1) demerits += 10_000;
    [from, fitBefore, wasHyphen] = [to, fit, isHyphen];
  }
  return demerits;
}

const TALE =
  "In olden times when wishing still helped one, there lived a king whose daughters were all " +
  "beautiful; and the youngest was so beautiful that the sun itself, which has seen so much, was " +
  "astonished whenever it shone in her face. Close by the king’s castle lay a great dark forest, " +
  "and under an old lime-tree in the forest was a well, and when the day was very warm, the king’s " +
  "child went out into the forest and sat down by the side of the cool fountain; and when she was " +
  "bored she took a golden ball, and threw it up on high and caught it; and this ball was her " +
  "favorite plaything.";

/** Where TeX's algorithm, as `tex-linebreak2` 0.8.4 has it, breaks the tale with TeX's values. */
const RECORDED: readonly (readonly [width: number, ends: readonly number[]])[] = [
  [
    14_000,
    [27, 59, 89, 121, 155, 183, 215, 249, 281, 311, 343, 373, 404, 436, 468, 498, 526, 559, 579],
  ],
  [16_000, [33, 70, 108, 143, 179, 215, 252, 290, 330, 362, 397, 432, 468, 502, 537, 573, 579]],
  [18_000, [40, 80, 121, 165, 203, 245, 287, 330, 366, 408, 446, 485, 526, 568, 579]],
  [20_000, [45, 89, 134, 179, 225, 269, 318, 362, 408, 455, 498, 541, 579]],
  [24_000, [51, 104, 161, 215, 269, 324, 379, 432, 485, 541, 579]],
  [28_000, [64, 124, 186, 252, 318, 379, 441, 502, 568, 579]],
  [32_000, [70, 143, 215, 290, 362, 436, 508, 579]],
  [36_000, [80, 165, 245, 330, 408, 485, 568, 579]],
];

describe("the total fit", () => {
  test.each(RECORDED)("has no more demerits than TeX's breaks at a width of %d", (width, ends) => {
    const points = pointsOf(TALE, width, english);
    const theirs = ends.map((end) => points.find((point) => point.end === end) as BreakPoint);
    const ours = totalFit(points, rulesOf(width)) as BreakPoint[];
    expect(demeritsOf(ours, width)).toBeLessThanOrEqual(demeritsOf(theirs, width));
    expect(demeritsOf(theirs, width)).toBeLessThan(Number.POSITIVE_INFINITY);
  });

  test("has the fewest demerits of all ways to break a text", () => {
    const words = TALE.split(" ");
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: words.length - 8 }),
        fc.integer({ min: 5000, max: 16_000 }),
        (first, width) => {
          const points = pointsOf(words.slice(first, first + 8).join(" "), width, english);
          const least = Math.min(...everyWay(points).map((way) => demeritsOf(way, width)));
          const ours = totalFit(points, rulesOf(width, { growMax: 50 }));
          // Lines without a space have a value of their own here, and none in TeX.
          if (least === Number.POSITIVE_INFINITY || ours === undefined) return;
          if (ours.some((point) => point.kind > BREAK_HYPHENATED)) return;
          expect(demeritsOf(ours, width)).toBe(least);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("keeps to the limit of hyphens in a row, and of spaces where that can be", () => {
    for (const width of [9000, 11_000, 12_000]) {
      const points = pointsOf(TALE, width, english);
      const breaks = totalFit(points, rulesOf(width, { hyphensMax: 1 })) as BreakPoint[];
      const flags = breaks.map(({ kind }) => (kind === BREAK_HYPHENATED ? "-" : "."));
      expect(flags.join("")).not.toContain("--");
      expect(flags).toContain("-");
    }
    // Without the limit one line is looser.
    const [loose, kept] = [10, 0.3].map((growMax) => {
      const rules = rulesOf(27_000, { growMax });
      return mostGrown(totalFit(pointsOf(TALE, 27_000, english), rules) as BreakPoint[], 27_000);
    });
    expect(loose).toBeGreaterThan(0.3);
    expect(kept).toBeLessThanOrEqual(0.3);
  });
});

/** Every way to choose from breaks that ends at the last of them. */
function everyWay(points: readonly BreakPoint[]): BreakPoint[][] {
  const last = points.at(-1) as BreakPoint;
  const inner = points.slice(0, -1);
  return Array.from({ length: 2 ** Math.min(inner.length, 14) }, (_, bits) => [
    ...inner.filter((_point, index) => ((bits >> index) & 1) === 1),
    last,
  ]);
}

/** By what share the spaces of the loosest line have grown. */
function mostGrown(breaks: readonly BreakPoint[], width: number): number {
  let from = TEXT_START;
  return Math.max(
    ...breaks.slice(0, -1).map((to) => {
      const share = (width - (to.endX - from.nextX)) / (to.endSpace - from.nextSpace);
      from = to;
      return share;
    }),
  );
}

describe("the first fit", () => {
  const line = (from: BreakPoint, to: BreakPoint) => to.endX - from.nextX;

  test("fills each line as far as it goes, and divides words outside the zone alone", () => {
    const points = pointsOf(TALE, 14_000, english);
    for (const zone of [0, 3000]) {
      let from = TEXT_START;
      for (const to of firstFit(points, rulesOf(14_000, { zone }))) {
        const plain = points.filter(
          (point) => point.kind === 0 && point.next > from.next && line(from, point) <= 14_000,
        );
        const reach = Math.max(...plain.map((point) => line(from, point)));
        expect(line(from, to)).toBeLessThanOrEqual(14_000);
        if (to.kind === BREAK_HYPHENATED) expect(14_000 - reach).toBeGreaterThan(zone);
        else expect(line(from, to)).toBe(reach);
        from = to;
      }
    }
  });
});
