import { resolve } from "node:path";
import { counted } from "../../base/counted.ts";
import { compressionOf } from "../../base/packing-name.ts";
import { diagnostic, UsageError } from "../../base/diagnostic.ts";
import { COPY_SIGNS } from "../../intake/copy/copy-signs.ts";
import { isNamedCsv, tableNamed } from "../../intake/lists/list-name.ts";
import type { CsvSpec, DetailSpec, InputFile, InputSpec, Job } from "../../model/job.ts";

/**
 * The job of a child run: with corrected files in place of its own if some are named, without
 * expectations about them, and without seeds. `lists` are those whose files in the job are the
 * corrected ones already. Throws a `UsageError` for a wrong number.
 */
export function redriveInput(
  job: Job,
  files: readonly string[] | undefined,
  lists: readonly string[] = [],
): Job {
  const { seeds: _, ...child } = job;
  if (files === undefined && lists.length === 0) return child;
  const { input } = job;
  const [master, ...details] = files === undefined ? [] : [...files, ...detailFiles(input, lists)];
  if (master === undefined || details.length !== input.details.length)
    throw wrongFiles(1 + input.details.length, (files?.length ?? 0) + lists.length);
  return { ...child, input: corrected(input, master, details) };
}

/** The files of lists, in the job's order; one file each. */
function detailFiles({ details }: InputSpec, lists: readonly string[]): string[] {
  const given = details.filter(({ into, more }) => lists.includes(into) && more === undefined);
  return given.map(({ file }) => file);
}

function wrongFiles(wanted: number, given: number): UsageError {
  const message = `The input has ${counted(wanted, "file")}, not ${given}.`;
  const hint = "Name one file of corrected records by --input, and one for each list by --detail.";
  return new UsageError([diagnostic("reject.input-files", message, { hint })]);
}

/** A file of corrections has neither the order, the trailer nor the totals of the original. */
function corrected(input: InputSpec, master: string, details: readonly string[]): InputSpec {
  const { format, recordsPath, key, fields, shardBytes } = input;
  return {
    ...(format === "csv"
      ? tableLike(input, master)
      : { ...fileLike(input, master), csv: input.csv }),
    format,
    recordsPath,
    key,
    ...(fields && { fields }),
    shardBytes,
    order: "none",
    details: input.details.map((detail, nth) => correctedDetail(detail, details[nth] ?? "")),
    expect: { sums: {} },
  };
}

function correctedDetail(detail: DetailSpec, file: string): DetailSpec {
  const { into, keyColumn, fields } = detail;
  const table = tableLike(detail, file);
  return { ...table, into, keyColumn, ...(fields && { fields }), order: "none" };
}

const COMMON_SIGNS = { delimiter: ",", quote: '"' };

type Table = InputFile & { readonly csv: CsvSpec };

/** Another table with the same columns: of the same form, or of one that its name tells. */
function tableLike(like: Table, file: string): Table {
  const named = tableNamed(file);
  const isCsv = like.foreign === undefined || like.foreign.kind === "delimited";
  const isAlike =
    named === undefined ? isCsv || !isNamedCsv(file) : named.kind === like.foreign?.kind;
  if (isAlike) return { ...fileLike(like, file), csv: like.csv };
  return {
    file: resolve(file),
    compression: compressionOf(file),
    encoding: "utf-8",
    ...(named && { foreign: named }),
    csv: { ...(named === undefined ? COMMON_SIGNS : COPY_SIGNS), columns: like.csv.columns },
  };
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
