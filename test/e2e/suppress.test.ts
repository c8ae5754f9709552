import { createHash } from "node:crypto";
import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { type Progress, type RunReport, UsageError } from "../../src/index.ts";
import { Ledger } from "../../src/ledger/ledger.ts";
import type { AuditEntry } from "../../src/model/audit.ts";
import type { Reject } from "../../src/model/reject.ts";
import { readLines } from "./e2e-run.ts";
import { differences, outputHashes, smallShardJob } from "./run-fixture.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { resumeRun, runJob } from "../kit/in-process.ts";

const RECORDS = 240;
/** Line that is cut short. */
const TORN = 7;
/** Line that stands where its follower should. */
const TWICE = 20;

interface Input {
  readonly jobFile: string;
  readonly folder: string;
  /** Key and closing balance in cents of every line that can be read, by ordinal. */
  readonly lines: ReadonlyMap<number, { key: string; closing: bigint }>;
}

function makeInput(): Input {
  const folder = temporaryFolder();
  const jobFile = smallShardJob(folder, {
    records: RECORDS,
    shardBytes: 40_000,
    spoolSheets: 60,
    layout: "plain",
  });
  const lines = new Map<number, { key: string; closing: bigint }>();
  const file = `${folder}/customers.ndjson`;
  const text = readFileSync(file, "utf8").split("\n").slice(0, -1);
  text[TORN] = text[TORN]?.slice(0, 200) ?? "";
  text[TWICE + 1] = text[TWICE] ?? "";
  writeFileSync(file, `${text.join("\n")}\n`);
  for (const [ordinal, line] of text.entries()) {
    try {
      const { account } = JSON.parse(line) as { account: { id?: string; closing?: string } };
      const closing = BigInt(String(account.closing).replace(".", ""));
      if (account.id !== undefined) lines.set(ordinal, { key: account.id, closing });
    } catch {
      // One of the planted faults.
    }
  }
  return { jobFile, folder, lines };
}

function rejectsOf(out: string): Reject[] {
  return readLines<Reject>(`${out}/rejects/rejects.ndjson`);
}

/** Ordinals on all channels, from the ledger. */
function placedOrdinals(out: string): Set<number> {
  const ledger = Ledger.open(new NodeHost(), `${out}/ledger.db`);
  try {
    const placed = new Set<number>();
    for (const { index } of ledger.spools())
      for (const { ordinal } of ledger.piecesOfSpool(index)) placed.add(ordinal);
    for (const { channel, index } of ledger.batches())
      for (const { ordinal } of ledger.piecesOfBatch(channel, index)) placed.add(ordinal);
    return placed;
  } finally {
    ledger.close();
  }
}

/** The closing balances of what was placed, as the run's balance says them. */
function closingPlaced({ balance }: RunReport): string {
  return String(balance.find(({ what }) => what.startsWith("sum of account.closing"))?.right);
}

