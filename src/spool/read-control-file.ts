import {
  type Generation,
  type PieceNumber,
  type SheetCount,
  asPieceNumber,
} from "../base/units.ts";
import { type Host, HostError } from "../base/host.ts";
import { utf8Text } from "../base/utf8-text.ts";
import { CONTROL_COLUMNS } from "./control-file.ts";
import { readCsvRows } from "./read-csv-rows.ts";

/** A sheet of a piece, as in a control file. */
export interface ListedSheet {
  /** 1-based in the spool. */
  readonly sheet: number;
  /** Pages of the spool, counted from 1, both ends included; a blank back counts. */
  readonly firstPage: number;
  readonly lastPage: number;
  readonly piece: PieceNumber;
  readonly generation: Generation;
  readonly postalCode: string;
  readonly imb: string;
}

/** What a control file says about its spool. */
export interface ListedSpool {
  readonly stream: string;
  readonly stock: string;
  /** For the whole spool, furniture included. */
  readonly sheets: SheetCount;
  readonly sha256: string;
  /** The sheets of pieces, in their order. */
  readonly pieceSheets: readonly ListedSheet[];
}

/** The code of the error for a file that is not a complete control file. */
export const BAD_LIST = "spool.bad-list";

/** Reads a control file; throws a `HostError` if it is not one, or not complete. */
export function readControlFile(host: Host, path: string): ListedSpool {
  const text = utf8Text(host.readFile(path));
  const rows = (text.endsWith("\r\n") ? readCsvRows(text) : undefined) ?? [];
  const [columns = [], trailer = []] = [rows[0], rows.at(-1)];
  const at = (name: (typeof CONTROL_COLUMNS)[number]): number => columns.indexOf(name);
  if (CONTROL_COLUMNS.some((name) => at(name) < 0) || trailer[0] !== "T") throw broken(path);
  const pieceSheets: ListedSheet[] = [];
  let next = trailer;
  // From the back, since a sheet ends where the next begins; after the last is the trailer sheet.
  for (const cells of rows.toReversed()) {
    const piece = Number(cells[at("piece")]);
    if (cells[0] === "S" && !Number.isInteger(piece)) throw broken(path);
    if (cells[0] === "S")
      pieceSheets.push({
        sheet: Number(cells[at("sheet")]),
        firstPage: Number(cells[at("first_page")]),
        lastPage: Number(next[at("first_page")]) - 1,
        piece: asPieceNumber(piece),
        generation: Number(cells[at("generation")]),
        postalCode: cells[at("postal_code")] ?? "",
        imb: cells[at("imb")] ?? "",
      });
    next = cells;
  }
  pieceSheets.reverse();
  return {
    stream: trailer[at("stream")] ?? "",
    stock: trailer[at("stock")] ?? "",
    sheets: Number(trailer[at("sheets")]),
    sha256: trailer[at("sha256")] ?? "",
    pieceSheets,
  };
}

function broken(path: string): HostError {
  return new HostError(
    BAD_LIST,
    path,
    `${path} is not a complete control file; put back the spool and its control file from a copy`,
  );
}
