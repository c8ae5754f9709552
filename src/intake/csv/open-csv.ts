import type { Diagnostic } from "../../base/diagnostic.ts";
import { defined } from "../../base/assert.ts";
import type { Host } from "../../base/host.ts";
import type { InputSpec } from "../../model/job.ts";
import { checkHeader } from "../check/check-header.ts";
import { csvFile, csvSpecs } from "./csv-files.ts";
import { type CsvHeader, readCsvHeader } from "./csv-header.ts";
import { listPath, sortedPath } from "../files/input-files.ts";
import { addFindings, inputFinding, throwFindings } from "../check/input-findings.ts";
import type { ScannedFile } from "../../model/shard.ts";
import { type OpenInput, summaryOf } from "../files/open-inputs.ts";
import type { OpenCsv } from "./scan-csv.ts";
import { sortFiles } from "../join/sort-rows.ts";

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
      addFindings(findings, error);
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
  return [input, ...input.details].map(({ order }, of) => {
    const parts = files.filter(({ open }) => open.of === of);
    const { open, csv } = defined(parts[0], "a file's parts");
    if (order === "key" && parts.length === 1) return { open, csv };
    const target =
      parts.length > 1
        ? listPath(workFolder, of)
        : sortedPath(workFolder, of, { file: open.spec.file, workFile: open.workFile });
    const sources = parts.map((part) => ({ ...part.open, open: part.open.source, csv: part.csv }));
    const counts = sortFiles(host, sources, target);
    const own = parts.map((part, index) => ({
      ...summaryOf(part.open, counts[index] ?? 0, parts.length > 1),
      ...(parts.length > 1 && { unsorted: part.open.workFile }),
      workFile: target,
    }));
    const sorted = withSortedCopy(host, open, target, own);
    opened.push(sorted);
    const header = readCsvHeader(sorted.source, sorted.dataEnd, csv.spec, true);
    return { open: sorted, csv: { ...csv, header, isFramed: true } };
  });
}

function withSortedCopy(
  host: Host,
  open: OpenInput,
  workFile: string,
  own: readonly ScannedFile[],
): OpenInput {
  const original = defined(own[0], "what is known of the file");
  return {
    ...open,
    workFile,
    source: host.openRead(workFile),
    dataEnd: host.sizeBytes(workFile),
    summary: (rowCount) => ({ ...original, rowCount }),
    ...(own.length > 1 && { listed: () => own }),
  };
}
