import { gzipSync } from "node:zlib";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Host } from "../../src/base/host.ts";
import { UsageError } from "../../src/base/diagnostic.ts";
import type { Diagnostic } from "../../src/base/diagnostic.ts";
import { scanInput } from "../../src/intake/scan.ts";
import { ShardReader } from "../../src/intake/shard-reader.ts";
import type { ObjectShape } from "../../src/model/data-shape.ts";
import type { DetailSpec, InputSpec } from "../../src/model/job.ts";
import type { CustomerRecord } from "../../src/model/record.ts";
import type { Reject } from "../../src/model/reject.ts";
import type { Scan } from "../../src/model/shard.ts";
import {
  detailCsv,
  detailHeader,
  detailRows,
  masterCsv,
  masterHeader,
  masterRow,
} from "./csv-files.ts";
import { inputSpec, retailShape } from "./retail.ts";
import type { Retail } from "./retail.ts";
import { newFolder, TestHost } from "./test-host.ts";

/** What became of a unit, in input order. */
export type Unit = { record: CustomerRecord } | { reject: Reject };

export interface IntakeResult {
  readonly scan: Scan;
  readonly units: readonly Unit[];
  readonly records: readonly CustomerRecord[];
  readonly rejects: readonly Reject[];
}

/** Scans an input and reads all of its shards. */
export function runIntake(input: InputSpec, shape: ObjectShape = retailShape): IntakeResult {
  const host = new TestHost(true);
  const scan = scanInput(host, input, shape, { workFolder: newFolder() });
  const reader = new ShardReader(host, input, shape, scan);
  const units: Unit[] = [];
  for (const shard of scan.shards)
    reader.read(shard, {
      record: (record) => units.push({ record }),
      reject: (reject) => units.push({ reject }),
    });
  return {
    scan,
    units,
    records: units.flatMap((unit) => ("record" in unit ? [unit.record] : [])),
    rejects: units.flatMap((unit) => ("reject" in unit ? [unit.reject] : [])),
  };
}

/** The findings that keep an input from being run. */
export function findingsOf(
  input: InputSpec,
  shape: ObjectShape = retailShape,
  host: Host = new TestHost(),
): Diagnostic[] {
  try {
    scanInput(host, input, shape, { workFolder: newFolder() });
  } catch (error) {
    if (error instanceof UsageError) return [...error.diagnostics];
    throw error;
  }
  return [];
}

/** What a scan warns of. */
export function warningsOf(input: InputSpec, shape: ObjectShape): Diagnostic[] {
  const warnings: Diagnostic[] = [];
  const onWarning = (warning: Diagnostic): void => void warnings.push(warning);
  scanInput(new TestHost(), input, shape, { workFolder: newFolder(), onWarning });
  return warnings;
}

export function writeInput(name: string, content: string | Uint8Array): string {
  const path = join(newFolder(), name);
  writeFileSync(path, content);
  return path;
}

/** NDJSON of these lines. */
export function ndjson(lines: readonly string[], changes: Partial<InputSpec> = {}): InputSpec {
  return inputSpec(writeInput("customers.ndjson", lines.map((line) => `${line}\n`).join("")), {
    shardBytes: 4096,
    ...changes,
  });
}

export function json(content: string, changes: Partial<InputSpec> = {}): InputSpec {
  const file = writeInput("customers.json", content);
  return inputSpec(file, {
    format: "json",
    recordsPath: "customers",
    shardBytes: 4096,
    ...changes,
  });
}

export interface CsvStyle {
  readonly eol?: string;
  readonly bom?: boolean;
  readonly gzip?: boolean;
  readonly delimiter?: string;
  readonly order?: "key" | "none";
}

/** Rows under a header as the bytes of a file. */
export function csvBytes(
  header: string,
  rows: readonly string[],
  style: CsvStyle = {},
): Uint8Array {
  const { eol = "\n", bom = false, gzip = false } = style;
  const text = (bom ? "\uFEFF" : "") + [header, ...rows].map((row) => row + eol).join("");
  return gzip ? gzipSync(text) : Buffer.from(text);
}

/** The two CSV files of the retail statement, from rows as they stand. */
export function csvOf(
  masterRows: readonly string[],
  rows: readonly string[],
  style: CsvStyle = {},
  changes: Partial<InputSpec> = {},
): InputSpec {
  const { delimiter = ",", order = "key" } = style;
  const compression = style.gzip === true ? "gzip" : "none";
  const master = writeInput("customers.csv", csvBytes(masterHeader(delimiter), masterRows, style));
  const detailFile = writeInput("transactions.csv", csvBytes(detailHeader(delimiter), rows, style));
  const detail: DetailSpec = {
    into: "transactions",
    file: detailFile,
    compression,
    encoding: "utf-8",
    keyColumn: "account_id",
    order,
    csv: { ...detailCsv, delimiter },
  };
  return inputSpec(master, {
    format: "csv",
    csv: { ...masterCsv, delimiter },
    details: [detail],
    compression,
    order,
    shardBytes: 4096,
    ...changes,
  });
}

export function csv(
  records: readonly Retail[],
  style: CsvStyle = {},
  changes: Partial<InputSpec> = {},
): InputSpec {
  return csvOf(
    records.map((record) => masterRow(record, style.delimiter)),
    records.flatMap((record) => detailRows(record, style.delimiter)),
    style,
    changes,
  );
}
