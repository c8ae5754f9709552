import type { Host } from "../../base/host.ts";
import { readRange, withFile } from "../../intake/files/file-window.ts";
import type { RecordsSpec } from "../../model/input-format.ts";
import { textOf } from "../text-chunks.ts";
import { delimitedRecords } from "./delimited-records.ts";
import { placedRecords } from "./placed-records.ts";

const LINES_LOOKED_AT = 2000;
const TAIL_BYTES = 64 * 1024;
const LINE_END = /\r?\n/;

/** Lines of a file that are not blank: its first ones, and its last if that is not among them. */
export interface RecordLines {
  readonly first: readonly string[];
  readonly last?: string;
}

/** The lines of a file that is not packed. */
export function recordLines(host: Host, path: string, head: Buffer, encoding: string): RecordLines {
  const isFilled = (line: string): boolean => line.trim() !== "";
  const lines = textOf(head, encoding).split(LINE_END);
  const sizeBytes = host.sizeBytes(path);
  if (head.length >= sizeBytes && lines.length < LINES_LOOKED_AT)
    return { first: lines.filter(isFilled) };
  const from = Math.max(0, sizeBytes - TAIL_BYTES);
  const tail = withFile(host, path, (open) => readRange(open, from, sizeBytes));
  const last = textOf(tail, encoding).split(LINE_END).findLast(isFilled);
  const first = lines.slice(0, Math.min(LINES_LOOKED_AT, lines.length - 1)).filter(isFilled);
  return last === undefined ? { first } : { first, last };
}

/** The types of records whose codes stand in a column of delimited lines. */
export function byColumn(lines: RecordLines, encoding: string): RecordsSpec | undefined {
  return withLast(lines, (all) => delimitedRecords(all, encoding));
}

/** The types of records that a prefix of their lines tells. */
export function byPrefix(lines: RecordLines, encoding: string): RecordsSpec | undefined {
  return withLast(lines, (all) => placedRecords(all, encoding));
}

/** The last line counts where it is a trailer: which record it belongs to is not known. */
function withLast(
  { first, last }: RecordLines,
  look: (lines: readonly string[]) => RecordsSpec | undefined,
): RecordsSpec | undefined {
  const ended = last === undefined ? undefined : look([...first, last]);
  const hasTrailer = ended?.types.some(({ as }) => as === "trailer") === true;
  return hasTrailer ? ended : look(first);
}
