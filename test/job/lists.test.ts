import { describe, expect, it } from "vitest";
import { defined } from "../../src/base/assert.ts";
import { compileKey } from "../../src/intake/mapped-key.ts";
import { xlsxBytes, zipBytes } from "../../fixtures/xlsx-file.ts";
import { gatherSuppressions } from "../../src/run/folder/suppressions.ts";
import { host } from "../layout/support.ts";
import { loadMapped, summary } from "../mapping/mapped-job.ts";

const INPUT = `format: csv
file: bills.csv
key: id
columns: { ACCT: { to: id, strip: "0" }, NAME: name }
`;
const EBCDIC = Buffer.from("f0f0f0f1f2f3d540f0f0f0f0f0f8d540", "hex");

type Files = Parameters<typeof loadMapped>[1];

/** The keys that a job's lists suppress, and reasons where there are any; or why they cannot. */
async function suppressed(suppress: string, files: Files = {}): Promise<string[]> {
  const { job, diagnostics } = loadMapped(INPUT, files, `suppress: ${suppress}\n`);
  if (job === undefined) return summary(diagnostics);
  const { input, suppress: lists = [] } = job;
  const atHand = [{ from: "register", suppressions: [{ key: "0009", reason: "" }] }];
  const read = await gatherSuppressions(host, { lists, keyOf: compileKey(input) }, atHand);
  const found = read?.suppressions.map(({ key, reason }) => [key, reason].join(" ").trim()) ?? [];
  // Keys that come from no file are those of documents already.
  expect(found.at(-1)).toBe("0009");
  return found.slice(0, -1);
}

async function refused(suppress: string, files: Files): Promise<string> {
  try {
    return (await suppressed(suppress, files)).join("; ");
  } catch (error) {
    const { diagnostics } = error as { diagnostics: Parameters<typeof summary>[0] };
    const lines = diagnostics.map(({ data }) => `${data?.line ?? 0}/${data?.field ?? ""}`);
    return `${summary(diagnostics).join("; ")} ${lines.join(" ")}`;
  }
}

