import { mkdtempSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, resolve } from "node:path";
import type { Diagnostic } from "../base/diagnostic.ts";
import { scanInput } from "../intake/scan.ts";
import { NodeHost } from "./host-node.ts";
import { loadCheckedJob } from "./load-run.ts";
import { prepare } from "./prepare.ts";

/** What a pre-flight found: nothing in the way, and what the run will take. */
export interface CheckReport {
  readonly diagnostics: readonly Diagnostic[];
  readonly estimate: {
    readonly records: number;
    readonly inputBytes: number;
    /** Room that fragments and spools will want. */
    readonly diskBytes: number;
    readonly diskFreeBytes: number;
  };
}

/** Composed pages and spools together come to about this many times the input. */
const OUTPUT_PER_INPUT_BYTE = 4;

/**
 * Checks a job as a run would, without composing: job, layout, fonts, images, and the input from
 * end to end. Throws a `UsageError` with everything that is wrong.
 */
export async function checkJobFile(jobFile: string): Promise<CheckReport> {
  const host = new NodeHost();
  const { job, plan, warnings } = loadCheckedJob(host, jobFile);
  const workFolder = mkdtempSync(`${tmpdir()}/nightpress-check-`);
  try {
    const scan = scanInput(host, job.input, plan.shape, { workFolder });
    await prepare(host, plan, job);
    const inputBytes = scan.files.reduce((sum, file) => sum + file.sizeBytes, 0);
    const disk = statfsSync(dirname(resolve(jobFile)));
    return {
      diagnostics: warnings,
      estimate: {
        records: scan.unitCount,
        inputBytes,
        diskBytes: inputBytes * OUTPUT_PER_INPUT_BYTE,
        diskFreeBytes: disk.bavail * disk.bsize,
      },
    };
  } finally {
    rmSync(workFolder, { recursive: true, force: true });
  }
}
