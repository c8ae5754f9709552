import { UsageError } from "../../base/diagnostic.ts";
import type { Diagnostic } from "../../base/diagnostic.ts";
import { type Host, HostError } from "../../base/host.ts";
import type { InputFile, InputSpec } from "../../model/job.ts";
import type { ScannedFile } from "../../model/shard.ts";
import { readRange, withFile } from "./file-window.ts";
import { inputFiles, unpackedPath } from "./input-files.ts";
import { inputFinding, throwFindings } from "../check/input-findings.ts";
import type { ScanOptions } from "../scan-options.ts";
import { sniffFormat } from "./sniff-format.ts";
import { SourceFile } from "./source-file.ts";
import { unpackGzip } from "./unpack-gzip.ts";

/** How much of a file is read to tell its format. */
const SNIFF_BYTES = 64 * 1024;
/** Codes of errors that are about the named file, not about the disk. */
const NOT_A_FILE: ReadonlySet<string> = new Set(["EISDIR", "ENOTFILE", "EACCES", "EPERM"]);
const GIVE_FILE = "put the file there, or correct its path in the job";

/** An existing input file, unpacked and of the right format, open to be scanned. */
export interface OpenInput {
  readonly spec: InputFile;
  readonly workFile: string;
  readonly source: SourceFile;
  /** Where the records of the work file end: its size, or where its trailer begins. */
  readonly dataEnd: number;
  /** Length of the byte order mark. */
  readonly bomBytes: number;
  /** What is known about the file once it has been read. */
  summary(rowCount: number): ScannedFile;
}

/** Opens all files of an input; throws a `UsageError` with the findings about all of them. */
export function openInputs(host: Host, input: InputSpec, options: ScanOptions): OpenInput[] {
  const files = inputFiles(input);
  const missing = files.filter(({ file }) => !host.exists(file));
  throwFindings(missing.map(({ file }) => notThere(file)));
  throwFindings(files.flatMap(({ file }) => unreadable(host, file)));
  const bytesTotal = files.reduce((sum, { file }) => sum + host.sizeBytes(file), 0);
  let bytesDone = 0;
  const onBytes = (count: number): void => {
    bytesDone += count;
    options.onProgress?.(Math.min(bytesDone, bytesTotal), bytesTotal);
  };
  const findings: Diagnostic[] = [];
  const opened: OpenInput[] = [];
  files.forEach((spec, index) => {
    try {
      opened.push(openInput(host, input, spec, unpackedPath(options.workFolder, index), onBytes));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      findings.push(...error.diagnostics);
    }
  });
  if (findings.length > 0) for (const open of opened) open.source.close();
  throwFindings(findings);
  return opened;
}

function openInput(
  host: Host,
  input: InputSpec,
  spec: InputFile,
  unpacked: string,
  onBytes: (count: number) => void,
): OpenInput {
  const isPacked = spec.compression === "gzip";
  const format = spec === input ? input.format : "csv";
  const packedHash = isPacked ? unpackGzip(host, spec.file, unpacked, onBytes) : undefined;
  const workFile = isPacked ? unpacked : spec.file;
  const bomBytes = checkFormat(host, spec.file, workFile, format);
  const source = new SourceFile(host.openRead(workFile), isPacked ? () => {} : onBytes);
  return {
    spec,
    workFile,
    source,
    dataEnd: host.sizeBytes(workFile),
    bomBytes,
    summary: (rowCount) => ({
      file: spec.file,
      workFile,
      sizeBytes: host.sizeBytes(spec.file),
      sha256: packedHash ?? source.finish(),
      rowCount,
    }),
  };
}

/** The length of the file's BOM; throws a `UsageError` if the file cannot be in the format. */
function checkFormat(
  host: Host,
  file: string,
  workFile: string,
  format: InputSpec["format"],
): number {
  const head = withFile(host, workFile, (open) => readRange(open, 0, SNIFF_BYTES));
  const { finding, bomBytes } = sniffFormat(head, format, workFile !== file);
  if (finding === undefined) return bomBytes;
  throw new UsageError([inputFinding("input.format", finding.message, { file }, finding.hint)]);
}

/**
 * A path that is not a file, or that we may not read, is the job's fault; a failing disk is not.
 */
function unreadable(host: Host, file: string): Diagnostic[] {
  try {
    host.sizeBytes(file);
    withFile(host, file, (open) => readRange(open, 0, 1));
    return [];
  } catch (error) {
    if (!(error instanceof HostError) || !NOT_A_FILE.has(error.code)) throw error;
    return [inputFinding("input.unreadable", error.message, { file }, GIVE_FILE)];
  }
}

function notThere(file: string): Diagnostic {
  return inputFinding("input.missing-file", "the input file does not exist", { file }, GIVE_FILE);
}
