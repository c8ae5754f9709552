import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { constants, inflateSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkJobFile } from "../../src/index.ts";
import type { Reject } from "../../src/model/reject.ts";
import { nightpress } from "../kit/command.ts";
import { SMALL, writeLayout } from "../layout/support.ts";
import { canariesIn, canaryRecord, SUPPRESSED_KEY, writeCanaryJob } from "./canary-job.ts";
import { runChild } from "./crash-process.ts";
import { readLines } from "./e2e-run.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { runJob } from "../kit/in-process.ts";

/**
 * Promise 7: console, logs and reports show keys and places, never a field's value. Every field of
 * every record holds a canary, and these are the only files that may hold any, for they are there
 * to hold customers' data:
 */
const HOLDS_DATA: readonly [pattern: RegExp, why: string][] = [
  [/^customers\.ndjson$/, "the input itself"],
  [/^out\/shards\/.*\.frag$/, "fragments: composed pages, and what rejects and overlays need"],
  [/^out\/(print|reprints)\/.*\.pdf$/, "spools: the mail"],
  [/^out\/email\/.*\.eml-batch$/, "the messages as they are sent"],
  [/^out\/sms\/.*\.ndjson$/, "the messages as they are sent"],
  [/^out\/rejects\/rejects\.ndjson$/, "the bytes of rejects, for whoever corrects them"],
  [/^out\/search\.db$/, "what `find` looks customers up by"],
  [/^copy\.pdf$/, "the copy of a document that was asked for"],
];
/** Of a ZIP code, which is part of the barcode that machines read and sort by. */
const HOLDS_ZIP: readonly [pattern: RegExp, why: string][] = [
  [/^out\/(print|reprints)\/.*\.csv$/, "control files: postal code and IMb of each sheet"],
  [/^copy\.pdf\.json$/, "the evidence about a copy: its IMb"],
];

const WHO = ["--by", "A. Novak", "--reason", "a test"];
const folder = temporaryFolder();
const out = `${folder}/out`;
let outcomes: readonly string[];
/** All that commands printed, on both streams. */
const printed: string[] = [];
/** Files with another mode than their owner's alone while the run was under way, and after it. */
let openWhileRunning: string[];
let namesWhileRunning: string[];

/** Runs commands in the job's folder, each of which may show where it failed; their exit codes. */
async function run(...commands: readonly (readonly string[])[]): Promise<string[]> {
  const codes: string[] = [];
  let said = "";
  for (const args of commands) {
    const { code, out: answer, err } = await nightpress([...args, "--debug"], folder);
    said += answer + err;
    codes.push(`${args[0]}: ${code}`);
  }
  printed.push(said);
  return codes;
}

/** Of a layout that is small enough to be mapped in a few lines. */
const CSV_INPUT = `input:
  format: csv
  file: no-header.csv
  key: account.id
  order: none
  columns:
    { a: account.id, b: account.number, c: account.closing, d: account.fees, e: account.from,
      f: account.apy, g: customer.name, h: customer.address.lines.0, i: customer.address.lines.1,
      j: active }`;

/** The paths below a folder that others than the owner may use in any way. */
function openToOthers(root: string): string[] {
  const names = readdirSync(root, { recursive: true, encoding: "utf8" });
  return [root, ...names.map((name) => join(root, name))].filter((path) => {
    const stats = statSync(path);
    return (stats.mode & 0o777) !== (stats.isDirectory() ? 0o700 : 0o600);
  });
}

/** Kills a run at its first fragment: its ledger is open, and what SQLite keeps beside it is there. */
async function runAndKill(): Promise<void> {
  const place = { op: "rename", path: String.raw`\.frag$`, nth: 1, when: "after" } as const;
  const plan = { ...place, fault: "kill", counterFile: `${temporaryFolder()}/count` } as const;
  const killed = await runChild(`${folder}/job.yaml`, out, { plan });
  expect(killed.signal).toBe("SIGKILL");
  printed.push(killed.err);
}

