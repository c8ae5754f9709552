import { type Host, HostError } from "../base/host.ts";

/** A piece as a control file has it. */
export interface ListedPiece {
  /** Pages of the spool, counted from 1, both ends included; blank backs are among them. */
  readonly firstPage: number;
  readonly lastPage: number;
  readonly sheets: number;
  /** All digits of the IMb, or "". */
  readonly imb: string;
  /** SHA-256 of the spool when it was made. */
  readonly spoolSha256: string;
}

const LINE_END = "\r\n";

/**
 * Finds a mailpiece in a control file; undefined where it is not in there. Throws a `HostError`
 * where the file is no whole control file.
 */
export function listedPiece(
  host: Host,
  controlFile: string,
  pieceNumber: number,
): ListedPiece | undefined {
  const lines = new TextDecoder().decode(host.readFile(controlFile)).split(LINE_END).slice(0, -1);
  const columns = cellsOf(lines[0] ?? "");
  const cell = (cells: readonly string[], name: string): string =>
    cells[columns.indexOf(name)] ?? "";
  const total = cellsOf(lines.at(-1) ?? "");
  if (cell(total, "record") !== "T") throw broken(controlFile);
  const number = String(pieceNumber);
  const isOwn = (line: string): boolean =>
    line.startsWith("S,") && cell(cellsOf(line), "piece") === number;
  const first = lines.findIndex(isOwn);
  if (first < 0) return undefined;
  const sheets = lines.slice(first).findIndex((line) => !isOwn(line));
  const front = cellsOf(lines[first] ?? "");
  // Behind the last piece stands the trailer sheet at the least.
  const next = cellsOf(lines[first + sheets] ?? "");
  return {
    firstPage: Number(cell(front, "first_page")),
    lastPage: Number(cell(next, "first_page")) - 1,
    sheets,
    imb: cell(front, "imb"),
    spoolSha256: cell(total, "sha256"),
  };
}

/** The cells of a line of ours, in which no cell has a line end. */
function cellsOf(line: string): string[] {
  if (!line.includes('"')) return line.split(",");
  const cells = line.match(/"(?:[^"]|"")*"|[^,]+|(?<=,|^)(?=,|$)/g) ?? [];
  return cells.map((cell) =>
    cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell,
  );
}

function broken(path: string): HostError {
  return new HostError(
    "spool.bad-list",
    path,
    `${path} is no whole control file; put back the spool and its control file from a copy`,
  );
}
