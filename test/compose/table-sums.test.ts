import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { column, field, level } from "../bind/sample-plan.ts";
import {
  NUMBER_WIDTH,
  amount,
  tableOf,
  type Row,
  numbered,
  shown,
  set,
  page,
  cells,
  carry,
  columns,
  rowTexts,
} from "./sample-table.ts";
import { BODY, BOLD_STYLE, type DrawnPage, linesOf, master } from "./setting.ts";

describe("carries", () => {
  test("stand at every break with the sum of all rows above it", () => {
    const rows = numbered(100);
    const pages = set(tableOf({ carry }), rows);
    expect(pages.length).toBeGreaterThan(3);
    let before = 0;
    pages.forEach((each, index) => {
      const lines = cells(each);
      const sum = (): string =>
        shown(rows.slice(0, before).reduce((all, row) => all + row.cents, 0));
      if (index > 0) expect(lines[1]).toEqual(["Brought forward", sum()]);
      before += rowTexts([each]).length;
      if (index < pages.length - 1) expect(lines.at(-1)).toEqual(["Carried forward", sum()]);
      else expect(lines.at(-1)?.[0]).toBe("row 99");
    });
    expect(rowTexts(pages)).toEqual(rows.map((row) => row.text));
  });

  test("lie within the body and over nothing, for any rows and any height", () => {
    const unit = fc.constantFrom(...Array.from("abcdefgh i"));
    const row = fc.record({
      // Rows of more than a page break within themselves, below their amounts.
      text: fc.oneof(
        { weight: 9, arbitrary: fc.string({ unit, minLength: 1, maxLength: 120 }) },
        { weight: 1, arbitrary: fc.string({ unit, minLength: 3000, maxLength: 6000 }) },
      ),
      cents: fc.integer({ min: -1_000_000, max: 1_000_000 }),
    });
    const given = fc.record({
      rows: fc.array(row, { minLength: 1, maxLength: 60 }),
      heightMpt: fc.integer({ min: 180_000, max: 400_000 }),
      repeatHeader: fc.boolean(),
      hasTotal: fc.boolean(),
    });
    fc.assert(
      fc.property(given, ({ rows, heightMpt, repeatHeader, hasTotal }) => {
        const total = { label: ["Total"], style: BOLD_STYLE };
        const block = tableOf({ carry, repeatHeader, ...(hasTotal && { total }) });
        const masters = [master([], { body: { ...BODY, heightMpt } })];
        const clean = rows.map((each) => ({ ...each, text: `x${each.text.trim()}` }));
        const pages = set(block, clean, { masters });
        let sum = 0;
        let next = 0;
        pages.forEach((each, index) => {
          const lines = linesOf(each);
          const bottom = Math.max(...lines.map((runs) => runs[0]?.y ?? 0));
          expect(bottom).toBeLessThanOrEqual(BODY.yMpt + heightMpt);
          const ys = lines.map((runs) => runs[0]?.y as number);
          ys.slice(1).forEach((y, at) => expect(y - (ys[at] as number)).toBeGreaterThan(9000));
          for (const [label = "", value] of cells(each)) {
            if (/^(Brought|Carried|Total)/.test(label)) expect(value).toBe(shown(sum));
            else if (value !== undefined && label !== "Text") {
              sum += (clean[next] as Row).cents;
              expect(value).toBe(shown((clean[next] as Row).cents));
              next += 1;
            }
          }
          const first = cells(each)[repeatHeader || index === 0 ? 1 : 0]?.[0] ?? "";
          if (index > 0) expect(first).toBe("Brought forward");
          if (index < pages.length - 1) expect(cells(each).at(-1)?.[0]).toBe("Carried forward");
        });
        expect(next).toBe(clean.length);
      }),
      { numRuns: 60 },
    );
  });

  test("that wrap get the room they take", () => {
    const long = {
      forward: ["Carried forward to the next page of this statement of your account with us"],
      brought: ["Brought forward from the page before of this statement of your account"],
      style: BOLD_STYLE,
    };
    const body = { ...BODY, widthMpt: 180_000 };
    const pages = set(tableOf({ carry: long }), numbered(80), { masters: [master([], { body })] });
    for (const each of pages) {
      const ys = linesOf(each).map((runs) => runs[0]?.y as number);
      for (const [index, y] of ys.slice(1).entries())
        expect(y - (ys[index] as number)).toBeGreaterThan(9000);
      expect(Math.max(...ys)).toBeLessThanOrEqual(BODY.yMpt + BODY.heightMpt);
    }
  });
});

describe("sums", () => {
  const total = { label: ["Total of all the rows that this table shows to its reader"], style: 1 };

  test("a total's label spans the empty cells beside it", () => {
    const narrow = [
      column("A", [field("r:text", "text")], { widthMpt: 40_000 }),
      column("B", [""], { widthMpt: 100_000 }),
      column("C", [""], { grow: 1 }),
      column("Amount", [amount], { align: "right", widthMpt: NUMBER_WIDTH, sumOf: amount }),
    ];
    const label = { label: ["Total of all the rows of it"], style: BOLD_STYLE };
    const lines = cells(page(tableOf({ columns: narrow, total: label }), numbered(3)));
    expect(lines.at(-1)).toEqual(["Total of all the rows of it", "3.03"]);
  });

  test("sums stand in their own columns, whatever is empty beside them", () => {
    const wider = [...columns, column("Note", [field("r:text", "text")], { align: "right" })];
    const label = { label: ["Total"], style: BOLD_STYLE };
    const footer = { label: ["Sum"], style: BOLD_STYLE };
    const groups = [level(field("r:text", "text"), { footer })];
    const drawn = page(tableOf({ columns: wider, total: label, groups, carry }), numbered(2));
    const rights = linesOf(drawn).map((runs) => Math.round((runs[1]?.right ?? 0) / 100));
    expect(new Set(rights).size).toBe(1);
  });

  test("a total stays with the last row", () => {
    for (let rows = 24; rows <= 32; rows += 1) {
      const pages = set(tableOf({ total }), numbered(rows));
      const last = cells(pages.at(-1) as DrawnPage).flat();
      expect(last.join(" ")).toContain("Total of all");
      expect(last).toContain(`row ${rows - 1}`);
    }
  });

  test("subtotals follow each stretch, the total sums all", () => {
    const rows = ["a", "a", "b", "c", "c", "c"].map((text) => ({ text, cents: 100 }));
    const text = field("r:text", "text");
    const footer = { label: ["Sum of ", text], style: BOLD_STYLE };
    const all = { label: ["All"], style: BOLD_STYLE };
    const drawn = page(tableOf({ groups: [level(text, { footer })], total: all }), rows);
    const labels = cells(drawn).map(([label, value]) => `${label} ${value}`);
    expect(labels).toEqual([
      "Text Amount",
      "a 1.00",
      "a 1.00",
      "Sum of a 2.00",
      "b 1.00",
      "Sum of b 1.00",
      "c 1.00",
      "c 1.00",
      "c 1.00",
      "Sum of c 3.00",
      "All 6.00",
    ]);
    const bold = drawn.runs.filter((run) => run.font === 1).map((run) => run.text);
    expect(bold).toEqual([
      "Sum of a",
      "2.00",
      "Sum of b",
      "1.00",
      "Sum of c",
      "3.00",
      "All",
      "6.00",
    ]);
  });
});