function closingSum({ lines }: Input, ordinals: Iterable<number>): string {
  let cents = 0n;
  for (const ordinal of ordinals) cents += lines.get(ordinal)?.closing ?? 0n;
  const digits = String(cents < 0n ? -cents : cents).padStart(3, "0");
  return `${cents < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

let input: Input;
let plain: { out: string; report: RunReport };
beforeAll(async () => {
  input = makeInput();
  const out = `${input.folder}/plain`;
  plain = { out, report: await runJob(input.jobFile, { out, workers: 2 }) };
});

describe("a list given when the run begins", () => {
  let chosen: string[];
  let list: string;
  let out: string;
  let report: RunReport;

  beforeAll(async () => {
    const placed = [...placedOrdinals(plain.out)].sort((a, b) => a - b);
    chosen = placed.filter((_, nth) => nth % 13 === 0).map((ordinal) => keyAt(ordinal));
    list = `${input.folder}/list.csv`;
    const rows = [...chosen, "NO-SUCH-1", "NO-SUCH-2", chosen[0] as string];
    writeFileSync(
      list,
      `reason,key\n# by letter\n${rows.map((key) => `moved,${key}\n`).join("\n")}`,
    );
    out = `${input.folder}/listed`;
    report = await runJob(input.jobFile, { out, workers: 2, suppress: [list] });
  });

  function keyAt(ordinal: number): string {
    return input.lines.get(ordinal)?.key ?? "";
  }

  it("keeps exactly its records out of every channel", () => {
    const wanted = new Set(chosen);
    const before = placedOrdinals(plain.out);
    const expected = [...before].filter((ordinal) => !wanted.has(keyAt(ordinal)));
    expect(placedOrdinals(out)).toEqual(new Set(expected));
    expect(chosen.length).toBeGreaterThan(15);
  });

  it("counts what it did, and balances to the cent", () => {
    const { records } = report;
    const { records: left = 0, ...totals } = report.suppression ?? {};
    const keys = chosen.length;
    expect(totals).toEqual({ listed: keys + 2, suppressed: keys, rejected: 0, notInRun: 2 });
    expect(records.read).toBe(records.accepted + records.rejected + left);
    expect(report.balance.filter(({ ok }) => !ok)).toEqual([]);
    expect(closingPlaced(report)).toBe(closingSum(input, placedOrdinals(out)));
    expect(closingPlaced(report)).not.toBe(closingPlaced(plain.report));
  });

  it("names in its report what was left out and what is not in the run", () => {
    const text = readFileSync(`${out}/reports/suppressions.json`, "utf8");
    const told = JSON.parse(text) as {
      lists: { list: string; notInRun: string[]; sha256: string }[];
      suppressed: { key: string; reason: string }[];
    };
    expect(told.lists[0]?.notInRun).toEqual(["NO-SUCH-1", "NO-SUCH-2"]);
    expect(new Set(told.suppressed.map(({ key }) => key))).toEqual(new Set(chosen));
    expect(told.suppressed[0]?.reason).toBe("moved");
    const copy = readFileSync(`${out}/decisions/suppress-intake.csv`);
    expect(createHash("sha256").update(copy).digest("hex")).toBe(told.lists[0]?.sha256);
  });

  it("gives the same bytes with one worker, and after the list itself is gone", async () => {
    const again = `${input.folder}/again`;
    const aborted = new AbortController();
    const first = await runJob(input.jobFile, {
      out: again,
      workers: 1,
      suppress: [list],
      signal: aborted.signal,
      onProgress: ({ stage, done }) => {
        if (stage === "compose" && done > 100) aborted.abort();
      },
    });
    expect(first.status).toBe("stopped");
    writeFileSync(list, "key\n");
    await resumeRun(again, { workers: 1 });
    expect(differences(outputHashes(again), outputHashes(out))).toEqual([]);
  });

  it("leaves out a record that is wrong, but keeps a torn row as a reject", async () => {
    const rejects = rejectsOf(plain.out);
    const torn = rejects.filter(({ ordinal }) => ordinal === TORN);
    const wrong = rejects.filter(({ key, code }) => key !== "" && code !== "data.duplicate-key");
    expect([torn.length, wrong.length > 0]).toEqual([1, true]);
    const keys = wrong.map(({ key }) => key);
    const file = `${input.folder}/wrong.txt`;
    writeFileSync(file, `${keys.join("\n")}\n`);
    const ended = `${input.folder}/wrong`;
    const told = await runJob(input.jobFile, { out: ended, workers: 2, suppress: [file] });
    const open = rejectsOf(ended).map(({ ordinal }) => ordinal);
    for (const { ordinal } of wrong) expect(open).not.toContain(ordinal);
    for (const { ordinal } of torn) expect(open).toContain(ordinal);
    expect(told.suppression?.suppressed).toBe(new Set(keys).size);
    expect(told.balance.filter(({ ok }) => !ok)).toEqual([]);
  });
});

