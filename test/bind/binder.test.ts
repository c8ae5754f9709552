import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Binder, BindFault } from "../../src/bind/binder.ts";
import { PAGE_MARK, PAGES_MARK, ROW_SUBTOTAL, ROW_TOTAL } from "../../src/model/document.ts";
import type { BoundBlock, BoundTable } from "../../src/model/document.ts";
import type { Block, TableBlock } from "../../src/model/block.ts";
import type { LayoutPlan } from "../../src/model/layout-plan.ts";
import type { RawObject } from "../../src/model/record.ts";
import * as sample from "./sample-plan.ts";

const { base, column, field, level, recordOf, samplePlan, sampleValues, span, table } = sample;
const binder = new Binder(samplePlan);

function withBlocks(...blocks: Block[]): LayoutPlan {
  return { ...samplePlan, blocks };
}

function bindOne(block: Block, values: RawObject): BoundBlock | undefined {
  return new Binder(withBlocks(block)).bind(recordOf(values)).blocks[0];
}

function bindTable(block: TableBlock, rows: readonly RawObject[]): BoundTable {
  const bound = bindOne(block, { transactions: rows });
  if (bound?.kind !== "table") throw new Error("no table came out");
  return bound;
}

function rowsOf(bound: BoundTable): string[][] {
  const width = bound.block.columns.length;
  return Array.from({ length: bound.rowCount }, (_, row) =>
    bound.cells.slice(row * width, (row + 1) * width),
  );
}

function find(kind: BoundBlock["kind"], values: RawObject = sampleValues(5)): BoundBlock[] {
  return binder.bind(recordOf(values)).blocks.filter((block) => block.kind === kind);
}

const amount = field("t:amount", "money");
const sumColumns = [
  column("Date", [field("t:date", "date")]),
  column("Text", [field("t:text", "text", true)]),
  column("Amount", [amount], { sumOf: amount }),
];
const rows = [
  { date: "2026-10-01", text: "a", amount: "1.00" },
  { date: "2026-10-01", text: "b", amount: "2.50" },
  { date: "2026-10-03", text: "c", amount: "1000.00" },
];

