import { defined } from "../../base/assert.ts";
import { UsageError, type Diagnostic } from "../../base/diagnostic.ts";
import { fileHash } from "../../base/file-hash.ts";
import type { Host, HostFile } from "../../base/host.ts";
import { limits } from "../../base/limits.ts";
import type { FormatSpec } from "../../model/input-format.ts";
import type { InputFile, InputSpec } from "../../model/job.ts";
import { mappedColumns } from "../check/check-header.ts";
import { addFindings, inputFinding, throwFindings } from "../check/input-findings.ts";
import { csvSpecs } from "../csv/csv-files.ts";
import { copyPath } from "../files/input-files.ts";
import { readInPlace } from "../files/read-in-place.ts";
import { missingFiles } from "../files/missing-files.ts";
import { SourceFile } from "../files/source-file.ts";
import { asTheyAre, type PlainCopy } from "../source/plain-copy.ts";
import { byteCounter, type ScanOptions } from "../scan-options.ts";
import { type CopySigns, CopyWriter } from "./copy-writer.ts";
import type { ForeignRecord, ForeignRow, ForeignSource } from "./foreign-source.ts";
import { ForeignReaders } from "./open-foreign.ts";
import type { WorkCopies, WorkCopy } from "./work-copy.ts";

const HEADER_BYTES_MAX = 200 * 1024;

interface ForeignInput {
  /** Of the part of the input. */
  readonly index: number;
  readonly spec: InputFile;
  readonly foreign: FormatSpec;
  /** What was unpacked or recoded of it. */
  readonly plain?: PlainCopy;
  readonly columns: readonly string[];
  readonly signs: CopySigns;
}

/**
 * Makes the work copies of all files that are in a format of their own, for the scan to read in
 * their place. Throws a `UsageError` with the findings about all of them.
 */
export async function prepareCopies(
  host: Host,
  input: InputSpec,
  options: ScanOptions,
): Promise<WorkCopies> {
  const inputs = foreignInputs(input, options);
  const copies = new Map<number, WorkCopy>();
  if (inputs.length === 0) return copies;
  const read = inputs.filter(({ plain }) => plain === undefined).map(({ spec }) => spec);
  throwFindings(missingFiles(host, read));
  host.makeFolder(options.workFolder);
  const sizesBytes = inputs.map(({ spec, plain }) => host.sizeBytes(plain?.path ?? spec.file));
  const bytesTotal = sizesBytes.reduce((sum, sizeBytes) => sum + sizeBytes, 0);
  const onBytes = byteCounter(options, bytesTotal);
  const findings: Diagnostic[] = [];
  const readers = new ForeignReaders();
  try {
    for (const each of inputs)
      try {
        copies.set(each.index, await makeCopy(host, each, readers, options.workFolder, onBytes));
      } catch (error) {
        addFindings(findings, error);
      }
  } finally {
    await readers.close();
  }
  throwFindings(findings);
  return copies;
}

/** The files of an input that are in a format of their own, but for those read as they are. */
function foreignInputs(input: InputSpec, options: ScanOptions): ForeignInput[] {
  const { parts, plain: plainCopies } = options.sources ?? asTheyAre(input);
  const specs = csvSpecs(input);
  const columns = specs.map(({ spec, keyColumn }) => [...mappedColumns(spec, keyColumn)]);
  const isInPlace = readInPlace(input, parts, (index) => plainCopies.has(index));
  return parts.flatMap(({ of, spec }, index) => {
    const plain = plainCopies.get(index);
    if (spec.foreign === undefined || isInPlace(of)) return [];
    const { csv: signs } = defined(specs[of], "a file's spec").spec;
    const file = { index, spec, foreign: spec.foreign, columns: columns[of] ?? [], signs };
    return [{ ...file, ...(plain && { plain }) }];
  });
}

/** Written under another name first, so that a copy under its own name is whole. */
async function makeCopy(
  host: Host,
  { index, spec, foreign, plain, columns, signs }: ForeignInput,
  readers: ForeignReaders,
  workFolder: string,
  onBytes: (count: number) => void,
): Promise<WorkCopy> {
  const path = plain?.path ?? spec.file;
  const open = new SourceFile(host.openRead(path), onBytes);
  try {
    const { file } = spec;
    const sizeBytes = host.sizeBytes(path);
    const source = await readers.open(foreign, {
      host,
      file,
      path,
      open,
      sizeBytes,
      columns,
    });
    const partial = `${workFolder}/input-${index}.partial`;
    const output = host.openWrite(partial);
    const { isPlaced, ...written } = await writeCopy(output, source, signs, file);
    const workFile = copyPath(workFolder, index, plain !== undefined, isPlaced);
    host.rename(partial, workFile);
    host.syncFolder(workFolder);
    const isSnapshot = source.form === "rows" && source.isSnapshot === true;
    const sha256 = isSnapshot ? fileHash(host, workFile) : (plain?.sha256 ?? open.finish());
    const ownBytes = plain?.sizeBytes ?? sizeBytes;
    const kept = isSnapshot ? host.sizeBytes(workFile) : ownBytes;
    return { workFile, sizeBytes: kept, sha256, ...written };
  } finally {
    open.close();
  }
}

interface WrittenCopy extends Omit<WorkCopy, "workFile" | "sizeBytes" | "sha256"> {
  /** Whether its rows have places in the sender's file. */
  readonly isPlaced: boolean;
}

async function writeCopy(
  output: HostFile,
  source: ForeignSource,
  signs: CopySigns,
  file: string,
): Promise<WrittenCopy> {
  try {
    const writer = new CopyWriter(output, signs);
    const isPlaced =
      source.form === "rows"
        ? (await writeRows(writer, source.columns, source.batches(), file)) &&
          source.isSnapshot !== true
        : await writeAll(source.batches(), (record: ForeignRecord) => writer.record(record));
    const trailer = source.trailer?.();
    const { end: dataEnd, lastRows } = writer;
    if (trailer !== undefined) writer.trailer(JSON.stringify(trailer));
    writer.finish();
    return { dataEnd, lastRows, isPlaced, ...(trailer && { trailer }) };
  } finally {
    output.close();
  }
}

function writeRows(
  writer: CopyWriter,
  columns: readonly string[],
  batches: AsyncIterable<readonly ForeignRow[]>,
  file: string,
): Promise<boolean> {
  const sizeBytes = columns.reduce((sum, name) => sum + Buffer.byteLength(name) + 3, 0);
  if (columns.length > limits.csvColumnsMax || sizeBytes > HEADER_BYTES_MAX)
    throw tooManyColumns(file);
  writer.header(columns);
  return writeAll(batches, (row: ForeignRow) => writer.row(row));
}

async function writeAll<T extends ForeignRow | ForeignRecord>(
  batches: AsyncIterable<readonly T[]>,
  write: (unit: T) => void,
): Promise<boolean> {
  let isPlaced = true;
  for await (const batch of batches)
    for (const unit of batch) {
      if (unit.place.sizeBytes === 0) isPlaced = false;
      write(unit);
    }
  return isPlaced;
}

function tooManyColumns(file: string): UsageError {
  const most = `more than ${limits.csvColumnsMax} columns`;
  const message = `the file has ${most}, or their names are too long`;
  const hint = "check that it is the right file in the format that the job declares";
  return new UsageError([inputFinding("input.header", message, { file, line: 1 }, hint)]);
}
