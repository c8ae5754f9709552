import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TableBlock, TableGroup } from "../../src/model/block.ts";
import type { RawObject } from "../../src/model/record.ts";
import { column, field, level } from "../bind/sample-plan.ts";
import { amount, carry, cells, moneyOf, NUMBER_WIDTH, shown, tableOf } from "./sample-table.ts";
import { BODY, BOLD_STYLE, type DrawnPage, linesOf, master, pagesOf, planOf } from "./setting.ts";

interface Row {
  readonly a: string;
  readonly b: string;
  readonly c: string;
  readonly cents: number;
}

const LEVELS = ["a", "b", "c"] as const;

function levelOf(name: string, more: Partial<TableGroup> = {}): TableGroup {
  const by = field(`r:${name}`, "text");
  const row = (word: string) => ({ label: [`${word} ${name} `, by], style: BOLD_STYLE });
  const labels = { header: row("Header"), continued: row("Continued"), footer: row("Footer") };
  return level(by, { ...labels, ...more });
}

const columns = [
  column("Text", [field("r:a", "text"), field("r:b", "text"), field("r:c", "text")], {
    wrap: true,
  }),
  column("Amount", [amount], { align: "right", widthMpt: NUMBER_WIDTH, sumOf: amount }),
  column("So far", [], {
    align: "right",
    widthMpt: NUMBER_WIDTH,
    running: { of: amount, level: 0, from: field("opening", "money") },
  }),
];

function pages(block: Partial<TableBlock>, rows: readonly Row[], heightMpt = 300_000) {
  const masters = [master([], { body: { ...BODY, heightMpt } })];
  const values: RawObject = {
    opening: "10.00",
    rows: rows.map(({ cents, ...row }) => ({ ...row, amount: moneyOf(cents) })),
  };
  return pagesOf(planOf([tableOf({ columns, ...block })], { masters }), values);
}

/** Lines of a page, their cells with a bar between. */
function texts(page: DrawnPage): string[] {
  return cells(page).map((line) => line.join("|"));
}

const rowOf = fc.record({
  a: fc.constantFrom("x", "y"),
  b: fc.constantFrom("p", "q"),
  c: fc.constantFrom("m", "n"),
  cents: fc.integer({ min: -100_000, max: 100_000 }),
});
/** In stretches, as groups have them; a stretch may come again. */
const stretches = fc
  .array(fc.tuple(rowOf, fc.integer({ min: 1, max: 12 })), { minLength: 1, maxLength: 12 })
  .map((all) =>
    all.flatMap(([row, count]) =>
      Array.from({ length: count }, (_, at) => ({ ...row, cents: row.cents + at })),
    ),
  );

/** Adds up again, from the cells of the rows alone, what each line of sums must show. */
class Account {
  #sums: number[] = [0, 0, 0];
  #total = 0;
  #soFar = 0;
  readonly #open: (string | undefined)[] = [undefined, undefined, undefined];

