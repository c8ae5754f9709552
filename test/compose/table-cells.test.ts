import { describe, expect, test } from "vitest";
import type { TableBlock } from "../../src/model/block.ts";
import type { Expr } from "../../src/model/expr.ts";
import { column, eq, field } from "../bind/sample-plan.ts";
import { amount, cells, moneyOf, NUMBER_WIDTH, tableOf } from "./sample-table.ts";
import {
  BODY,
  BOLD_STYLE,
  type DrawnPage,
  linesOf,
  pagesOf,
  planOf,
  SMALL_STYLE,
} from "./setting.ts";

const text = field("r:text", "text");
const kind = field("r:kind", "text");
const HEAD_MPT = 10_400;
const ROW_MPT = 14_000;

interface Row {
  readonly text: string;
  readonly kind?: string;
  readonly cents?: number;
}

function pages(block: Partial<TableBlock>, rows: readonly Row[]): readonly DrawnPage[] {
  const values = {
    rows: rows.map(({ text: own, kind: which = "k", cents = 100 }) => ({
      text: own,
      kind: which,
      amount: moneyOf(cents),
    })),
  };
  return pagesOf(planOf([tableOf(block)]), values);
}

function pageOf(block: Partial<TableBlock>, rows: readonly Row[]): DrawnPage {
  return pages(block, rows)[0] as DrawnPage;
}

const plain = column("Text", [text], { wrap: true });
const number = column("Amount", [amount], { align: "right", widthMpt: NUMBER_WIDTH });

describe("numbers at their decimals", () => {
  test("have their points below each other, whatever follows them, and stay in the column", () => {
    const shown = column("Number", [text], { align: "right", widthMpt: 90_000, decimals: 4 });
    const texts = ["1.5", "1,234.0625", "-3", "(7.25)", "0.1"];
    const page = pageOf(
      { columns: [plain, shown] },
      texts.map((own) => ({ text: own })),
    );
    const points = linesOf(page)
      .slice(1)
      .map((runs) => {
        const run = runs[1];
        const from = run?.text.indexOf(".") ?? -1;
        const after = from < 0 ? (/\D*$/.exec(run?.text ?? "")?.[0] ?? "") : run?.text.slice(from);
        return (run?.right ?? 0) - widthOf(after ?? "");
      });
    for (const point of points) expect(Math.abs(point - (points[0] ?? 0))).toBeLessThanOrEqual(3);
    for (const runs of linesOf(page))
      expect(runs[1]?.right).toBeLessThanOrEqual(BODY.xMpt + BODY.widthMpt + 2);
  });

  test("leave room for the bracket of amounts below nothing", () => {
    const accounting = { op: "literal", kind: "text", value: "accounting" } as const;
    const shown = { op: "call", kind: "text", name: "format", args: [amount, accounting] } as const;
    const own = column("Amount", [shown], { align: "right", widthMpt: 90_000, decimals: 2 });
    const rows = [100, -250].map((cents) => ({ text: "a", cents }));
    const [, positive, negative] = linesOf(pageOf({ columns: [plain, own] }, rows));
    expect([positive?.[1]?.text, negative?.[1]?.text]).toEqual(["1.00", "(2.50)"]);
    const bracket = (negative?.[1]?.right ?? 0) - (positive?.[1]?.right ?? 0);
    expect(Math.abs(bracket - widthOf(")"))).toBeLessThanOrEqual(3);
  });

  /** Of the digits and signs of Noto Sans at 10 points, by its tables. */
  function widthOf(own: string): number {
    const units = { ".": 268, "(": 300, ")": 300 } as Record<string, number>;
    return Array.from(own).reduce((sum, sign) => sum + (units[sign] ?? 572) * 10, 0);
  }
});

test("a value is shown once for rows that have it in turn, and again at the head of a page", () => {
  const day = column("Day", [kind], { widthMpt: 60_000, merges: true });
  const rows = Array.from({ length: 60 }, (_, at) => ({
    text: `row ${at}`,
    kind: at < 5 ? "a" : "b",
  }));
  const [first, second] = pages({ columns: [day, plain] }, rows);
  const days = (page: DrawnPage | undefined): (string | undefined)[] =>
    page === undefined
      ? []
      : cells(page)
          .slice(1)
          .map((line) => (line.length > 1 ? line[0] : undefined));
  expect(days(first).filter(Boolean)).toEqual(["a", "b"]);
  expect(days(first).indexOf("b")).toBe(5);
  expect(days(second)[0]).toBe("b");
  expect(days(second).filter(Boolean)).toEqual(["b"]);
});

test("a text takes the room of empty cells after it, and only of those", () => {
  const note = column("Note", [kind], { widthMpt: 60_000, spans: true });
  const other = column("Other", [text], { grow: 1, wrap: false });
  const long = "a note over all of the columns that are empty";
  const page = pageOf({ columns: [note, other, { ...number, cell: [] }] }, [
    { text: "", kind: long },
  ]);
  expect(cells(page)[1]).toEqual([long]);
  expect(() => pageOf({ columns: [note, other, number] }, [{ text: "x", kind: long }])).toThrow(
    /column 1 needs/,
  );
});

