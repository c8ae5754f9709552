import { readFileSync, writeFileSync } from "node:fs";
import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, it } from "vitest";
import { type Cell, xlsxBytes, zipBytes } from "../../fixtures/xlsx-file.ts";
import { inspectFile, inspectFiles } from "../../src/inspect/inspect-file.ts";
import { sniffXml } from "../../src/inspect/sniff-xml.ts";
import { initJob } from "../../src/index.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { runJob } from "../kit/in-process.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const folder = temporaryFolder("inspect-foreign");

function written(name: string, content: string | Uint8Array): string {
  writeFileSync(`${folder}/${name}`, content);
  return `${folder}/${name}`;
}

const look = (name: string, content: string | Uint8Array) =>
  inspectFile(new NodeHost(), written(name, content));

const NAMES = ["id", "name", "street", "zip", "due", "total"];
/** Days as workbooks hold them: since the end of 1899. */
const DAY = 46_341;
const PEOPLE = [1, 2, 3].map((n) => [
  `K-00${n}`,
  `Ana ${n}`,
  `${n} Elm Ct`,
  "62704",
  DAY + n,
  n + 0.5,
]);

const workbook = (): Promise<Buffer> => {
  const cells = PEOPLE.map((row) =>
    row.map((value, at): Cell => {
      if (typeof value === "string") return value;
      return { value: String(value), ...(at === 4 && { format: 0 }) };
    }),
  );
  return xlsxBytes({
    sheets: [{ name: "Bills", rows: [NAMES, ...cells] }],
    formats: ["yyyy-mm-dd"],
  });
};

