import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Binder } from "../../src/bind/binder.ts";
import type { RawObject } from "../../src/model/record.ts";
import type { TextFormat } from "../../src/model/text-format.ts";
import { linearText } from "../../src/paint/html/linear-text.ts";
import { plainWords } from "../../src/verify/content/plain-words.ts";
import { column, field, recordOf } from "../bind/sample-plan.ts";
import { tableOf } from "../compose/sample-table.ts";
import { planOf } from "../compose/setting.ts";
import { check, SMALL } from "../layout/support.ts";

const { plan } = check(SMALL);
if (plan === undefined) throw new Error("no plan");
const binder = new Binder(plan);

function textOf(name: string, rows: number, format: TextFormat, row = "Card purchase"): string {
  const values: RawObject = {
    account: { id: "1", number: "12345678", closing: "9.00", fees: "0.00", apy: "0" },
    customer: { name, address: { lines: ["A"] } },
    active: true,
    transactions: Array.from({ length: rows }, (_, index) => {
      return { date: "2026-10-01", kind: "deposit", text: `${row} ${index}`, amount: "1.00" };
    }),
  };
  return linearText(binder.bind(recordOf(values)), "The end", format);
}

const PLAIN: TextFormat = { kind: "text", width: 60 };
const BRAILLE: TextFormat = { kind: "braille", width: 40, pageLines: 25 };

/** Without numbers of pages. */
const words = (text: string): string => plainWords(text.replaceAll(/\n *\d+\n\f/g, ""));

describe("text alone", () => {
  test("has no line that is too long, no rule and no column, and the same words at any width", () => {
    const name = fc.string({ unit: "grapheme", minLength: 1, maxLength: 90 });
    fc.assert(
      fc.property(name, fc.nat(40), fc.integer({ min: 20, max: 76 }), (given, rows, width) => {
        // Controls, and blanks that no line keeps, are no part of a text.
        const said = given.replaceAll(/[\p{C}\p{Z}<>\uE000-\uF8FF\ufdd0-\ufdef]/gu, "n");
        const plain = textOf(said, rows, { kind: "text", width });
        const braille = textOf(said, rows, { ...BRAILLE, width });
        for (const line of [...plain.split("\n"), ...braille.split(/[\n\f]+/)])
          expect(Array.from(line).length).toBeLessThanOrEqual(width);
        expect(words(plain)).toContain(plainWords(said));
        expect(words(braille)).toBe(words(plain));
      }),
      { numRuns: 60 },
    );
  });

  test("says each row with the titles of its columns, and sums with their label", () => {
    const lines = textOf("Ana", 2, { ...PLAIN, width: 76 }).split("\n");
    expect(lines).toContain("Date: 10/01/2026; Text: Card purchase 1; Amount: 1.00");
    expect(lines).toContain("Total; Amount: 2.00");
    expect(lines).toContain("[A logo]".slice(1, -1));
    expect(lines.at(-2)).toBe("The end");
    expect(lines.join("")).not.toMatch(/[\u2500-\u257f|]|--|==|\t/);
  });

  test("says the rows of a table in a cell apart from each other", () => {
    const rows = { list: field("r:holdings", "list"), row: "h" };
    const show = (path: string) => [field(path, "text")];
    const columns = [column("", show("h:name")), column("", show("h:units"))];
    const inner = tableOf({ rows, columns, showHeader: false });
    if (inner.kind !== "table") throw new Error("no table");
    const block = tableOf({
      columns: [column("Account", show("r:text")), column("Holdings", [], { table: inner })],
    });
    const holdings = ["Ada", "Bea"].map((each, at) => ({ name: each, units: `${at + 5}` }));
    const values = { rows: [{ text: "Savings", holdings }] };
    const document = new Binder(planOf([block])).bind(recordOf(values));
    expect(linearText(document, "", PLAIN).split("\n")).toContain(
      "Account: Savings; Holdings: Ada \u00b7 5; Bea \u00b7 6",
    );
  });

  test("for braille is in pages of 25 lines, each with its number at the right", () => {
    const text = textOf("Ana", 60, BRAILLE);
    const pages = text.split("\f");
    expect(pages.pop()).toBe("");
    expect(pages.length).toBeGreaterThan(4);
    for (const [index, page] of pages.entries()) {
      const lines = page.split("\n");
      expect(lines.pop()).toBe("");
      expect(lines).toHaveLength(25);
      expect(lines.at(-1)).toBe(String(index + 1).padStart(40));
      // Rows are not divided, so that none begins a page with its second line.
      expect(lines[0]).not.toMatch(/^ {2}\S/);
    }
  });

  test("for braille divides what no page has room for, and loses nothing of it", () => {
    const long = "word ".repeat(400).trim();
    const pages = textOf(long, 0, BRAILLE).split("\f").slice(0, -1);
    for (const page of pages) expect(page.split("\n")).toHaveLength(26);
    expect(words(pages.join("\f") + "\f")).toContain(plainWords(long));
  });
});
