import { expect, test } from "vitest";
import { checkLayout } from "../../src/layout/check-layout.ts";
import type { LayoutPlan } from "../../src/model/layout-plan.ts";
import type { RawObject } from "../../src/model/record.ts";
import { prepare } from "../../src/work/prepare.ts";
import { UsageError } from "../../src/base/diagnostic.ts";
import { PrintShop, plainJob } from "../golden/print-shop.ts";
import { host, shared, spoiled, writeLayout } from "../layout/support.ts";

const LETTER = "customer wrap table ";
/** Beside what flows, a box that is the same for all records, and one that is nearly full. */
const PLAIN = spoiled(
  "blocks:\n  - heading",
  `        - at: [4in, 0.5in, 3in, 1in]
          blocks: [{ paragraph: Northbank, style: body }]
        - at: [5.6in, 1.6in, 1in, 12.5pt]
          blocks: [{ paragraph: "{account.number}" }]
blocks:
  - paragraph: "{customer.name}"
  - heading`,
);
const wanting = (text: string): string =>
  spoiled("images:", "preferences: { large-print: { when: active, scale: 140 } }\nimages:", text);

function planOf(text: string): LayoutPlan {
  const { plan, diagnostics } = checkLayout(host, writeLayout(text), shared);
  if (plan === undefined) throw new Error(JSON.stringify(diagnostics));
  return plan;
}

const record = (active: boolean): RawObject => ({
  active,
  account: {
    id: "1",
    number: "12345678",
    closing: "9.00",
    fees: "0.00",
    from: "2026-10-01",
    apy: "0",
  },
  customer: { name: LETTER.repeat(30), address: { lines: ["ANA"] } },
  transactions: Array.from({ length: 40 }, (_, index) => ({
    date: "2026-10-01",
    kind: "deposit",
    text: `${LETTER.repeat(3)} ${index}`,
    amount: "1.00",
  })),
});

const pagesOf = (shop: PrintShop, active: boolean): string[] =>
  shop.pages(record(active)).map((page) => Buffer.from(page).toString("latin1"));

test("documents in large print are those of the layout in that scale, the others as they were", async () => {
  const [mixed, usual, large] = await Promise.all([
    PrintShop.open(planOf(wanting(PLAIN))),
    PrintShop.open(planOf(PLAIN)),
    PrintShop.open(planOf(spoiled("images:", "style-scale: 140\nimages:", PLAIN))),
  ]);
  const [small, big] = [pagesOf(usual, false), pagesOf(large, false)];
  expect([small.length, big.length]).toEqual([2, 5]);
  expect(big[0]).toContain("/A0 Do");
  // The art of large print follows that of all masters, and no size is left to the next document.
  const asLarge = big.map((page) => page.replace("/A0 Do", "/A1 Do"));
  expect(pagesOf(mixed, true)).toEqual(asLarge);
  expect(pagesOf(mixed, false)).toEqual(small);
  expect(pagesOf(mixed, true)).toEqual(asLarge);
  const [usualArt, largeArt] = [usual.prepared.art[0]?.content, large.prepared.art[0]?.content];
  expect(largeArt).not.toEqual(usualArt);
  expect(mixed.prepared.art.map((art) => art?.content)).toEqual([usualArt, largeArt]);
});

test("what never fits in large print alone is said before a record is read", async () => {
  const text = spoiled(
    "blocks:\n  - heading",
    `blocks:
  - group: [{ paragraph: "${"Fixed words. ".repeat(230)}" }]
    padding: 6pt
  - heading`,
  );
  const plan = planOf(text);
  await prepare(host, plan, { ...plainJob, layout: writeLayout(text) });
  const both = wanting(text);
  const said = await prepare(host, planOf(both), { ...plainJob, layout: writeLayout(both) }).then(
    () => [],
    (error: unknown) => (error instanceof UsageError ? error.diagnostics : []),
  );
  expect(said.map(({ message }) => message)).toEqual([expect.stringMatching(/^In large print: /)]);
});
