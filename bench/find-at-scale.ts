import { asPieceNumber, asSerial } from "../src/base/units.ts";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { drawCustomer } from "../fixtures/statement/customer.ts";
import { writeStatementFixture } from "../fixtures/statement/write-statement-fixture.ts";
import { Prng } from "../src/base/prng.ts";
import { type FrozenRun, readFrozenRun, writeFrozenRun } from "../src/run/folder/frozen-run.ts";
import { NodeHost } from "../src/run/host/host-node.ts";
import { contentOf } from "../src/run/folder/index-run.ts";
import { registeredRun } from "../src/run/folder/registered-run.ts";
import { runFolder } from "../src/run/folder/run-folder.ts";
import { RUN_FACTS } from "../src/run/decisions/run-state.ts";
import { findDocuments, type FindRequest, runJob } from "../src/index.ts";
import type { PieceRow } from "../src/ledger/ledger-view.ts";
import { Ledger } from "../src/ledger/ledger.ts";
import { Register } from "../src/register/register.ts";
import { SearchIndex, type SearchRow } from "../src/register/search-index.ts";
import { atMost, type SubjectOutcome } from "./outcome.ts";
import { figure, table } from "./table.ts";

const RUNS = 12;
const PIECES_PER_SPOOL = 10_000;
const SECONDS_MAX = 2;
const WHO = { by: "bench", reason: "bench" };
const host = new NodeHost();

/**
 * Times `find` over twelve runs of `documents` each. The runs hold what `find` reads and nothing
 * else: a ledger and a search index made by the real writers, copied for each, under one register.
 */
