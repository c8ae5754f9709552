import { expect, test } from "vitest";
import { check, SMALL } from "./support.ts";

const NESTED = SMALL.replace(
  "  active: boolean",
  "  active: boolean\n  accounts: [{ name: text, total: money, pots: [{ name: text, moves: [{ amount: money }] }] }]",
);

/** The small layout with a repeat in front, of these lines. */
function withRepeat(...lines: readonly string[]): string {
  return NESTED.replace("blocks:\n  - heading", `blocks:\n${lines.join("\n")}\n  - heading`);
}

function faults(...lines: readonly string[]) {
  return check(withRepeat(...lines)).diagnostics.map(({ code, message, hint }) => ({
    code,
    message,
    hint,
  }));
}

const INNER = [
  "  - repeat: accounts",
  "    as: acct",
  "    blocks:",
  '      - paragraph: "{acct.name} {acct.total}"',
  "      - repeat: acct.pots",
  "        as: pot",
  "        where: pot.name != acct.name",
  "        blocks:",
  '          - table: { rows: pot.moves, columns: [{ title: A, show: "{row.amount} {acct.name}" }] }',
];

test("lists within lists are checked against their rows, and outer rows stay visible", () => {
  const { plan, diagnostics } = check(withRepeat(...INNER));
  expect(diagnostics).toEqual([]);
  const repeat = plan?.blocks[0];
  if (repeat?.kind !== "repeat") throw new Error("no repeat");
  expect(repeat.rows.list).toMatchObject({ scope: "record", path: ["accounts"] });
  const inner = repeat.item.blocks[1];
  expect(inner).toMatchObject({
    kind: "repeat",
    rows: { list: { scope: "acct", path: ["pots"] } },
  });
});

test("a misspelt inner list names those of the rows in scope", () => {
  const spoiled = INNER.map((line) => line.replace("repeat: acct.pots", "repeat: acct.pot"));
  const [fault, ...more] = faults(...spoiled);
  expect(more.map(({ code }) => code)).toEqual([]);
  expect(fault).toMatchObject({
    code: "layout.unknown-field",
    hint: "did you mean `acct.pots`?",
  });
});

test("a misspelt field of an inner row is found by its own list's fields", () => {
  const spoiled = INNER.map((line) => line.replace("row.amount", "row.amuont"));
  expect(faults(...spoiled)).toMatchObject([
    { code: "layout.unknown-field", hint: "did you mean `amount`?" },
  ]);
});

test("a list that is none, and a name that is taken, are said at their places", () => {
  expect(faults("  - repeat: account", "    blocks: []")).toMatchObject([
    { code: "layout.wrong-type", message: "`account` is object; name a field of kind list." },
  ]);
  const twice = INNER.map((line) => line.replace("as: pot", "as: acct"));
  expect(faults(...twice)).toMatchObject([{ code: "layout.name-taken" }]);
  expect(faults(...INNER.map((line) => line.replace("as: pot", "as: customer")))).toMatchObject([
    { code: "layout.name-taken" },
  ]);
});

test("a row of an outer repeat is unknown outside of it", () => {
  const found = faults(...INNER, '  - paragraph: "{acct.name}"');
  expect(found).toMatchObject([{ code: "layout.unknown-field" }]);
});

test("the blocks of a repeat with a fault of its own are checked all the same", () => {
  const spoiled = [...INNER.slice(0, 2), "    gap: wide", ...INNER.slice(2)].map((line) =>
    line.replace("{acct.total}", "{acct.totl}"),
  );
  expect(faults(...spoiled).map(({ code }) => code)).toEqual([
    "layout.bad-length",
    "layout.unknown-field",
  ]);
});

test("rows side by side have their share of the width, and begin no pages", () => {
  const wide = [
    "  - repeat: accounts",
    "    across: 3",
    "    blocks:",
    "      - { image: logo, alt: x, width: 3in }",
  ];
  expect(faults(...wide)).toMatchObject([{ code: "layout.image-too-wide" }]);
  expect(faults(...wide.map((line) => line.replace("3in", "2in")))).toEqual([]);
  const paged = [...wide.slice(0, 2), "    new-page: true", "    blocks: [{ rule: 1pt }]"];
  expect(faults(...paged)).toMatchObject([{ code: "layout.wrong-value" }]);
});

function nestedTable(...lines: readonly string[]): readonly string[] {
  const columns = '    columns: [{ title: A, show: "{row.amount} {pot.name} {acct.name}" }]';
  return ["  - table:", ...lines.map((line) => `    ${line}`), `  ${columns}`];
}
const WITHIN = ["  rows: accounts.pots.moves", "  of: [acct, pot]"];

