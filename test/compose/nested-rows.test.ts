import fc from "fast-check";
import { expect, test } from "vitest";
import type { TableBlock, TableGroup } from "../../src/model/block.ts";
import type { Expr } from "../../src/model/expr.ts";
import type { RawObject } from "../../src/model/record.ts";
import { column, eq, field, level } from "../bind/sample-plan.ts";
import { amount, carry, cells, moneyOf, NUMBER_WIDTH, tableOf } from "./sample-table.ts";
import { BODY, BOLD_STYLE, master, pagesOf, planOf } from "./setting.ts";

/** A table over the holdings of all accounts, and the same over one list that says it in each row. */
const { name, where, by } = {
  name: { nested: field("account:name", "text"), flat: field("r:name", "text") },
  where: {
    nested: { op: "not", kind: "boolean", operand: eq(field("account:name", "text"), "closed") },
    flat: { op: "not", kind: "boolean", operand: eq(field("r:name", "text"), "closed") },
  },
  by: { nested: { row: "account" }, flat: field("r:id", "text") },
} as const;

type Way = "nested" | "flat";

function tableIn(way: Way): TableBlock {
  const label = (word: string) => ({ label: [`${word} `, name[way]], style: BOLD_STYLE });
  const group: TableGroup = level(by[way] as TableGroup["by"], {
    header: label("Header"),
    continued: label("Continued"),
    footer: label("Footer"),
    carries: true,
  });
  const condition = where[way] as unknown as Expr;
  const rows = {
    nested: {
      list: field("account:holdings", "list"),
      row: "r",
      within: [
        { list: field("clients", "list"), row: "client" },
        { list: field("client:accounts", "list"), row: "account" },
      ],
      where: condition,
    },
    flat: { list: field("rows", "list"), row: "r", where: condition },
  };
  const columns = [
    column("Text", [field("r:text", "text"), " of ", name[way]], { wrap: true }),
    column("Amount", [amount], { align: "right", widthMpt: NUMBER_WIDTH, sumOf: amount }),
  ];
  const total = label("Total");
  return tableOf({ columns, rows: rows[way], groups: [group], carry, total }) as TableBlock;
}

function texts(way: Way, values: RawObject): string[][] {
  const masters = [master([], { body: { ...BODY, heightMpt: 200_000 } })];
  const pages = pagesOf(planOf([tableIn(way)], { masters }), values);
  return pages.map((page) => cells(page).map((line) => line.join("|")));
}

const holding = fc.record({
  text: fc.constantFrom("bond", "share"),
  cents: fc.integer({ min: -9999, max: 99_999 }),
});
const account = fc.record({
  name: fc.constantFrom("joint", "own", "closed"),
  holdings: fc.array(holding, { maxLength: 14 }),
});
const client = fc.array(account, { maxLength: 4 });

test("rows of lists within lists are set as those of one list, each with what it is within", () => {
  fc.assert(
    fc.property(fc.array(client, { maxLength: 3 }), (clients) => {
      const rowsOf = (holdings: (typeof clients)[0][0]["holdings"]) =>
        holdings.map(({ text, cents }) => ({ text, amount: moneyOf(cents) }));
      const accounts = clients.flat();
      const rows = accounts.flatMap((own, id) =>
        rowsOf(own.holdings).map((row) => ({ ...row, name: own.name, id: `${id}` })),
      );
      const nested = clients.map((all) => ({
        accounts: all.map((own) => ({ name: own.name, holdings: rowsOf(own.holdings) })),
      }));
      expect(texts("nested", { clients: nested })).toEqual(texts("flat", { rows }));
    }),
    { numRuns: 60 },
  );
});

test("two rows that share one list have each their own", () => {
  const holdings = [{ text: "bond", amount: "1.00" }];
  const accounts = ["joint", "own"].map((each) => ({ name: each, holdings }));
  const [page = []] = texts("nested", { clients: [{ accounts }] });
  expect(page.filter((line) => line.startsWith("bond"))).toEqual([
    "bond of joint|1.00",
    "bond of own|1.00",
  ]);
});