describe("a document", () => {
  test("holds texts, facts and what was chosen", () => {
    const document = binder.bind(recordOf(sampleValues(5), 7));
    expect(document).toMatchObject({ ordinal: 7, key: "NB000000000123", locale: "en-US" });
    expect(document.title).toBe("Statement for Ana O'Neil-N\u00fa\u00f1ez Jr");
    expect(document.address?.lines[1]).toBe("12 EXAMPLE ST");
    expect(document.blocks[1]).toMatchObject({ texts: ["Dear Ana O'Neil-N\u00fa\u00f1ez Jr,"] });
    const [facts] = find("facts");
    expect(facts).toMatchObject({ entries: [0, 1, 2, 3, 4, 5, 6, 7, 8] });
    expect(facts?.kind === "facts" && facts.values.map(([value]) => value)).toEqual([
      "\u2022\u2022\u2022\u2022\u2022\u2022\u2022\u2022\u20226789",
      "10/01/2026 to 10/31/2026",
      "1,523.10",
      "4,210.55",
      "3,100.20",
      "12.00",
      "$2,621.45",
      "0.05%",
      "Jos\u00e9 N\u00fa\u00f1ez",
    ]);
  });

  test("leaves out facts, groups and paragraphs that do not apply", () => {
    const values = sampleValues(5);
    const account = { ...(values["account"] as RawObject), closing: "0.00" };
    const { coOwner: _, ...customer } = values["customer"] as RawObject;
    const poorer = { ...values, account, customer };
    expect(find("facts", poorer)[0]).toMatchObject({ entries: [0, 1, 2, 3, 4, 5, 6, 7] });
    expect(find("group", values)).toHaveLength(1);
    expect(find("group", poorer)).toHaveLength(0);
  });

  test("a group with nothing left is left out", () => {
    const inner = { ...sample.text("x", ["hello"]), when: sample.eq(field("a", "text"), "b") };
    const group: Block = {
      ...base("g"),
      kind: "group",
      blocks: [inner],
      keepTogether: false,
      paddingMpt: 0,
      background: -1,
      borderColor: -1,
    };
    expect(bindOne(group, { a: "c" })).toBeUndefined();
    expect(bindOne(group, { a: "b" })).toMatchObject({ blocks: [{ texts: ["hello"] }] });
  });

  test("page numbers stand as marks in furniture; a static box is bound once", () => {
    const [[masthead, foot] = []] = binder.bind(recordOf(sampleValues(1))).furniture;
    expect(masthead).toBeUndefined();
    expect(foot?.[0]).toMatchObject({
      texts: [`${"\u2022".repeat(9)}6789, page ${PAGE_MARK} of ${PAGES_MARK}`],
    });
    expect(binder.staticFurniture[0]?.[0]?.[0]).toMatchObject({ texts: ["Northbank"] });
    expect(binder.staticFurniture[0]?.[1]).toBeUndefined();
  });

  test("a static block is the same object for every record", () => {
    const [first] = find("static", sampleValues(2));
    const [second] = find("static", { ...sampleValues(3) });
    expect(first).toBe(second);
    expect(first).toMatchObject({
      content: { kind: "text", hrefs: [undefined, "https://bank.example/errors"] },
    });
    expect([...binder.staticBlocks.values()]).toEqual([first]);
  });

  test.each([
    ["en", "en-US", "1,523.10"],
    ["es-US", "es-US", "1,523.10"],
    ["de", "de-DE", "1.523,10"],
    ["fr-FR", "fr-FR", "1\u202f523,10"],
    ["tlh", "en-US", "1,523.10"],
  ])("in the language %s is in %s", (language, locale, opening) => {
    const values = sampleValues(1);
    const customer = { ...(values["customer"] as RawObject), language };
    const document = binder.bind(recordOf({ ...values, customer }));
    expect(document.locale).toBe(locale);
    const facts = document.blocks[2];
    expect(facts?.kind === "facts" && facts.values[2]).toEqual([opening]);
  });

  test("depends on nothing but its record", () => {
    const others = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 4 });
    fc.assert(
      fc.property(others, fc.integer({ min: 0, max: 40 }), (before, rowCount) => {
        const used = new Binder(samplePlan);
        for (const count of before) used.bind(recordOf(sampleValues(count)));
        const record = recordOf(sampleValues(rowCount));
        expect(JSON.stringify(used.bind(record))).toBe(JSON.stringify(binder.bind(record)));
      }),
      { numRuns: 20 },
    );
  });
});

