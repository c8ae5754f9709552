import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Block, GroupBlock, RepeatBlock } from "../../src/model/block.ts";
import { base, column, field, table } from "../bind/sample-plan.ts";
import {
  BODY,
  BOLD_STYLE,
  type DrawnPage,
  lineTexts,
  pagesOf,
  paragraph,
  planOf,
} from "./setting.ts";
import { moneyOf, shown } from "./sample-table.ts";

const amount = field("m:amount", "money");

function group(id: string, blocks: readonly Block[], more: Partial<GroupBlock> = {}): GroupBlock {
  const frame = { keepTogether: false, paddingMpt: 0, background: -1, borderColor: -1 };
  return { ...base(id), spaceAfterMpt: 0, kind: "group", blocks, ...frame, ...more };
}

function repeat(
  list: string,
  row: string,
  blocks: readonly Block[],
  more: Partial<RepeatBlock> = {},
) {
  const item = group(`${row}.item`, blocks);
  const rows = { list: field(list, "list"), row };
  const own = { kind: "repeat", rows, item, whole: group(`${row}.all`, [item]) } as const;
  return { ...base(row), ...own, ...more };
}

const moves = table("moves", {
  spaceAfterMpt: 0,
  rows: { list: field("p:moves", "list"), row: "m" },
  columns: [
    column("Text", [field("m:text", "text")]),
    column("Amount", [amount], { align: "right", sumOf: amount }),
  ],
  headerRuleColor: -1,
  carry: {
    forward: ["Forward of ", field("p:name", "text"), " in ", field("a:name", "text")],
    brought: ["Brought to ", field("p:name", "text"), " in ", field("a:name", "text")],
    style: BOLD_STYLE,
  },
  total: { label: ["Total of ", field("p:name", "text")], style: BOLD_STYLE },
});
const title = paragraph("title", [field("p:name", "text"), " of ", field("a:name", "text")], {
  level: 3,
  keepWithNext: true,
});
const nested = repeat("accounts", "a", [repeat("a:pots", "p", [title, moves])]);

/** Accounts with pots with so many moves each, all of them named by where they are. */
function values(counts: readonly (readonly number[])[]) {
  return {
    accounts: counts.map((pots, a) => ({
      name: `A${a}`,
      pots: pots.map((count, p) => ({
        name: `P${p}`,
        moves: Array.from({ length: count }, (_, m) => ({
          text: `A${a}P${p}M${m}`,
          amount: moneyOf(100 * (a + 1) + m),
        })),
      })),
    })),
  };
}

function linesOn(pages: readonly DrawnPage[]): string[] {
  return pages.flatMap((page) => lineTexts(page, "|"));
}

describe("a repeat", () => {
  test("binds every row at every depth, in order, with the outer rows in sight", () => {
    const counts = [[1, 2], [], [0, 1]];
    expect(linesOn(pagesOf(planOf([nested]), values(counts)))).toEqual([
      "P0 of A0",
      "Text|Amount",
      "A0P0M0|1.00",
      "Total of P0|1.00",
      "P1 of A0",
      "Text|Amount",
      "A0P1M0|1.00",
      "A0P1M1|1.01",
      "Total of P1|2.01",
      "P0 of A2",
      "P1 of A2",
      "Text|Amount",
      "A2P1M0|3.00",
      "Total of P1|3.00",
    ]);
  });

  test("carries the sums of its own table alone over every page, for any numbers of rows", () => {
    const pots = fc.array(fc.integer({ min: 0, max: 90 }), { maxLength: 3 });
    fc.assert(
      fc.property(fc.array(pots, { minLength: 1, maxLength: 3 }), (counts) => {
        const pages = pagesOf(planOf([nested]), values(counts));
        let open: string | undefined;
        let sum = 0;
        const seen: string[] = [];
        for (const line of linesOn(pages)) {
          const [label = "", value] = line.split("|");
          const [, name = ""] = / of (A\d)$/.exec(label) ?? [];
          if (name !== "") open = label.replace(" of ", " in ");
          if (name !== "") sum = 0;
          if (/^(Forward|Brought)/.test(label)) {
            expect(label.replace(/^(Forward of|Brought to) /, "")).toBe(open);
            expect(value).toBe(shown(sum));
          }
          if (label.startsWith("Total")) expect(value).toBe(shown(sum));
          if (!/^A\dP\dM\d+$/.test(label)) continue;
          seen.push(label);
          sum += Math.round(Number(value) * 100);
        }
        const all = values(counts).accounts.flatMap(({ pots: own }) =>
          own.flatMap((pot) => pot.moves.map(({ text }) => text)),
        );
        expect(seen).toEqual(all);
      }),
      { numRuns: 40 },
    );
  });

  test("never leaves a heading at the foot of a page", () => {
    for (let first = 1; first < 40; first += 1) {
      const pages = pagesOf(planOf([nested]), values([[first, 3]]));
      for (const page of pages) expect(lineTexts(page).at(-1)).not.toMatch(/^P\d of|^Text/);
    }
  });

  test("begins a page for each row where it says so, and shows other words for no row", () => {
    const pageBreak = { ...base("a"), kind: "page-break" } as const;
    const empty = { ...paragraph("none", ["No account"]), kind: "text" } as RepeatBlock["empty"];
    const name = paragraph("name", [field("a:name", "text")]);
    const plan = planOf([repeat("accounts", "a", [name], { pageBreak, ...(empty && { empty }) })]);
    const texts = pagesOf(plan, values([[], [], []])).map((page) => lineTexts(page));
    expect(texts).toEqual([["A0"], ["A1"], ["A2"]]);
    expect(pagesOf(plan, values([])).map((page) => lineTexts(page))).toEqual([["No account"]]);
  });

  test("stands within columns and frames as any block does", () => {
    const name = paragraph("name", [field("a:name", "text")]);
    const boxed = repeat("accounts", "a", [name], {
      item: group("box", [name], { borderColor: 1 }),
    });
    const [page] = pagesOf(
      planOf([group("all", [boxed], { paddingMpt: 10_000 })]),
      values([[], []]),
    );
    expect(page && lineTexts(page)).toEqual(["A0", "A1"]);
    expect(page?.rects.length).toBe(8);
  });

  test("stands in a grid whose panels are as high as the highest of their line", () => {
    const name = paragraph("name", [field("a:name", "text")]);
    const panel = group("box", [name], { paddingMpt: 4000, background: 2 });
    const cell = { grow: 1, blocks: [] };
    const grid = {
      ...base("grid"),
      kind: "columns",
      gapMpt: 10_000,
      columns: [cell, cell],
      isGrid: true,
    } as const;
    const block = repeat("accounts", "a", [name], {
      item: panel,
      grid: { ...grid, spaceBeforeMpt: 5000, spaceAfterMpt: 0 },
    });
    const accounts = ["one", "two\nlines", "three"].map((each) => ({ name: each, pots: [] }));
    const [page] = pagesOf(planOf([block]), { accounts });
    const cells = page?.rects.map(({ x, y, width, height }) => [
      x - BODY.xMpt,
      y - BODY.yMpt,
      width,
      height,
    ]);
    const width = (BODY.widthMpt - 10_000) / 2;
    expect(cells).toEqual([
      [0, 0, width, 32_000],
      [width + 10_000, 0, width, 32_000],
      [0, 37_000, width, 20_000],
    ]);
    expect(page && lineTexts(page, "|")).toEqual(["one|two", "lines", "three"]);
  });
});
