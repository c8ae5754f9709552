import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { zipBytes } from "../../fixtures/xlsx-file.ts";
import { compressionOf } from "../../src/base/packing-name.ts";
import type { ObjectShape } from "../../src/model/data-shape.ts";
import type { CompanionSpec, InputSpec } from "../../src/model/job.ts";
import { loadMapped, summary } from "../mapping/mapped-job.ts";
import { findings } from "./foreign-input.ts";
import { inputSpec } from "./retail.ts";
import { writeInput } from "./run-intake.ts";

const shape: ObjectShape = {
  kind: "object",
  fields: {
    id: { kind: "text", optional: false },
    due: { kind: "money", optional: true },
    lines: {
      kind: "list",
      item: { kind: "object", fields: { text: { kind: "text", optional: true } } },
    },
  },
};
const A = "ID,DUE\na1,1.00\na2,2.00\n";
const B = "ID,DUE\nb1,4.00\n";
const NAMES = { records: "{name}.records", sha256: "{name}.sha256", bytes: "{name}.bytes" };

const hashOf = (bytes: string | Uint8Array): string =>
  createHash("sha256").update(bytes).digest("hex");

/** Two files, or those that are given, with what a companion says and where. */
function inputOf(
  companion: Partial<CompanionSpec> & { file: string },
  files: readonly string[],
): InputSpec {
  const [file = "", ...more] = files;
  const job = { cycle: "2026-10", asOf: "2026-10-31" };
  return inputSpec(file, {
    format: "csv",
    key: "id",
    order: "none",
    compression: compressionOf(file),
    ...(more.length > 0 && { more }),
    csv: { delimiter: ",", quote: '"', columns: { ID: "id", DUE: "due" } },
    expect: { sums: {}, companion: { rows: {}, sums: {}, job, ...companion } },
  });
}

async function said(input: InputSpec): Promise<string[]> {
  const found = await findings(input, shape);
  return found.map(({ code, message, data }) => `${code} ${message} ${data?.file ?? ""}`);
}

