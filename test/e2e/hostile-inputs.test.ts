import { writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { limits } from "../../src/base/limits.ts";
import type { Reject } from "../../src/model/reject.ts";
import { nightpress } from "../kit/command.ts";
import { runJob } from "../kit/in-process.ts";
import { SMALL, writeLayout } from "../layout/support.ts";
import { readLines } from "./e2e-run.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

/**
 * What `test/intake/hostile-input.test.ts` asks of the reader, asked of whole runs: each hostile
 * file is refused and each hostile record rejected, by its reason.
 */
const folder = temporaryFolder();
const layout = writeLayout(SMALL);

const COLUMNS =
  "id: account.id, number: account.number, closing: account.closing, fees: account.fees, " +
  "from: account.from, apy: account.apy, name: customer.name, l0: customer.address.lines.0, " +
  "l1: customer.address.lines.1, active: active";
const HEADER = "id,number,closing,fees,from,apy,name,l0,l1,active";
const row = (id: string, changes: Readonly<Record<number, string>> = {}): string => {
  const cells = [id, "1", "10.00", "0.00", "2026-10-01", "1.0", "ANA", "ANA", "12 EX ST", "true"];
  return cells.map((cell, index) => changes[index] ?? cell).join(",");
};

/** A job that reads the file; its name. */
function job(name: string, file: string, input: string): string {
  writeFileSync(
    `${folder}/${name}.yaml`,
    `job: hostile\nmode: test\ncycle: 2026-10\nas-of: 2026-10-31\nseed: 7\n` +
      `input: { ${input}, file: "${file}", key: account.id, order: none }\nlayout: ${layout}\n` +
      `mail: { mailer-id: "902123456", service-type: "270" }\nlimits: { rejects: 100 }\n`,
  );
  return `${name}.yaml`;
}

const CSV = `format: csv, columns: { ${COLUMNS} }`;
const JSON_LIST = "format: json, records-path: customers";
const many = (count: number, text: string): string => text.repeat(count);
const zeros = gzipSync(Buffer.alloc(limits.gzipFreeBytes + 8 * 1024 * 1024), { level: 9 });
const packed = gzipSync(`${HEADER}\n${many(200, `${row("K-1")}\n`)}`);

const REFUSED: readonly [name: string, input: string, bytes: string | Uint8Array, code: string][] =
  [
    ["empty.csv", CSV, "", "input.format"],
    ["packed.csv", CSV, packed, "input.format"],
    ["cut.csv.gz", CSV, packed.subarray(0, packed.length - 20), "input.truncated"],
    ["bomb.csv.gz", CSV, zeros, "input.unpacks-too-large"],
    ["columns.csv", CSV, `${many(100_000, "c,")}\n`, "input.header"],
    ["wide-header.csv", CSV, `${many(400_000, "c")}\n`, "input.header"],
    ["quote.csv", CSV, `"${HEADER}\n${row("K-1")}\n`, "input.header"],
    ["nul.csv", CSV, Buffer.alloc(100_000), "input.header"],
    ["deep.json", JSON_LIST, many(100_000, "["), "input.json-broken"],
    ["deeper.json", JSON_LIST, many(100_000, '{"customers":'), "input.json-broken"],
    ["no-list.json", JSON_LIST, '{"customers":1}', "input.records-path"],
  ];

test("files that cannot be read are refused by `check`, each for its reason", async () => {
  const found: [name: string, code: string | undefined][] = [];
  for (const [index, [name, input, bytes]] of REFUSED.entries()) {
    writeFileSync(`${folder}/${name}`, bytes);
    const command = ["check", job(`job-${index}`, name, input), "--json"];
    const { out, code } = await nightpress(command, folder);
    expect([name, code]).toEqual([name, 2]);
    found.push([name, firstCode(out)]);
  }
  expect(found).toEqual(REFUSED.map(([name, , , code]) => [name, code]));
});

function firstCode(line: string): string | undefined {
  const { error, diagnostics = [] } = JSON.parse(line) as Record<string, { code: string }[]> & {
    error?: { diagnostics: { code: string }[] };
  };
  return (error?.diagnostics ?? diagnostics)[0]?.code;
}

/** Rows by the code of the reject that each becomes; "" where it is good. */
const ROWS: readonly [code: string, row: string][] = [
  ["", row("K-1")],
  ["data.field-count", many(100_000, ",")],
  ["data.csv-quote", `K-2,"${many(2000, "x")}`],
  ["data.too-long", row("K-3", { 6: many(limits.textLengthMax + 1, "x") })],
  ["data.record-too-large", row("K-4", { 6: many(limits.csvRowBytesMax, "x") })],
  ["data.wrong-type", row("K-5", { 2: "1e999" })],
  ["data.too-large", row("K-6", { 2: "99999999999999999999.99" })],
  ["data.wrong-type", row("K-7", { 9: "TRUE!" })],
  ["data.impossible-date", row("K-8", { 4: "0000-00-00" })],
  ["data.bad-key", row("K-9\u0000")],
  ["data.missing-key", row("")],
  ["", row('"=1+1"')],
  ["data.duplicate-key", row("K-1")],
];

test("records that cannot be made are rejected by a run, each for its reason", async () => {
  const text = [HEADER, ...ROWS.map(([, line]) => line)].join("\n");
  writeFileSync(`${folder}/rows.csv`, `${text}\n`);
  const file = `${folder}/${job("rows", "rows.csv", CSV)}`;
  const out = `${folder}/out`;
  const report = await runJob(file, { out, workers: 1, verify: false });
  const rejects = readLines<Reject>(`${out}/rejects/rejects.ndjson`);
  const codes = new Map(rejects.map(({ ordinal, code }) => [ordinal, code]));
  expect(ROWS.map((_, ordinal) => codes.get(ordinal) ?? "")).toEqual(ROWS.map(([code]) => code));
  expect(report.records).toMatchObject({ read: ROWS.length, accepted: 2 });
});