test("cells stand in the middle or at the bottom of a taller row", () => {
  const long =
    "so many words that they take three lines or more of the column that they stand in here";
  const at = (valign?: "middle" | "bottom"): number => {
    const placed = valign === undefined ? number : { ...number, valign };
    const page = pageOf({ columns: [{ ...plain, widthMpt: 120_000 }, placed] }, [{ text: long }]);
    return page.runs.find((run) => run.text === "1.00")?.y ?? 0;
  };
  const lines = Math.round((at("bottom") - at()) / 12_000);
  expect(lines).toBeGreaterThan(1);
  expect(at("bottom") - at()).toBe(lines * 12_000);
  expect(at("middle") - at()).toBe((lines * 12_000) / 2);
});

test("rows and cells look otherwise where a condition holds, a cell before its row", () => {
  const when = (value: string): Expr => eq(kind, value);
  const cell = { when: when("b"), style: SMALL_STYLE, background: -1 };
  const looks = [
    { when: when("a"), style: BOLD_STYLE, background: 1 },
    { when: when("b"), style: BOLD_STYLE, background: 2 },
  ];
  const rows = ["a", "b", "c"].map((which) => ({ text: which, kind: which }));
  const page = pageOf({ columns: [{ ...plain, looks: [cell] }, number], looks }, rows);
  const fonts = linesOf(page)
    .slice(1)
    .map((runs) => runs.map(({ font, sizeMpt }) => `${font} ${sizeMpt}`));
  expect(fonts).toEqual([
    ["1 10000", "1 10000"],
    ["0 7000", "1 10000"],
    ["0 10000", "0 10000"],
  ]);
  expect(page.rects.map(({ x, y, width, height, index }) => [x, y, width, height, index])).toEqual([
    [BODY.xMpt, BODY.yMpt + HEAD_MPT, BODY.widthMpt, ROW_MPT, 1],
    [BODY.xMpt, BODY.yMpt + HEAD_MPT + ROW_MPT, BODY.widthMpt, ROW_MPT, 2],
  ]);
});

test("the ground of a cell reaches half the gaps, that of the last the table's edge", () => {
  const looks = [{ when: eq(kind, "k"), style: -1, background: 1 }];
  const page = pageOf({ columns: [plain, { ...number, looks }], columnGapMpt: 6000 }, [
    { text: "x" },
  ]);
  const left = BODY.xMpt + BODY.widthMpt - NUMBER_WIDTH - 3000;
  expect(page.rects.map(({ x, width }) => [x, width])).toEqual([[left, NUMBER_WIDTH + 3000]]);
});

test("rules stand between columns and at the sides of every row, but not under a text that runs over", () => {
  const columns = [
    { ...plain, widthMpt: 100_000, spans: true as const },
    column("Kind", [kind]),
    number,
  ];
  const rows = [{ text: "one" }, { text: "two", kind: "" }];
  const total = { label: ["Total of it all"], style: BOLD_STYLE };
  const summed = [...columns.slice(0, 2), { ...number, sumOf: amount }];
  const page = pageOf({ columns: summed, columnRuleColor: 1, sideRuleColor: 2, total }, rows);
  const sides = page.rects
    .filter(({ index }) => index === 2)
    .map(({ x, y }) => [x - BODY.xMpt, y - BODY.yMpt]);
  expect(new Set(sides.map(([x]) => x))).toEqual(new Set([0, BODY.widthMpt - 250]));
  expect(sides).toHaveLength(8);
  const between = page.rects
    .filter(({ index }) => index === 1)
    .map(({ y }) => (y - BODY.yMpt - HEAD_MPT) / ROW_MPT);
  // Both in the titles and the first row; in the second row and the total only the last.
  const head = -HEAD_MPT / ROW_MPT;
  expect(between).toEqual([head, head, 0, 0, 1, 2]);
});

test("a title over a group of columns is centred on them, with the others below it", () => {
  const grouped = (title: string, group: string) =>
    column(title, [kind], { widthMpt: 60_000, group: [group] });
  const columns = [plain, grouped("In", "Moves"), grouped("Out", "Moves"), grouped("At", "End")];
  const page = pageOf({ columns, headerRuleColor: 1, repeatHeader: true }, [{ text: "x" }]);
  const [over, titles] = cells(page);
  expect(over).toEqual(["Moves", "End"]);
  expect(titles).toEqual(["Text", "In", "Out", "At"]);
  const run = page.runs.find((each) => each.text === "Moves");
  const right = BODY.xMpt + BODY.widthMpt;
  const middle = right - 60_000 - 6000 - 60_000 - 3000;
  expect(Math.abs(((run?.x ?? 0) + (run?.right ?? 0)) / 2 - middle)).toBeLessThan(20);
  expect(page.rects.map(({ width }) => width)).toEqual([126_000, 60_000, BODY.widthMpt]);
});
