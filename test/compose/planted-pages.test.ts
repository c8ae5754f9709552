import { expect, it, test } from "vitest";
import { Binder } from "../../src/bind/binder.ts";
import { Composer } from "../../src/compose/composer.ts";
import { newPagination, type Pagination } from "../../src/compose/page-items.ts";
import { paginate } from "../../src/compose/paginate.ts";
import { recordOf } from "../bind/sample-plan.ts";
import { openFonts, paragraph, planOf } from "./setting.ts";

const HEIGHTS = { firstMpt: 100, restMpt: 100 };

function someItems() {
  return {
    count: 6,
    heightsMpt: new Int32Array(6).fill(40),
    spacesMpt: new Int32Array(6),
    flags: new Uint8Array(6),
    tables: new Int32Array(6).fill(-1),
  };
}
type Items = ReturnType<typeof someItems>;

/** Paginates items, two to a page, and spoils the result between placing and checking them. */
function paginated(spoil: (result: Pagination, items: Items) => void): Pagination {
  const items = someItems();
  const { pageOf, yMpt } = newPagination();
  const result = {
    pageOf,
    yMpt,
    xMpt: new Int32Array(0),
    laneStarts: new Set<number>(),
    tooTall: -1,
    tooTallMpt: 0,
    roomMpt: 0,
    counted: 1,
    get pageCount() {
      return this.counted;
    },
    set pageCount(count) {
      this.counted = count;
      spoil(this, items);
    },
  };
  paginate(items, [], HEIGHTS, result);
  return result;
}

test("items that nothing spoils are two to a page", () => {
  const { pageOf, pageCount } = paginated(() => {});
  expect([...pageOf.subarray(0, 6), pageCount]).toEqual([0, 0, 1, 1, 2, 2, 3]);
});

it.each<[what: string, spoil: (result: Pagination, items: Items) => void]>([
  ["each item is placed once", (_, items) => (items.count = 7)],
  ["each item is placed once", (_, items) => (items.count = 5)],
  ["in their order, none over another", ({ yMpt }) => (yMpt[1] = 39)],
  ["in their order, none over another", ({ pageOf }) => (pageOf[4] = 0)],
  ["in their order, none over another", ({ pageOf }) => pageOf.fill(1, 4)],
  ["within their pages", ({ yMpt }) => (yMpt[1] = 61)],
  ["within their pages", (_, { heightsMpt }) => (heightsMpt[5] = 61)],
])("is refused when it is paginated: %s", (what, spoil) => {
  expect(() => paginated(spoil)).toThrow(what);
});

test("a document whose pages are not all made, in order, has lost items", () => {
  const text = "word ".repeat(4000);
  const plan = planOf([paragraph("p", [text])]);
  const options = { pagesMax: 1000, statics: new Map() };
  const missingGlyph = { action: "reject" } as const;
  const composer = new Composer(plan, openFonts(plan), { missingGlyph, ...options });
  const document = new Binder(plan).bind(recordOf({}));
  const { pageCount } = composer.compose(document);
  expect(pageCount).toBeGreaterThan(2);
  for (let page = 0; page < pageCount; page += 1) composer.frame(page);
  composer.compose(document);
  composer.frame(0);
  expect(() => composer.frame(pageCount - 1)).toThrow("each item is put on a page");
});
