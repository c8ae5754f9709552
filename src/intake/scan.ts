import { defined } from "../base/assert.ts";
import type { Diagnostic } from "../base/diagnostic.ts";
import type { Host } from "../base/host.ts";
import type { ObjectShape } from "../model/data-shape.ts";
import type { InputSpec } from "../model/job.ts";
import type { Scan } from "../model/shard.ts";
import { checkExpectations } from "./check/check-expectations.ts";
import { checkMapping } from "./check/check-mapping.ts";
import { throwFindings } from "./check/input-findings.ts";
import { openCsv, sortCsv } from "./csv/open-csv.ts";
import type { CsvFile } from "./csv/csv-files.ts";
import { type OpenInput, openInputs } from "./files/open-inputs.ts";
import { scanCsv } from "./csv/scan-csv.ts";
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
    ...checkExpectations(host, input, shape, scan, totals),
    ...wholeAmounts(host, input, shape, scan),
  ];
  throwErrors(all, options);
  for (const finding of all) if (finding.severity === "warning") options.onWarning?.(finding);
  return scan;
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

interface ScannedFiles extends Pick<CutTrailer, "totals" | "findings"> {
  readonly scan: Scan;
}

function scanFiles(host: Host, input: InputSpec, options: ScanOptions): ScannedFiles {
  const inputs = openInputs(host, input, options);
  try {
    const [master] = inputs;
    if (input.format !== "csv") {
      const { open, totals, findings } = cut(options, input, defined(master, "the master file"));
      return { scan: scanJson(input, open), totals, findings };
    }
    const [masterCsv, ...detailCsv] = openCsv(input, inputs);
    const { csv, open: whole } = defined(masterCsv, "the master file");
    const { open, totals, findings } = cut(options, input, whole, csv);
    const sorter = { host, workFolder: options.workFolder, opened: inputs };
    const files = sortCsv(sorter, input, [{ csv, open }, ...detailCsv]);
    return { scan: scanCsv(input, files), totals, findings };
  } finally {
    for (const opened of inputs) opened.source.close();
  }
}
