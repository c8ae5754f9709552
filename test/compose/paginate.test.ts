import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  BREAK_BEFORE_FLAG,
  KEEP_WITH_NEXT_FLAG,
  newPagination,
  type PageHeights,
  type TableEdges,
} from "../../src/compose/page-items.ts";
import { paginate } from "../../src/compose/paginate.ts";

interface Item {
  readonly heightMpt: number;
  readonly spaceMpt: number;
  readonly keep: boolean;
  readonly forced: boolean;
  readonly table: number;
}

interface Case {
  readonly items: readonly Item[];
  readonly tables: readonly TableEdges[];
  readonly heights: PageHeights;
}

interface Place {
  readonly page: number;
  readonly yMpt: number;
}

function run({ items, tables, heights }: Case) {
  const result = newPagination();
  paginate(
    {
      count: items.length,
      heightsMpt: Int32Array.from(items, (item) => item.heightMpt),
      spacesMpt: Int32Array.from(items, (item) => item.spaceMpt),
      flags: Uint8Array.from(
        items,
        (item) => (item.keep ? KEEP_WITH_NEXT_FLAG : 0) | (item.forced ? BREAK_BEFORE_FLAG : 0),
      ),
      tables: Int32Array.from(items, (item) => item.table),
    },
    tables,
    heights,
    result,
  );
  const places: Place[] = items.map((_, index) => ({
    page: result.pageOf[index] as number,
    yMpt: result.yMpt[index] as number,
  }));
  return { places, pageCount: result.pageCount, tooTall: result.tooTall };
}

function item(heightMpt: number, more: Partial<Item> = {}): Item {
  return { heightMpt, spaceMpt: 0, keep: false, forced: false, table: -1, ...more };
}

function pages(items: readonly Item[], height = 100, tables: readonly TableEdges[] = []): number[] {
  const heights = { firstMpt: height, restMpt: height };
  return run({ items, tables, heights }).places.map((place) => place.page);
}

describe("filling pages", () => {
  test("a document of nothing is one empty page", () => {
    expect(run({ items: [], tables: [], heights: { firstMpt: 10, restMpt: 10 } })).toEqual({
      places: [],
      pageCount: 1,
      tooTall: -1,
    });
  });

  test("a row is too tall if its page has no room for the sums carried forward below it", () => {
    const rows = [item(50, { table: 0 }), item(50, { table: 0 }), item(40, { table: 0 })];
    const tables = [{ headMpt: 30, footMpt: 20 }];
    const all = (firstMpt: number, restMpt: number) =>
      run({ items: rows, tables, heights: { firstMpt, restMpt } });
    expect(all(100, 100).tooTall).toBe(-1);
    expect(all(100, 99)).toMatchObject({ tooTall: 1, pageCount: 3 });
    const waited = all(60, 100);
    expect(waited.tooTall).toBe(-1);
    expect(waited.places.map(({ page }) => page)).toEqual([1, 2, 3]);
  });

  test("a page is filled to its last millipoint, and not past it", () => {
    expect(pages([item(60), item(40), item(1)])).toEqual([0, 0, 1]);
    expect(pages([item(60), item(40, { spaceMpt: 1 })])).toEqual([0, 1]);
  });

  test("the space before an item is left out at the top of a page", () => {
    const { places } = run({
      items: [item(90, { spaceMpt: 30 }), item(50, { spaceMpt: 20 }), item(10, { spaceMpt: 7 })],
      tables: [],
      heights: { firstMpt: 100, restMpt: 100 },
    });
    expect(places).toEqual([
      { page: 0, yMpt: 0 },
      { page: 1, yMpt: 0 },
      { page: 1, yMpt: 57 },
    ]);
  });

  test("a forced break ends its page; one at the very beginning does nothing", () => {
    const forced = { forced: true };
    expect(pages([item(10, forced), item(10), item(10, forced), item(10)])).toEqual([0, 0, 1, 1]);
  });

  test("what keeps with the next item goes to its page", () => {
    expect(pages([item(80), item(15, { keep: true }), item(20)])).toEqual([0, 1, 1]);
  });

  test("a chain that no page can hold is broken, and nothing of it is lost", () => {
    const chain = Array.from({ length: 12 }, () => item(20, { keep: true }));
    expect(pages([item(50), ...chain])).toEqual([0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2]);
  });

  test("the room of the first page differs from the others'", () => {
    const items = Array.from({ length: 6 }, () => item(30));
    const heights = { firstMpt: 60, restMpt: 90 };
    const { places } = run({ items, tables: [], heights });
    expect(places.map((place) => place.page)).toEqual([0, 0, 1, 1, 1, 2]);
  });

  test("a broken table leaves room for its foot, and goes on below its head", () => {
    const rows = Array.from({ length: 9 }, () => item(20, { table: 0 }));
    const { places } = run({
      items: rows,
      tables: [{ headMpt: 25, footMpt: 10 }],
      heights: { firstMpt: 100, restMpt: 100 },
    });
    expect(places.map((place) => place.page)).toEqual([0, 0, 0, 0, 1, 1, 1, 2, 2]);
    expect(places[4]).toEqual({ page: 1, yMpt: 25 });
    expect(places[7]).toEqual({ page: 2, yMpt: 25 });
  });

  test("the last row of a table needs no room for a foot", () => {
    const rows = Array.from({ length: 5 }, () => item(20, { table: 0 }));
    expect(pages(rows, 100, [{ headMpt: 0, footMpt: 20 }])).toEqual([0, 0, 0, 0, 0]);
  });

  test("a table that begins at the top of a page has no head", () => {
    const rows = [item(90), item(20, { table: 0 }), item(20, { table: 0 })];
    const { places } = run({
      items: rows,
      tables: [{ headMpt: 30, footMpt: 0 }],
      heights: { firstMpt: 100, restMpt: 100 },
    });
    expect(places[1]).toEqual({ page: 1, yMpt: 0 });
  });

  test("only what stands alone and is higher than its page is too tall", () => {
    const { tooTall, places } = run({
      items: [item(20), item(130), item(20)],
      tables: [],
      heights: { firstMpt: 100, restMpt: 100 },
    });
    expect(tooTall).toBe(1);
    expect(places.map((place) => place.page)).toEqual([0, 1, 2]);
  });
});

