// Spawned by the crash tests: runs or resumes a job, or reprints, and says in one line of JSON how it ended.
// It loads no more than it needs: that is most of what a short run costs.
import { resumeRun, runJob } from "../../src/engine/run-job.ts";
import type { ReprintOptions } from "../../src/index.ts";
import { endOf, onCrashing } from "./crash-end.ts";

const [command, place, out, count] = process.argv.slice(2) as [string, string, string, string];
const workers = Number(count);

async function reprinted(): Promise<{ readonly status: string }> {
  const { reprintPieces } = await import("../../src/index.ts");
  await reprintPieces(out, JSON.parse(place) as ReprintOptions);
  return { status: "reprinted" };
}

function running(): Promise<{ readonly status: string }> {
  if (command === "reprint") return reprinted();
  const standardInput = process.stdin;
  return command === "run"
    ? runJob(place, { workers, out, standardInput })
    : resumeRun(out, { workers });
}

process.stdout.write(`${JSON.stringify(await endOf(onCrashing(workers, running)))}\n`);
