import { UsageError } from "../../base/diagnostic.ts";
import type { Diagnostic } from "../../base/diagnostic.ts";
import type { Host, HostFile } from "../../base/host.ts";
import type { InputFile, InputFormat, InputSpec } from "../../model/job.ts";
import type { ScannedFile } from "../../model/shard.ts";
import { readRange, withFile } from "./file-window.ts";
import type { WorkCopy } from "../copy/work-copy.ts";
import { type InputPart, unpackedPath } from "./input-files.ts";
import { isOfLines } from "../fixed/line-form.ts";
import { missingFiles } from "./missing-files.ts";
import { addFindings, inputFinding, throwFindings } from "../check/input-findings.ts";
import { asTheyAre, type PlainCopy } from "../source/plain-copy.ts";
import { byteCounter, type ScanOptions } from "../scan-options.ts";
import { sniffFormat } from "./sniff-format.ts";
import { SourceFile } from "./source-file.ts";
import { unpackGzip } from "./unpack-file.ts";

/** How much of a file is read to tell its format. */
const SNIFF_BYTES = 64 * 1024;
/** An existing input file, unpacked and of the right format, open to be scanned. */
export interface OpenInput {
  readonly spec: InputFile;
  /** Which of the input's files it is part of; 0 is the master. */
  readonly of: number;
  readonly workFile: string;
  readonly source: HostFile;
  /** Where the records of the work file end: its size, or where its trailer begins. */
  readonly dataEnd: number;
  /** Length of the byte order mark. */
  readonly bomBytes: number;
  /** If the work file is the work copy of another format. */
  readonly copy?: WorkCopy;
  /** Of several files whose rows were sorted into one: what is known about each of them. */
  listed?(): readonly ScannedFile[];
  /** What is known about the file once it has been read. */
  summary(rowCount: number): ScannedFile;
}

/** What is known of a file that is one of several, or the only one. */
export function summaryOf(open: OpenInput, rowCount: number, isListed: boolean): ScannedFile {
  const summary = open.summary(rowCount);
  return isListed ? { ...summary, of: open.of } : summary;
}

/** Opens all files of an input; throws a `UsageError` with the findings about all of them. */
export function openInputs(host: Host, input: InputSpec, options: ScanOptions): OpenInput[] {
  const { parts, plain } = options.sources ?? asTheyAre(input);
  const isMade = (index: number): boolean =>
    options.copies?.get(index) !== undefined || plain.get(index) !== undefined;
  const read = parts.flatMap(({ spec }, index) => (isMade(index) ? [] : [spec]));
  throwFindings(missingFiles(host, read));
  const bytesTotal = read.reduce((sum, { file }) => sum + host.sizeBytes(file), 0);
  const onBytes = byteCounter(options, bytesTotal);
  const findings: Diagnostic[] = [];
  const opened: OpenInput[] = [];
  parts.forEach((part, index) => {
    try {
      const copy = options.copies?.get(index);
      if (copy !== undefined) return void opened.push(openCopy(host, part, copy));
      const unpacked = unpackedPath(options.workFolder, index);
      const made = plain.get(index) ?? unpackedHere(host, part.spec, unpacked, onBytes);
      const format = part.of === 0 ? input.format : "csv";
      opened.push(openInput(host, part, format, made, made === undefined ? onBytes : () => {}));
    } catch (error) {
      addFindings(findings, error);
    }
  });
  if (findings.length > 0) for (const open of opened) open.source.close();
  throwFindings(findings);
  return opened;
}

/** The unpacked copy of a file of which `prepareSources` has made none. */
function unpackedHere(
  host: Host,
  { file, compression }: InputFile,
  target: string,
  onBytes: (count: number) => void,
): PlainCopy | undefined {
  if (compression !== "gzip") return undefined;
  const sha256 = unpackGzip(host, file, target, onBytes);
  return { path: target, sizeBytes: host.sizeBytes(file), sha256 };
}

function openInput(
  host: Host,
  { spec, of }: InputPart,
  format: InputFormat,
  made: PlainCopy | undefined,
  onBytes: (count: number) => void,
): OpenInput {
  const { file } = spec;
  const workFile = made?.path ?? file;
  const isLine = isOfLines(spec.foreign);
  const bomBytes = isLine ? 0 : checkFormat(host, file, workFile, format);
  const source = new SourceFile(host.openRead(workFile), onBytes);
  return {
    spec,
    of,
    workFile,
    source,
    dataEnd: host.sizeBytes(workFile),
    bomBytes,
    summary: (rowCount) => ({
      file,
      workFile,
      sizeBytes: made?.sizeBytes ?? host.sizeBytes(file),
      sha256: made?.sha256 ?? source.finish(),
      rowCount,
    }),
  };
}

/** An input file of which `prepareCopies` has made a work copy. */
function openCopy(host: Host, { spec, of }: InputPart, copy: WorkCopy): OpenInput {
  const { workFile, dataEnd, sizeBytes, sha256 } = copy;
  return {
    spec,
    of,
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
