import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync, rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { beforeAll, describe, expect, test } from "vitest";
import {
  closeRun,
  decideRejects,
  pullPieces,
  rejectAccount,
  recordMailing,
  releaseOutputs,
  type RunReport,
  shopStatus,
} from "../../src/index.ts";
import { differences, outputHashes, smallShardJob } from "./run-fixture.ts";
import { addressOf, writeSmallJob } from "./small-job.ts";
import { today } from "./today.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { rebuildRun, resumeRun, runJob } from "../kit/in-process.ts";
import { codeOf } from "../kit/refused-codes.ts";

const folder = temporaryFolder("pulls");

const BY = { by: "A. Novak", reason: "address in dispute" };
const out = `${folder}/out`;
let report: RunReport;

beforeAll(async () => {
  const choice = { records: 240, mode: "production", shardBytes: 65_536, spoolSheets: 60 } as const;
  const job = smallShardJob(`${folder}/job`, { ...choice, layout: "plain" });
  const hold = 'hold: { before-release: true, tolerance: "1%" }\n';
  writeFileSync(job, readFileSync(job, "utf8") + hold);
  report = await runJob(job, { out, workers: 2 });
});

function rowsOf(file: string): Record<string, string>[] {
  const [head = "", ...lines] = readFileSync(file, "utf8").trimEnd().split("\r\n");
  const columns = head.split(",");
  const cells = (line: string): string[] => line.split(",");
  return lines.map((line) =>
    Object.fromEntries(columns.map((name, at) => [name, cells(line)[at] ?? ""])),
  );
}

/** Facts of what a process saw or when it ran, which the folder does not hold. */
const OWN_TIME: readonly string[] = ["held-counts", "attempts"];

/** Everything in a ledger but those, table by table. */
function dump(file: string): Record<string, unknown[]> {
  const db = new DatabaseSync(file, { readOnly: true });
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
  const rows = tables.all().map(({ name }) => {
    const found = db.prepare(`SELECT * FROM "${String(name)}"`).all();
    return [String(name), found.filter((row) => !OWN_TIME.includes(String(row["name"])))] as const;
  });
  db.close();
  return Object.fromEntries(rows);
}

const spool = (): string => `${out}/print/${report.spoolFiles[0]?.name.replace(".pdf", "") ?? ""}`;

describe("pieces that are pulled after spooling", () => {
  test("are marked in the control file and listed beside the spool, which stays as it is", async () => {
    const before = readFileSync(`${spool()}.csv`, "utf8");
    const pulled = await pullPieces(out, { ...BY, pieces: [2] });
    expect(pulled.documents).toBe(1);
    const rows = rowsOf(`${spool()}.csv`);
    const marked = rows.filter(({ divert }) => divert !== "");
    expect(marked.every(({ divert, piece }) => divert === "pull" && piece === "2")).toBe(true);
    expect(marked.length).toBe(Number(marked[0]?.["sheets_of_piece"]));
    expect(readFileSync(`${spool()}.csv`, "utf8").replaceAll(",pull,", ",,")).toBe(before);
    const hash = createHash("sha256")
      .update(readFileSync(`${spool()}.pdf`))
      .digest("hex");
    expect(rows.at(-1)?.["sha256"]).toBe(hash);
    const list = rowsOf(`${spool()}-pull-001.csv`);
    expect(list.map(({ piece, sheet }) => [piece, sheet])).toEqual(
      marked.map(({ piece, sheet }) => [piece, sheet]),
    );
    expect(list[0]?.["data_matrix"]).toBe(marked[0]?.["data_matrix"]);
    expect(pulled.standing.stateBalance.filter(({ ok }) => !ok)).toEqual([]);
    const print = pulled.standing.states.filter(({ channel }) => channel === "print");
    expect(print.reduce((sum, { pieces }) => sum + pieces, 0)).toBe(report.pieces);
    expect(print.find(({ state }) => state === "pulled")?.pieces).toBe(1);
  });

  test("by a list of keys, on every channel; unknown keys pull nothing", async () => {
    const email = report.batchFiles.find(({ channel }) => channel === "email")?.name ?? "";
    const index = `${out}/email/${email.replace(".eml-batch", "")}`;
    const ordinal = rowsOf(`${index}.csv`)[0]?.["ordinal"] ?? "";
    const lines = readFileSync(`${folder}/job/customers.ndjson`, "utf8").split("\n");
    const key = /"id":"([^"]+)"/.exec(lines[Number(ordinal)] ?? "")?.[1] ?? "";
    const list = `${folder}/keys.csv`;
    writeFileSync(list, `${key}\nnobody\n`);
    const refused = await pullPieces(out, { ...BY, from: list }).catch(codeOf);
    expect(refused).toBe("decision.unknown-piece");
    writeFileSync(list, `${key}\n`);
    const pulled = await pullPieces(out, { ...BY, from: list });
    expect(pulled.seq).toBe(2);
    expect(rowsOf(`${index}-pull-002.csv`).map((row) => row["ordinal"])).toEqual([ordinal]);
  });

  test("ask for release again where a released spool changes past tolerance", async () => {
    await releaseOutputs(out, BY);
    const again = await pullPieces(out, { ...BY, pieces: [3] });
    expect(again.standing.state).toBe("held-for-release");
    expect((await pullPieces(out, { ...BY, pieces: [3] })).seq).toBe(0);
    expect((await releaseOutputs(out, BY)).standing.state).toBe("released");
  });

  test("are refused once mailed, and the run closes with them pulled", async () => {
    await recordMailing(out, { ...BY, date: today(), statement: "8841" });
    await expect(pullPieces(out, { ...BY, pieces: [5] }).catch(codeOf)).resolves.toBe(
      "decision.too-late",
    );
  });
});

