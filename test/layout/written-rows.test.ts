import { expect, test } from "vitest";
import { Binder } from "../../src/bind/binder.ts";
import { defined } from "../../src/base/assert.ts";
import { recordOf, sampleValues } from "../bind/sample-plan.ts";
import { check, spoiled } from "./support.ts";

/** The small layout with one more table, whose rows are written. */
function withTable(...lines: readonly string[]): string {
  const table = ["  - table:", ...lines.map((line) => `      ${line}`)].join("\n");
  return spoiled("  - image: logo\n", `${table}\n  - image: logo\n`);
}

const ROWS = ['rows: [[Opened with, "{account.closing | symbol}"], ["{account.closing}", All]]'];
const COLUMNS = ["columns: [{ title: What }, { title: How much, align: right }]"];

test("rows written in the layout are bound cell by cell", () => {
  const { plan, diagnostics } = check(withTable(...ROWS, ...COLUMNS));
  expect(diagnostics).toEqual([]);
  const record = recordOf(sampleValues(2));
  const bound = new Binder(defined(plan, "a plan")).bind(record).blocks;
  const [, table] = bound.filter((block) => block.kind === "table");
  expect(table).toMatchObject({
    titles: ["What", "How much"],
    rowCount: 2,
    rowKinds: new Uint8Array([0, 0]),
    cells: ["Opened with", "$2,621.45", "2,621.45", "All"],
  });
});

test.each([
  [["rows: [[One]]", ...COLUMNS], /wrong-value This row has 1 cell, but the table has 2 columns/],
  [[...ROWS, ...COLUMNS, 'where: "true"'], /wrong-value `where` is for rows of the data/],
  [[...ROWS, ...COLUMNS, "total: { label: All }"], /wrong-value `total` is for rows of the data/],
  [[...ROWS, 'columns: [{ title: A, show: "x" }, { title: B }]'], /`show` is for rows of the data/],
  [['rows: [[One, "{account.closng}"]]', ...COLUMNS], /unknown-field There is no field `closng`/],
  [["rows: []", ...COLUMNS], /layout\./],
])("%j is a fault", (lines, fault) => {
  const { diagnostics } = check(withTable(...lines));
  expect(diagnostics.map(({ code, message }) => `${code} ${message}`).join("\n")).toMatch(fault);
});
