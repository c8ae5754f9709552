import { describe, expect, test } from "vitest";
import type { Block } from "../../src/model/block.ts";
import type { LayoutPlan } from "../../src/model/layout-plan.ts";
import { check, placeOf, SMALL, spoiled } from "./support.ts";

/** The small layout with `sums`, and one more block. */
function layout(sums: string, block = "", text: string = SMALL): string {
  const named = spoiled("format: {", `sums: [${sums}]\nformat: {`, text);
  return spoiled("blocks:\n  - heading", `blocks:\n${block}  - heading`, named);
}

function planOf(text: string): LayoutPlan {
  const { plan, diagnostics } = check(text);
  expect(diagnostics).toEqual([]);
  return plan as LayoutPlan;
}

/** What the first block says it shows. */
function sumOf([block]: readonly Block[]): readonly (number | undefined)[] {
  if (block?.kind === "text") return [block.sum];
  return block?.kind === "facts" ? block.entries.map(({ sum }) => sum) : [];
}

describe("a money field named under `sums`", () => {
  test.each([
    ["  - facts: { Balance: '{account.closing}' }\n", [0]],
    ["  - facts: { Text: x, Balance: '**{account.closing | symbol}**' }\n", [undefined, 0]],
    ["  - paragraph: '{account.closing | plain}'\n    align: right\n", [0]],
    ["  - heading: \"{format(account.closing, 'symbol')}\"\n", [0]],
  ])("is known where it stands by itself: %s", (block, sums) => {
    const plan = planOf(layout("account.closing", block));
    expect(plan.sums).toEqual([0]);
    expect(sumOf(plan.blocks)).toEqual(sums);
  });

  test.each([
    ["a message", "  - message: notice\n    text: '{account.closing}'\n"],
    [
      "columns",
      "  - columns:\n      - blocks: [{ paragraph: '{account.closing}' }]\n      - blocks: []\n",
    ],
    ["a group", "  - group: [{ paragraph: '{account.closing}' }]\n    padding: 4pt\n"],
  ])("may stand in %s", (_, block) => {
    expect(planOf(layout("account.closing", block)).sums).toEqual([0]);
  });

  test("may stand in a box of the first page, and of the last with a master of its own", () => {
    const first = spoiled("Page {page} of {pages}", "{account.closing}");
    expect(planOf(layout("account.closing", "", first)).sums).toEqual([0]);
    const box = `
      boxes: [{ at: [0.6in, 8in, 3in, 1in], blocks: [{ paragraph: "{account.fees}" }] }]`;
    const masters = (rest: string, last: string): string => `
    - name: rest
      body: [0.6in, 1in, 7in, 6in]${rest}
    - name: last
      when: last
      body: [0.6in, 1in, 7in, 6in]${last}
blocks:
`;
    const onLast = spoiled("\nblocks:\n", masters("", box));
    expect(planOf(layout("account.fees", "", onLast)).sums).toEqual([1]);
    const onRest = spoiled("\nblocks:\n", masters(box, ""));
    const { diagnostics } = check(layout("account.fees", "", onRest));
    expect(diagnostics.map(({ code }) => code)).toEqual(["layout.sum-not-printed"]);
    expect(diagnostics[0]?.hint).toMatch(/^print\.masters\.1\.boxes\.0\.blocks\.0 shows it/);
  });

  test("leaves a layout as it was that names none", () => {
    expect(planOf(layout("")).hash).toBe(planOf(SMALL).hash);
    expect(planOf(SMALL)).not.toHaveProperty("sums");
  });
});

describe("one mistake in `sums` gives one diagnostic at its place", () => {
  const shown = "  - facts: { Balance: '{account.closing}' }\n";
  test.each([
    [
      "a misspelt field",
      "account.closng",
      shown,
      "unknown-field",
      /did you mean `account.closing`/,
    ],
    [
      "a field that is no money",
      "account.apy",
      shown,
      "wrong-type",
      /account.closing, account.fees/,
    ],
    ["a group of fields", "account", shown, "wrong-type", /money fields/],
    ["a detail row's field", "transactions.amount", shown, "unknown-field", /money fields/],
    [
      "a field that is not printed",
      "account.closing",
      "",
      "sum-not-printed",
      /whole value of a fact/,
    ],
    [
      "a field among other words",
      "account.closing",
      "  - facts: { Balance: '+ {account.closing}' }\n",
      "sum-not-printed",
      /"\{account.closing \| symbol\}"/,
    ],
    [
      "a sum that only looks like the field",
      "account.closing",
      "  - paragraph: '{account.closing + account.fees}'\n",
      "sum-not-printed",
      /whole value/,
    ],
    [
      "a field under a condition",
      "account.closing",
      "  - paragraph: '{account.closing}'\n    when: active\n",
      "sum-not-printed",
      /^blocks\.0 shows it under a `when`/,
    ],
    [
      "a fact under a condition",
      "account.closing",
      "  - facts: [{ label: Balance, value: '{account.closing}', when: active }]\n",
      "sum-not-printed",
      /^blocks\.0 shows it/,
    ],
    [
      "a field in a group under a condition",
      "account.closing",
      "  - group: [{ paragraph: '{account.closing}' }]\n    when: active\n",
      "sum-not-printed",
      /^blocks\.0\.group\.0 shows it/,
    ],
    [
      "a field in e-mails alone",
      "account.closing",
      "  - paragraph: '{account.closing}'\n    channels: [email]\n",
      "sum-not-printed",
      /whole value/,
    ],
  ])("%s", (_, sum, block, code, hint) => {
    const text = layout(sum, block);
    const { plan, diagnostics } = check(text);
    expect(plan).toBeUndefined();
    expect(diagnostics.map((found) => found.code)).toEqual([`layout.${code}`]);
    const [found] = diagnostics;
    expect([found?.source?.line, found?.source?.column]).toEqual(placeOf(text, `${sum}]`));
    expect(found?.hint).toMatch(hint);
    expect(found?.message).toMatch(/^[^\n]+\.$/);
  });

  test("a field that records may lack, and one named twice", () => {
    const optional = spoiled("fees: money", "fees: money?");
    const codes = (text: string) => check(text).diagnostics.map(({ code }) => code);
    expect(codes(layout("account.fees", shown, optional))).toEqual(["layout.sum-optional"]);
    const twice = layout("account.closing, account.closing", shown);
    expect(codes(twice)).toEqual(["layout.wrong-value"]);
    expect(codes(layout("{ a: b }", shown))).toEqual(["layout.wrong-value"]);
  });

  test("nothing is said of what is printed where a block is faulty, or the field", () => {
    const faulty = layout("account.closing", "  - paragrap: '{account.closing}'\n");
    expect(check(faulty).diagnostics.map(({ code }) => code)).toEqual(["layout.unknown-block"]);
    const kind = spoiled("fees: money", "fees: mony");
    const { diagnostics } = check(layout("account.fees", shown, kind));
    expect(diagnostics.map(({ code }) => code)).toEqual(["layout.bad-kind"]);
  });
});

test("a locale whose digits do not follow each other is refused", () => {
  const { diagnostics } = check(spoiled("locale: en-US", "locale: zh-u-nu-hanidec"));
  expect(diagnostics.map(({ code }) => code)).toEqual(["layout.unknown-locale"]);
});