describe("a run whose ledger is lost", () => {
  test("has the same ledger when it is made anew, and nothing else is written", async () => {
    const before = dump(`${out}/ledger.db`);
    const hashes = outputHashes(out);
    for (const ending of ["", "-wal", "-shm"]) rmSync(`${out}/ledger.db${ending}`, { force: true });
    await expect(releaseOutputs(out, BY).catch(codeOf)).resolves.toBe("run.no-ledger");
    const rebuilt = await rebuildRun(out);
    expect(rebuilt.status).toBe("finished");
    expect(rebuilt.standing?.state).toBe("mailed");
    expect(rebuilt.seconds).toBe(report.seconds);
    const after = dump(`${out}/ledger.db`);
    for (const [table, rows] of Object.entries(before))
      expect([table, after[table]]).toEqual([table, rows]);
    expect(differences(outputHashes(out), hashes)).toEqual([]);
  });

  test("does not book a spool that is not what its control file says; resume makes it", async () => {
    const hashes = outputHashes(out);
    const bytes = readFileSync(`${spool()}.pdf`);
    bytes.writeUInt8(bytes.readUInt8(1000) ^ 1, 1000);
    writeFileSync(`${spool()}.pdf`, bytes);
    expect((await rebuildRun(out)).status).toBe("stopped");
    expect(existsSync(`${out}/replaced-ledger.db`)).toBe(true);
    renameSync(`${out}/reports/run.json`, `${out}/reports/run-before.json`);
    const done = await resumeRun(out, { workers: 2 });
    expect(done.standing?.state).toBe("mailed");
    expect(differences(outputHashes(out), hashes)).toEqual([]);
    const { items } = rejectAccount(out);
    const ordinals = items.filter(({ state }) => state === "open").map(({ ordinal }) => ordinal);
    if (ordinals.length > 0) await decideRejects(out, { ...BY, action: "withdraw", ordinals });
    expect((await closeRun(out, BY)).standing.state).toBe("closed");
  });
});

test("a run of which all was pulled has nothing to mail, and is not mailed", async () => {
  const address = addressOf({ zip: "62704" });
  const lines = ["paper", "email"].map((by, at) =>
    JSON.stringify({ id: `R${at}`, by, due: "1.00", address, email: "a@b.example" }),
  );
  const job = writeSmallJob({ currency: "USD", lines });
  const { out: small } = await runJob(job, { out: `${job}/../out`, workers: 1 });
  const first = await pullPieces(small, { ...BY, keys: ["R0"] });
  expect(first.standing.state).toBe("released");
  const last = await pullPieces(small, { ...BY, keys: ["R1"] });
  expect(last.standing.state).toBe("nothing-to-mail");
  expect(readFileSync(`${small}/reports/run.html`, "utf8")).toContain("has nothing to mail");
  const [seen] = shopStatus({ runs: [small] }).runs;
  expect([seen?.state, seen?.next]).toEqual([
    "nothing-to-mail",
    expect.stringContaining("nightpress close "),
  ]);
  expect((await closeRun(small, BY)).open).toEqual([]);
});
