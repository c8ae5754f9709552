// Spawned by the tests of sharing: runs a job slowly, so that others can be watched beside it.
import { runJob, UsageError } from "../../src/index.ts";
import { onThreads } from "../kit/on-threads.ts";
import type { Priority } from "../../src/model/shop.ts";

const [job, out, priority, delayMs] = process.argv.slice(2) as [string, string, Priority, string];
try {
  const delay = { seed: 3, msMax: Number(delayMs) };
  const work = () => runJob(job, { out, priority, workers: 2 });
  const { status, workers } = await onThreads({ delay }, work);
  process.stdout.write(`${JSON.stringify({ status, workers })}\n`);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  const codes = error.diagnostics.map(({ code }) => code);
  process.stdout.write(`${JSON.stringify({ status: "usage", codes })}\n`);
}