const umask = process.umask(0);
beforeAll(async () => {
  outcomes = writeCanaryJob(folder);
  mkdirSync(`${folder}/shop`, { mode: 0o700 });
  expect(await run(["check", "job.yaml", "--out", "out", "--json"])).toEqual(["check: 0"]);
  await runAndKill();
  openWhileRunning = [out, `${folder}/shop`].flatMap(openToOthers);
  namesWhileRunning = readdirSync(out);
  writeFileSync(`${folder}/late.csv`, `key,reason\n${SUPPRESSED_KEY},deceased\n`);
  const find = ["find", "--job", "job.yaml", "--name", "qzvcanary", "--json", ...WHO];
  const copy = ["--as-sent", "--out", "copy.pdf", "--json", ...WHO];
  const codes = await run(
    ["resume", "out", "--workers", "1"],
    ["status", "out"],
    ["approve", "out", ...WHO],
    ["resume", "out", "--workers", "1", "--suppress", "late.csv", "--json", ...WHO],
    ["release", "out", "--json", ...WHO],
    ["reprint", "out", "--pieces", "1", "--cause", "damaged", ...WHO],
    ["verify", "out", "--json"],
    find,
    ["get", "--run", "out", "--piece", "1", ...copy],
    ["rejects", "out"],
    ["audit", "out", "--json"],
    ["status", "--job", "job.yaml", "--json"],
    ["check", "job.yaml", "--out", "out"],
  );
  expect(codes.filter((code) => !code.endsWith(": 0"))).toEqual([
    "resume: 3",
    "resume: 3",
    "check: 2",
  ]);
});
afterAll(() => {
  process.umask(umask);
});

/** The files below the job's folder, and what of canaries is in each. */
function canariesByFile(): [name: string, found: string[]][] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  return names
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => [name, canariesIn(readable(join(folder, name)))]);
}

/** The bytes of a file; of a PDF, what is packed in it as well. */
function readable(file: string): Buffer {
  const bytes = readFileSync(file);
  if (!file.endsWith(".pdf")) return bytes;
  const parts = [bytes];
  for (let at = bytes.indexOf("stream\n"); at >= 0; at = bytes.indexOf("stream\n", at + 1)) {
    const packed = bytes.subarray(at + "stream\n".length);
    if (packed[0] === 0x78)
      parts.push(inflateSync(packed, { finishFlush: constants.Z_SYNC_FLUSH }));
  }
  return Buffer.concat(parts);
}

const isOneOf = (list: readonly [RegExp, string][], name: string): boolean =>
  list.some(([pattern]) => pattern.test(name));

test("each record with canaries came to its planned end", () => {
  const rejects = readLines<Reject>(`${out}/rejects/rejects.ndjson`);
  const codes = new Map(rejects.map(({ ordinal, code }) => [ordinal, code]));
  const planned = outcomes.map((outcome) => (outcome.includes(".") ? outcome : "no reject"));
  expect(outcomes.map((_, ordinal) => codes.get(ordinal) ?? "no reject")).toEqual(planned);
});

test("no command prints a field's value", () => {
  expect(printed.flatMap((text) => canariesIn(Buffer.from(text)))).toEqual([]);
});

test("no file holds a field's value but those that are there to hold customers' data", () => {
  const files = canariesByFile();
  const leaks = files
    .filter(([name]) => !isOneOf(HOLDS_DATA, name))
    .flatMap(([name, found]) => found.map((text) => `${name}: ${text}`))
    .filter(
      (leak) => !isOneOf(HOLDS_ZIP, leak.slice(0, leak.indexOf(":"))) || !leak.includes("61937"),
    );
  expect(leaks).toEqual([]);
  // Each of them does hold some: the canaries went all the way, and would be found elsewhere too.
  for (const [pattern] of [...HOLDS_DATA, ...HOLDS_ZIP]) {
    const found = files.filter(([name]) => pattern.test(name)).flatMap(([, texts]) => texts);
    expect([pattern, found.length > 0]).toEqual([pattern, true]);
  }
});

