import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { compare, type CompareReport, type CompareRequest } from "../../src/index.ts";
import { nightpress } from "../kit/command.ts";
import { laterRefusedCodes } from "../kit/refused-codes.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { root } from "../layout/support.ts";
import { writeStatementFixture } from "../../fixtures/statement/write-statement-fixture.ts";

const RETAIL = `${root}/layouts/retail-statement`;
const folder = temporaryFolder("compare");
const data = `${folder}/in/customers.ndjson`;

interface Customer {
  readonly account: { readonly id: string; readonly kind: string; readonly closing: string };
}
let customers: readonly Customer[] = [];

beforeAll(() => {
  const made = { records: 120, seed: 7, folder: `${folder}/in`, badPercent: 0 } as const;
  writeStatementFixture({ ...made, format: "ndjson", mode: "test" });
  const lines = readFileSync(data, "utf8").trim().split("\n");
  customers = lines.map((line) => JSON.parse(line) as Customer);
});

/** The retail statement with a text replaced in one of its files. */
function changed(name: string, file: string, from: string, to: string): string {
  const layout = `${folder}/${name}`;
  cpSync(RETAIL, layout, { recursive: true });
  const text = readFileSync(`${layout}/${file}`, "utf8");
  expect(text.split(from)).toHaveLength(2);
  writeFileSync(
    `${layout}/${file}`,
    text.replace(from, () => to),
  );
  return layout;
}

function compared(layout: string, request: CompareRequest = {}): Promise<CompareReport> {
  return compare(RETAIL, layout, { data, key: "account.id", ...request });
}

function told({ comparison }: CompareReport): [kind: string, documents: number][] {
  return comparison.groups.map(({ kind, documents }) => [kind, documents]);
}

