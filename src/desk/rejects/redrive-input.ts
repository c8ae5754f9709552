import { resolve } from "node:path";
import { diagnostic, UsageError } from "../../base/diagnostic.ts";
import type { DetailSpec, InputSpec, Job } from "../../model/job.ts";

/**
 * The job of a child run: with corrected files in place of its own if some are named, without
 * expectations about them, and without seeds. Throws a `UsageError` for a wrong number.
 */
export function redriveInput(job: Job, files: readonly string[] | undefined): Job {
  const { seedsFile: _, ...child } = job;
  if (files === undefined) return child;
  const { input } = job;
  const wanted = 1 + input.details.length;
  if (files.length !== wanted)
    throw new UsageError([
      diagnostic("reject.input-files", `The input has ${wanted} files, not ${files.length}.`, {
        hint: "Name the corrected records first, then each of the job's detail files in order.",
      }),
    ]);
  const [master = "", ...details] = files;
  return { ...child, input: corrected(input, master, details) };
}

/** A file of corrections has neither the order, the trailer nor the totals of the original. */
function corrected(input: InputSpec, master: string, details: readonly string[]): InputSpec {
  const { format, encoding, foreign, recordsPath, key, csv, fields, shardBytes } = input;
  return {
    ...fileNamed(master),
    format,
    encoding,
    ...(foreign && { foreign }),
    recordsPath,
    key,
    csv,
    ...(fields && { fields }),
    shardBytes,
    order: "none",
    details: input.details.map((detail, nth) => correctedDetail(detail, details[nth] ?? "")),
    expect: { sums: {} },
  };
}

function correctedDetail(detail: DetailSpec, file: string): DetailSpec {
  const { into, keyColumn, csv, fields, encoding, foreign } = detail;
  const format = { encoding, ...(foreign && { foreign }) };
  const mapping = { csv, ...(fields && { fields }) };
  return { ...fileNamed(file), into, keyColumn, ...mapping, ...format, order: "none" };
}

function fileNamed(file: string): Pick<InputSpec, "file" | "compression"> {
  return { file: resolve(file), compression: file.endsWith(".gz") ? "gzip" : "none" };
}
