import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Block, TableBlock } from "../../src/model/block.ts";
import { column, field, span } from "../bind/sample-plan.ts";
import {
  NUMBER_WIDTH,
  RIGHT_EDGE,
  amount,
  columns,
  tableOf,
  valuesOf,
  numbered,
  set,
  page,
  cells,
  carry,
  rowTexts,
} from "./sample-table.ts";
import {
  BODY,
  BOLD_STYLE,
  type DrawnPage,
  type DrawnRun,
  LARGE_STYLE,
  linesOf,
  lineTexts,
  pagesOf,
  paragraph,
  planOf,
  Setting,
  SMALL_STYLE,
} from "./setting.ts";

describe("cells", () => {
  test("stand under their titles, numbers flush right to a hundredth of a point", () => {
    const rows = [5, 123_456_789, -98_765, 0].map((cents) => ({ text: "a", cents }));
    const drawn = page(tableOf(), rows);
    for (const [left, right] of linesOf(drawn) as [DrawnRun, DrawnRun][]) {
      expect(left.x).toBe(BODY.xMpt);
      expect(Math.abs(RIGHT_EDGE - right.right)).toBeLessThanOrEqual(10);
    }
    expect(cells(drawn)[2]).toEqual(["a", "1,234,567.89"]);
  });

  test("of any amount are flush right", () => {
    const cents = fc.integer({ min: -1e12, max: 1e12 });
    fc.assert(
      fc.property(fc.array(cents, { minLength: 1, maxLength: 8 }), (all) => {
        const wide = columns.map((each, index) =>
          index === 1 ? { ...each, widthMpt: 140_000 } : each,
        );
        const rows = all.map((value) => ({ text: "x", cents: value }));
        for (const line of linesOf(page(tableOf({ columns: wide }), rows))) {
          const right = line.at(-1) as DrawnRun;
          expect(Math.abs(RIGHT_EDGE - right.right)).toBeLessThanOrEqual(10);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("have roles: titles are TH, the others TD, a mark each", () => {
    const drawn = page(tableOf(), numbered(2));
    expect(drawn.roles).toEqual(["TH", "TH", "TD", "TD", "TD", "TD"]);
    expect(drawn.runs.map((run) => run.mark)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test("keep the line feeds of their text where they wrap, and else have one line", () => {
    const rows = [
      { text: "one\ntwo\n\nfour", cents: 1 },
      { text: "next", cents: 2 },
    ];
    const down = (drawn: DrawnPage): [string, number][] => {
      const lines = linesOf(drawn);
      const top = lines[1]?.[0]?.y as number;
      return lines.slice(1).map((runs) => [runs[0]?.text as string, (runs[0]?.y as number) - top]);
    };
    const wrapped = down(page(tableOf(), rows));
    expect(wrapped.map(([text]) => text)).toEqual(["one", "two", "four", "next"]);
    expect(wrapped.slice(0, 3).map(([, y]) => y)).toEqual([0, 12_000, 36_000]);
    expect(wrapped[3]?.[1]).toBeGreaterThanOrEqual(48_000);
    const flat = columns.map((each) => ({ ...each, wrap: false }));
    expect(down(page(tableOf({ columns: flat }), rows)).map(([text]) => text)).toEqual([
      "one two four",
      "next",
    ]);
  });

  test("wrap within their column and push the next row down", () => {
    const text = "a description so long that it takes more than one line of its column to be shown";
    const drawn = page(tableOf(), [
      { text, cents: 1 },
      { text: "next", cents: 2 },
    ]);
    const lines = linesOf(drawn);
    const wrapped = lines.slice(1, -1);
    expect(wrapped.length).toBeGreaterThan(1);
    expect(wrapped.map((runs) => runs[0]?.text).join(" ")).toBe(text);
    for (const runs of wrapped)
      expect(runs[0]?.right).toBeLessThanOrEqual(RIGHT_EDGE - NUMBER_WIDTH - 6000);
    const last = lines.at(-1)?.[0] as DrawnRun;
    expect(last.text).toBe("next");
    expect(last.y - (wrapped.at(-1)?.[0]?.y ?? 0)).toBeGreaterThanOrEqual(12_000);
  });

  test("share one baseline in a row, whether they wrap or not", () => {
    const text = "a description so long that it takes more than one line of its column to be shown";
    const drawn = page(tableOf({ rowGapMpt: 8000 }), [{ text, cents: 1 }]);
    const number = drawn.runs.find((run) => run.text === "0.01");
    const first = drawn.runs.find((run) => run.text.startsWith("a description"));
    expect(first?.y).toBe(number?.y);
  });

  test("with a character that needs shaping keep the row's baseline", () => {
    const drawn = page(tableOf({ rowGapMpt: 8000 }), [{ text: "e\u0301t\u00e9", cents: 1 }]);
    expect(new Set(linesOf(drawn)[1]?.map((run) => run.y)).size).toBe(1);
    expect(linesOf(drawn)).toHaveLength(2);
  });
});

describe("a cell too wide for a column that does not wrap", () => {
  const narrow = columns.map((each, index) => (index === 1 ? { ...each, widthMpt: 40_000 } : each));
  const rows = [{ text: "a", cents: 999_999_999_999 }];

  test("is a fault: a figure is never cut in two", () => {
    const plan = planOf([tableOf({ columns: narrow })]);
    const { faults } = new Setting(plan).compose(valuesOf(rows));
    expect(faults.map((fault) => fault.code)).toEqual(["compose.cell-overflow"]);
    expect(JSON.stringify(faults)).not.toContain("999");
    expect(faults[0]?.message).toMatch(/needs [\d.]+ pt more than the 40 pt it has \(/);
  });

  test("is a fault in a total, too", () => {
    const total = { label: ["Total"], style: BOLD_STYLE };
    const half = [1, 2].map(() => ({ text: "a", cents: 60_000 }));
    const tight = columns.map((each, index) =>
      index === 1 ? { ...each, widthMpt: 38_000 } : each,
    );
    const plan = planOf([tableOf({ columns: tight, total })]);
    expect(new Setting(plan).compose(valuesOf(half)).faults.map((fault) => fault.code)).toEqual([
      "compose.cell-overflow",
    ]);
    expect(new Setting(plan).compose(valuesOf(half.slice(1))).faults).toEqual([]);
  });
});

describe("titles", () => {
  test("in a larger style than the rows do not touch them", () => {
    const large = columns.map((each) => ({
      ...each,
      titleStyle: LARGE_STYLE,
      style: SMALL_STYLE,
    }));
    const lines = linesOf(page(tableOf({ columns: large, rowGapMpt: 0 }), numbered(1)));
    const [title, row] = [lines[0]?.[0]?.y ?? 0, lines[1]?.[0]?.y ?? 0];
    // The large style's descent and the small one's ascent: 0.293 and 1.069 em in Noto Sans.
    expect(row - title).toBeGreaterThanOrEqual(0.293 * 16_000 + 0.7 * 7000);
    expect(title - BODY.yMpt).toBeGreaterThan(0.7 * 16_000);
  });

  test("come again on every page where they repeat, with their rule", () => {
    const block = tableOf({ headerRuleColor: 1 });
    const pages = set(block, numbered(100));
    expect(pages.length).toBeGreaterThan(3);
    for (const each of pages) {
      expect(cells(each)[0]).toEqual(["Text", "Amount"]);
      expect(each.rects).toHaveLength(1);
      expect(each.rects[0]?.y).toBe(pages[0]?.rects[0]?.y);
    }
  });

  test("count what was substituted in them once for each time they are drawn", () => {
    const odd = columns.map((each, index) =>
      index === 0 ? { ...each, title: ["A\u4e2d"] } : each,
    );
    const missingGlyph = { action: "substitute", text: "?" } as const;
    const setting = new Setting(planOf([tableOf({ columns: odd })]), { missingGlyph });
    expect(setting.compose(valuesOf(numbered(2))).substitutions).toBe(1);
    const { pages, substitutions } = setting.compose(valuesOf(numbered(60)));
    expect(substitutions).toBe(pages.length);
  });

  test("come once where they do not repeat, never where they are not shown", () => {
    const once = set(tableOf({ repeatHeader: false }), numbered(60));
    expect(once.map((each) => cells(each)[0]?.[0] === "Text")).toEqual([true, false, false]);
    const never = set(tableOf({ showHeader: false }), numbered(60));
    expect(never.flatMap(cells).flat()).not.toContain("Text");
  });

  test("never stand alone at a page's foot", () => {
    for (let lines = 24; lines <= 34; lines += 1) {
      const filler = paragraph("p", [Array.from({ length: lines }, () => "filler").join("\n")]);
      const pages = pagesOf(planOf([filler, tableOf()]), valuesOf(numbered(4)));
      const withTitle = pages.find((each) => cells(each).flat().includes("Text"));
      expect(cells(withTitle as DrawnPage).flat()).toContain("row 1");
    }
  });
});

describe("a table set across", () => {
  const across = (more: Partial<TableBlock> = {}): Block =>
    tableOf({
      across: 3,
      acrossGapMpt: 12_000,
      columns: [
        column("No", [field("r:text", "text")]),
        column("Amount", [amount], { align: "right", sumOf: amount }),
      ],
      ...more,
    });

  test("reads down the first part, then the next", () => {
    const lines = cells(page(across(), numbered(8)));
    expect(lines[0]).toEqual(["No", "Amount", "No", "Amount", "No", "Amount"]);
    expect(lines.slice(1).map((line) => line.filter((_, index) => index % 2 === 0))).toEqual([
      ["row 0", "row 3", "row 6"],
      ["row 1", "row 4", "row 7"],
      ["row 2", "row 5"],
    ]);
  });

  test("loses no row, whatever their number, and keeps the parts apart", () => {
    for (const count of [1, 2, 3, 4, 44, 45, 46, 90, 91, 200]) {
      const pages = set(across(), numbered(count));
      const texts = pages.flatMap((each) => each.runs.map((run) => run.text));
      const rows = texts.filter((text) => text.startsWith("row"));
      expect(rows.length).toBe(count);
      expect(new Set(rows).size).toBe(count);
      for (const each of pages)
        for (const runs of linesOf(each))
          for (const [index, run] of runs.slice(1).entries())
            expect(run.x).toBeGreaterThan((runs[index] as DrawnRun).right);
    }
  });

  test("ends with its total in the last place", () => {
    const total = { label: ["Sum"], style: BOLD_STYLE };
    const lines = cells(page(across({ total }), numbered(5)));
    expect(lines.at(-1)?.slice(-2)).toEqual(["Sum", "5.10"]);
  });
});

describe("rows that are too high", () => {
  const text = Array.from({ length: 400 }, (_, index) => `word${index}`).join(" ");

  test("break over pages line by line and lose nothing", () => {
    const pages = set(tableOf({ carry }), [
      { text: "first", cents: 100 },
      { text, cents: 250 },
      { text: "last", cents: 3 },
    ]);
    expect(pages.length).toBeGreaterThan(1);
    const words = pages
      .flatMap(cells)
      .map(([label = ""]) => label)
      .filter((label) => label.startsWith("word"))
      .join(" ");
    expect(words).toBe(text);
    // The row's amount stands in its first line, on the first page, and so it is in the sum.
    expect(cells(pages[0] as DrawnPage).at(-1)).toEqual(["Carried forward", "3.50"]);
    expect(cells(pages[1] as DrawnPage)[1]).toEqual(["Brought forward", "3.50"]);
    expect(cells(pages.at(-1) as DrawnPage).at(-1)).toEqual(["last", "0.03"]);
  });
});

describe("the rest of a table", () => {
  test("stripes are as high as their rows", () => {
    const long = "a description so long that it takes more than one line of its column";
    const rows = [
      { text: "a", cents: 1 },
      { text: `${long} ${long}`, cents: 2 },
      { text: "b", cents: 3 },
    ];
    const drawn = page(tableOf({ stripeColor: 2 }), rows);
    const [stripe] = drawn.rects;
    const lines = linesOf(drawn);
    const lastOfRow = lines.at(-2)?.[0]?.y ?? 0;
    expect(drawn.rects).toHaveLength(1);
    expect((stripe?.y ?? 0) + (stripe?.height ?? 0)).toBeGreaterThan(lastOfRow);
    expect((stripe?.y ?? 0) + (stripe?.height ?? 0)).toBeLessThan(lines.at(-1)?.[0]?.y ?? 0);
  });

  test("one that is kept together moves whole, and breaks only where no page holds it", () => {
    const filler = paragraph("p", [Array.from({ length: 10 }, () => "filler").join("\n")]);
    const plan = planOf([filler, tableOf({ keepTogether: true })]);
    const moved = pagesOf(plan, valuesOf(numbered(22)));
    expect(moved).toHaveLength(2);
    expect(rowTexts(moved.slice(1))).toHaveLength(22);
    for (let count = 26; count <= 60; count += 1) {
      const { pages, faults } = new Setting(plan).compose(valuesOf(numbered(count)));
      expect(faults).toEqual([]);
      expect(rowTexts(pages).filter((text) => text.startsWith("row"))).toHaveLength(count);
    }
  });

  test("without rows shows its words for that, or nothing at all", () => {
    const empty = [span(["Nothing here."])];
    expect(lineTexts(page(tableOf({ empty }), []))).toEqual(["Nothing here."]);
    expect(page(tableOf(), []).runs).toEqual([]);
  });
});