export async function findOutcome(
  documents: number,
  tell: (line: string) => void,
): Promise<SubjectOutcome> {
  const folder = mkdtempSync(join(tmpdir(), "nightpress-find-"));
  try {
    const made = await makeRuns(folder, documents, tell);
    const rows = CASES.map(({ name, criteria }) => {
      const request = { register: `${folder}/register.db`, ...criteria, ...WHO };
      for (const file of made.files) dropFromCache(file);
      const cold = findDocuments(request);
      const warm = [1, 2, 3].map(() => findDocuments(request).milliseconds).sort((a, b) => a - b);
      tell(`${name}: ${cold.milliseconds} ms, then ${warm[1]} ms`);
      return { name, hits: cold.hits.length, cold: cold.milliseconds, warm: warm[1] as number };
    });
    return outcome(documents, made, rows);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Made {
  readonly files: readonly string[];
  readonly indexSeconds: number;
  readonly indexBytes: number;
  readonly ledgerBytes: number;
}

const CASES: readonly { readonly name: string; readonly criteria: Partial<FindRequest> }[] = [
  { name: "key", criteria: { key: keyOf(4321) } },
  { name: "account", criteria: { account: accountOf(4321) } },
  { name: "barcode", criteria: { imb: "902123456004321" } },
  { name: "name, two words", criteria: { name: "mar kesp" } },
  { name: "name, one letter each", criteria: { name: "m k" } },
  { name: "nobody", criteria: { name: "xyzzy" } },
];

async function makeRuns(
  folder: string,
  documents: number,
  tell: (line: string) => void,
): Promise<Made> {
  const frozen = await smallRun(`${folder}/first`);
  const model = runFolder(`${folder}/model`);
  mkdirSync(model.root);
  tell(`making ${documents} documents`);
  const madeFrom = makeLedger(model.ledgerFile, documents);
  const startMs = host.nowMs();
  const index = SearchIndex.open(host, model.searchFile);
  const facts = { madeFrom, hasAccounts: true, hasNames: true };
  index.fill(searchRows(documents), [], serials(documents), facts);
  index.close();
  const indexSeconds = (host.nowMs() - startMs) / 1000;
  const files = Array.from({ length: RUNS }, (_, month) => {
    const out = runFolder(`${folder}/run-${month + 1}`);
    mkdirSync(out.root);
    for (const name of ["ledgerFile", "searchFile"] as const) copyFileSync(model[name], out[name]);
    const run = ofMonth(frozen, month + 1, `${folder}/register.db`);
    writeFrozenRun({ host, folder: out, frozen: run });
    Register.with(host, run.job.registerFile, ({ runs }) =>
      runs.record(registeredRun(run, out.root, `2026-${twoDigits(month + 1)}-28T00:00:00Z`)),
    );
    return [out.ledgerFile, out.searchFile, out.jobFile];
  }).flat();
  const [indexBytes, ledgerBytes] = [model.searchFile, model.ledgerFile].map(
    (file) => statSync(file).size,
  ) as [number, number];
  return { files, indexSeconds, indexBytes, ledgerBytes };
}

async function smallRun(folder: string): Promise<FrozenRun> {
  const fixture = { records: 50, seed: 7, mode: "production", format: "ndjson" } as const;
  const { jobFile } = writeStatementFixture({ ...fixture, badPercent: 0, folder });
  const { out } = await runJob(jobFile, { out: `${folder}/out`, workers: 1 });
  return readFrozenRun({ host, folder: runFolder(out) });
}

function ofMonth(frozen: FrozenRun, month: number, registerFile: string): FrozenRun {
  const cycle = `2026-${twoDigits(month)}`;
  const job = { ...frozen.job, cycle, asOf: `${cycle}-28`, registerFile };
  return { ...frozen, runId: `${frozen.runId}-${month}`, job };
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}

function keyOf(ordinal: number): string {
  return `NB${String(ordinal).padStart(12, "0")}`;
}

function accountOf(ordinal: number): string {
  return String(4_008_000_000_000 + ordinal * 7919);
}

/** Pieces lie in spools in another order than in the input, as sorting leaves them. */
function ordinalAt(position: number, documents: number): number {
  return (position * 7919) % documents;
}

function makeLedger(file: string, documents: number): string {
  const ledger = Ledger.open(host, file);
  try {
    const spools = Math.ceil(documents / PIECES_PER_SPOOL);
    const [pieces, pages, sheets] = [documents, documents * 2, documents];
    ledger.sequenceDone({ spools, documents, pieces, pages, sheets });
    for (let spool = 0; spool < spools; spool += 1) {
      const first = spool * PIECES_PER_SPOOL;
      const count = Math.min(PIECES_PER_SPOOL, documents - first);
      ledger.recordPieces(pieceRows(spool, first, count, documents));
      const name = `automation-1/spool-${spool}.pdf`;
      const facts = { stream: "automation-1", part: spool + 1, bytes: 1, sha256: "0".repeat(64) };
      const counts = { sheets: count, pages: count * 2, pieces: count };
      ledger.spoolDone({ index: spool, name, ...facts, ...counts });
    }
    // The constraints that a balance makes are the indexes that a look-up uses.
    ledger.balance();
    ledger.setFact(RUN_FACTS.balanced, true);
    return contentOf(ledger);
  } finally {
    ledger.close();
  }
}

function* pieceRows(
  spool: number,
  first: number,
  count: number,
  documents: number,
): Generator<PieceRow> {
  for (let at = 0; at < count; at += 1) {
    const ordinal = ordinalAt(first + at, documents);
    yield {
      ordinal,
      channel: "print",
      primary: true,
      key: keyOf(ordinal),
      pieceNumber: asPieceNumber(first + at + 1),
      spool,
      batch: -1,
      firstSheet: at,
      sheets: 1,
      pages: 2,
      serial: asSerial(first + at),
      state: "spooled",
    };
  }
}

function* searchRows(documents: number): Generator<SearchRow> {
  const stream = new Prng(7);
  const names = Array.from({ length: 20_000 }, () => drawCustomer(stream).name);
  for (let ordinal = 0; ordinal < documents; ordinal += 1) {
    const name = names[(ordinal * 31) % names.length] as string;
    yield { ordinal, key: keyOf(ordinal), account: accountOf(ordinal), name };
  }
}

function* serials(documents: number): Generator<readonly [serial: number, ordinal: number]> {
  for (let serial = 0; serial < documents; serial += 1)
    yield [serial, ordinalAt(serial, documents)];
}

/** Has the system forget what it keeps of a file in memory (coreutils, `dd`, `nocache`). */
function dropFromCache(file: string): void {
  const drop = [`of=${file}`, "oflag=nocache", "conv=notrunc,fdatasync", "count=0"];
  execFileSync("dd", drop, { stdio: "ignore" });
}

function outcome(
  documents: number,
  { indexSeconds, indexBytes, ledgerBytes }: Made,
  rows: readonly { name: string; hits: number; cold: number; warm: number }[],
): SubjectOutcome {
  const lines = rows.map(({ name, hits, cold, warm }) => [
    name,
    String(hits),
    figure(cold / 1000),
    figure(warm / 1000),
  ]);
  const perMillion = 1e6 / documents;
  const sizes = { indexMb: indexBytes / 1e6, ledgerMb: ledgerBytes / 1e6, indexSeconds };
  const title =
    `find over ${RUNS} runs of ${documents} documents; an index takes ${figure(indexSeconds)} s ` +
    `to make and ${figure((indexBytes / 1e6) * perMillion)} MB a million`;
  const text = table(["by", "hits", "cold s", "warm s"], lines);
  const slowest = Math.max(...rows.map(({ cold }) => cold)) / 1000;
  return {
    tables: [{ title, text }],
    figures: {
      find: { documents, slowestCold: slowest },
      sizes,
    },
    targets: [atMost("slowest cold find, seconds", slowest, SECONDS_MAX)],
  };
}
