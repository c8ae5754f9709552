import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Block, GroupBlock } from "../../src/model/block.ts";
import { base } from "../bind/sample-plan.ts";
import { carry, cells, numbered, tableOf, valuesOf } from "./sample-table.ts";
import {
  BODY,
  type Box,
  type DrawnPage,
  lineTexts,
  master,
  pagesOf,
  paragraph,
  planOf,
} from "./setting.ts";

const PADDING = 8000;
const GROUND = 2;
const BORDER = 1;

function panel(blocks: readonly Block[], more: Partial<GroupBlock> = {}): GroupBlock {
  const frame = {
    paddingMpt: PADDING,
    background: GROUND,
    borderColor: -1,
    breakable: true,
  } as const;
  return {
    ...base("g"),
    spaceAfterMpt: 0,
    kind: "group",
    keepTogether: false,
    blocks,
    ...frame,
    ...more,
  };
}

function set(block: Block, count: number, heightMpt = 200_000): readonly DrawnPage[] {
  const masters = [master([], { body: { ...BODY, heightMpt } })];
  return pagesOf(planOf([block], { masters }), valuesOf(numbered(count)));
}

/** Whether grounds of a page leave no gap from the first to the last, and none beside them. */
function bottomOfGround(page: DrawnPage): number {
  const grounds = page.rects.filter(({ index }) => index === GROUND).toSorted((a, b) => a.y - b.y);
  let bottom = grounds[0]?.y ?? 0;
  for (const { x, y, width, height } of grounds) {
    expect([x, width]).toEqual([BODY.xMpt, BODY.widthMpt]);
    expect(y).toBeLessThanOrEqual(bottom);
    bottom = Math.max(bottom, y + height);
  }
  return bottom;
}

const table = tableOf({ carry, columnGapMpt: 6000 });

describe("a panel that may break", () => {
  test("goes on over pages with its ground behind all that stands in it, for any rows", () => {
    const given = fc.record({
      rows: fc.integer({ min: 1, max: 60 }),
      heightMpt: fc.integer({ min: 150_000, max: 300_000 }),
      gapMpt: fc.integer({ min: 0, max: 20_000 }),
    });
    fc.assert(
      fc.property(given, ({ rows, heightMpt, gapMpt }) => {
        const words = paragraph("w", ["above"], { spaceAfterMpt: gapMpt });
        const pages = set(panel([words, table, paragraph("b", ["below"])]), rows, heightMpt);
        const texts = pages.flatMap((page) => cells(page).map(([first = ""]) => first));
        expect(texts.filter((text) => text.startsWith("row "))).toHaveLength(rows);
        expect(texts.at(-1)).toBe("below");
        for (const [index, page] of pages.entries()) {
          const bottom = bottomOfGround(page);
          expect(bottom).toBeLessThanOrEqual(BODY.yMpt + heightMpt);
          for (const { x, y } of page.runs) {
            expect(x).toBeGreaterThanOrEqual(BODY.xMpt + PADDING);
            expect(y).toBeLessThan(bottom);
          }
          if (index > 0 && cells(page)[0]?.[0] === "Text")
            expect(cells(page)[1]?.[0]).toBe("Brought forward");
        }
      }),
      { numRuns: 50 },
    );
  });

  test("has its upper border on its first page alone, its lower one on its last", () => {
    const pages = set(
      panel([table], { background: -1, borderColor: BORDER, borderWidthMpt: 2000 }),
      40,
    );
    const level = ({ rects }: DrawnPage): Box[] =>
      rects.filter(({ height, width }) => height === 2000 && width > 2000);
    expect(pages.length).toBeGreaterThan(2);
    expect(pages.map((page) => level(page).length)).toEqual(
      pages.map((_, at) => Number(at === 0 || at === pages.length - 1)),
    );
    for (const { rects } of pages) {
      const sides = new Set(rects.filter(({ width }) => width === 2000).map(({ x }) => x));
      expect(sides).toEqual(new Set([BODY.xMpt, BODY.xMpt + BODY.widthMpt - 2000]));
    }
  });

  test("within another one stands on it, its table within both", () => {
    const pages = set(panel([panel([table], { background: 3 })]), 40);
    for (const page of pages.slice(1)) {
      expect(page.rects.slice(0, 2).map(({ index, x }) => [index, x - BODY.xMpt])).toEqual([
        [GROUND, 0],
        [3, PADDING],
      ]);
      expect(Math.min(...page.runs.map(({ x }) => x))).toBe(BODY.xMpt + 2 * PADDING);
    }
  });
});

test("a border has the width and the sides it is given", () => {
  const sides = ["left", "bottom"] as const;
  const block = panel([paragraph("p", ["text"])], {
    background: -1,
    borderColor: BORDER,
    borderWidthMpt: 3000,
    borderSides: sides,
  });
  for (const breakable of [true, undefined]) {
    const { breakable: _, ...whole } = block;
    const [page] = set(breakable === true ? block : whole, 1);
    const rects = page?.rects.map(({ x, y, width, height }) => [
      x - BODY.xMpt,
      y - BODY.yMpt,
      width,
      height,
    ]);
    expect(rects).toHaveLength(2);
    expect(rects).toContainEqual([0, 0, 3000, 28_000]);
    expect(rects).toContainEqual([0, 25_000, BODY.widthMpt, 3000]);
    expect(page && lineTexts(page)).toEqual(["text"]);
  }
});
