import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Block, ColumnsBlock, TextBlock } from "../../src/model/block.ts";
import { base, span } from "../bind/sample-plan.ts";
import { carry, numbered, tableOf, valuesOf } from "./sample-table.ts";
import { BODY, type DrawnPage, lineTexts, master, pagesOf, paragraph, planOf } from "./setting.ts";

const GAP = 12_000;
const LINE = 12_000;

/** A text of so many lines, each of which says which it is. */
function lines(id: string, count: number): Block {
  return paragraph(id, [
    span([Array.from({ length: count }, (_, at) => `${id}.${at}`).join("\n")]),
  ]);
}

function flowing(blocks: readonly Block[], count: number, balances = true): ColumnsBlock {
  const columns = [{ grow: 1, blocks }];
  return { ...base("c"), kind: "columns", gapMpt: GAP, columns, flow: { count, balances } };
}

function beside(columns: readonly (readonly Block[])[]): ColumnsBlock {
  const plans = columns.map((blocks) => ({ grow: 1, blocks }));
  return { ...base("c"), kind: "columns", gapMpt: GAP, columns: plans, breakable: true };
}

function set(blocks: readonly Block[], heightMpt: number, values = {}, more = {}) {
  const masters = [master([], { body: { ...BODY, heightMpt } })];
  return pagesOf(planOf(blocks, { masters, ...more }), values);
}

/** The texts of a page by column from the left, each from above. */
function byColumn({ runs }: DrawnPage): string[][] {
  const columns = new Map<number, { text: string; y: number }[]>();
  for (const { x, y, text } of runs) columns.set(x, [...(columns.get(x) ?? []), { text, y }]);
  return [...columns]
    .toSorted(([one], [other]) => one - other)
    .map(([, all]) => all.toSorted((one, other) => one.y - other.y).map(({ text }) => text));
}

describe("text that flows through columns", () => {
  test("fills one after the other, then those of the next page, the last ones equally high", () => {
    const blocks = Array.from({ length: 50 }, (_, at) => lines(`p${at}`, 1));
    const [first, second] = set([flowing(blocks, 2)], 20 * LINE);
    expect(first && byColumn(first).map((column) => column.length)).toEqual([20, 20]);
    expect(second && byColumn(second)).toEqual([
      ["p40.0", "p41.0", "p42.0", "p43.0", "p44.0"],
      ["p45.0", "p46.0", "p47.0", "p48.0", "p49.0"],
    ]);
  });

  test("fills the columns of its last page to the foot where it does not balance", () => {
    const blocks = Array.from({ length: 25 }, (_, at) => lines(`p${at}`, 1));
    const [page] = set([flowing(blocks, 2, false)], 20 * LINE);
    expect(page && byColumn(page).map((column) => column.length)).toEqual([20, 5]);
  });

  test("what follows stands below the longest column, a heading stays with the columns", () => {
    const blocks = [lines("p", 5), lines("q", 5)];
    const kept = { ...(lines("h", 1) as TextBlock), keepWithNext: true };
    const pages = set([lines("a", 8), kept, flowing(blocks, 2), lines("z", 1)], 10 * LINE);
    expect(lineTexts(pages[0] as DrawnPage).at(-1)).toBe("a.7");
    const runs = pages[1]?.runs ?? [];
    const y = (text: string): number => runs.find((run) => run.text === text)?.y ?? 0;
    expect(y("p.0") - y("h.0")).toBe(LINE);
    expect(y("q.0")).toBe(y("p.0"));
    expect(y("z.0") - y("q.4")).toBe(LINE + 6000);
  });

  test("what follows has room below the sums that a column carries", () => {
    const blocks = [flowing([tableOf({ carry })], 2, false), lines("z", 1)];
    let togetherCount = 0;
    for (let heightMpt = 90_000; heightMpt < 400_000; heightMpt += 5000)
      for (const { runs } of set(blocks, heightMpt, valuesOf(numbered(10)))) {
        const carried = runs.filter(({ text }) => text === "forward");
        const after = runs.find(({ text }) => text === "z.0");
        if (after === undefined || carried.length === 0) continue;
        togetherCount += 1;
        for (const { y } of carried) expect(after.y - y).toBeGreaterThanOrEqual(LINE);
      }
    expect(togetherCount).toBeGreaterThan(0);
  });

  test("a last page has room for the sums that a column carries", () => {
    const blocks = [lines("a", 33), flowing([tableOf({ carry })], 2), lines("z", 1)];
    for (let heightMpt = 60_000; heightMpt < 300_000; heightMpt += 5000) {
      const body = { ...BODY, heightMpt };
      const masters = [master(), master([]), master([], { body, isLast: true })];
      const last = pagesOf(planOf(blocks, { masters }), valuesOf(numbered(25))).at(-1);
      for (const run of last?.runs ?? []) expect(run.y).toBeLessThan(body.yMpt + heightMpt);
    }
  });

  test("ends with what is kept with columns that follow", () => {
    const kept = { ...(lines("h", 1) as TextBlock), keepWithNext: true };
    const below = beside([[lines("p", 3)], [lines("q", 5)]]);
    const pages = set([flowing([lines("a", 2), kept], 2), below], 20 * LINE);
    expect(pages.map((page) => lineTexts(page).length)).toEqual([7]);
  });

  test("a table in it has its titles, and its carried sums, in each column", () => {
    const block = flowing([tableOf()], 2);
    const pages = set([block], 100_000, valuesOf(numbered(30)));
    for (const page of pages) {
      const columns = byColumn(page).filter((texts) =>
        texts.some((text) => text.startsWith("row")),
      );
      for (const texts of columns) expect(texts[0]).toBe("Text");
    }
    const rows = pages.flatMap((page) => page.runs.filter(({ text }) => text.startsWith("row")));
    expect(rows.map(({ text }) => text).toSorted()).toHaveLength(30);
  });

  test("no line is lost or out of order, none below the body, and the last page is even", () => {
    const counts = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 30 });
    const across = fc.integer({ min: 2, max: 4 });
    fc.assert(
      fc.property(
        counts,
        across,
        fc.integer({ min: 3, max: 30 }),
        fc.nat(5),
        (all, count, high, above) => {
          const blocks = all.map((each, at) => lines(`p${at}`, each));
          const before = above === 0 ? [] : [lines("a", Math.min(above, high))];
          const pages = set([...before, flowing(blocks, count)], high * LINE);
          const texts = pages.flatMap((page) => byColumn(page).flat());
          const wanted = all.flatMap((each, at) =>
            Array.from({ length: each }, (_, line) => `p${at}.${line}`),
          );
          expect(texts.filter((text) => text.startsWith("p"))).toEqual(wanted);
          for (const { runs } of pages)
            for (const { y } of runs) expect(y).toBeLessThan(BODY.yMpt + high * LINE);
          // Up to three lines are not divided, so that a column may be short by those.
          const columns = pages.at(-1) === undefined ? [] : byColumn(pages.at(-1) as DrawnPage);
          const most = Math.ceil(columns.flat().length / count) + 3;
          if (pages.length > 1)
            for (const column of columns) expect(column.length).toBeLessThanOrEqual(most);
        },
      ),
      { numRuns: 80 },
    );
  });
});

