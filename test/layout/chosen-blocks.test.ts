import { mkdirSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Binder } from "../../src/bind/binder.ts";
import { checkLayout } from "../../src/layout/check-layout.ts";
import type { RawObject } from "../../src/model/record.ts";
import { recordOf } from "../bind/sample-plan.ts";
import { host, placeOf, shared, SMALL, spoiled, writeLayout } from "./support.ts";

const CHOSEN = [
  ["  active: boolean", "  active: boolean\n  brand: text?\n  kind: one of [late, paid]"],
  ["  logo: logo.svg", "  logo: logo.svg\n  brands: { folder: brands }"],
  [
    "    when: account.closing",
    `    style: { by: kind, of: { late: fine, paid: body } }
    when: account.closing`,
  ],
  ["  - image: logo", "  - image: { by: brand, from: brands, otherwise: logo }"],
  ["    color: line", "    color: { by: active, of: { true: line, false: ink } }"],
].reduce((text, [find = "", write = ""]) => spoiled(find, write, text), SMALL);

const svg = (width: number) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} 10">` +
  `<rect width="${width}" height="10" fill="#123456"/></svg>`;

function checked(text: string) {
  const folder = writeLayout(text);
  mkdirSync(`${folder}/images/brands`);
  for (const [index, name] of ["east", "west"].entries())
    writeFileSync(`${folder}/images/brands/${name}.svg`, svg(30 + index));
  return checkLayout(host, folder, shared);
}

function valuesOf(more: RawObject): RawObject {
  return {
    account: { id: "1", number: "12345678", closing: "9.00", fees: "0.00", apy: "0" },
    customer: { name: "Ana", address: { lines: ["Ana"] } },
    active: true,
    kind: "paid",
    transactions: [],
    ...more,
  };
}

describe("what the data choose", () => {
  const { plan, diagnostics } = checked(CHOSEN);
  if (plan === undefined) throw new Error(JSON.stringify(diagnostics));
  const binder = new Binder(plan);
  const shownIn = (more: RawObject) => {
    const blocks = binder.bind(recordOf(valuesOf(more))).blocks.map((bound) => bound.block);
    return blocks.map((block) => {
      if (block.kind === "text") return plan.styles[block.spans[0]?.style ?? 0]?.name;
      if (block.kind === "image") return plan.images[block.image]?.name;
      return block.kind === "rule" ? `rule ${block.color}` : block.kind;
    });
  };

  test("is one of the styles, images and colours", () => {
    const rest = (looks: string[]) => expect.arrayContaining(looks);
    expect(shownIn({ kind: "late", brand: "east" })).toEqual(rest(["fine", "brands/east"]));
    expect(shownIn({ kind: "paid", brand: "west" })).toEqual(rest(["body", "brands/west"]));
    expect(shownIn({ brand: "north" })).toContain("logo");
    expect(shownIn({})).toContain("logo");
    expect(shownIn({ active: true })).toContain("rule 1");
    expect(shownIn({ active: false })).toContain("rule 0");
  });

  test("is shown once for each record, and not at all where the block is not", () => {
    for (const kind of ["late", "paid"]) expect(shownIn({ kind })).toHaveLength(shownIn({}).length);
    const poor = { account: { number: "12345678", closing: "0.00" } };
    expect(shownIn(poor)).toHaveLength(shownIn({}).length - 1);
  });

  test("proves a sum that every record shows, in whichever style", () => {
    const proven = spoiled("format: {", "sums: [account.closing]\nformat: {", CHOSEN);
    const block = '  - paragraph: "{account.closing}"\n    style: { by: kind, of: { late: fine';
    const whole = spoiled("  - rule: 0.5pt", `${block}, paid: body } }\n  - rule: 0.5pt`, proven);
    expect(checked(whole).diagnostics).toEqual([]);
    expect(checked(proven).diagnostics.map(({ code }) => code)).toEqual(["layout.sum-not-printed"]);
  });

  const mistakes = [
    ["late: fine", "lat: fine", "impossible-value", "lat:", /did you mean `late`/],
    ["late: fine, ", "", "missing-key", "{ by: kind", /otherwise/],
    ["from: brands", "from: brand", "unknown-image", "brand, otherwise", /`brands`/],
    [", otherwise: logo }", " }", "missing-key", "{ by: brand", /otherwise/],
    ["late: fine", "late: fin", "unknown-style", "{ by: kind", /`fine`/],
    ["by: kind", "by: knid", "unknown-field", "knid", /`kind`/],
    ["folder: brands", "folder: brand", "missing-image", "brand }", undefined],
  ] as const;
  test.each(mistakes)("%j as %j is %s", (find, write, code, at, hint) => {
    const text = spoiled(find, write, CHOSEN);
    const found = checked(text).diagnostics.find((each) => each.code === `layout.${code}`);
    const [line, column] = placeOf(text, at);
    expect(found?.source).toMatchObject({ line, column });
    if (hint !== undefined) expect(found?.hint).toMatch(hint);
  });
});
