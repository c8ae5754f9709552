import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeStatementFixture } from "../../fixtures/statement/write-statement-fixture.ts";
import { runJob } from "../kit/in-process.ts";
import { type FinishedRun, lookAtNoSheets, type RunPlan } from "./e2e-run.ts";

const production = { format: "ndjson", mode: "production" } as const;
const test = { format: "ndjson", mode: "test" } as const;

/** What most tests of finished runs need. */
const PLANS = {
  /** Several spools and batches, pieces of many sheets, some rejects. */
  night: { ...production, records: 300, badPercent: 3 },
  rehearsal: { ...test, records: 300, badPercent: 3 },
  /** Enough for a spool or two. */
  small: { ...production, records: 60 },
  "small-test": { ...test, records: 60 },
} as const satisfies Record<string, RunPlan>;

interface MadeRun {
  /** Where it is used. It names its register and input by path, so that it may lie nowhere else. */
  readonly home: string;
  /** A copy of how it was made. */
  readonly kept: string;
  readonly report: FinishedRun["report"];
}

/** Of this process, whose test files follow each other. The folders go with the test run's own. */
const made = new Map<keyof typeof PLANS, MadeRun>();

/**
 * A finished run with its input and register, to be read, decided about or damaged: it is made once
 * and put back as it was made for whoever asks next. So nobody has it for longer than until then.
 */
export async function finishedRun(name: keyof typeof PLANS): Promise<FinishedRun> {
  const { home, kept, report } = made.get(name) ?? (await makeRun(name));
  rmSync(home, { recursive: true, force: true });
  cpSync(kept, home, { recursive: true });
  return { input: `${home}/input`, out: `${home}/out`, report };
}

async function makeRun(name: keyof typeof PLANS): Promise<MadeRun> {
  const folder = mkdtempSync(join(tmpdir(), "nightpress-finished-"));
  const [home, kept] = [`${folder}/run`, `${folder}/kept`];
  const usual = { badPercent: 0, seed: 7 };
  writeStatementFixture({ ...usual, ...PLANS[name], folder: `${home}/input` });
  lookAtNoSheets(`${home}/input/job.yaml`);
  const report = await runJob(`${home}/input/job.yaml`, { out: `${home}/out`, workers: 1 });
  cpSync(home, kept, { recursive: true });
  const run = { home, kept, report };
  made.set(name, run);
  return run;
}