  check(line: string): void {
    const [label = "", value, running] = line.split("|");
    const [word = "", name = "", key] = label.split(" ");
    const at = LEVELS.indexOf(name as "a");
    if (word === "Header") this.#begin(at, key);
    else if (word === "Continued")
      expect([key, value]).toEqual([this.#open[at], shown(this.#sums[at] ?? 0)]);
    else if (word === "Footer") this.#end(at, key, value);
    else if (/^(Carried|Brought|Total)/.test(word)) expect(value).toBe(shown(this.#total));
    else if (word !== "Text") this.#row(label, value, running);
  }

  #begin(at: number, key: string | undefined): void {
    this.#open[at] = key;
    this.#sums[at] = 0;
    if (at === 0) this.#soFar = 1000;
  }

  #end(at: number, key: string | undefined, value: string | undefined): void {
    expect([key, value]).toEqual([this.#open[at], shown(this.#sums[at] ?? 0)]);
  }

  #row(label: string, value: string | undefined, running: string | undefined): void {
    expect(label).toBe(this.#open.join(""));
    const cents = Math.round(Number((value ?? "").replaceAll(",", "")) * 100);
    this.#sums = this.#sums.map((sum) => sum + cents);
    this.#total += cents;
    this.#soFar += cents;
    expect(running).toBe(shown(this.#soFar));
  }
}

describe("groups at three levels", () => {
  const groups = LEVELS.map((name) => levelOf(name, { carries: true }));

  test("have headers, footers and carried sums that are right on every page", () => {
    const given = fc.record({
      rows: stretches,
      heightMpt: fc.integer({ min: 160_000, max: 400_000 }),
    });
    fc.assert(
      fc.property(given, ({ rows, heightMpt }) => {
        const total = { label: ["Total"], style: BOLD_STYLE };
        const account = new Account();
        const all = pages({ groups, carry, total }, rows, heightMpt);
        for (const page of all) {
          const ys = linesOf(page).map((runs) => runs[0]?.y as number);
          expect(Math.max(...ys)).toBeLessThanOrEqual(BODY.yMpt + heightMpt);
          ys.slice(1).forEach((y, at) => expect(y - (ys[at] as number)).toBeGreaterThan(9000));
          for (const line of texts(page)) account.check(line);
          // No header at the foot of a page, no footer at its head.
          const lines = texts(page).filter(
            (line) => !/^(Carried|Brought|Text|Continued)/.test(line),
          );
          expect(lines.at(-1)).not.toMatch(/^Header/);
          if (page !== all[0]) expect(lines[0]).not.toMatch(/^(Footer|Total)/);
        }
        const shownRows = all.flatMap(texts).filter((line) => /^[xy][pq][mn]\|/.test(line));
        expect(shownRows.length).toBe(rows.length);
      }),
      { numRuns: 60 },
    );
  });

  test("name what goes on at the head of a page, and only that", () => {
    const rows = Array.from({ length: 40 }, (_, at) => ({
      a: "x",
      b: at < 20 ? "p" : "q",
      c: "m",
      cents: 100,
    }));
    const [, second, third] = pages({ groups }, rows, 300_000);
    expect(second && texts(second).slice(0, 4)).toEqual([
      "Text|Amount|So far",
      "Continued a x|17.00",
      "Continued b p|17.00",
      "Continued c m|17.00",
    ]);
    expect(third && texts(third)[2]).toMatch(/^Continued b q/);
  });

  test("begin pages, and stay on one, where they say so", () => {
    const rows = ["x", "y", "x"].flatMap((a) =>
      Array.from({ length: 8 }, () => ({ a, b: "p", c: "m", cents: 100 })),
    );
    const paged = pages({ groups: [levelOf("a", { newPage: true })] }, rows);
    expect(paged.map((page) => texts(page)[1])).toEqual(["Header a x", "Header a y", "Header a x"]);
    const kept = pages({ groups: [levelOf("a", { keepTogether: true })] }, rows, 240_000);
    expect(
      kept.map((page) => texts(page).filter((line) => line.startsWith("Header")).length),
    ).toEqual([1, 1, 1]);
    const loose = pages({ groups: [levelOf("a")] }, rows, 240_000);
    expect(loose.length).toBe(2);
  });

  test("set in their labels and the rows' first cells, and have grounds", () => {
    const group = levelOf("a", { indentMpt: 8000, background: 1 });
    const [page] = pages({ groups: [group], rowIndentMpt: 20_000 }, [
      { a: "x", b: "p", c: "m", cents: 1 },
    ]);
    const xs = linesOf(page as DrawnPage).map((runs) => (runs[0]?.x ?? 0) - BODY.xMpt);
    expect(xs).toEqual([0, 8000, 20_000, 8000]);
    expect(page?.rects.map(({ width, height, index }) => ({ width, height, index }))).toEqual([
      { width: BODY.widthMpt, height: 14_000, index: 1 },
    ]);
  });
});

test("a running total without a level begins once, and adds up what it is told", () => {
  const running = { of: amount, level: -1 };
  const only = [columns[0], column("So far", [], { align: "right", running })] as typeof columns;
  const rows = ["x", "x", "y"].map((a) => ({ a, b: "p", c: "m", cents: 250 }));
  const [page] = pages({ columns: only, groups: [levelOf("a")] }, rows);
  expect(
    texts(page as DrawnPage)
      .filter((line) => line.includes("|"))
      .slice(1),
  ).toEqual(["xpm|2.50", "xpm|5.00", "ypm|7.50"]);
});
