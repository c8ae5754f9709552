import { readdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { UsageError } from "../../src/base/diagnostic.ts";
import type { ObjectShape } from "../../src/model/data-shape.ts";
import type { FixedField, FixedSpec } from "../../src/model/input-format.ts";
import type { InputSpec } from "../../src/model/job.ts";
import { readForeign } from "./foreign-input.ts";
import { inputSpec } from "./retail.ts";
import { newFolder } from "./test-host.ts";

const text = { kind: "text", optional: true } as const;
const money = { kind: "money", optional: true } as const;
const shape: ObjectShape = {
  kind: "object",
  fields: {
    id: { ...text, optional: false },
    name: text,
    total: money,
    rows: { kind: "list", item: { kind: "object", fields: { note: text, amount: money } } },
  },
};

const field = (name: string, start: number, length: number): FixedField => ({
  name,
  start,
  length,
  form: { type: "text" },
});
const MASTER = [field("NAME", 1, 7), field("ID", 8, 4), field("TOTAL", 12, 6)];
const DETAIL = [field("ID", 1, 4), field("NOTE", 5, 6), field("AMOUNT", 11, 5)];

interface Sent {
  readonly encoding: string;
  readonly lineEnd: string;
  readonly isSized: boolean;
  readonly master: readonly Buffer[];
  readonly details: readonly Buffer[] | undefined;
}

const SIGNS = ["a", "Z", " ", "9", ",", "'", "é", '"'];
const RARE = ["\t", "€", "\u00a0", "\u0081"];
const cell = (length: number): fc.Arbitrary<string> =>
  fc
    .array(
      fc.oneof(
        { weight: 40, arbitrary: fc.constantFrom(...SIGNS) },
        { weight: 1, arbitrary: fc.constantFrom(...RARE) },
      ),
      { maxLength: length },
    )
    .map((signs) => signs.join("").padEnd(length));
const amount = fc
  .constantFrom("1.50", "-2.00", " 7", "0.5", "", "9", "8.1", "x")
  .map((of) => of.padEnd(5));
/** A line that lost its end, has too much of one, or bytes of another encoding; or nothing. */
const damage = fc.oneof(
  { weight: 40, arbitrary: fc.constant((line: Buffer) => line) },
  { weight: 1, arbitrary: fc.nat(16).map((size) => (line: Buffer) => line.subarray(0, size)) },
  { weight: 1, arbitrary: fc.constant((line: Buffer) => Buffer.concat([line, line])) },
  {
    weight: 1,
    arbitrary: fc.nat(14).map((at) => (line: Buffer) => {
      const bytes = Buffer.from(line);
      if (at < bytes.length) bytes[at] = 0xe9;
      return bytes;
    }),
  },
);

const sent: fc.Arbitrary<Sent> = fc
  .record({
    encoding: fc.constantFrom("utf-8", "iso-8859-1", "windows-1252"),
    lineEnd: fc.constantFrom("\n", "\r\n"),
    isSized: fc.boolean(),
    hasDetails: fc.boolean(),
    customers: fc.array(
      fc.record({
        name: cell(7),
        total: amount,
        damage,
        rows: fc.array(
          fc.record({
            note: cell(6),
            amount,
            damage,
            isOrphan: fc.constantFrom(...Array(9).fill(false), true),
          }),
          {
            maxLength: 4,
          },
        ),
      }),
      { maxLength: 30 },
    ),
  })
  .map(({ encoding, hasDetails, customers, ...form }) => {
    const of = (line: string): Buffer =>
      Buffer.from(line, encoding === "utf-8" ? "utf8" : "latin1");
    const keyOf = (index: number): string => `K${String(index).padStart(2, "0")} `;
    const master = customers.map((one, at) =>
      one.damage(of(`${one.name}${keyOf(at)}${one.total} `)),
    );
    const details = customers.flatMap(({ rows }, at) =>
      rows.map((row) => {
        const key = row.isOrphan ? `${keyOf(at).trim()}5` : keyOf(at);
        return row.damage(of(`${key}${row.note}${row.amount}`));
      }),
    );
    return { encoding, ...form, master, details: hasDetails ? details : undefined };
  });

/** Files of lines; packed ones are read through a work copy. */
function inputOf(
  { encoding, lineEnd, isSized, master, details }: Sent,
  isPacked: boolean,
): InputSpec {
  const folder = newFolder();
  const compression = isPacked ? "gzip" : "none";
  const write = (name: string, lines: readonly Buffer[]): string => {
    const end = Buffer.from(lineEnd);
    const bytes = Buffer.concat(lines.flatMap((line) => [line, end]));
    writeFileSync(`${folder}/${name}`, isPacked ? gzipSync(bytes) : bytes);
    return `${folder}/${name}`;
  };
  const spec = (fields: readonly FixedField[], recordBytes: number): FixedSpec => ({
    kind: "fixed",
    form: "rows",
    encoding,
    hasLineEnds: true,
    fields,
    ...(isSized && { recordBytes }),
  });
  const csv = { delimiter: ",", quote: '"' };
  const detail = {
    into: "rows",
    compression,
    encoding: "utf-8",
    foreign: spec(DETAIL, 15),
    keyColumn: "ID",
    order: "key",
    csv: { ...csv, columns: { NOTE: "note", AMOUNT: "amount" } },
  } as const;
  return inputSpec(write("master.txt", master), {
    format: "csv",
    key: "id",
    order: "key",
    compression,
    foreign: spec(MASTER, 17),
    csv: { ...csv, columns: { NAME: "name", ID: "id", TOTAL: "total" } },
    details: details === undefined ? [] : [{ ...detail, file: write("detail.txt", details) }],
    shardBytes: 128,
  });
}

interface Outcome {
  readonly copies: readonly string[];
  readonly found: unknown;
}

async function outcome(input: InputSpec): Promise<Outcome> {
  const workFolder = newFolder();
  try {
    const { records, rejects, scan } = await readForeign(input, shape, workFolder);
    const folder = `${dirname(input.file)}/`;
    const named = JSON.stringify({ records, rejects }).replaceAll(folder, "");
    const found = {
      ...(JSON.parse(named) as object),
      count: [scan.unitCount, ...scan.files.map(({ rowCount }) => rowCount)],
    };
    return { copies: readdirSync(workFolder), found };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const found = error.diagnostics.map(({ code, message }) => `${code} ${message}`);
    return { copies: readdirSync(workFolder), found };
  }
}

test("lines that are read as they are give what their work copy gives", async () => {
  let recordCount = 0;
  let rejectCount = 0;
  await fc.assert(
    fc.asyncProperty(sent, async (one) => {
      const direct = await outcome(inputOf(one, false));
      const copied = await outcome(inputOf(one, true));
      expect(direct.copies).toEqual([]);
      expect(copied.copies).toContain("input-0.unpacked.copy");
      expect(direct.found).toEqual(copied.found);
      const { records = [], rejects = [] } = direct.found as { records?: []; rejects?: [] };
      recordCount += records.length;
      rejectCount += rejects.length;
    }),
    { numRuns: 150 },
  );
  expect([recordCount > 100, rejectCount > 30]).toEqual([true, true]);
});

test("files that must be sorted, or end with a trailer, have a work copy still", async () => {
  const line = (of: string): Buffer => Buffer.from(of.padEnd(17));
  const lines = ["Ana    K00 1.50", "Bo     K01 2.50"].map(line);
  const one = { encoding: "utf-8", lineEnd: "\n", isSized: false, master: lines, details: [] };
  const unsorted = { ...inputOf(one, false), order: "none" } as const;
  expect((await outcome(unsorted)).copies).toEqual(["input-0.copy", "input-0.copy.sorted"]);
  const job = { cycle: "2026-10", asOf: "2026-10-31" };
  const trailer = { marker: "T", at: 1, records: 2, rows: {}, sums: {}, job };
  const ended = [...lines, line("T      2")];
  const trailing = inputOf({ ...one, master: ended, details: undefined }, false);
  const cut = await outcome({ ...trailing, expect: { sums: {}, trailer } });
  expect(cut.copies).toEqual(["input-0.copy"]);
  expect(cut.found).toMatchObject({ count: [2, 2] });
});

test("sums and counts of lines are held against what the job expects", async () => {
  const lines = ["Ana    K00 1.50  ", "Bo     K01 2.50  "].map((of) => Buffer.from(of));
  const one = { encoding: "utf-8", lineEnd: "\n", isSized: true, master: lines };
  const input = inputOf({ ...one, details: undefined }, false);
  const right = { records: 2, sums: { total: "4.00" } };
  expect((await outcome({ ...input, expect: right })).found).toMatchObject({ count: [2, 2] });
  expect((await outcome({ ...input, expect: { sums: { total: "4.01" } } })).found).toEqual([
    expect.stringContaining("input.expectation the sum of total"),
  ]);
});