describe("suppression lists that a job declares", () => {
  const sheet = xlsxBytes({
    sheets: [
      { name: "Notes", rows: [["Nothing"]] },
      {
        name: "Stop",
        rows: [["Stop list of October"], ["Name", "Account", "Why"], ["Ana", "007", "moved"]],
      },
    ],
  });

  it.each([
    ["a path", "a.txt", { "a.txt": "007\n8\n" }, ["7", "8"]],
    [
      "several",
      "[a.txt, { file: b.txt, keys: mapped }]",
      { "a.txt": "007\n", "b.txt": "008\n" },
      ["7", "008"],
    ],
    [
      "an encoding",
      "{ file: a.txt, encoding: iso-8859-2 }",
      { "a.txt": Buffer.from([0xb1, 0x0a]) },
      ["ą"],
    ],
    [
      "one of Windows",
      "{ file: a.csv, encoding: windows-1252, key-column: A }",
      { "a.csv": Buffer.from([0x41, 0x0a, 0xe4]) },
      ["ä"],
    ],
    [
      "an encoding of a table",
      "{ file: a.csv, encoding: iso-8859-2, key-column: K }",
      { "a.csv": Buffer.from([0x4b, 0x0a, 0xb1, 0x0a]) },
      ["ą"],
    ],
    [
      "a column among others",
      "{ file: a.csv, key-column: ACCT, reason-column: WHY }",
      { "a.csv": 'NAME,ACCT,WHY\n"Novak, A",007,moved\n\nB,8,\n' },
      ["7 moved", "8"],
    ],
    [
      "a dialect",
      "{ file: a.csv, format: csv, delimiter: '||', dialect: { header: false, skip-lines: 1 }, key-column: 2 }",
      { "a.csv": "STOP LIST\nNovak||007\nLarsen||8\n" },
      ["7", "8"],
    ],
    [
      "records",
      "{ file: a, format: ndjson, key-column: account.id }",
      { a: '{"account":{"id":"007"}}\n{"account":{"id":8}}\n' },
      ["7", "8"],
    ],
    [
      "a JSON list",
      "{ file: a, format: json, records-path: stop }",
      { a: '{"stop":[{"key":"007","reason":"x"}]}' },
      ["7 x"],
    ],
    [
      "fixed width",
      "{ file: a, format: fixed, key-column: K, fixed: { encoding: cp037, record-bytes: 8, " +
        "fields: { K: { start: 1, length: 6 } } } }",
      { a: EBCDIC },
      ["123", "8"],
    ],
    [
      "XML",
      "{ file: a, format: xml, xml: { rows: stop/c }, key-column: '@id' }",
      { a: '<stop><c id="007"/><c id="8"/></stop>' },
      ["7", "8"],
    ],
  ] as const)("are read: %s", async (_, suppress, files, keys) => {
    expect(await suppressed(suppress, files)).toEqual(keys);
  });

  it("are read in a sheet of a workbook, packed or not", async () => {
    const form = "xlsx: { sheet: Stop, header-row: 2 }, key-column: Account, reason-column: Why";
    const files = {
      "a.xlsx": await sheet,
      "b.zip": await zipBytes(new Map([["stop.xlsx", await sheet]])),
    };
    expect(await suppressed(`{ file: a.xlsx, format: xlsx, ${form} }`, files)).toEqual(["7 moved"]);
    expect(await suppressed(`{ file: b.zip, format: xlsx, ${form} }`, files)).toEqual(["7 moved"]);
  });

  it.each([
    [
      "an unknown key",
      "{ file: a, keycolumn: A }",
      {},
      /job.unknown-key suppress.keycolumn: .*key-column/,
    ],
    [
      "another format's section",
      "{ file: a, format: csv, xlsx: {} }",
      {},
      /job.misplaced-key suppress.xlsx/,
    ],
    [
      "a section alone",
      "{ file: a.xlsx, xlsx: { sheet: 2 } }",
      {},
      /job.missing-key suppress.format/,
    ],
    ["half a format", "[a, { file: a, format: fixed }]", {}, /job.missing-key suppress.1.fixed/],
    ["no list at all", "7", {}, /job.wrong-value suppress: This must be the path of a list/],
    [
      "a column that is not there",
      "{ file: a, key-column: B }",
      { a: "A\n1\n" },
      /has no column B \(it has A\)/,
    ],
    [
      "a column that is there twice",
      "{ file: a, key-column: A }",
      { a: "A,A\n1,2\n" },
      /has two columns key \(it has A, A\)/,
    ],
    [
      "all that is wrong with several",
      "[{ file: a, key-column: B }, b.zip, none.txt]",
      { a: "A\n1\n", "b.zip": "PK" },
      /no column B .*Correct its name.*input.archive.*suppress.missing-file/,
    ],
    ["a torn row", "{ file: a, key-column: B }", { a: "A,B\n1\n" }, /Line 2 .*short-rows.* 2\//],
    ["no key", "{ file: a, key-column: B }", { a: "A,B\n1,2\n1,\n" }, /Line 3 .*has no key.* 3\/B/],
    [
      "a mark that says otherwise",
      "{ file: a, encoding: windows-1252 }",
      { a: "\uFEFF7\n" },
      /input.encoding/,
    ],
  ] as const)("are refused: %s", async (_, suppress, files, expected) => {
    expect(await refused(suppress, files)).toMatch(expected);
  });
});

describe("seeds", () => {
  const seedsOf = (input: string, seeds: string): unknown => {
    const { job, diagnostics } = loadMapped(input, {}, `seeds: ${seeds}\n`);
    if (job === undefined) return summary(diagnostics);
    const { input: own, isMapped } = defined(job.seeds, "seeds");
    const { format, foreign, csv, fields, details } = own;
    return {
      isMapped,
      format: foreign?.kind ?? format,
      columns: Object.keys({ ...csv.columns, ...fields }),
      details: details.map(({ into, file, fields: made = {} }) =>
        [into, file.replace(/.*\//, ""), ...Object.keys(made)].join(" "),
      ),
    };
  };
  const JOINED = `${INPUT}details:
  - { into: lines, file: l.csv, key-column: A, columns: { D: { to: date, date: MM/DD/YYYY }, T: text, S: amount } }
`;
  const RECORDS = "format: ndjson\nfile: a.ndjson\nkey: id\nfields: { name: full_name }\n";

  it.each([
    [
      "NDJSON of the layout",
      INPUT,
      "s.ndjson",
      { isMapped: false, format: "ndjson", columns: [], details: [] },
    ],
    [
      "CSV as the input",
      INPUT,
      "s.csv.gz",
      { isMapped: true, format: "csv", columns: ["NAME", "id"], details: [] },
    ],
    [
      "a workbook",
      INPUT,
      "s.xlsx",
      { isMapped: true, format: "xlsx", columns: ["NAME", "id"], details: [] },
    ],
    [
      "a workbook with more said of it",
      INPUT,
      "{ file: s.xlsx.zip, members: '*.xlsx' }",
      { isMapped: true, format: "xlsx", columns: ["NAME", "id"], details: [] },
    ],
    [
      "details",
      JOINED,
      "{ file: s.csv, details: { lines: t.csv } }",
      { isMapped: true, format: "csv", columns: ["NAME", "id"], details: ["lines t.csv date"] },
    ],
    [
      "in one file with its details, as the input is",
      `format: json-lists
file: a.json
json-lists: { rows: bills }
key: id
columns: { id: id, name: name }
details:
  - into: lines
    format: json-lists
    file: a.json
    json-lists: { rows: bills.*.lines }
    key-column: id
    columns: { d: date, t: text, s: amount }
`,
      "{ file: s.json }",
      { isMapped: true, format: "json-lists", columns: ["id", "name"], details: ["lines s.json"] },
    ],
    [
      "no details",
      JOINED,
      "s.csv",
      { isMapped: true, format: "csv", columns: ["NAME", "id"], details: [] },
    ],
    [
      "records as the input",
      RECORDS,
      "{ file: s.ndjson }",
      { isMapped: true, format: "ndjson", columns: ["name"], details: [] },
    ],
    [
      "records of another format",
      RECORDS,
      "{ file: s.json, format: json }",
      { isMapped: true, format: "json", columns: ["name"], details: [] },
    ],
  ] as const)("are %s", (_, input, seeds, expected) => {
    expect(seedsOf(input, seeds)).toEqual(expected);
  });

  it.each([
    [
      "rows for records",
      RECORDS,
      "s.csv",
      /wrong-value seeds: .* of records, but these seeds are rows/,
    ],
    [
      "records for rows",
      INPUT,
      "{ file: s, format: ndjson }",
      /of rows, but these seeds are records/,
    ],
    [
      "a list that is not the input's",
      JOINED,
      "{ file: s, details: { line: t } }",
      /unknown-field seeds.details.line: .*lines/,
    ],
    [
      "a section of another format",
      INPUT,
      "{ file: s, format: csv, xml: { rows: a } }",
      /misplaced-key seeds.xml/,
    ],
  ] as const)("are refused: %s", (_, input, seeds, expected) => {
    expect(String(seedsOf(input, seeds))).toMatch(expected);
  });
});
