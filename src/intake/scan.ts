import { defined } from "../base/assert.ts";
import type { Diagnostic } from "../base/diagnostic.ts";
import type { Host } from "../base/host.ts";
import type { ObjectShape } from "../model/data-shape.ts";
import type { InputSpec } from "../model/job.ts";
import type { Scan } from "../model/shard.ts";
import { checkExpectations } from "./check/check-expectations.ts";
import { checkMapping } from "./check/check-mapping.ts";
import { inputFinding, throwFindings } from "./check/input-findings.ts";
import { openCsv, sortCsv } from "./csv/open-csv.ts";
import type { CsvFile } from "./csv/csv-files.ts";
import { type OpenInput, openInputs } from "./files/open-inputs.ts";
import { type OpenCsv, scanCsv, scanCsvList } from "./csv/scan-csv.ts";
import { scanJson } from "./json/scan-json.ts";
import type { ScanOptions } from "./scan-options.ts";
import { wholeAmounts } from "./whole-amounts.ts";
import { type CutTrailer, cutTrailer } from "./check/trailer.ts";

/**
 * Reads the input once from end to end and cuts it into shards. Throws a `UsageError` with all
 * findings if the input is not what the job and its sender state: then nothing may be composed.
 */
export function scanInput(
  host: Host,
  input: InputSpec,
  shape: ObjectShape,
  options: ScanOptions,
): Scan {
  throwFindings(checkMapping(input, shape));
  host.makeFolder(options.workFolder);
  const { scan, totals, findings } = scanFiles(host, input, options);
  const all = [
    ...findings,
    ...sameBytes(scan),
    ...checkExpectations(host, input, shape, scan, totals),
    ...wholeAmounts(host, input, shape, scan),
  ];
  throwErrors(all, options);
  for (const finding of all) if (finding.severity === "warning") options.onWarning?.(finding);
  return scan;
}

/** A file of a list that was sent twice under two names would be mailed twice. */
function sameBytes({ files }: Scan): Diagnostic[] {
  const first = new Map<string, string>();
  return files.flatMap(({ of, file, sha256, rowCount }) => {
    if (of === undefined || rowCount === 0) return [];
    const before = first.get(`${of} ${sha256}`);
    if (before !== undefined) {
      const message = `the file has the same bytes as ${before}`;
      const hint = "take one of the two out of the list";
      return [inputFinding("input.twice", message, { file }, hint)];
    }
    first.set(`${of} ${sha256}`, file);
    return [];
  });
}

function throwErrors(findings: readonly Diagnostic[], { isOverridden }: ScanOptions): void {
  const errors = findings.filter(({ severity }) => severity === "error");
  throwFindings(errors.filter((finding) => isOverridden?.(finding) !== true));
}

/** Without its trailer a file is not worth reading on, unless somebody answers for that. */
function cut(options: ScanOptions, input: InputSpec, open: OpenInput, csv?: CsvFile): CutTrailer {
  const trailer = cutTrailer(input, open, csv);
  if (trailer.totals.length === 0) throwErrors(trailer.findings, options);
  return trailer;
}

/** Cuts the trailers of the master's files; if there are several, each states totals of its own. */
function cutAll(
  options: ScanOptions,
  input: InputSpec,
  masters: readonly OpenInput[],
  csv: readonly CsvFile[] = [],
): Pick<CutTrailer, "totals" | "findings"> & { readonly cuts: OpenInput[] } {
  const all = masters.map((open, index) => {
    const { file } = open.spec;
    const trailer = cut(options, { ...input, file }, open, csv[index]);
    const totals = trailer.totals.map((stated) =>
      masters.length > 1 ? { ...stated, parts: [index] } : stated,
    );
    return { ...trailer, totals };
  });
  return {
    cuts: all.map(({ open }) => open),
    totals: all.flatMap(({ totals }) => totals),
    findings: all.flatMap(({ findings }) => findings),
  };
}

interface ScannedFiles extends Pick<CutTrailer, "totals" | "findings"> {
  readonly scan: Scan;
}

function scanFiles(host: Host, input: InputSpec, options: ScanOptions): ScannedFiles {
  const inputs = openInputs(host, input, options);
  try {
    if (input.format !== "csv") {
      const { cuts, ...stated } = cutAll(options, input, inputs);
      return { scan: scanJson(input, cuts), ...stated };
    }
    const opened = openCsv(input, inputs);
    const isMaster = ({ open }: OpenCsv): boolean => open.of === 0;
    const masters = opened.filter((file) => isMaster(file));
    const csvOf = masters.map(({ csv }) => csv);
    const { cuts, ...stated } = cutAll(
      options,
      input,
      masters.map(({ open }) => open),
      csvOf,
    );
    const cutCsv = cuts.map((open, index) => ({ open, csv: defined(csvOf[index], "its header") }));
    if (cutCsv.length > 1 && opened.length === cutCsv.length)
      return { scan: scanCsvList(input, cutCsv), ...stated };
    const sorter = { host, workFolder: options.workFolder, opened: inputs };
    const details = opened.filter((file) => !isMaster(file));
    return { scan: scanCsv(input, sortCsv(sorter, input, [...cutCsv, ...details])), ...stated };
  } finally {
    for (const opened of inputs) opened.source.close();
  }
}