const PAGE = 100;

const itemArbitrary = fc.record({
  heightMpt: fc.integer({ min: 0, max: 60 }),
  spaceMpt: fc.integer({ min: 0, max: 15 }),
  keep: fc.boolean(),
  forced: fc.constant(false),
  inTable: fc.boolean(),
});

/** Stretches of rows become tables; heads and feet are small against the page. */
const caseArbitrary: fc.Arbitrary<Case> = fc
  .record({
    drafts: fc.array(itemArbitrary, { maxLength: 60 }),
    edges: fc.record({
      headMpt: fc.integer({ min: 0, max: 20 }),
      footMpt: fc.integer({ min: 0, max: 15 }),
    }),
    firstMpt: fc.integer({ min: 80, max: PAGE }),
  })
  .map(({ drafts, edges, firstMpt }) => {
    let table = -1;
    const items = drafts.map(({ inTable, ...draft }, index): Item => {
      if (inTable && !drafts[index - 1]?.inTable) table += 1;
      return { ...draft, table: inTable ? table : -1 };
    });
    const tables = Array.from({ length: table + 1 }, () => edges);
    return { items, tables, heights: { firstMpt, restMpt: PAGE } };
  });

function roomOf({ heights }: Case, page: number): number {
  return page === 0 ? heights.firstMpt : heights.restMpt;
}

function goesOn({ items }: Case, index: number): boolean {
  const { table } = items[index] as Item;
  return table >= 0 && items[index + 1]?.table === table;
}

/** Holds of any items: order, no overlap, room for feet and heads, and no page too early. */
function check(given: Case): void {
  const { places, pageCount } = run(given);
  const { items, tables } = given;
  expect(pageCount).toBe((places.at(-1)?.page ?? 0) + 1);
  items.forEach((each, index) => {
    const place = places[index] as Place;
    const before = places[index - 1];
    const bottomMpt = place.yMpt + each.heightMpt;
    if (before !== undefined && before.page === place.page) {
      const beforeMpt = before.yMpt + (items[index - 1] as Item).heightMpt;
      expect(place.yMpt).toBe(beforeMpt + each.spaceMpt);
    } else {
      expect(place.page).toBe(before === undefined ? 0 : before.page + 1);
      const continued = index > 0 && goesOn(given, index - 1);
      expect(place.yMpt).toBe(continued ? tables[each.table]?.headMpt : 0);
    }
    const breaksHere = places[index + 1] !== undefined && places[index + 1]?.page !== place.page;
    const footMpt = breaksHere && goesOn(given, index) ? (tables[each.table]?.footMpt ?? 0) : 0;
    expect(bottomMpt + footMpt).toBeLessThanOrEqual(roomOf(given, place.page));
  });
}

test("every item is placed once, in order, within its page and clear of heads and feet", () => {
  fc.assert(fc.property(caseArbitrary, check), { numRuns: 400 });
});

test("a chain that a page can hold is never broken", () => {
  fc.assert(
    fc.property(caseArbitrary, (given) => {
      const { places } = run(given);
      for (let first = 0; first < given.items.length; first += 1) {
        let end = first;
        while (given.items[end]?.keep === true && end + 1 < given.items.length) end += 1;
        const chain = given.items.slice(first, end + 1);
        const heightMpt =
          chain.reduce((sum, each) => sum + each.heightMpt + each.spaceMpt, 0) + 20 + 15;
        // The first page may be lower than the chain; the heads and feet are the highest there are.
        if (heightMpt <= 80) expect(places[end]?.page).toBe(places[first]?.page);
        first = end;
      }
    }),
    { numRuns: 400 },
  );
});

test("a break is never made where what follows would have fitted", () => {
  fc.assert(
    fc.property(caseArbitrary, (given) => {
      const items = given.items.map((each) => ({ ...each, keep: false, table: -1 }));
      const { places } = run({ ...given, items });
      items.forEach((each, index) => {
        const before = places[index - 1];
        if (before === undefined || before.page === places[index]?.page) return;
        const beforeMpt = before.yMpt + (items[index - 1] as Item).heightMpt;
        const roomMpt = roomOf(given, before.page);
        expect(beforeMpt + each.spaceMpt + each.heightMpt).toBeGreaterThan(roomMpt);
      });
    }),
    { numRuns: 200 },
  );
});

describe("where the rules meet", () => {
  test("a chain that is too high for the first page moves to the next, or breaks", () => {
    const chain = [item(50, { keep: true }), item(45)];
    const heights = { firstMpt: 60, restMpt: 100 };
    expect(run({ items: chain, tables: [], heights }).tooTall).toBe(-1);
  });

  test("a chain of rows that fits a page only without the head is broken, not refused", () => {
    const rows = Array.from({ length: 10 }, (_, index) => item(20, { table: 0, keep: index < 9 }));
    const heights = { firstMpt: 100, restMpt: 100 };
    const { tooTall } = run({ items: rows, tables: [{ headMpt: 15, footMpt: 0 }], heights });
    expect(tooTall).toBe(-1);
  });

  test("a forced break holds even behind what would keep with the next item", () => {
    expect(pages([item(10, { keep: true }), item(10, { forced: true })])).toEqual([0, 1]);
  });
});