describe("a table", () => {
  test("shows its rows and their total", () => {
    const block = table("t", { columns: sumColumns, total: { label: ["Total"], style: 0 } });
    const bound = bindTable(block, rows);
    expect(bound.titles).toEqual(["Date", "Text", "Amount"]);
    expect(rowsOf(bound)).toEqual([
      ["10/01/2026", "a", "1.00"],
      ["10/01/2026", "b", "2.50"],
      ["10/03/2026", "c", "1,000.00"],
      ["Total", "", "1,003.50"],
    ]);
    expect([...bound.rowKinds]).toEqual([0, 0, 0, ROW_TOTAL]);
  });

  test("writes sums as the cells of their column", () => {
    const cell = [sample.call("format", amount, "symbol")];
    const columns = [
      column("Text", [field("t:text", "text")]),
      column("A", cell, { sumOf: amount }),
    ];
    const bound = bindTable(table("t", { columns, total: { label: [], style: 0 } }), rows);
    expect(rowsOf(bound).at(-1)).toEqual(["", "$1,003.50"]);
  });

  test("adds a subtotal after each stretch, and carries what stood before a page's end", () => {
    const block = table("t", {
      columns: sumColumns,
      groups: [
        level(field("t:date", "date"), {
          footer: { label: ["On ", field("t:date", "date")], style: 0 },
        }),
      ],
      carry: {
        forward: ["Forward after ", field("t:text", "text")],
        brought: ["Brought"],
        style: 0,
      },
    });
    const bound = bindTable(block, rows);
    expect(rowsOf(bound).map(([first, , last]) => [first, last])).toEqual([
      ["10/01/2026", "1.00"],
      ["10/01/2026", "2.50"],
      ["On 10/01/2026", "3.50"],
      ["10/03/2026", "1,000.00"],
      ["On 10/03/2026", "1,000.00"],
    ]);
    expect([...bound.rowKinds]).toEqual([0, 0, ROW_SUBTOTAL, 0, ROW_SUBTOTAL]);
    expect(bound.carryForward?.(1)).toEqual(["Forward after a", "", "1.00"]);
    expect(bound.carryForward?.(3)).toEqual(["Forward after b", "", "3.50"]);
    expect(bound.carryBrought?.(4)).toEqual(["Brought", "", "1,003.50"]);
    expect(bound.carryForward?.(0)).toEqual(["Forward after ", "", "0.00"]);
  });

  test("shows the last row of each stretch only", () => {
    const rowPlan = {
      list: field("transactions", "list"),
      row: "t",
      lastBy: field("t:date", "date"),
    };
    const bound = bindTable(table("t", { rows: rowPlan, columns: sumColumns }), rows);
    expect(rowsOf(bound).map(([, text]) => text)).toEqual(["b", "c"]);
  });

  test("marks numbers that do not follow the one before", () => {
    const numbers = [1042, 1043, undefined, 1045, 1046, 1046];
    const checks = numbers.map((check) => (check === undefined ? {} : { check }));
    const number = field("t:check", "integer", true);
    const block = table("t", {
      columns: [column("Check", [number])],
      gaps: { by: number, column: 0, mark: "*" },
    });
    expect(bindTable(block, checks).cells).toEqual(["1042", "1043", "", "1045*", "1046", "1046*"]);
  });

  test("that has no rows says so, or is left out", () => {
    const block = table("t", { columns: sumColumns, total: { label: ["Total"], style: 0 } });
    expect(bindOne(block, {})).toBeUndefined();
    const empty = { ...block, empty: [span(["Nothing."])] };
    expect(bindOne(empty, { transactions: [] })).toMatchObject({
      rowCount: 0,
      empty: ["Nothing."],
    });
  });

  test("whose sum is not exact any more rejects its record, with its place", () => {
    const huge = { date: "2026-10-01", text: "x", amount: "90071992547409.91" };
    const plan = withBlocks(table("t", { columns: sumColumns, total: { label: [], style: 0 } }));
    const record = recordOf({ transactions: [huge, huge] }, 41);
    const fault = faultOf(() => new Binder(plan).bind(record));
    expect(fault.diagnostic).toMatchObject({
      code: "data.money-range",
      data: { file: "customers.ndjson", line: 42, record: 41 },
    });
    expect(fault.message).not.toContain("90071992547409");
  });
});

function faultOf(act: () => unknown): BindFault {
  try {
    act();
  } catch (fault) {
    if (fault instanceof BindFault) return fault;
  }
  throw new Error("no fault was thrown");
}

describe("messages", () => {
  test("an e-mail's texts", () => {
    expect(binder.bindEmail(recordOf(sampleValues(1)))).toEqual({
      to: "ana@example.com",
      subject: "Your October 2026 statement",
      preheader: "For the account ending in 6789",
      footer: "Northbank, 1 Example Square. Member FDIC.",
    });
  });

  test("an SMS shows no figure and no name", () => {
    const { to, text } = binder.bindSms(recordOf(sampleValues(30)));
    expect(to).toBe("+12025550143");
    expect(text).toContain("6789");
    for (const secret of ["4008", "2,621.45", "2621", "Ana", "1523"])
      expect(text).not.toContain(secret);
  });

  test("a recipient that is not there is undefined", () => {
    expect(binder.bindEmail(recordOf({ account: { number: "1" } })).to).toBeUndefined();
    expect(binder.bindSms(recordOf({ account: { number: "1" } })).to).toBeUndefined();
  });
});