describe("columns side by side that may break", () => {
  test("go on on the next page, each by itself, and begin together", () => {
    const pages = set([lines("a", 9), beside([[lines("p", 12)], [lines("q", 3)]])], 10 * LINE);
    expect(pages.map((page) => byColumn(page).map((column) => column.length))).toEqual([
      [9],
      [10, 3],
      [2],
    ]);
  });

  test("have all lines once, whatever their lengths", () => {
    const counts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(counts, fc.integer({ min: 4, max: 20 }), (all, high) => {
        const columns = all.map((count, at) => [lines(`p${at}`, count)]);
        const pages = set([beside(columns), lines("z", 1)], high * LINE);
        const texts = pages.flatMap(({ runs }) => runs.map(({ text }) => text));
        for (const [at, count] of all.entries()) {
          const wanted = Array.from({ length: count }, (_, line) => `p${at}.${line}`);
          expect(texts.filter((text) => text.startsWith(`p${at}.`))).toEqual(wanted);
        }
        expect(texts.filter((text) => text === "z.0")).toHaveLength(1);
      }),
      { numRuns: 80 },
    );
  });

  test("a footnote named in a column stands below all of them", () => {
    const named = paragraph("p", ["p ", { op: "note", note: 0 }]);
    const note = paragraph("footnotes.0", ["n0.0\nn0.1"]) as TextBlock;
    const fill = Array.from({ length: 12 }, (_, at) => lines(`q${at}`, 1));
    const pages = set([flowing([...fill, named, ...fill], 2)], 10 * LINE, {}, { notes: [note] });
    const page = pages.find(({ runs }) => runs.some(({ text }) => text.startsWith("p")));
    const noteY = Math.min(
      ...(page?.runs.filter(({ text }) => text.startsWith("n0")) ?? []).map(({ y }) => y),
    );
    const textY = Math.max(
      ...(page?.runs.filter(({ text }) => text.startsWith("q")) ?? []).map(({ y }) => y),
    );
    expect(noteY).toBeGreaterThan(textY);
    const all = pages.flatMap(({ runs }) => runs.map(({ text }) => text));
    expect(all.filter((text) => text.startsWith("q"))).toHaveLength(24);
  });
});
