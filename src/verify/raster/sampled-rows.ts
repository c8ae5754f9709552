import type { Host } from "../../base/host.ts";
import { csvRows } from "../file/csv-rows.ts";
import { LineFile } from "../file/line-file.ts";

/** What a control file says about a sheet, as far as pixels can confirm it. */
export interface SampledRow {
  readonly firstPage: number;
  readonly piece: number;
  readonly sheetOfPiece: number;
  readonly sheetsOfPiece: number;
  /** Digits, or empty if the sheet has none. */
  readonly imb: string;
  readonly matrix: string;
  readonly stock: string;
  readonly generation: number;
}

const ROW_START = /^[SF],(\d+),/;

/** The rows of the given sheets in a control file, by sheet. */
export function sampledRows(
  host: Host,
  path: string,
  sheets: ReadonlySet<number>,
): ReadonlyMap<number, SampledRow> {
  const rows = new Map<number, SampledRow>();
  const lines = new LineFile(host, path, "\r\n");
  try {
    for (let line = lines.next(); line !== undefined; line = lines.next()) {
      const sheet = Number(ROW_START.exec(line)?.[1]);
      if (!sheets.has(sheet)) continue;
      rows.set(sheet, rowOf(csvRows(Buffer.from(`${line}\r\n`, "utf8")).rows[0]?.cells ?? []));
      if (rows.size === sheets.size) break;
    }
  } finally {
    lines.close();
  }
  return rows;
}

function rowOf(cells: readonly string[]): SampledRow {
  const [, , firstPage, , piece, sheetOfPiece, sheetsOfPiece, , imb, matrix, stock] = cells;
  return {
    firstPage: Number(firstPage),
    piece: Number(piece),
    sheetOfPiece: Number(sheetOfPiece),
    sheetsOfPiece: Number(sheetsOfPiece),
    imb: imb ?? "",
    matrix: matrix ?? "",
    stock: stock ?? "",
    generation: Number(cells[14]),
  };
}
