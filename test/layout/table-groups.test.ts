import { expect, test } from "vitest";
import { check, SMALL, spoiled } from "./support.ts";

/** The small layout's table with these lines more. */
function withLines(...lines: readonly string[]): string {
  return spoiled(
    "      total: { label: Total }\n",
    `      total: { label: Total }\n${lines.join("\n")}\n`,
  );
}

function codes(text: string): string[] {
  return check(text).diagnostics.map(({ code, message }) => `${code} ${message}`);
}

const GROUP = [
  "      groups:",
  '        - { by: t.kind, header: "{t.kind}", continued: "{t.kind} goes on", footer: Sum, carry: true }',
  "        - { by: t.date, footer: Day, indent: 8pt, background: line }",
];

test("levels of groups are compiled in order, a subtotal as the innermost", () => {
  const { plan, diagnostics } = check(
    withLines(...GROUP, "      subtotal: { by: t.check, label: Check }"),
  );
  expect(diagnostics).toEqual([]);
  const table = plan?.blocks.find((block) => block.kind === "table");
  expect(table?.groups.map(({ by, carries }) => ["kind" in by && by.kind, carries])).toEqual([
    ["text", true],
    ["date", false],
    ["integer", false],
  ]);
  expect(table?.groups[1]).toMatchObject({ indentMpt: 8000, background: 1 });
});

test.each([
  ['header: "{t.kind}"', 'header: "{t.knd}"', /unknown-field/],
  ["footer: Sum,", "footer-when: several,", /wrong-value `footer-when` needs a `footer`/],
  ["footer: Sum,", "footer: Sum, footer-when: often,", /wrong-value .*always.*several/],
  ["by: t.kind", "by: t.kind ==", /layout\./],
  ["{ by: t.date, footer: Day,", "{ by: t.date,", /wrong-value The group shows nothing/],
  ['continued: "{t.kind} goes on", ', "", /wrong-value `carry` shows sums in the `continued` row/],
])("a group with %s written as %s is a fault", (find, write, fault) => {
  const found = codes(withLines(...GROUP).replace(find, () => write));
  expect(found.join("\n")).toMatch(fault);
});

test("what groups carry needs a column with a sum", () => {
  const found = codes(withLines(...GROUP).replace(", sum: t.amount", ""));
  expect(found.filter((line) => line.includes("no-sum"))).toHaveLength(2);
});

const AMOUNT = 'show: "{t.amount}", width: 70pt, align: right, sum: t.amount';

test.each([
  ["running: { of: t.amount, from: account.closing, per: 2, format: symbol }", undefined],
  ["running: { of: t.amount, per: 3 }", /The table has 2 levels of groups, none of them number 3/],
  ["running: { of: t.text }", /must be money, integer or decimal, but it is text/],
  ["running: { of: t.check, from: account.closing }", /must be integer, but it is money/],
  ["running: { of: t.amount, format: long }", /long/],
  ['running: { of: t.amount }, show: "x"', /either `show` or `running`/],
  ["width: 70pt", /either `show` or `running`/],
])("a column with %s", (column, fault) => {
  const text = withLines(...GROUP).replace(AMOUNT, `${column}, sum: t.amount`);
  const found = codes(text.replace("width: 70pt, sum", "width: 70pt, sum"));
  if (fault === undefined) expect(found).toEqual([]);
  else expect(found.join("\n")).toMatch(fault);
  expect(SMALL).toContain(AMOUNT);
});

test.each([
  ["align: decimal, decimals: 4, valign: bottom, group: Sums", undefined],
  ["align: right, decimals: 4", /`decimals` works only with `align: decimal`/],
  ["align: right, merge: true, wrap: true", /cannot both `merge` and `wrap`/],
  ["align: right, cell-styles: [{ when: t.amount }]", /must be boolean/],
  ["align: right, cell-styles: [{ when: active }]", /changes nothing/],
  ['align: right, cell-styles: [{ when: t.text == "x", style: fin }]', /unknown-style/],
])("a column with %s says what is wrong", (column, fault) => {
  const found = codes(SMALL.replace("width: 70pt, align: right", `width: 70pt, ${column}`));
  if (fault === undefined) expect(found).toEqual([]);
  else expect(found.join("\n")).toMatch(fault);
});