describe("a list given after composing", () => {
  const late = { by: "A. Novak", reason: "a call of the bank at midnight" };
  let twin: Reject;
  let chosen: string[];
  let files: readonly string[];

  async function stopComposed(out: string, workers: number): Promise<void> {
    const stop = new AbortController();
    const onProgress = ({ stage, done, total }: Progress): void => {
      if (stage === "compose" && done === total) stop.abort();
    };
    const { status } = await runJob(input.jobFile, {
      out,
      workers,
      signal: stop.signal,
      onProgress,
    });
    expect(status).toBe("stopped");
  }

  beforeAll(() => {
    const twins = rejectsOf(plain.out).filter(({ code }) => code === "data.duplicate-key");
    twin = twins[0] as Reject;
    const placed = [...placedOrdinals(plain.out)].sort((a, b) => a - b);
    const some = placed.filter((_, nth) => nth % 29 === 0);
    chosen = [...new Set([twin.key, ...some.map((at) => input.lines.get(at)?.key ?? "")])];
    files = ["first", "second"].map((name) => `${input.folder}/${name}.txt`);
    const broken = rejectsOf(plain.out).find(({ key, code }) => key !== "" && code !== twin.code);
    writeFileSync(files[0] as string, `${chosen.slice(0, 6).join("\n")}\nNOBODY\n`);
    writeFileSync(files[1] as string, `key\n${chosen.slice(5).join("\n")}\n${broken?.key}\n`);
  });

  /** Two calls, the second after the run was stopped once more. */
  async function runLate(name: string, workers: number): Promise<RunReport> {
    const out = `${input.folder}/${name}`;
    await stopComposed(out, workers);
    const stopped = AbortSignal.abort();
    const first = { files: [files[0] as string], ...late };
    const once = await resumeRun(out, { workers, signal: stopped, suppress: first });
    expect(once.status).toBe("stopped");
    return resumeRun(out, { workers, suppress: { files: [files[1] as string], ...late } });
  }

  it("takes its records out, leaves duplicates rejected, and balances to the cent", async () => {
    const report = await runLate("late", 2);
    const { out } = report;
    const wanted = new Set(chosen);
    const expected = [...placedOrdinals(plain.out)].filter(
      (ordinal) => !wanted.has(input.lines.get(ordinal)?.key ?? ""),
    );
    expect(placedOrdinals(out)).toEqual(new Set(expected));
    expect(rejectsOf(out)).toEqual(rejectsOf(plain.out));
    expect(placedOrdinals(out).has(twin.ordinal)).toBe(false);
    expect(report.suppression).toEqual({
      records: chosen.length,
      listed: chosen.length + 3,
      suppressed: chosen.length + 1,
      rejected: 1,
      notInRun: 1,
    });
    const { read, accepted, rejected } = report.records;
    expect(read).toBe(accepted + rejected + chosen.length);
    expect(report.balance.filter(({ ok }) => !ok)).toEqual([]);
    expect(closingPlaced(report)).toBe(closingSum(input, expected));
  });

  it("is a decision with a name, and the list lies beside it", () => {
    const out = `${input.folder}/late`;
    const entries = readLines<AuditEntry>(`${out}/audit.ndjson`);
    expect(entries.map(({ action, by }) => [action, by])).toEqual([
      ["suppress", "A. Novak"],
      ["suppress", "A. Novak"],
    ]);
    const list = readFileSync(`${out}/${String(entries[1]?.details["list"])}`);
    expect(createHash("sha256").update(list).digest("hex")).toBe(entries[1]?.details["sha256"]);
  });

  it("gives the same bytes with one worker", async () => {
    const [from, to] = [`${input.folder}/late`, `${input.folder}/late-one`];
    await stopComposed(to, 1);
    // The same decisions, times and all: their hash stands on the trailers.
    cpSync(`${from}/audit.ndjson`, `${to}/audit.ndjson`);
    cpSync(`${from}/decisions`, `${to}/decisions`, { recursive: true });
    await resumeRun(to, { workers: 1 });
    const [one, two] = ["late-one", "late"].map((name) => outputHashes(`${input.folder}/${name}`));
    expect(differences(one ?? {}, two ?? {})).toEqual([]);
  });

  it("is refused once assembly has begun, and names the command for that", async () => {
    const suppress = { files: [files[0] as string], ...late };
    const refused = await resumeRun(`${input.folder}/late`, { suppress }).catch((e: unknown) => e);
    const [found] = (refused as UsageError).diagnostics;
    expect([found?.code, found?.hint]).toEqual([
      "suppress.too-late",
      expect.stringContaining("nightpress pull"),
    ]);
    expect(readLines(`${input.folder}/late/audit.ndjson`)).toHaveLength(2);
  });

  it("does not go on with a list that was changed since", async () => {
    const out = `${input.folder}/changed`;
    await stopComposed(out, 2);
    const suppress = { files: [files[0] as string], ...late };
    await resumeRun(out, { suppress, signal: AbortSignal.abort() });
    writeFileSync(`${out}/decisions/suppress-001.csv`, "key,reason\n");
    const refused = await resumeRun(out).catch((e: unknown) => e);
    expect((refused as UsageError).diagnostics[0]?.code).toBe("suppress.list-changed");
  });
});

describe("a list that is none", () => {
  it.each([
    ["an export of accounts", "id,name,closing\n1,A,2\n", "suppress.wrong-file"],
    [
      "a reason that is a text about someone",
      'key,reason\nA,"died, 2 May"\n',
      "suppress.wrong-file",
    ],
    ["an empty file", "", "suppress.wrong-file"],
    ["bytes that are no text", Buffer.from([0x41, 0xff, 0x0a]), "suppress.wrong-file"],
  ])("is refused before anything is written: %s", async (_, content, code) => {
    const file = `${input.folder}/none.csv`;
    writeFileSync(file, content);
    const out = `${input.folder}/none`;
    const failure = await runJob(input.jobFile, { out, suppress: [file] }).catch((e: unknown) => e);
    expect(failure).toBeInstanceOf(UsageError);
    expect((failure as UsageError).diagnostics[0]?.code).toBe(code);
    expect(existsSync(out)).toBe(false);
  });
});
