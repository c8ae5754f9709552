import { assert, defined } from "../base/assert.ts";
import { type Host, writeFileAtomic } from "../base/host.ts";
import { utf8Text } from "../base/utf8-text.ts";
import { csvRow, csvText } from "./csv-row.ts";
import { readCsvRows } from "./read-csv-rows.ts";

/** The value in a control file's column `divert` on the sheets of a pulled piece. */
const PULL_MARK = "pull";

/** Columns of a pull list: where to find a piece, and how machines see it; no customer data. */
const PULL_COLUMNS = [
  "sheet",
  "first_page",
  "piece",
  "sheet_of_piece",
  "sheets_of_piece",
  "imb",
  "data_matrix",
] as const;
const MESSAGE_COLUMNS = ["ordinal", "offset", "bytes", "sha256"] as const;

/**
 * Marks the sheets of pieces in a control file, so that the inserter diverts them. The file is
 * replaced entirely or not at all; its last row still names the spool's own SHA-256.
 */
export function markDiverted(host: Host, path: string, pieces: ReadonlySet<number>): void {
  const { columns, rows } = readTable(host, path);
  const [divert, piece] = [columns.indexOf("divert"), columns.indexOf("piece")];
  assert(divert >= 0 && piece >= 0, `the control file ${path} has no column \`divert\``);
  let isChanged = false;
  for (const row of rows) {
    if (row[0] !== "S" || !pieces.has(Number(row[piece])) || row[divert] === PULL_MARK) continue;
    row[divert] = PULL_MARK;
    isChanged = true;
  }
  if (isChanged) write(host, path, [columns, ...rows]);
}

/** A control file as it was assembled: its bytes, without the marks of pulled pieces. */
export function undivertedBytes(host: Host, path: string): Uint8Array {
  const bytes = host.readFile(path);
  // Pulls are rare, and a file may have tens of thousands of rows.
  if (!Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(`,${PULL_MARK},`))
    return bytes;
  const [columns = [], ...rows] = ownRows(bytes);
  const divert = columns.indexOf("divert");
  const marked =
    divert < 0 ? [] : rows.filter((row) => row[0] === "S" && row[divert] === PULL_MARK);
  if (marked.length === 0) return bytes;
  for (const row of marked) row[divert] = "";
  return csvText([columns, ...rows]);
}

/** The pieces of a control file: those with a mark on any of their sheets, and those without. */
export function divertedPieces(
  host: Host,
  path: string,
): { readonly marked: readonly number[]; readonly unmarked: readonly number[] } {
  const { columns, rows } = readTable(host, path);
  const [divert, piece] = [columns.indexOf("divert"), columns.indexOf("piece")];
  const sheets = rows.filter(([record]) => record === "S");
  // Any value in the column diverts a sheet, and a piece is out only with all of its sheets.
  const isMarked = (row: readonly string[]): boolean => (row[divert] ?? "") !== "";
  const numbersOf = (own: readonly (readonly string[])[]): readonly number[] => [
    ...new Set(own.map((row) => Number(row[piece]))),
  ];
  return {
    marked: numbersOf(sheets.filter(isMarked)),
    unmarked: numbersOf(sheets.filter((row) => !isMarked(row))),
  };
}

/** Writes the list of pieces that were pulled from a spool, from its control file. */
export function writePiecePullList(
  host: Host,
  controlFile: string,
  path: string,
  pieces: ReadonlySet<number>,
): void {
  writeFileAtomic(host, path, piecePullList(host, controlFile, pieces));
}

/** The bytes of that list. */
export function piecePullList(
  host: Host,
  controlFile: string,
  pieces: ReadonlySet<number>,
): Uint8Array {
  const { columns, rows } = readTable(host, controlFile);
  const piece = columns.indexOf("piece");
  const places = PULL_COLUMNS.map((name) => columns.indexOf(name));
  const pulled = rows.filter((row) => row[0] === "S" && pieces.has(Number(row[piece])));
  return csvText([PULL_COLUMNS, ...pulled.map((row) => places.map((at) => row[at] ?? ""))]);
}

/** Writes the list of messages of a batch that must not be sent, from its index. */
export function writeMessagePullList(
  host: Host,
  indexFile: string,
  path: string,
  ordinals: ReadonlySet<number>,
): void {
  writeFileAtomic(host, path, messagePullList(host, indexFile, ordinals));
}

/** The bytes of that list. */
export function messagePullList(
  host: Host,
  indexFile: string,
  ordinals: ReadonlySet<number>,
): Uint8Array {
  const { columns, rows } = readTable(host, indexFile);
  const ordinal = columns.indexOf("ordinal");
  const places = MESSAGE_COLUMNS.map((name) => columns.indexOf(name));
  const pulled = rows.filter((row) => row[0] === "M" && ordinals.has(Number(row[ordinal])));
  return csvText([MESSAGE_COLUMNS, ...pulled.map((row) => places.map((at) => row[at] ?? ""))]);
}

function readTable(host: Host, path: string): { columns: string[]; rows: string[][] } {
  const [columns = [], ...rows] = ownRows(host.readFile(path));
  return { columns, rows };
}

function write(host: Host, path: string, rows: readonly (readonly string[])[]): void {
  writeFileAtomic(host, path, new TextEncoder().encode(rows.map(csvRow).join("")));
}

function ownRows(bytes: Uint8Array): string[][] {
  return defined(readCsvRows(utf8Text(bytes)), "the rows of a list of our own");
}
