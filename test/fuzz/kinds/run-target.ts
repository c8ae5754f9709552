import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { writeStatementFixture } from "../../../fixtures/statement/write-statement-fixture.ts";
import { assert } from "../../../src/base/assert.ts";
import { UsageError } from "../../../src/base/diagnostic.ts";
import { runJob, RunFailure } from "../../../src/index.ts";
import { root } from "../../layout/support.ts";
import type { FuzzTarget, Verdict } from "../fuzz-kind.ts";
import { mutateText } from "../mutate-text.ts";
import { mutateYaml } from "../mutate-yaml.ts";

const FILES = ["customers.csv", "transactions.csv", "job.yaml", "layout/layout.yaml"] as const;

/**
 * Whole runs of a few records, with one of the files spoilt that a run reads. Byte 0 of an input
 * says which; the rest is that file.
 */
export function openTarget(workFolder: string): FuzzTarget {
  const folder = `${workFolder}/run-${process.pid}`;
  const plan = { format: "csv", records: 6, badPercent: 0, mode: "test", seed: 5 } as const;
  const { jobFile } = writeStatementFixture({ ...plan, transactions: 3, folder });
  cpSync(`${root}/layouts/retail-statement`, `${folder}/layout`, { recursive: true });
  const job = readFileSync(jobFile, "utf8").replace(/^layout:.*$/m, "layout: layout");
  writeFileSync(jobFile, job);
  const seeds = FILES.map((file) => readFileSync(`${folder}/${file}`, "utf8"));
  return {
    mutate: (prng) => {
      const number = prng.below(FILES.length);
      const seed = seeds[number] as string;
      const bytes = number < 2 ? mutateText(prng, seed) : mutateYaml(prng, seed);
      return Buffer.concat([Buffer.of(number), bytes]);
    },
    check: async (input) => {
      FILES.forEach((file, index) => writeFileSync(`${folder}/${file}`, seeds[index] as string));
      const file = FILES[(input[0] ?? 0) % FILES.length] as string;
      writeFileSync(`${folder}/${file}`, input.subarray(1));
      for (const name of ["out", "register.db", "register.db-wal", "register.db-shm"])
        rmSync(`${folder}/${name}`, { recursive: true, force: true });
      return verdictOf(jobFile, folder);
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Refused with nothing left, or run with an account of every record. */
async function verdictOf(jobFile: string, folder: string): Promise<Verdict> {
  const out = `${folder}/out`;
  const before = readdirSync(folder);
  try {
    const report = await runJob(jobFile, { out, workers: 1 });
    assert(
      report.balance.every(({ ok }) => ok),
      "a run that ends balances",
    );
    return { kind: "accepted" };
  } catch (error) {
    if (error instanceof RunFailure) return { kind: "refused", codes: ["run failure"] };
    if (!(error instanceof UsageError)) throw error;
    const left = readdirSync(folder).filter((name) => !before.includes(name));
    assert(
      left.filter((name) => !name.startsWith("register.")).length === 0,
      `left: ${left.join(", ")}`,
    );
    return { kind: "refused", codes: error.diagnostics.map(({ code }) => code) };
  }
}
