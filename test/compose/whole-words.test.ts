import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LayoutPlan } from "../../src/model/layout-plan.ts";
import { columns, tableOf, valuesOf } from "./sample-table.ts";
import {
  BODY,
  LARGE_STYLE,
  lineTexts,
  master,
  pagesOf,
  paragraph,
  planOf,
  Setting,
} from "./setting.ts";
import { span } from "../bind/sample-plan.ts";

const SCALE = 140;

/** The lines of a text in a column, as usual or in large print. */
function lines(text: string, widthMpt: number, isLarge: boolean, style = 0): string[] {
  const masters = [master([], { body: { ...BODY, widthMpt } })];
  const block = paragraph("p", [text], { spans: [span([text], style)] });
  const plan = planOf([block], { masters });
  return pagesOf(isLarge ? enlarged(plan) : plan).flatMap((page) => lineTexts(page));
}

function enlarged(plan: LayoutPlan): LayoutPlan {
  const part = (mpt: number): number => Math.round((mpt * SCALE) / 100);
  const styles = plan.styles.map((style) => ({
    ...style,
    sizeMpt: part(style.sizeMpt),
    leadingMpt: part(style.leadingMpt),
  }));
  return { ...plan, styles, percentMin: Math.floor(10_000 / SCALE) };
}

const isWhole = (text: string, found: readonly string[]): boolean =>
  text.split(" ").every((word) => found.some((line) => line.split(" ").includes(word)));

describe("in large print", () => {
  test("no word is cut that is whole in the usual size", () => {
    const number = fc
      .integer({ min: 0, max: 2_000_000_000 })
      .map((cents) => (cents / 100).toLocaleString("en-US", { minimumFractionDigits: 2 }));
    const word = fc.oneof(number, fc.stringMatching(/^[a-z]{1,18}$/));
    const given = fc.record({
      words: fc.array(word, { minLength: 1, maxLength: 8 }),
      widthMpt: fc.integer({ min: 40_000, max: 160_000 }),
      style: fc.constantFrom(0, LARGE_STYLE),
    });
    let smallerCount = 0;
    fc.assert(
      fc.property(given, ({ words, widthMpt, style }) => {
        const text = words.join(" ");
        if (!isWhole(text, lines(text, widthMpt, false, style))) return;
        const found = lines(text, widthMpt, true, style);
        expect(isWhole(text, found), found.join(" / ")).toBe(true);
        smallerCount += 1;
      }),
      { numRuns: 200 },
    );
    expect(smallerCount).toBeGreaterThan(50);
  });

  test("what has one size is a fault where it has no room, and never cut in two", () => {
    const narrow = columns.map((each) => ({ ...each, widthMpt: 40_000 }));
    const rows = [{ text: "a", cents: 999_999 }];
    const faultsOf = (isFixed: boolean): string[] => {
      const plan = enlarged(planOf([tableOf({ columns: narrow })]));
      const styles = plan.styles.map((each) => ({
        ...each,
        ...(isFixed && { isFixed: true as const }),
      }));
      return new Setting({ ...plan, styles })
        .compose(valuesOf(rows))
        .faults.map(({ code }) => code);
    };
    expect(faultsOf(false)).toEqual([]);
    expect(faultsOf(true)).toEqual(["compose.cell-overflow"]);
  });

  test("a number is as large as its column has room for", () => {
    const [only, ...more] = lines("$98,768,655.49", 90_000, true);
    expect([only, more]).toEqual(["$98,768,655.49", []]);
    expect(lines("$98,768,655.49", 40_000, true).length).toBeGreaterThan(1);
  });
});
