import { expect, test } from "vitest";
import type { TableGroup } from "../../src/model/block.ts";
import { field, level } from "../bind/sample-plan.ts";
import { BODY_STYLE } from "./setting.ts";
import { cells, page, tableOf } from "./sample-table.ts";

const rows = ["a", "b", "b", "c", "d", "d", "d"].map((text, at) => ({
  text,
  cents: 100 * (at + 1),
}));

function labels(more: Partial<TableGroup>): string[] {
  const by = field("r:text", "text");
  const footer = { label: ["Sum of ", by], style: BODY_STYLE };
  const table = tableOf({
    groups: [level(by, { footer, ...more })],
    total: { label: ["All"], style: 0 },
  });
  return cells(page(table, rows)).map((line) => line.join(" "));
}

test("a footer stands below each group, or below those of several rows alone", () => {
  const sums = (lines: string[]): string[] => lines.filter((line) => line.startsWith("Sum"));
  expect(sums(labels({}))).toEqual([
    "Sum of a 1.00",
    "Sum of b 5.00",
    "Sum of c 4.00",
    "Sum of d 18.00",
  ]);
  expect(sums(labels({ footerOfSeveral: true }))).toEqual(["Sum of b 5.00", "Sum of d 18.00"]);
});

test("the total is the same", () => {
  expect(labels({}).at(-1)).toBe("All 28.00");
  expect(labels({ footerOfSeveral: true }).at(-1)).toBe("All 28.00");
});
