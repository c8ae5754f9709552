import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fieldPlaces } from "../../src/inspect/fixed/field-places.ts";
import { inspectFiles } from "../../src/inspect/inspect-file.ts";
import { initJob } from "../../src/index.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { runJob } from "../kit/in-process.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const folder = temporaryFolder("inspect-fixed");
const host = new NodeHost();

function written(name: string, content: string | Uint8Array): string {
  writeFileSync(`${folder}/${name}`, content);
  return `${folder}/${name}`;
}

describe("the fields of lines", () => {
  const cases: readonly (readonly [what: string, lines: readonly string[], places: string])[] = [
    ["texts are filled up behind", ["K1   Ana    Elms", "K2   Robert Oak "], "1+5 6+7 13+4"],
    ["numbers before", ["K1     12.50    7", "K2    912.50 1234"], "1+6 7+6 13+5"],
    ["a number after a text", ["Ana      12.50", "Robert  912.50"], "1+8 9+6"],
    [
      "a word that few have is no field",
      ["Ana Ann   1", "Robert    2", "Bo        3", "Jo        4", "Annabe Xy 5"],
      "1+10 11+1",
    ],
    ["one", ["abcdefgh", "12345678"], "1+8"],
    ["none", ["        ", "        "], ""],
  ];

  it.each(cases)("%s", (_, lines, places) => {
    const found = fieldPlaces(lines).map(({ start, length }) => `${start}+${length}`);
    expect(found.join(" ")).toBe(places);
  });
});

const NAMES = ["Ana", "Bartholomew", "Cy", "Dorothea", "Eli", "Florence"];
const line = (name: string, n: number): string =>
  [
    `K${1000 + n * 7} `,
    name.padEnd(14),
    `${n + 1} Elm Court`.padEnd(18),
    "62704  ",
    `1${n % 10}/11/2026 `,
    (n * 913.25 + 5).toFixed(2).padStart(10),
    "\n",
  ].join("");
const bills = (): string =>
  Array.from({ length: 60 }, (_, n) => line(NAMES[n % 6] ?? "", n)).join("");

describe("a file of fixed width", () => {
  it("is drafted by its blank columns, and runs", async () => {
    const { job, questions } = await initJob({
      from: [written("bills.txt", bills())],
      out: `${folder}/bills`,
    });
    expect(questions.join("\n")).toContain("fields: # ? by blank columns: are they right?");
    const report = await runJob(job, { out: `${folder}/bills/out`, workers: 1 });
    expect(report.records).toEqual({ read: 60, accepted: 60, rejected: 0 });
  });

  it("is looked at field by field", async () => {
    const { files } = await inspectFiles(host, [written("look.txt", bills())]);
    const kinds = files[0]?.columns.map(({ kind }) => kind.kind);
    expect(kinds).toEqual(["text", "text", "text", "integer", "date", "money"]);
    expect(files[0]?.keys).toContain("field_1");
  });

  it("is described by the copybook of its name, or the only one", async () => {
    const book = "       01 BILL.\n         05 KEY-NO PIC X(6).\n         05 REST PIC X(60).\n";
    const data = written("paid.dat", bills());
    for (const name of ["paid.cpy", "other.cbl"]) {
      const { files } = await inspectFiles(host, [data, written(name, book)]);
      expect(files.map(({ fixed }) => fixed)).toMatchObject([{ hasLineEnds: true, fields: [] }]);
      expect(files[0]?.columns.map(({ name: column }) => column)).toEqual(["KEY-NO", "REST"]);
      expect(files[0]?.rows).toBe(60);
    }
    const broken = written("paid.cpy", "       01 BILL.\n         05 KEY-NO PIC X(6) SYNC.\n");
    const { files } = await inspectFiles(host, [data, broken]);
    expect(files[0]?.questions[0]).toMatch(/^Line 2 of the copybook: /);
  });

  it("in EBCDIC asks for a copybook", async () => {
    const bytes = Buffer.alloc(600, 0x40).fill(0xf1, 0, 20);
    const { files } = await inspectFiles(host, [written("x.dat", bytes)]);
    expect(files[0]).toMatchObject({ format: "fixed", encoding: { name: "cp037" }, rows: 0 });
    expect(files[0]?.questions[0]).toContain("Name its COBOL copybook beside it");
  });
});

describe("a query", () => {
  it("asks for its database", async () => {
    const { files } = await inspectFiles(host, [written("q.sql", "select 1 as a")]);
    expect(files[0]).toMatchObject({ format: "sql", rows: 0 });
    expect(files[0]?.questions[0]).toContain("--database");
  });

  it("that is refused says why", async () => {
    const query = written("r.sql", "select * from nothing");
    const { files } = await inspectFiles(host, [query], `${folder}/none.db`);
    expect(files[0]?.questions[0]).toContain("SQLite cannot open the database");
  });
});
