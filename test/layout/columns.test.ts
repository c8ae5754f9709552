import { expect, test } from "vitest";
import { check, placeOf, spoiled } from "./support.ts";

function withColumns(lines: readonly string[]): string {
  return spoiled(
    "  - image: logo\n",
    `${lines.map((line) => `  ${line}\n`).join("")}  - image: logo\n`,
  );
}

const FLOW = ["- columns: 2", "  gap: 20pt", "  blocks: [{ paragraph: One }]", "  balance: false"];

test("a number of columns is what its blocks flow through, each as wide as its share", () => {
  const { plan, diagnostics } = check(withColumns(FLOW));
  expect(diagnostics).toEqual([]);
  const block = plan?.blocks.find(({ kind }) => kind === "columns");
  expect(block).toMatchObject({
    flow: { count: 2, balances: false },
    columns: [{ blocks: [{ kind: "text" }] }],
    isStatic: false,
  });
});

const BESIDE = ["- columns: [{ blocks: [{ rule: 1pt }] }, { blocks: [] }]", "  breakable: true"];

test("columns side by side that may break are no static block", () => {
  const { plan, diagnostics } = check(withColumns(BESIDE));
  expect(diagnostics).toEqual([]);
  const block = plan?.blocks.find(({ kind }) => kind === "columns");
  expect(block).toMatchObject({ breakable: true, isStatic: false });
});

test("columns without a block at all are idle, and no page can end in one", () => {
  const found = (line: string): unknown[] =>
    check(withColumns([line])).diagnostics.map(({ severity, message, hint }) => [
      severity,
      message,
      hint,
    ]);
  const idle = "There is no block in this, so nothing is shown.";
  const empty = [["warning", idle, "give it one, or leave it out"]];
  expect(found("- columns: [{ blocks: [] }, { blocks: [] }]")).toEqual(empty);
  expect(found("- { columns: 2, blocks: [] }")).toEqual(empty);
  expect(found("- group: []")).toEqual(empty);
  expect(found("- { message: news, blocks: [] }")).toEqual(empty);
  expect(found("- { repeat: transactions, blocks: [] }")).toEqual(empty);
  const kept = /kept on one page, so that no page can end in it/;
  const inner = "{ page-break: true }, { paragraph: x }";
  const broken = [
    `- columns: [{ blocks: [${inner}] }, { blocks: [{ space: 1pt }] }]`,
    `- { group: [${inner}], padding: 2pt }`,
    `- { repeat: transactions, across: 2, blocks: [${inner}] }`,
    `- { group: [{ group: [${inner}], breakable: true }], border: line }`,
  ];
  for (const each of broken) expect(String(found(each)[0])).toMatch(kept);
  const right = [
    `- { columns: [{ blocks: [${inner}] }, { blocks: [{ space: 1pt }] }], breakable: true }`,
    `- { columns: 2, blocks: [${inner}] }`,
    `- { group: [${inner}], padding: 2pt, breakable: true }`,
    `- { group: [${inner}] }`,
  ];
  for (const each of right) expect(found(each)).toEqual([]);
});

test.each<[string[], string, string, RegExp, string]>([
  [FLOW, "  blocks: [{ paragraph: One }]", "  gap: 21pt", /add `blocks`/, "- columns: 2"],
  [FLOW, "balance: false", "breakable: true", /continues on the next page anyway/, "breakable"],
  [FLOW, "columns: 2", "columns: 7", /./, "columns: 7"],
  [FLOW, "gap: 20pt", "gap: 9in", /wider than their space of 504pt/, "- columns: 2"],
  [FLOW, "paragraph: One", 'paragraph: "{nothing}"', /`nothing` is not a field/, "{nothing}"],
  [BESIDE, "breakable: true", "balance: true", /`balance` is for text that flows/, "balance: true"],
  [
    BESIDE,
    "breakable: true",
    "blocks: []",
    /`blocks` is for text that flows/,
    "blocks: []\n  - image",
  ],
])("%s with %s written as %s is found", (lines, find, write, message, at) => {
  const text = withColumns(
    lines.filter((line) => line !== find || write !== "  gap: 21pt"),
  ).replace(find, () => write);
  const [found] = check(text).diagnostics;
  expect(found?.message).toMatch(message);
  expect(found?.source?.line).toBe(placeOf(text, at)[0]);
});
