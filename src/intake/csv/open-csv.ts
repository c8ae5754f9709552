import { UsageError } from "../../base/diagnostic.ts";
import type { Diagnostic } from "../../base/diagnostic.ts";
import { defined } from "../../base/assert.ts";
import type { Host } from "../../base/host.ts";
import type { InputSpec } from "../../model/job.ts";
import { checkHeader } from "../check/check-header.ts";
import { csvFile, csvSpecs } from "./csv-files.ts";
import { type CsvHeader, readCsvHeader } from "./csv-header.ts";
import { sortedPath } from "../files/input-files.ts";
import { inputFinding, throwFindings } from "../check/input-findings.ts";
import type { OpenInput } from "../files/open-inputs.ts";
import type { OpenCsv } from "./scan-csv.ts";
import { sortRows } from "../join/sort-rows.ts";

/**
 * Reads the headers of all delimited files and checks them against the job's columns. Files of one
 * list have the same columns in the same order.
 */
export function openCsv(input: InputSpec, opened: readonly OpenInput[]): OpenCsv[] {
  const findings: Diagnostic[] = [];
  const files: OpenCsv[] = [];
  const specs = csvSpecs(input);
  for (const open of opened) {
    const { spec: whole, keyColumn } = defined(specs[open.of], "a file's spec");
    const spec = { ...whole, ...open.spec };
    try {
      const isFramed = open.copy !== undefined;
      const header = readCsvHeader(open.source, open.dataEnd, spec, isFramed);
      const first = files.find((file) => file.open.of === open.of);
      findings.push(
        ...(first === undefined
          ? checkHeader(header, spec, keyColumn)
          : unlikeFindings(header, spec.file, first)),
      );
      files.push({ open, csv: csvFile(spec, keyColumn, header, isFramed) });
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      findings.push(...error.diagnostics);
    }
  }
  throwFindings(findings);
  return files;
}

function unlikeFindings({ columns, line }: CsvHeader, file: string, first: OpenCsv): Diagnostic[] {
  const wanted = first.csv.header.columns;
  const length = Math.max(columns.length, wanted.length);
  const index = Array.from({ length }, (_, at) => at).find((at) => columns[at] !== wanted[at]);
  if (index === undefined) return [];
  const message =
    `column ${index + 1} is not the one that the list's first file has there, ` +
    `${first.open.spec.file}`;
  const hint = "files of a list have the same columns in the same order; run others by a job apart";
  return [inputFinding("input.header", message, { file, line, column: index + 1 }, hint)];
}

/** Where sorted copies go; `opened` collects every file, for the caller to close. */
export interface SortPlan {
  readonly host: Host;
  readonly workFolder: string;
  readonly opened: OpenInput[];
}

/**
 * Replaces every file that the job says is unsorted by a sorted copy, if files have to be joined;
 * without detail files nothing depends on the order.
 */
export function sortCsv(
  { host, workFolder, opened }: SortPlan,
  input: InputSpec,
  files: readonly OpenCsv[],
): OpenCsv[] {
  if (input.details.length === 0) return [...files];
  return files.map(({ open, csv }, index) => {
    const spec = index === 0 ? input : defined(input.details[index - 1], "a detail file");
    if (spec.order === "key") return { open, csv };
    const target = sortedPath(workFolder, index, { file: spec.file, workFile: open.workFile });
    sortRows(host, open.source, csv, open.dataEnd, target);
    const sorted = withSortedCopy(host, open, target);
    opened.push(sorted);
    const header = readCsvHeader(sorted.source, sorted.dataEnd, csv.spec, true);
    return { open: sorted, csv: { ...csv, header, isFramed: true } };
  });
}

function withSortedCopy(host: Host, open: OpenInput, workFile: string): OpenInput {
  const original = open.summary(0);
  return {
    ...open,
    workFile,
    source: host.openRead(workFile),
    dataEnd: host.sizeBytes(workFile),
    summary: (rowCount) => ({ ...original, workFile, rowCount }),
  };
}