describe("a companion of several files", () => {
  const files = (): string[] => [writeInput("a.csv", A), writeInput("b.csv", B)];

  it("states of each by its name, and of all of them together", async () => {
    const own = {
      "a.csv": { records: 2, sha256: hashOf(A), bytes: A.length },
      "b.csv": { records: 1, sha256: hashOf(B), bytes: B.length },
    };
    const places = { records: "all", sums: { due: "files.{name}.due" } };
    const told = (more: object): string =>
      writeInput("c.json", JSON.stringify({ all: 3, files: own, ...more }));
    const at = {
      ...places,
      sums: {},
      sha256: "files.{name}.sha256",
      bytes: "files.{name}.bytes",
    };
    expect(await said(inputOf({ file: told({}), ...at }, files()))).toEqual([]);
    const wrong = { ...own, "b.csv": { ...own["b.csv"], bytes: 7 } };
    const found = await said(inputOf({ file: told({ files: wrong, all: 4 }), ...at }, files()));
    expect(found).toEqual([
      expect.stringContaining("size in bytes of b.csv does not match the companion file"),
      expect.stringContaining("the companion file says 4 records, the file has 3"),
    ]);
  });

  it("states counts and sums of each, in lines", async () => {
    const places = { records: "{stem}.n", sums: { due: "{stem}.due" } };
    const lines = (n: number, due: string): string =>
      writeInput("c.txt", `a.n: 2\na.due: 3.00\nb.n: ${n}\nb.due: ${due}\n`);
    expect(await said(inputOf({ file: lines(1, "4.00"), ...places }, files()))).toEqual([]);
    const [a, b] = files();
    const found = await said(inputOf({ file: lines(2, "4.01"), ...places }, [a ?? "", b ?? ""]));
    expect(found).toEqual([
      `input.expectation the companion file says 2 records, the file has 1 ${b}`,
      `input.expectation the sum of due is not what the companion file says ${b}`,
    ]);
  });

  it("states rows of details of each, which hold of all of them together", async () => {
    const file = writeInput("l.csv", "ID,T\na1,x\na1,y\nb1,z\n");
    const csv = { delimiter: ",", quote: '"', columns: { T: "text" } };
    const detail = { file, compression: "none", encoding: "utf-8", order: "none", csv } as const;
    const details = [{ ...detail, into: "lines", keyColumn: "ID" }];
    const of = (b: number | string): InputSpec => {
      const told = writeInput("c.txt", `a.rows: 2\nb.rows: ${b}\n`);
      return { ...inputOf({ file: told, rows: { lines: "{stem}.rows" } }, files()), details };
    };
    expect(await said(of(1))).toEqual([]);
    expect(await said(of(2))).toEqual([
      expect.stringContaining("the companion file says 4 rows, the file has 3"),
    ]);
    // What one of them does not say leaves nothing to add up.
    expect(await said(of("many"))).toEqual([expect.stringContaining("input.companion rows of")]);
  });

  it("may be hashes as sha256sum writes them", async () => {
    const sums = `${hashOf(A)}  out/a.csv\n${hashOf(B)} *b.csv\n`;
    const places = { sha256: "{name}" };
    expect(await said(inputOf({ file: writeInput("SUMS", sums), ...places }, files()))).toEqual([]);
    const swapped = sums.replace("a.csv", "x").replace("b.csv", "a.csv").replace("x", "b.csv");
    expect(await said(inputOf({ file: writeInput("SUMS", swapped), ...places }, files()))).toEqual([
      expect.stringContaining("SHA-256 of a.csv does not match"),
      expect.stringContaining("SHA-256 of b.csv does not match"),
    ]);
  });

  it("may be one beside each file, which is about that alone", async () => {
    const input = files();
    const places = { records: "n", sha256: "hash" };
    const write = (text: string, file: string | undefined, n: number): void =>
      writeFileSync(`${file}.ctl`, `n: ${n}\nhash: ${hashOf(text)}\n`);
    write(A, input[0], 2);
    write(B, input[1], 1);
    expect(await said(inputOf({ file: "{file}.ctl", ...places }, input))).toEqual([]);
    write(A, input[1], 3);
    expect(await said(inputOf({ file: "{file}.ctl", ...places }, input))).toEqual([
      `input.expectation the SHA-256 of b.csv does not match the companion file ${input[1]}.ctl`,
      `input.expectation the companion file says 3 records, the file has 1 ${input[1]}`,
    ]);
    const gone = await said(inputOf({ file: "{file}.gone", ...places }, input));
    expect(gone.map((text) => text.split(" ")[0])).toEqual([
      "input.no-companion",
      "input.no-companion",
    ]);
  });

  it("states hash and size of an archive as it was sent, and counts over its members", async () => {
    const bytes = await zipBytes(
      new Map([
        ["a.csv", A],
        ["b.csv", B],
      ]),
    );
    const zip = writeInput("in.zip", bytes);
    const lone = writeInput("c.csv", "ID,DUE\nc1,8.00\n");
    const text = (n: number): string =>
      `in.zip.records: ${n}\nin.zip.sha256: ${hashOf(readFileSync(zip))}\nin.zip.bytes: ${bytes.length}\n` +
      `c.csv.records: 1\nc.csv.sha256: ${hashOf(readFileSync(lone))}\nc.csv.bytes: 15\n`;
    const of = (n: number): InputSpec =>
      inputOf({ file: writeInput("c.txt", text(n)), ...NAMES }, [zip, lone]);
    expect(await said(of(3))).toEqual([]);
    expect(await said(of(2))).toEqual([
      expect.stringContaining("the companion file says 2 records, the file has 3"),
    ]);
  });
});

it("names of files that a job cannot mean are refused", () => {
  const job = (companion: string): string => `format: csv
file: [a.csv, b.csv]
key: id
columns: { ID: id, NAME: name }
expect: { companion: ${companion} }
`;
  const found = (companion: string): string[] => summary(loadMapped(job(companion)).diagnostics);
  expect(found("{ file: '{file}.ctl', records: '{stem}.n' }")).toEqual([]);
  expect(found("{ file: '{path}.ctl', records: n }").join()).toMatch(/companion.file: .*\{stem\}/);
  expect(found("{ file: c, sums: { total: '{file}.due' } }").join()).toMatch(
    /companion.sums.total/,
  );
});
