// Spawned by the crash tests: runs or resumes a job, or reprints, and says in one line of JSON how it ended.
import { type ReprintOptions, reprintPieces, resumeRun, runJob } from "../../src/index.ts";
import { inProcess } from "../kit/in-process.ts";
import { crashOptions, endOf } from "./crash-end.ts";

const [command, place, out, workers] = process.argv.slice(2) as [string, string, string, string];
const options = crashOptions(Number(workers));

async function reprinted(): Promise<{ readonly status: string }> {
  const { hostModule } = options;
  await reprintPieces(out, { ...(JSON.parse(place) as ReprintOptions), hostModule });
  return { status: "reprinted" };
}

function running(): Promise<{ readonly status: string }> {
  if (command === "reprint") return reprinted();
  return command === "run" ? runJob(place, { ...options, out }) : resumeRun(out, options);
}

const end = await endOf(Number(workers) === 1 ? inProcess(running) : running());
process.stdout.write(`${JSON.stringify(end)}\n`);