describe("files in formats of their own", () => {
  it("a spreadsheet is read by its types", async () => {
    const found = await look("people.xlsx", await workbook());
    expect([found.format, found.rows, found.keys]).toEqual(["xlsx", 3, ["id"]]);
    const kinds = found.columns.map(({ name, kind }) => [name, kind.kind]);
    expect(kinds).toContainEqual(["total", "money"]);
    expect(kinds).toContainEqual(["due", "date"]);
    expect(kinds).toContainEqual(["zip", "text"]);
  });

  it("each sheet of a workbook that has rows is looked at, and joined by its key", async () => {
    const people = PEOPLE.map((row) => row.slice(0, 4).map(String));
    const charges = PEOPLE.flatMap(([id]) => [1, 2].map((n) => [String(id), `Water ${n}`]));
    const bytes = await xlsxBytes({
      sheets: [
        { name: "Empty", rows: [] },
        { name: "Lower", rows: [[], [], ["id", "more"], ["1", "x"]] },
        { name: "People", rows: [NAMES.slice(0, 4), ...people] },
        { name: "Charges of the year", rows: [["person", "what"], ...charges] },
      ],
      formats: [],
    });
    const { files, joins } = await inspectFiles(new NodeHost(), [written("book.xlsx", bytes)]);
    expect(files.map(({ file, rows }) => [file.replace(/.*\//, ""), rows])).toEqual([
      ["book.xlsx#People", 3],
      ["book.xlsx#Charges of the year", 6],
    ]);
    const told = files.map(({ questions }) => questions.filter((one) => /left out/.test(one)));
    expect(told).toEqual([
      [expect.stringContaining("The sheet Empty"), expect.stringContaining("The sheet Lower")],
      [],
    ]);
    expect(joins.map((one) => [one.detailColumn, one.masterColumn])).toEqual([["person", "id"]]);
    const draft = await initJob({ from: [`${folder}/book.xlsx`], out: `${folder}/book` });
    const job = readFileSync(draft.job, "utf8");
    expect(job).toContain("xlsx: { sheet: People }");
    expect(job).toContain("into: charges_of_the_year");
    const report = await runJob(draft.job, { out: `${folder}/book-out` });
    expect([report.records.read, report.records.rejected]).toEqual([3, 0]);
  });

  it("a draft for a spreadsheet runs", async () => {
    const from = [written("bills.xlsx", await workbook())];
    const { job } = await initJob({ from, out: `${folder}/bills` });
    const report = await runJob(job, { out: `${folder}/out` });
    expect([report.status, report.records.accepted, report.records.rejected]).toEqual([
      "finished",
      3,
      0,
    ]);
  });

  it("a Parquet file is read by its columns", async () => {
    const columnData = NAMES.map((name, at) => ({
      name,
      data: PEOPLE.map((row) => (at < 4 ? String(row[at]) : Number(row[at]))),
    }));
    const bytes = new Uint8Array(parquetWriteBuffer({ columnData }));
    const found = await look("people.parquet", bytes);
    expect([found.format, found.rows, found.keys]).toEqual(["parquet", 3, ["id"]]);
    expect(found.columns.map(({ name }) => name)).toEqual(NAMES);
  });

  it("an XML file by the elements that repeat", async () => {
    const bills = PEOPLE.map(
      ([id, name, , , , total]) =>
        `<bill id="${id}"><to><name>${name}</name></to><total>${total}0</total>` +
        "<charges><charge><text>Water</text></charge><charge><text>Fee</text></charge></charges></bill>",
    );
    const head = '<run xmlns:w="urn:water"><!-- <x/> --><head><day>2026-10-31</day></head>';
    const plain = `${head}<bills>${bills.join("")}</bills></run>`;
    const prefixed = plain.replaceAll(/<(\/?)(\w)/g, "<$1w:$2");
    for (const xml of [plain, prefixed]) {
      const found = await look("bills.xml", `<?xml version="1.0"?>${xml}`);
      expect(found.questions).toEqual([]);
      expect([found.format, found.recordsPath, found.rows]).toEqual(["xml", "run/bills/bill", 3]);
      expect(found.columns.map(({ name }) => name)).toContain("total");
      expect(found.lists.map(({ path, rows }) => [path, rows])).toEqual([["charges", 6]]);
    }
  });

  it("a draft for XML, NDJSON or JSON has its lists, and runs", async () => {
    const bill = (n: number) => ({
      account: { no: `K-${n}`, "holder name": `Ana ${n}` },
      address: { line1: `${n} Elm Ct`, zip: 62_700 + n, city: "Springfield" },
      due: `11/1${n + 3}/2026`,
      total: n + 0.5,
      items: { item: [1, 2].map((row) => ({ text: `Row ${row}`, amount: row * 1.25 })) },
    });
    const bills = [1, 2, 3].map(bill);
    const xmlBills = bills.map(
      ({ account, address, due, total, items }) =>
        `<bill no="${account.no}"><holder><name>${account["holder name"]}</name></holder>` +
        `<addr><line1>${address.line1}</line1><zip>${address.zip}</zip></addr><due>${due}</due>` +
        `<total>${total}0</total><items>${items.item
          .map(({ text, amount }) => `<item><text>${text}</text><amount>${amount}</amount></item>`)
          .join("")}</items></bill>`,
    );
    const files = {
      "n.ndjson": `${bills.map((one) => JSON.stringify(one)).join("\n")}\n`,
      "j.json": JSON.stringify({ run: { bills } }),
      "x.xml": `<bills>${xmlBills.join("")}</bills>`,
    };
    for (const [name, text] of Object.entries(files)) {
      const out = `${folder}/nested-${name}`;
      const { job } = await initJob({ from: [written(name, text)], out });
      const report = await runJob(job, { out: `${out}/out` });
      expect([name, report.status, report.records]).toEqual([
        name,
        "finished",
        { read: 3, accepted: 3, rejected: 0 },
      ]);
    }
  });

  it.each([
    ["a.xlsx", zipBytes(new Map([["hello.txt", "x"]]))],
    ["b.parquet", Buffer.from("PAR1 nothing PAR1")],
    ["c.xml", "<a><b>1</b><c>2</c></a>"],
    ["d.xml", "<a><b>1</b><b>2</a>"],
  ])("%s, which cannot be read, says why", async (name, content) => {
    const found = await look(name, await content);
    expect([found.rows, found.questions.length]).toEqual([0, 1]);
  });
});

describe("records of XML", () => {
  it.each([
    ["<r><a/><a/></r>", "r/a", {}],
    ["<r><h/><l><a><x/><x/></a><a/></l></r>", "r/l/a", { x: "x" }],
    ["<r><a><n><x/><x/></n></a><a/></r>", "r/a", { n: "n/x" }],
    ["<r><![CDATA[<q/><q/>]]><a/><a/></r>", "r/a", {}],
    ['<b:r xmlns:b="urn:b"><b:a><b:x/><b:x/></b:a><b:a></b:a></b:r>', "r/a", { x: "x" }],
  ])("%s", (xml, recordsPath, lists) => {
    expect(sniffXml(xml)).toEqual({ recordsPath, lists });
  });

  it("are none where nothing repeats", () => {
    expect(sniffXml("<r><a/><b/></r>")).toBeUndefined();
  });
});