describe("two layouts on the same records", () => {
  it("do not differ where they are the same", async () => {
    const { comparison, unapproved } = await compared("retail-statement");
    expect(comparison.documents).toEqual({ both: 120, onlyBefore: 0, onlyAfter: 0, changed: 0 });
    expect([comparison.groups, unapproved]).toEqual([[], 0]);
  });

  it("differ in a message's threshold for exactly the documents between the two amounts", async () => {
    const layout = changed("threshold", "layout.yaml", 'money("5000.00")', 'money("9000.00")');
    const out = `${folder}/threshold-out`;
    const { comparison } = await compared(layout, { out });
    // The rule again, by what the records say alone.
    const between = customers.filter(
      ({ account: { kind, closing } }) =>
        kind === "checking" && Number(closing) > 5000 && Number(closing) <= 9000,
    );
    expect(between.length).toBeGreaterThan(3);
    const lines = readFileSync(`${out}/documents.ndjson`, "utf8").trim().split("\n");
    const named = lines.map((line) => (JSON.parse(line) as { document: string }).document);
    expect(named).toEqual(between.map(({ account }) => account.id));
    const gone = comparison.groups.filter(({ kind }) => kind === "gone");
    expect(gone.reduce((sum, { documents }) => sum + documents, 0)).toBe(between.length);
    expect(gone[0]?.before).toMatch(/^Put your balance to work\..*\nhttps:/);
    // What moves up because of it is nothing by itself.
    const kinds = new Set(comparison.groups.map(({ kind }) => kind));
    expect([...kinds].filter((kind) => kind !== "gone" && kind !== "pages")).toEqual([]);
  });

  it("differ in one letter of a legal text: one group over print and e-mail", async () => {
    const layout = changed("letter", "locales/en-US.yaml", "correct any error", "corect any error");
    const report = await compared(layout);
    const english = 120 - customers.filter(isSpanish).length;
    expect(told(report)).toEqual([["reworded", english]]);
    const [group] = report.comparison.groups;
    expect(group?.channels).toEqual({ print: english, email: english });
    expect(group?.examples).toHaveLength(3);
    expect(group?.places[0]).toMatch(/^blocks\.19.*layout\.yaml:\d+\)$/);
  });

  it("differ in a box that moved by a point: a group of layout, and none of text", async () => {
    const from = "[5in, 0.5in, 2.9in, 1.1in]";
    const layout = changed("box", "layout.yaml", from, "[5in, 0.51389in, 2.9in, 1.1in]");
    const report = await compared(layout);
    expect(told(report)).toEqual([["layout", 120]]);
    expect(report.comparison.groups[0]).toMatchObject({
      names: ["print.masters.0.boxes.2"],
      after: "1.0 pt down",
    });
    // A point is within two.
    expect(told(await compared(layout, { tolerance: 2 }))).toEqual([]);
  });

  it("differ in a box that is the same for all records, and in the looks of a style", async () => {
    const from = "[0.6in, 0.45in, 0.44in, 0.44in]";
    const box = changed("art", "layout.yaml", from, "[0.61389in, 0.45in, 0.44in, 0.44in]");
    expect(told(await compared(box))).toEqual([["layout", 120]]);
    const style = changed("style", "layout.yaml", "navy:", 'navy: "#1a2b3d"\n  unused-navy:');
    const kinds = new Set(told(await compared(style)).map(([kind]) => kind));
    expect(kinds).toEqual(new Set(["looks"]));
  });

  it("differ in the paper that they are printed on", async () => {
    const layout = changed("paper", "layout.yaml", "letter-60lb-duplex", "letter-60lb-simplex");
    const { groups } = (await compared(layout, { data: undefined, key: undefined })).comparison;
    expect(groups.map(({ kind, after }) => [kind, after])).toContainEqual([
      "layout",
      "paper, envelope or address",
    ]);
  });

  it("differ in how a value is written, whose text is no other", async () => {
    const from = 'value: "**{account.closing | symbol}**" }';
    const layout = changed("format", "layout.yaml", from, 'value: "**{account.closing}**" }');
    const report = await compared(layout);
    expect(new Set(told(report).map(([kind]) => kind))).toEqual(new Set(["reworded"]));
    expect(report.comparison.groups[0]?.after).toContain("{account.closing}");
  });

  it("differ in nothing that is approved", async () => {
    const layout = `${folder}/letter`;
    const out = `${folder}/approved`;
    const first = await compared(layout, { out });
    expect(first.unapproved).toBe(1);
    const expectFile = `${out}/compare.json`;
    const second = await compared(layout, { expect: expectFile });
    expect(second.unapproved).toBe(0);
    expect(second.comparison.groups[0]?.isApproved).toBe(true);
    const third = await compared("retail-statement", { expect: expectFile });
    expect(third.comparison.notFound).toEqual([first.comparison.groups[0]?.id]);
  });

  it("are compared by their samples where no records are given", async () => {
    const { comparison } = await compare(RETAIL, `${folder}/letter`);
    expect(comparison.documents.both).toBe(3);
    expect(comparison.groups[0]?.examples.map(({ document }) => document)).toContain("standard");
  });

  it("are refused with what cannot be read, and nothing is written", async () => {
    const bad = `${folder}/bad.ndjson`;
    writeFileSync(bad, '{"account":{}}\nnot json\n');
    const out = `${folder}/bad-out`;
    for (const request of [{ data: bad }, { data: `${folder}/none` }, { expect: bad }])
      expect(await laterRefusedCodes(compare(RETAIL, RETAIL, { ...request }))).toEqual([
        "cli.bad-usage",
      ]);
    expect(await laterRefusedCodes(compare(RETAIL, RETAIL, { out: `${folder}/in` }))).toEqual([
      "cli.bad-usage",
    ]);
    expect(await laterRefusedCodes(compare(RETAIL, `${folder}/none`, { out }))).not.toEqual([]);
  });
});

function isSpanish(customer: unknown): boolean {
  return (customer as { customer: { language?: string } }).customer.language === "es";
}

describe("what a comparison is given", () => {
  it("has a key in each record, or nothing is left behind", async () => {
    const out = `${folder}/no-key`;
    const wrong = compared("retail-statement", { key: "account.ident", out });
    expect(await laterRefusedCodes(wrong)).toEqual(["cli.bad-usage"]);
    expect(readdirSync(out)).toEqual([]);
    const { comparison } = await compared("retail-statement", { key: undefined, out });
    expect(comparison.documents.both).toBe(120);
  });

  it("is no key without records", async () => {
    const named = compare(RETAIL, RETAIL, { key: "account.id" });
    expect(await laterRefusedCodes(named)).toEqual(["cli.bad-usage"]);
  });
});

describe("nightpress compare", () => {
  it("lists groups without any value, and ends with 3", async () => {
    const args = ["compare", RETAIL, `${folder}/letter`, "--data", data];
    const { code, out } = await nightpress(args);
    expect(code).toBe(3);
    expect(out).toMatch(/text reworded: "…and will correct any error/);
    expect(out).not.toContain(customers[0]?.account.id);
    expect((await nightpress(["compare", RETAIL, RETAIL])).code).toBe(0);
    const json = await nightpress([...args, "--key", "account.id", "--json"]);
    expect(JSON.parse(json.out)).toMatchObject({ unapproved: 1 });
    expect(json.out).not.toMatch(/NB\d{6}|"examples"/);
  });
});
