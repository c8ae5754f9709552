// Spawned by the crash tests: runs or resumes a job, or reprints, and says in one line of JSON how it ended.
import { HostError } from "../../src/base/host.ts";
import {
  type ReprintOptions,
  reprintPieces,
  RunFailure,
  resumeRun,
  runJob,
  UsageError,
} from "../../src/index.ts";
import type { ChildEnd } from "./crash-process.ts";

const [command, place, out, workers] = process.argv.slice(2) as [string, string, string, string];
const options = {
  workers: Number(workers),
  delay: { seed: Number(workers), msMax: 5 },
  hostModule: new URL("./crash-host.ts", import.meta.url).href,
};

async function end(): Promise<ChildEnd> {
  try {
    if (command === "reprint") {
      const { hostModule } = options;
      await reprintPieces(out, { ...(JSON.parse(place) as ReprintOptions), hostModule });
      return { status: "reprinted" };
    }
    const report = await (command === "run"
      ? runJob(place, { ...options, out })
      : resumeRun(out, options));
    return { status: report.status };
  } catch (error) {
    if (error instanceof RunFailure) {
      return { status: "failed", message: error.message, hint: error.hint };
    }
    if (error instanceof HostError) return { status: "failed", message: error.message };
    if (!(error instanceof UsageError)) throw error;
    return { status: "usage", message: error.diagnostics.map(({ code }) => code).join(" ") };
  }
}

process.stdout.write(`${JSON.stringify(await end())}\n`);
