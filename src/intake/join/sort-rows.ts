import { defined } from "../../base/assert.ts";
import type { Host, HostFile } from "../../base/host.ts";
import { limits } from "../../base/limits.ts";
import { openRows } from "../csv/csv-files.ts";
import type { CsvFile, OpenRows } from "../csv/csv-files.ts";
import type { CsvHeader } from "../csv/csv-header.ts";
import { mergeRuns, RowGatherer, RunReader } from "../csv/row-runs.ts";
import { FRAME_BYTES, noteText, writeFrame } from "../copy/frame.ts";
import { BufferedOutput } from "../copy/buffered-output.ts";

const MIB = 1024 * 1024;

/** How many bytes of rows are held in memory at a time. */
export interface SortBounds {
  readonly runBytes: number;
}

const BOUNDS: SortBounds = { runBytes: 64 * MIB };

/** A file whose rows are sorted, open. */
export interface SortSource {
  readonly open: HostFile;
  readonly csv: CsvFile;
  readonly dataEnd: number;
}

/**
 * Writes a copy of delimited files sorted by key, bytewise and stably, in bounded memory: first
 * sorted runs, then their merge. Every row of the copy carries its file, line and offset there; a
 * row whose key cannot be read stays with the row before it. Returns how many rows each file has.
 */
export function sortFiles(
  host: Host,
  sources: readonly SortSource[],
  target: string,
  bounds: SortBounds = BOUNDS,
): readonly number[] {
  const { paths: runPaths, counts } = writeRuns(host, sources, target, bounds);
  const first = defined(sources[0], "a file to sort");
  const output = new BufferedOutput(host.openWrite(target));
  const runs: HostFile[] = [];
  try {
    output.write(headerFrame(first.open, first.csv));
    const chunkBytes = Math.max(64 * 1024, Math.floor(bounds.runBytes / (runPaths.length + 1)));
    const readers = runPaths.map((path, index) => {
      const run = host.openRead(path);
      runs.push(run);
      return new RunReader(run, host.sizeBytes(path), index, chunkBytes);
    });
    mergeRuns(readers, (row) => output.write(row));
    output.flush();
  } finally {
    for (const run of runs) run.close();
    output.close();
  }
  for (const path of runPaths) host.remove(path);
  return counts;
}

/** The header as the first row of the copy; where there is none, a row of numbers. */
function headerFrame(open: HostFile, file: CsvFile): Uint8Array {
  if (!file.header.isRow) return numbersFrame(file.header);
  const range = { start: file.header.headerStart, end: file.header.dataStart };
  const header = openRows(open, file, range, 1);
  header.rows.next();
  return framed(header, 0);
}

function numbersFrame({ columns, grammar }: CsvHeader): Uint8Array {
  const fields = columns.map((_, index) => String(index + 1));
  if (grammar.columnCount > fields.length) fields.push("");
  const content = Buffer.from(fields.join(String.fromCharCode(grammar.delimiter)), "latin1");
  const frame = Buffer.alloc(FRAME_BYTES);
  const place = { line: 0, byteOffset: 0, sizeBytes: content.length };
  writeFrame(frame, 0, place, content.length, 0);
  return Buffer.concat([frame, content]);
}

function writeRuns(
  host: Host,
  sources: readonly SortSource[],
  target: string,
  bounds: SortBounds,
): { paths: string[]; counts: number[] } {
  const gatherer = new RowGatherer(bounds.runBytes);
  const paths: string[] = [];
  const flush = (): void => {
    const path = `${target}.run-${paths.length}`;
    const output = new BufferedOutput(host.openWrite(path));
    paths.push(path);
    try {
      gatherer.flush((bytes) => output.write(bytes));
      output.flush();
    } finally {
      output.close();
    }
  };
  const counts = sources.map(({ open, csv, dataEnd }, part) => {
    const { dataStart, dataLine } = csv.header;
    const rows = openRows(open, csv, { start: dataStart, end: dataEnd }, dataLine);
    let lastKey = "";
    let count = 0;
    for (; rows.rows.next(); count += 1) {
      lastKey = rows.keys.read(rows.rows) ?? lastKey;
      const row = framed(rows, part);
      if (!gatherer.hasRoomFor(lastKey, row)) flush();
      gatherer.add(lastKey, row);
    }
    return count;
  });
  if (!gatherer.isEmpty) flush();
  return { paths, counts };
}

/** A row with its frame; an oversized row is cut just past the limit, which proves it oversized. */
function framed({ rows, window }: OpenRows, part: number): Uint8Array {
  const end = Math.min(rows.contentEnd, rows.contentStart + limits.csvRowBytesMax + 1);
  const content = window.view(rows.contentStart, end);
  const { stated } = rows;
  const note = Buffer.from(noteText(stated && { fault: stated }));
  const bytes = Buffer.allocUnsafe(FRAME_BYTES + content.length + note.length);
  const { line, byteOffset, sizeBytes } = rows;
  writeFrame(bytes, 0, { line, byteOffset, sizeBytes, part }, content.length, note.length);
  content.copy(bytes, FRAME_BYTES);
  note.copy(bytes, FRAME_BYTES + content.length);
  return bytes;
}
