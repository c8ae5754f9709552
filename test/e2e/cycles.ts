import { readFileSync, writeFileSync } from "node:fs";
import type { RawStatement } from "./raw-statement.ts";
import { smallShardJob } from "./run-fixture.ts";
import { runJob } from "../kit/in-process.ts";

export const CYCLES = ["2025-08", "2025-09", "2025-10"] as const;

/** Someone who gets paper in all cycles, whose name is spelt in three ways. */
export const ANA = {
  key: "NB999999999990",
  account: "4008-1234 5678",
  names: ["Ana Nováková", "ANA M. NOVAKOVA", "Novakova-Øst, Ana"],
} as const;

/** Someone whose closing balance is no amount, so that they are a reject in all cycles. */
export const REJECTED_KEY = "NB999999999995";

export interface CycleRun {
  readonly cycle: string;
  readonly out: string;
  readonly jobFile: string;
}

export function runThreeCycles(folder: string): Promise<CycleRun[]> {
  return runCycles(folder, CYCLES, 90);
}

/** Cycles of one job under one register, production runs all, small enough for a test. */
export async function runCycles(
  folder: string,
  cycles: readonly string[],
  records: number,
  layout: "plain" | "retail" = "retail",
): Promise<CycleRun[]> {
  const runs: CycleRun[] = [];
  for (const [index, cycle] of cycles.entries()) {
    const choice = { records, seed: 20 + index, shardBytes: 32 * 1024, spoolSheets: 60 };
    const jobFile = smallShardJob(`${folder}/${cycle}`, { ...choice, layout, mode: "production" });
    addAna(`${folder}/${cycle}/customers.ndjson`, ANA.names[index % 3] as string);
    rewrite(jobFile, (text) =>
      text
        .replace("cycle: 2026-10", `cycle: ${cycle}`)
        .replace("as-of: 2026-10-31", `as-of: ${cycle}-28`)
        .replace(/records: \d+/, (said) => `records: ${Number(said.slice(9)) + 2}`)
        // The sample's sender knows nothing of the records and cycles added here.
        .replace(/\n {4}companion:(\n {6}.*)+/, "")
        .concat("class: deposit-statement\nregister: ../register.db\n"),
    );
    const out = `${folder}/out-${cycle}`;
    await runJob(jobFile, { out, workers: 1 });
    runs.push({ cycle, out, jobFile });
  }
  return runs;
}

/** Adds records like the first one on paper, whose keys come last. */
function addAna(file: string, name: string): void {
  rewrite(file, (text) => {
    const line = text
      .split("\n")
      .find((one) => one.includes('"preference":"paper"') && one.includes('"plus4"'));
    const record = JSON.parse(line as string) as RawStatement;
    const account = { ...record.account, id: ANA.key, number: ANA.account };
    const ana = { ...record, account, customer: { ...record.customer, name } };
    const faulty = { ...ana, account: { ...account, id: REJECTED_KEY, closing: "no amount" } };
    return `${text}${JSON.stringify(ana)}\n${JSON.stringify(faulty)}\n`;
  });
}

function rewrite(file: string, change: (text: string) => string): void {
  writeFileSync(file, change(readFileSync(file, "utf8")));
}
