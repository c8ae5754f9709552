import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeLastPage } from "../../src/compose/last-page.ts";
import {
  KEEP_WITH_NEXT_FLAG,
  newPagination,
  type TableEdges,
} from "../../src/compose/page-items.ts";
import { paginate } from "../../src/compose/paginate.ts";

interface Item {
  readonly heightMpt: number;
  readonly keep?: boolean;
  readonly table?: number;
}

const HEIGHTS = { firstMpt: 100, restMpt: 120 };

function run(items: readonly Item[], lastMpt: number, tables: readonly TableEdges[] = []) {
  const result = newPagination();
  const arrays = {
    count: items.length,
    heightsMpt: Int32Array.from(items, ({ heightMpt }) => heightMpt),
    spacesMpt: new Int32Array(items.length),
    flags: Uint8Array.from(items, ({ keep }) => (keep === true ? KEEP_WITH_NEXT_FLAG : 0)),
    tables: Int32Array.from(items, ({ table = -1 }) => table),
  };
  const flags = [...arrays.flags];
  paginate(arrays, tables, HEIGHTS, result);
  makeLastPage(arrays, tables, HEIGHTS, () => lastMpt, result);
  expect([...arrays.flags]).toEqual(flags);
  return {
    pages: items.map((_, item) => result.pageOf[item] as number),
    pageCount: result.pageCount,
    ends: items.map(({ heightMpt }, item) => (result.yMpt[item] as number) + heightMpt),
  };
}

const of = (...heights: number[]): Item[] => heights.map((heightMpt) => ({ heightMpt }));

describe("a last page of its own", () => {
  test("stays as it is where all of it fits", () => {
    expect(run(of(80, 60, 20), 80)).toMatchObject({ pages: [0, 1, 1], pageCount: 2 });
  });

  test("never is the first: what fits there leaves the last page empty", () => {
    expect(run(of(30), 80)).toMatchObject({ pages: [0], pageCount: 2 });
    expect(run([], 80)).toMatchObject({ pageCount: 2 });
  });

  test("takes what is past its height, and no more", () => {
    expect(run(of(80, 30, 30, 30, 10), 70)).toMatchObject({
      pages: [0, 1, 1, 2, 2],
      pageCount: 3,
    });
  });

  test("takes as much less as it has room for", () => {
    expect(run(of(80, 30, 30, 30, 10), 15)).toMatchObject({ pages: [0, 1, 1, 1, 2], pageCount: 3 });
    expect(run(of(80, 30, 30, 30), 15)).toMatchObject({ pages: [0, 1, 1, 1], pageCount: 3 });
  });

  test("does not part what is kept together", () => {
    const items = [...of(80, 40), { heightMpt: 20, keep: true }, ...of(30)];
    expect(run(items, 70)).toMatchObject({ pages: [0, 1, 2, 2], pageCount: 3 });
  });

  test("goes on with a table below its head", () => {
    const rows = Array.from({ length: 5 }, () => ({ heightMpt: 20, table: 0 }));
    const { pages, ends } = run([...of(90), ...rows], 70, [{ headMpt: 10, footMpt: 10 }]);
    expect(pages).toEqual([0, 1, 1, 1, 2, 2]);
    expect(ends.slice(4)).toEqual([30, 50]);
  });

  test("holds for all items, which stay in their order", () => {
    const someItem = fc.record({ heightMpt: fc.integer({ min: 1, max: 40 }), keep: fc.boolean() });
    fc.assert(
      fc.property(
        fc.array(someItem, { maxLength: 40 }),
        fc.integer({ min: 10, max: 120 }),
        (items, lastMpt) => {
          const { pages, pageCount, ends } = run(items, lastMpt);
          expect(pageCount).toBeGreaterThan(1);
          expect(pages).toEqual(pages.toSorted((a, b) => a - b));
          for (const [item, page] of pages.entries())
            if (page === pageCount - 1) expect(ends[item]).toBeLessThanOrEqual(lastMpt);
            else if (page > 0) expect(ends[item]).toBeLessThanOrEqual(HEIGHTS.restMpt);
        },
      ),
    );
  });
});
