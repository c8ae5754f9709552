import { UsageError } from "../../base/diagnostic.ts";
import type { Diagnostic } from "../../base/diagnostic.ts";
import type { Host, HostFile } from "../../base/host.ts";
import type { InputFile, InputSpec } from "../../model/job.ts";
import type { ScannedFile } from "../../model/shard.ts";
import { readRange, withFile } from "./file-window.ts";
import type { WorkCopy } from "../copy/work-copy.ts";
import { inputFiles, unpackedPath } from "./input-files.ts";
import { missingFiles } from "./missing-files.ts";
import { inputFinding, throwFindings } from "../check/input-findings.ts";
import type { ScanOptions } from "../scan-options.ts";
import { sniffFormat } from "./sniff-format.ts";
import { SourceFile } from "./source-file.ts";
import { unpackGzip } from "./unpack-file.ts";

/** How much of a file is read to tell its format. */
const SNIFF_BYTES = 64 * 1024;
/** An existing input file, unpacked and of the right format, open to be scanned. */
export interface OpenInput {
  readonly spec: InputFile;
  readonly workFile: string;
  readonly source: HostFile;
  /** Where the records of the work file end: its size, or where its trailer begins. */
  readonly dataEnd: number;
  /** Length of the byte order mark. */
  readonly bomBytes: number;
  /** If the work file is the work copy of another format. */
  readonly copy?: WorkCopy;
  /** What is known about the file once it has been read. */
  summary(rowCount: number): ScannedFile;
}

/** Opens all files of an input; throws a `UsageError` with the findings about all of them. */
export function openInputs(host: Host, input: InputSpec, options: ScanOptions): OpenInput[] {
  const files = inputFiles(input);
  const read = files.filter((_, index) => options.copies?.get(index) === undefined);
  throwFindings(missingFiles(host, read));
  const bytesTotal = read.reduce((sum, { file }) => sum + host.sizeBytes(file), 0);
  let bytesDone = 0;
  const onBytes = (count: number): void => {
    bytesDone += count;
    options.onProgress?.(Math.min(bytesDone, bytesTotal), bytesTotal);
  };
  const findings: Diagnostic[] = [];
  const opened: OpenInput[] = [];
  files.forEach((spec, index) => {
    try {
      const copy = options.copies?.get(index);
      const unpacked = unpackedPath(options.workFolder, index);
      opened.push(
        copy === undefined
          ? openInput(host, input, spec, unpacked, onBytes)
          : openCopy(host, spec, copy),
      );
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

/** An input file of which `prepareCopies` has made a work copy. */
function openCopy(host: Host, spec: InputFile, copy: WorkCopy): OpenInput {
  const { workFile, dataEnd, sizeBytes, sha256, copySha256 } = copy;
  return {
    spec,
    workFile,
    source: host.openRead(workFile),
    dataEnd,
    bomBytes: 0,
    copy,
    summary: (rowCount) => ({
      file: spec.file,
      workFile,
      sizeBytes,
      sha256,
      copySha256,
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
