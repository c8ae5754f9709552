import {
  cpSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { beforeAll, describe, expect, it } from "vitest";
import { readFrozenRun } from "../../src/run/folder/frozen-run.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { runFolder } from "../../src/run/folder/run-folder.ts";
import { type Progress, RunFailure, UsageError } from "../../src/index.ts";
import type { CrashPlan } from "./crash-host.ts";
import { runChild } from "./crash-process.ts";
import { expectComplete, expectKept, fragmentIdentities } from "./run-checks.ts";
import { outputHashes, smallShardJob } from "./run-fixture.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { resumeRun, runJob } from "../kit/in-process.ts";

const folder = temporaryFolder("crash-stores");
const job = `${folder}/job/job.yaml`;
/** A run that was killed when all was composed, with rows in its ledger. */
const composed = `${folder}/composed`;
let hashes: Record<string, string>;

beforeAll(async () => {
  smallShardJob(`${folder}/job`, {
    records: 60,
    shardBytes: 4 * 1024,
    spoolSheets: 40,
    layout: "plain",
  });
  await runJob(job, { out: `${folder}/undisturbed`, workers: 2 });
  hashes = outputHashes(`${folder}/undisturbed`);
  const plan: CrashPlan = {
    op: "openWrite",
    path: "/rejects/",
    nth: 1,
    when: "before",
    fault: "kill",
    counterFile: `${folder}/count`,
  };
  expect((await runChild(job, composed, { plan })).signal).toBe("SIGKILL");
  // What lies in the log goes into the file, so that damage to that is damage to something.
  const db = new DatabaseSync(`${composed}/ledger.db`);
  db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  db.close();
});

function composedCopy(name: string): string {
  const out = `${folder}/${name}`;
  cpSync(composed, out, { recursive: true });
  return out;
}

/** Resumes to the end with the right bytes; the codes of its warnings. */
async function resumed(out: string): Promise<string[]> {
  const before = fragmentIdentities(out);
  const report = await resumeRun(out, { workers: 2 });
  expect(report.status).toBe("finished");
  expectComplete(out, hashes);
  expectKept(out, before);
  return report.warnings.map(({ code }) => code);
}

/** Overwrites a stretch of a file with other bytes. */
function scribble(file: string, from: number, length: number): void {
  const bytes = readFileSync(file);
  for (let at = from; at < Math.min(bytes.length, from + length); at += 1)
    bytes[at] = (bytes[at] as number) ^ 0x5a;
  writeFileSync(file, bytes);
}

describe("a ledger that was damaged while its run lay still", () => {
  const damages: Readonly<Record<string, (ledger: string) => void>> = {
    "is cut in half": (ledger) => truncateSync(ledger, statSync(ledger).size >> 1),
    "is no database": (ledger) => writeFileSync(ledger, "it was a ledger ".repeat(500)),
    "has pages of noise": (ledger) => scribble(ledger, 4096, 3 * 4096),
  };

  it.each(Object.keys(damages))("and %s is made anew, and the run says so", async (how) => {
    const out = composedCopy(how.replaceAll(" ", "-"));
    damages[how]?.(`${out}/ledger.db`);
    expect(await resumed(out)).toContain("run.ledger-replaced");
    expect(statSync(`${out}/damaged-ledger.db`).size).toBeGreaterThan(0);
  });

  it("and is empty is filled again", async () => {
    const out = composedCopy("empty");
    truncateSync(`${out}/ledger.db`, 0);
    expect(await resumed(out)).not.toContain("run.ledger-replaced");
  });
});

describe("a ledger that another process writes to for too long", () => {
  it("stops the run, which says so and goes on later", async () => {
    const out = composedCopy("held");
    const holder = new DatabaseSync(`${out}/ledger.db`);
    holder.exec("BEGIN IMMEDIATE");
    const error: unknown = await resumeRun(out, { workers: 1 }).catch((thrown: unknown) => thrown);
    holder.exec("ROLLBACK");
    holder.close();
    expect(error).toBeInstanceOf(RunFailure);
    const { message, hint } = error as RunFailure;
    expect(message).toBe(
      `the ledger ${out}/ledger.db is held by another process: wait for it to end`,
    );
    expect(hint).toContain(`then run \`nightpress resume ${out}\``);
    await resumed(out);
  });
});

describe("a register that was lost or damaged while a production run lay still", () => {
  it("is not begun anew by the run, which goes on once it is put back", async () => {
    const production = `${folder}/production/job.yaml`;
    const choice = {
      records: 60,
      shardBytes: 8 * 1024,
      spoolSheets: 80,
      layout: "plain",
      mode: "production",
    } as const;
    smallShardJob(dirname(production), choice);
    const out = `${folder}/production/out`;
    const controller = new AbortController();
    const onProgress = ({ stage, done }: Progress): void => {
      if (stage === "compose" && done > 0) controller.abort();
    };
    const options = { out, workers: 1, signal: controller.signal, onProgress };
    expect((await runJob(production, options)).status).toBe("stopped");
    const register = readFrozenRun({ host: new NodeHost(), folder: runFolder(out) }).job
      .registerFile;
    const codeOf = async (): Promise<unknown> => {
      const error: unknown = await resumeRun(out, { workers: 1 }).catch(
        (thrown: unknown) => thrown,
      );
      return error instanceof UsageError
        ? error.diagnostics[0]?.code
        : (error as { code?: string }).code;
    };
    renameSync(register, `${folder}/kept.db`);
    expect(await codeOf()).toBe("register.lost");
    expect(existsSync(register)).toBe(false);
    writeFileSync(register, "");
    expect(await codeOf()).toBe("register.lost");
    cpSync(`${folder}/kept.db`, register);
    scribble(register, 4096, 4096);
    expect(await codeOf()).toBe("register.damaged-file");
    for (const ending of ["-wal", "-shm"]) rmSync(`${register}${ending}`, { force: true });
    cpSync(`${folder}/kept.db`, register);
    expect((await resumeRun(out, { workers: 2 })).status).toBe("finished");
  });
});
