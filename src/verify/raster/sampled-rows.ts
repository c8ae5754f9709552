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

const [COMMA, CAPITAL_F, CAPITAL_S, ZERO] = [0x2c, 0x46, 0x53, 0x30];

/** The rows of the given sheets in a control file, by sheet. */
export function sampledRows(
  host: Host,
  path: string,
  sheets: ReadonlySet<number>,
): ReadonlyMap<number, SampledRow> {
  const rows = new Map<number, SampledRow>();
  const lines = new LineFile(host, path, "\r\n");
  try {
    // A spool has many more rows than are sampled: no others are made text.
    let sheet = -1;
    const isSampled = (bytes: Uint8Array, at: number): boolean => {
      sheet = sheetAt(bytes, at);
      return sheets.has(sheet);
    };
    while (rows.size < sheets.size) {
      const line = lines.next(isSampled);
      if (line === undefined) break;
      const cells = csvRows(Buffer.from(`${line}\r\n`, "utf8")).rows[0]?.cells ?? [];
      rows.set(sheet, rowOf(cells));
    }
  } finally {
    lines.close();
  }
  return rows;
}

/** The sheet of the row that begins at a place; -1 if that is no row of a sheet. */
function sheetAt(bytes: Uint8Array, start: number): number {
  const isRow = bytes[start] === CAPITAL_S || bytes[start] === CAPITAL_F;
  if (!isRow || bytes[start + 1] !== COMMA) return -1;
  let sheet = 0;
  for (let at = start + 2; ; at += 1) {
    const digit = (bytes[at] ?? 0) - ZERO;
    if (digit < 0 || digit > 9) return bytes[at] === COMMA ? sheet : -1;
    sheet = sheet * 10 + digit;
  }
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