test("rows of lists within lists have the rows that they are within beside them", () => {
  const groups = '  groups: [{ by: acct, header: "{acct.name}" }, { by: pot.name, header: x }]';
  const { plan, diagnostics } = check(withRepeat(...nestedTable(...WITHIN, groups)));
  expect(diagnostics).toEqual([]);
  expect(plan?.blocks[0]).toMatchObject({
    rows: {
      row: "row",
      list: { scope: "pot", path: ["moves"] },
      within: [
        { row: "acct", list: { scope: "record", path: ["accounts"] } },
        { row: "pot", list: { scope: "acct", path: ["pots"] } },
      ],
    },
    groups: [{ by: { row: "acct" } }, { by: { op: "field", scope: "pot" } }],
  });
  const repeat = ["  - repeat: accounts.pots", "    of: acct", "    as: pot", "    blocks:"];
  expect(faults(...repeat, '      - paragraph: "{acct.name} {pot.name}"')).toEqual([]);
  const chart = ["  - chart: bars", "    alt: a", "    rows: accounts.pots", "    of: acct"];
  const bars = [
    '    category: "{acct.name}"',
    "    series: [{ label: A, value: size(row.moves), color: ink }]",
  ];
  expect(faults(...chart, ...bars)).toEqual([]);
});

test.each([
  [["rows: accounts.pots.moves"], "missing-key", /within the rows of `accounts`, `accounts.pots`/],
  [["rows: accounts.pots.moves", "of: acct"], "missing-key", /say what those are called/],
  [["rows: accounts.pots.moves", "of: [acct, acct]"], "name-taken", /`acct` is taken/],
  [["rows: accounts.pots.moves", "of: [acct, pot]", "as: pot"], "name-taken", /`pot` is taken/],
  [["rows: accounts.pots.moves", "of: [acct, customer]"], "name-taken", /`customer` is taken/],
  [["rows: accounts.pots.mvoes", "of: [acct, pot]"], "unknown-field", /is not a field/],
  [["rows: accounts.pots.name", "of: [acct, pot]"], "unknown-field", /is not a field/],
  [["rows: transactions", "of: acct"], "wrong-value", /are within no others; leave `of` out/],
  [
    ["rows: accounts.pots.moves", "of: [acct, pot]", "groups: [{ by: row, header: x }]"],
    "wrong-type",
    /./,
  ],
  [["rows: [[a]]", "of: acct"], "wrong-value", /`of` is for rows of the data/],
])("%j is found as %s", (lines, code, message) => {
  const [found] = faults(...nestedTable(...lines.map((line) => `  ${line}`)));
  expect(found?.code).toBe(`layout.${code}`);
  expect(found?.message).toMatch(message);
});

test("what rows may be called is said", () => {
  const [found] = faults(...nestedTable("  rows: accounts.pots.moves"));
  expect(found?.hint).toBe("such as `of: [account, pot]`");
  const [near] = faults(...nestedTable("  rows: accounts.pot.moves", "  of: [acct, pot]"));
  expect(near?.hint).toBe("did you mean `accounts.pots.moves`?");
});

function cellTable(inner: string, more = ""): readonly string[] {
  const column = `{ title: Pots, table: { rows: acct.pots, as: pot, columns: [${inner}] }${more} }`;
  const rows = ["    rows: accounts", "    as: acct"].map((line) => `  ${line}`);
  return ["  - table:", ...rows, `      columns: [{ title: A, show: "{acct.name}" }, ${column}]`];
}

test("a column has a table in each cell, which knows the row, as wide as the column", () => {
  const lines = cellTable('{ show: "{pot.name} of {acct.name}" }', ", width: 90pt");
  const { plan, diagnostics } = check(withRepeat(...lines));
  expect(diagnostics).toEqual([]);
  expect(plan?.blocks[0]).toMatchObject({
    columns: [
      {},
      {
        cell: [],
        table: {
          id: "blocks.0.table.columns.1.table",
          rows: { row: "pot", list: { scope: "acct", path: ["pots"] } },
          showHeader: false,
        },
      },
    ],
  });
});

test.each([
  ['{ show: "{pot.nmae}" }', "", "unknown-field", /`nmae`/],
  ["{ width: 20pt }", "", "wrong-value", /either `show` or `running`/],
  ['{ show: "{pot.name}", width: 99pt }', ", width: 90pt", "table-too-wide", /90pt/],
  ['{ show: "{pot.name}" }', ", show: x", "wrong-value", /A column of tables has no `show`/],
  ['{ show: "{pot.name}" }', ", merge: true", "wrong-value", /no `merge`/],
  ['{ show: "{pot.name}", sum: pot.name }', "", "unknown-key", /sum/],
])("in a cell, columns of %s%s are found as %s", (inner, more, code, message) => {
  const [found] = faults(...cellTable(inner, more));
  expect(found?.code).toBe(`layout.${code}`);
  expect(found?.message).toMatch(message);
});
