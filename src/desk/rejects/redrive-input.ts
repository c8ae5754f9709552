import { resolve } from "node:path";
import { compressionOf } from "../../base/packing-name.ts";
import { diagnostic, UsageError } from "../../base/diagnostic.ts";
import type { DetailSpec, InputFile, InputSpec, Job } from "../../model/job.ts";

/**
 * The job of a child run: with corrected files in place of its own if some are named, without
 * expectations about them, and without seeds. Throws a `UsageError` for a wrong number.
 */
export function redriveInput(job: Job, files: readonly string[] | undefined): Job {
  const { seeds: _, ...child } = job;
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
  const { format, recordsPath, key, csv, fields, shardBytes } = input;
  return {
    ...fileLike(input, master),
    format,
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
  const { into, keyColumn, csv, fields } = detail;
  const mapping = { csv, ...(fields && { fields }) };
  return { ...fileLike(detail, file), into, keyColumn, ...mapping, order: "none" };
}

/** Another file of the same form, by its own name. */
function fileLike(like: InputFile, file: string): InputFile {
  const { encoding, foreign, recode, crLines, members } = like;
  return {
    file: resolve(file),
    compression: compressionOf(file),
    encoding,
    ...(foreign && { foreign }),
    ...(recode !== undefined && { recode }),
    ...(crLines && { crLines }),
    ...(members !== undefined && { members }),
  };
}
