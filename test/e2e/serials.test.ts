import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { parse } from "csv-parse/sync";
import { beforeAll, describe, expect, it } from "vitest";
import type { CrashPlan } from "./crash-host.ts";
import { resumeChild, runChild } from "./crash-process.ts";
import { expectComplete } from "./run-checks.ts";
import { filesBelow, outputHashes, smallShardJob } from "./run-fixture.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { resumeRun, runJob } from "../kit/in-process.ts";

const folder = temporaryFolder("serials");
const job = `${folder}/shop/job.yaml`;
const CHOICE = {
  records: 120,
  shardBytes: 16 * 1024,
  spoolSheets: 40,
  layout: "plain",
} as const;
/** The same cycle and input again, so that nothing but the serials can differ. */
const ONCE_MORE = {
  codes: ["run.cycle-run", "run.input-used"],
  by: "the tests",
  reason: "the same pieces once more",
};
let cases = 0;

beforeAll(() => {
  smallShardJob(dirname(job), { ...CHOICE, mode: "production" });
});

interface SheetRow {
  readonly record: string;
  readonly piece: string;
  readonly sheet_of_piece: string;
  readonly imb: string;
}

/** Rows of sheets from all control files of a run. */
function sheetRows(out: string): SheetRow[] {
  const controls = filesBelow(`${out}/print`).filter((name) => name.endsWith(".csv"));
  return controls
    .flatMap((name) => parse(readFileSync(`${out}/print/${name}`), { columns: true }) as SheetRow[])
    .filter(({ record }) => record === "S");
}

/** The serials a run printed, one a piece that has an IMb: digits 15 to 20 of its number. */
function serialsOf(out: string): number[] {
  const byPiece = new Map<string, string>();
  for (const { piece, imb } of sheetRows(out)) if (imb !== "") byPiece.set(piece, imb);
  return [...byPiece.values()].map((imb) => {
    expect(imb).toMatch(/^00270902123456\d{6}(\d{5}|\d{9}|\d{11})?$/);
    return Number(imb.slice(14, 20));
  });
}

interface Range {
  readonly run_id: string;
  readonly first: number;
  readonly count: number;
}

function rangesIn(register: string): Range[] {
  const database = new DatabaseSync(register, { readOnly: true });
  try {
    const rows = database.prepare("SELECT run_id, first, count FROM ranges ORDER BY first").all();
    return rows as unknown as Range[];
  } finally {
    database.close();
  }
}

function expectDisjoint(...runs: readonly number[][]): void {
  const all = runs.flat();
  expect(new Set(all).size).toBe(all.length);
}

describe("production runs of one job on two nights", () => {
  const [first, second] = [`${folder}/night-1`, `${folder}/night-2`];
  beforeAll(async () => {
    await runJob(job, { out: first, workers: 2 });
    await runJob(job, { out: second, workers: 2, override: ONCE_MORE });
  });

  it("share no serial, and no piece of a run has another's", () => {
    const [one, two] = [serialsOf(first), serialsOf(second)];
    expect(one.length).toBeGreaterThan(50);
    expect(two.length).toBe(one.length);
    expectDisjoint(one, two);
  });

  it("use the range that stands in the register and in the ledger, and no other", () => {
    const ranges = rangesIn(`${dirname(job)}/register.db`);
    expect(ranges.length).toBe(2);
    ranges.forEach(({ run_id, first: from, count }, night) => {
      const out = [first, second][night] as string;
      const frozen = JSON.parse(readFileSync(`${out}/job.json`, "utf8")) as { runId: string };
      expect(run_id).toBe(frozen.runId);
      const serials = serialsOf(out).sort((a, b) => a - b);
      expect(serials).toEqual(Array.from({ length: count }, (_, index) => from + index));
    });
  });

  it("differ in their marks and in nothing else that is counted", () => {
    const [one, two] = [sheetRows(first), sheetRows(second)];
    const placed = ({ piece, sheet_of_piece }: SheetRow): string => `${piece}/${sheet_of_piece}`;
    expect(two.map(placed)).toEqual(one.map(placed));
  });
});

