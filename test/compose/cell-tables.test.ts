import fc from "fast-check";
import { expect, test } from "vitest";
import type { TableBlock } from "../../src/model/block.ts";
import { column, field } from "../bind/sample-plan.ts";
import { tableOf } from "./sample-table.ts";
import { BODY, linesOf, master, pagesOf, planOf } from "./setting.ts";

const LEFT = 100_000;
const inner = tableOf({
  rows: { list: field("r:holdings", "list"), row: "h" },
  columns: [
    column("", [field("h:name", "text"), " of ", field("r:text", "text")], { wrap: true }),
    column("", [field("h:units", "text")], { align: "right", widthMpt: 40_000 }),
  ],
  showHeader: false,
  rowRuleColor: 1,
}) as TableBlock;
const outer = tableOf({
  columns: [
    column("Text", [field("r:text", "text")], { wrap: true, widthMpt: LEFT }),
    column("Holdings", [], { table: inner }),
  ],
});

const accounts = fc.array(
  fc.array(fc.stringMatching(/^[a-z]{1,9}( [a-z]{1,9}){0,6}$/), { maxLength: 9 }),
  { minLength: 1, maxLength: 8 },
);

test("tables in cells show each of their rows once, beside the row that they are of", () => {
  fc.assert(
    fc.property(accounts, (names) => {
      const rows = names.map((all, index) => ({
        text: `row${index}`,
        holdings: all.map((name, at) => ({ name, units: `${index}-${at}` })),
      }));
      const masters = [master([], { body: { ...BODY, heightMpt: 260_000 } })];
      const pages = pagesOf(planOf([outer], { masters }), { rows });
      const units: string[] = [];
      const edge = BODY.xMpt + LEFT;
      for (const page of pages) {
        for (const line of linesOf(page))
          for (const { text } of line) if (/^\d-\d$/.test(text)) units.push(text);
        for (const { x, text } of page.runs)
          if (!/^(row\d+|Text)$/.test(text)) expect(x).toBeGreaterThanOrEqual(edge);
        const bottom = Math.max(...page.runs.map(({ y }) => y));
        // Rules go with the lines that they are above.
        for (const { y } of page.rects) expect(y).toBeLessThan(bottom);
      }
      expect(units).toEqual(names.flatMap((all, index) => all.map((_, at) => `${index}-${at}`)));
    }),
    { numRuns: 60 },
  );
});
