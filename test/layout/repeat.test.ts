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