describe("two production runs at once", () => {
  /** A job of the same shop and register with data of its own. */
  function jobOfTheShop(input: string, seed: number): string {
    const file = smallShardJob(input, { ...CHOICE, seed, mode: "production" });
    const text = readFileSync(file, "utf8").replace("job: retail-", `job: retail-${seed}-`);
    writeFileSync(file, `${text}register: ${dirname(job)}/register.db\n`);
    return file;
  }

  it("share no serial either", async () => {
    const outs = [`${folder}/at-once-1`, `${folder}/at-once-2`];
    const jobs = outs.map((out, index) => jobOfTheShop(`${out}-input`, 21 + index));
    const ends = await Promise.all(
      outs.map((out, index) => runChild(jobs[index] as string, out, { workers: 1 })),
    );
    expect(ends.map(({ end }) => end?.status)).toEqual(["finished", "finished"]);
    const [one, two] = outs.map(serialsOf);
    expect(one?.length).toBeGreaterThan(50);
    expectDisjoint(one ?? [], two ?? []);
  });
});

describe("a production run that is killed and resumed", () => {
  /** The same job beside the first, with a register of its own, so that ranges are comparable. */
  function jobWithRegister(name: string): { file: string; register: string } {
    const file = `${dirname(job)}/${name}.yaml`;
    writeFileSync(file, `${readFileSync(job, "utf8")}register: ${name}.db\n`);
    return { file, register: `${dirname(job)}/${name}.db` };
  }

  function kill(place: Pick<CrashPlan, "op" | "path" | "nth" | "when">): CrashPlan {
    cases += 1;
    return { ...place, fault: "kill", counterFile: `${folder}/count-${cases}` };
  }

  it("has one range in the register, and the same bytes as if it had not been", async () => {
    const calm = jobWithRegister("calm");
    await runJob(calm.file, { out: `${folder}/calm`, workers: 2 });
    const { file, register } = jobWithRegister("killed");
    const out = `${folder}/killed`;
    const settled = kill({ op: "rename", path: "/rejects/", nth: 1, when: "after" });
    expect((await runChild(file, out, { plan: settled })).signal).toBe("SIGKILL");
    expect(rangesIn(register)).toEqual([]);
    const begun = kill({ op: "openWrite", path: "/print/", nth: 1, when: "before" });
    expect((await resumeChild(out, { plan: begun })).signal).toBe("SIGKILL");
    const reserved = rangesIn(register);
    expect(reserved.length).toBe(1);
    const named = kill({ op: "rename", path: String.raw`/print/.*\.pdf`, nth: 2, when: "after" });
    expect((await resumeChild(out, { plan: named })).signal).toBe("SIGKILL");
    // Even without the ledger, the register knows what the run has.
    for (const name of ["", "-wal", "-shm"]) rmSync(`${out}/ledger.db${name}`, { force: true });

    expect((await resumeRun(out, { workers: 2 })).status).toBe("finished");
    expect(rangesIn(register)).toEqual(reserved);
    expectComplete(out, outputHashes(`${folder}/calm`));
    await runJob(file, { out: `${folder}/next`, workers: 2, override: ONCE_MORE });
    expectDisjoint(serialsOf(out), serialsOf(`${folder}/next`));
  });
});

describe("a test run", () => {
  it("draws no serial and prints no IMb", async () => {
    const file = `${folder}/test/job.yaml`;
    smallShardJob(dirname(file), { ...CHOICE, mode: "test" });
    await runJob(file, { out: `${folder}/test/out`, workers: 1 });
    const rows = sheetRows(`${folder}/test/out`);
    expect(rows.length).toBeGreaterThan(50);
    expect(rows.filter(({ imb }) => imb !== "")).toEqual([]);
    expect(existsSync(`${dirname(file)}/register.db`)).toBe(false);
  });

  it("leaves the register of its shop as it was", async () => {
    const file = `${dirname(job)}/trial.yaml`;
    writeFileSync(file, readFileSync(job, "utf8").replace("mode: production", "mode: test"));
    const register = `${dirname(job)}/register.db`;
    const before = rangesIn(register);
    await runJob(file, { out: `${folder}/trial`, workers: 1 });
    expect(rangesIn(register)).toEqual(before);
    expect(sheetRows(`${folder}/trial`).filter(({ imb }) => imb !== "")).toEqual([]);
  });
});
