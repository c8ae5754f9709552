import type { Host } from "../base/host.ts";
import type { ObjectShape } from "../model/data-shape.ts";
import type { InputSpec } from "../model/job.ts";
import type { Scan } from "../model/shard.ts";
import { checkExpectations } from "./check-expectations.ts";
import { checkMapping } from "./check-mapping.ts";
import { throwFindings } from "./input-findings.ts";
import { openCsv, sortCsv } from "./open-csv.ts";
import { openInputs } from "./open-inputs.ts";
import { scanCsv } from "./scan-csv.ts";
import { scanJson } from "./scan-json.ts";

export interface ScanOptions {
  /** For unpacked or sorted copies of input files; made where it is not there. */
  readonly workFolder: string;
  onProgress?(bytesDone: number, bytesTotal: number): void;
}

/**
 * Reads the input once from end to end and cuts it into shards. Throws a `UsageError` with all
 * findings where the input is not what the job says: then nothing may be composed.
 */
export function scanInput(
  host: Host,
  input: InputSpec,
  shape: ObjectShape,
  options: ScanOptions,
): Scan {
  throwFindings(checkMapping(input, shape));
  host.makeFolder(options.workFolder);
  const scan = scanFiles(host, input, options);
  throwFindings(checkExpectations(host, input, shape, scan));
  return scan;
}

function scanFiles(host: Host, input: InputSpec, options: ScanOptions): Scan {
  const inputs = openInputs(host, input, options);
  try {
    if (input.format !== "csv") return scanJson(input, inputs);
    const sorter = { host, workFolder: options.workFolder, opened: inputs };
    return scanCsv(input, sortCsv(sorter, input, openCsv(input, inputs)));
  } finally {
    for (const opened of inputs) opened.source.close();
  }
}