test("files are their owner's alone where nothing else sees to it, SQLite's own too", () => {
  expect(namesWhileRunning).toEqual(expect.arrayContaining(["ledger.db-wal", "ledger.db-shm"]));
  expect(openWhileRunning).toEqual([]);
  expect([out, `${folder}/shop`].flatMap(openToOthers)).toEqual([]);
  for (const name of ["copy.pdf", "copy.pdf.json"])
    expect(statSync(`${folder}/${name}`).mode & 0o777).toBe(0o600);
});

test("a data file in the place of another is refused without a line of it being shown", async () => {
  const list = ["--from", "customers.ndjson", ...WHO];
  writeFileSync(`${folder}/no-header.csv`, "Qzvcanary1,*Qzvcanary2,&Qzvcanary3: [Qzvcanary4\n");
  const job = readFileSync(`${folder}/job.yaml`, "utf8").replace("job: private", "job: other");
  const small = job.replace("layout: retail-statement", `layout: ${writeLayout(SMALL)}`);
  const csv = small.replace(/^input: .*$/m, CSV_INPUT).replace(/^search: .*$|^ .*when: .*$/gm, "");
  writeFileSync(`${folder}/csv-job.yaml`, csv.replace("channels:", ""));
  writeFileSync(`${folder}/list-job.yaml`, `${job}suppress: customers.ndjson\n`);
  const companion = "order: none, expect: { companion: { file: customers.ndjson, records: n } }";
  writeFileSync(`${folder}/sum-job.yaml`, job.replace("order: none", companion));
  const codes = await run(
    ["check", "customers.ndjson"],
    ["run", "no-header.csv"],
    ["lint", "customers.ndjson"],
    ["lint", "no-header.csv", "--json"],
    ["check", "csv-job.yaml"],
    ["check", "list-job.yaml"],
    ["check", "sum-job.yaml"],
    ["reprint", "out", "--cause", "damaged", ...list],
    ["reconcile", "out", ...list],
    ["pull", "out", ...list],
    ["certificate", "check-proof", "customers.ndjson"],
  );
  expect(new Set(codes.map((code) => code.replace(/.*: /, "")))).toEqual(new Set(["2"]));
  const said = printed.at(-1) ?? "";
  expect(canariesIn(Buffer.from(said))).toEqual([]);
  const found = ["job.yaml-syntax", "file.unknown-kind", "input.header", "suppress.wrong-file"];
  for (const code of [...found, "input.companion"]) expect(said).toContain(code);
});

test("a file of data that was damaged is told of, and not by the text around the damage", async () => {
  const file = `${out}/rejects/rejects.ndjson`;
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replace('"raw":"', '"raw":Qzvcanary1"'));
  rmSync(`${out}/search.db`);
  const codes = await run(
    ["rejects", "out", "--json"],
    ["find", "--job", "job.yaml", "--key", "K-1001", ...WHO],
  );
  expect(codes).toEqual(["rejects: 1", "find: 1"]);
  const said = printed.at(-1) ?? "";
  expect(canariesIn(Buffer.from(said))).toEqual([]);
  expect(said).toContain(`The file is damaged; restore it from a copy: ${file}`);
});

test("a folder that others may use is told of, by `check` and in the run's report", async () => {
  const other = `${folder}/other`;
  const wide = `${other}/out`;
  mkdirSync(wide, { recursive: true });
  chmodSync(wide, 0o755);
  const records = ["K-1", "K-2"].map((key) => `${JSON.stringify(canaryRecord(key))}\n`);
  writeFileSync(`${other}/customers.ndjson`, records.join(""));
  const job = readFileSync(`${folder}/job.yaml`, "utf8").replace("mode: production", "mode: test");
  writeFileSync(`${other}/job.yaml`, job.replace(/^hold: .*$/m, ""));
  const options = { out: wide, workers: 1 };
  const checked = await checkJobFile(`${other}/job.yaml`, options);
  expect(checked.diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
    ["run.folder-open", "warning"],
  ]);
  expect(checked.ok).toBe(true);
  const signal = AbortSignal.abort();
  const report = await runJob(`${other}/job.yaml`, { ...options, signal });
  expect(report.warnings.map(({ code }) => code)).toEqual(["run.folder-open"]);
  // It stays as its owner made it; what was made in it is closed all the same.
  expect(openToOthers(wide)).toEqual([wide]);
});
