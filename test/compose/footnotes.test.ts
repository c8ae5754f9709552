import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Block, TextBlock } from "../../src/model/block.ts";
import type { LayoutPlan } from "../../src/model/layout-plan.ts";
import {
  BODY,
  type DrawnPage,
  type DrawnRun,
  lineTexts,
  master,
  pagesOf,
  paragraph,
  planOf,
} from "./setting.ts";
import { set as setTable, numbered, tableOf, columns } from "./sample-table.ts";
import { SMALL_STYLE } from "./setting.ts";
import { field, span } from "../bind/sample-plan.ts";

const RULE_HEIGHT = 400;

/** A note of so many lines, each of which says which it is. */
function note(index: number, lines: number): TextBlock {
  const text = Array.from({ length: lines }, (_, line) => `n${index}.${line}`).join("\n");
  return paragraph(`footnotes.${index}`, [span([text], SMALL_STYLE)]) as TextBlock;
}

function named(id: string, notes: readonly number[]): Block {
  return paragraph(id, [`${id} `, ...notes.map((each) => ({ op: "note", note: each }) as const)]);
}

function plan(blocks: readonly Block[], notes: LayoutPlan["notes"], heightMpt: number): LayoutPlan {
  return planOf(blocks, {
    masters: [master([], { body: { ...BODY, heightMpt } })],
    notes: notes ?? [],
  });
}

/** The runs of a page from above: of its text, the marks in it, and its notes with their numbers. */
function parted(page: DrawnPage): { text: string[]; marks: string[]; notes: string[] } {
  const [rule] = page.rects.filter(({ height }) => height === RULE_HEIGHT);
  const runs = page.runs.toSorted((one, other) => one.y - other.y || one.x - other.x);
  const isBelow = (run: DrawnRun): boolean => rule !== undefined && run.y > rule.y;
  const texts = (all: readonly DrawnRun[]): string[] => all.map(({ text }) => text.trim());
  const below = runs.filter(isBelow);
  const above = runs.filter((run) => !isBelow(run));
  expect(texts(above).filter((text) => text.startsWith("n"))).toEqual([]);
  expect(texts(below).filter((text) => text.startsWith("p"))).toEqual([]);
  const isMark = (run: DrawnRun): boolean => /^\d+$/.test(run.text);
  return {
    text: texts(above.filter((run) => !isMark(run))),
    marks: texts(above.filter(isMark)),
    notes: texts(below),
  };
}

describe("footnotes", () => {
  test("are numbered by use, once for all uses, and stand at the foot", () => {
    const blocks = [named("p0", [2]), named("p1", [0, 2])];
    const [page] = pagesOf(plan(blocks, [note(0, 1), note(1, 1), note(2, 2)], 400_000));
    expect(page && parted(page)).toEqual({
      text: ["p0", "p1"],
      marks: ["1", "2", "1"],
      notes: ["1", "n2.0", "n2.1", "2", "n0.0"],
    });
    const bottom = BODY.yMpt + 400_000;
    const last = Math.max(...(page?.runs.map(({ y }) => y) ?? []));
    expect(bottom - last).toBeLessThan(8400);
  });

  test("a mark is smaller than its text and raised", () => {
    const [page] = pagesOf(plan([named("p0", [0])], [note(0, 1)], 400_000));
    const [text, mark] = page?.runs ?? [];
    expect(mark?.text).toBe("1");
    expect(mark?.sizeMpt).toBe(6400);
    expect((text?.y ?? 0) - (mark?.y ?? 0)).toBe(3400);
  });

  test("stand again on every page that has their mark", () => {
    const blocks = Array.from({ length: 60 }, (_, at) => named(`p${at}`, at % 20 === 0 ? [0] : []));
    const pages = pagesOf(plan(blocks, [note(0, 2)], 240_000));
    expect(pages.length).toBe(4);
    for (const page of pages) {
      const { marks, notes } = parted(page);
      expect(notes).toEqual(marks.length > 0 ? ["1", "n0.0", "n0.1"] : []);
    }
  });

  test("of a table's repeated titles stand on each of its pages", () => {
    const [text, value] = columns;
    const titled = { ...text, title: ["Text", { op: "note", note: 0 }] } as typeof text & object;
    const block = tableOf({ columns: [titled, ...(value ? [value] : [])] });
    const masters = [master([], { body: { ...BODY, heightMpt: 200_000 } })];
    const pages = setTable(block, numbered(50), { masters, notes: [note(0, 1)] });
    expect(pages.length).toBeGreaterThan(2);
    for (const page of pages) expect(parted(page).notes).toEqual(["1", "n0.0"]);
    const rows = pages.flatMap((page) =>
      parted(page).text.filter((line) => line.startsWith("row")),
    );
    expect(rows.length).toBe(50);
  });

  test("that say nothing have no mark, and a value passes for none", () => {
    const nothing = paragraph("footnotes.0", [span([field("absent", "text", true)])]) as TextBlock;
    const value = [field("name", "text"), field("home", "address")];
    const block = paragraph("p0", [...value, { op: "note", note: 0 }, "!"]);
    const values = { name: "a\ufdd1b", home: { lines: ["c\ufdd1", "d"] } };
    const [page] = pagesOf(plan([block], [nothing, note(1, 1)], 400_000), values);
    expect(page && lineTexts(page)).toEqual(["abc, d!"]);
  });

  test("no line is lost, twice on a page or over another, however long they are", () => {
    const notes = fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1, maxLength: 5 });
    const uses = fc.array(fc.option(fc.nat(4), { freq: 3 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(notes, uses, fc.integer({ min: 90, max: 400 }), (lengths, named4, height) => {
        const known = (use: number | null): number[] =>
          use === null || use >= lengths.length ? [] : [use];
        const blocks = named4.map((use, at) => named(`p${at}`, known(use)));
        const all = lengths.map((lines, index) => note(index, lines));
        const pages = pagesOf(plan(blocks, all, height * 1000)).map(parted);
        expect(pages.flatMap(({ text }) => text).map((line) => line.split(" ")[0])).toEqual(
          blocks.map(({ id }) => id),
        );
        const used = new Set(named4.flatMap(known));
        for (const index of used) {
          const shown = pages.map(({ notes: lines }) =>
            lines
              .map((line) => line.split("|").at(-1))
              .filter((line) => line?.startsWith(`n${index}.`)),
          );
          for (const lines of shown) expect(new Set(lines).size).toBe(lines.length);
          const wanted = Array.from({ length: lengths[index] ?? 0 }, (_, at) => `n${index}.${at}`);
          expect(new Set(shown.flat())).toEqual(new Set(wanted));
          // It begins where its mark stands, unless the page was full of other notes.
          const first = pages.findIndex(({ text }) => namesNote(text, index, used, named4));
          expect(shown.findIndex((lines) => lines.length > 0)).toBeGreaterThanOrEqual(first);
        }
      }),
      { numRuns: 60 },
    );
  });
});

function namesNote(
  text: readonly string[],
  index: number,
  used: ReadonlySet<number>,
  uses: readonly (number | null)[],
): boolean {
  return text.some(
    (line) => uses[Number(line.split(" ")[0]?.slice(1))] === index && used.has(index),
  );
}
