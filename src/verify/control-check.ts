import type { BreachCode } from "../base/breach-code.ts";
import type { Host } from "../base/host.ts";
import type { FurnitureKind } from "../model/furniture.ts";
import type { SpoolExpectation, VerifiedPaper, VerifySetup } from "../model/verification.ts";
import type { BreachList } from "./file/breach-list.ts";
import { csvCell, csvRows } from "./file/csv-rows.ts";
import { LineFile } from "./file/line-file.ts";

const COLUMNS = [
  "record",
  "sheet",
  "first_page",
  "pages_on_sheet",
  "piece",
  "sheet_of_piece",
  "sheets_of_piece",
  "postal_code",
  "imb",
  "data_matrix",
  "stock",
  "tray",
  "seed",
  "divert",
  "generation",
  "job",
  "cycle",
  "spool",
  "stream",
  "part",
  "parts",
  "pieces",
  "mail_sheets",
  "mail_pages",
  "sheets",
  "pages",
  "sha256",
  "furniture",
] as const;
const SHEET_COLUMN = COLUMNS.indexOf("sheet");
const POSTAL_COLUMN = COLUMNS.indexOf("postal_code");
const SEED_COLUMN = COLUMNS.indexOf("seed");
const SEED = "seed";
/** The columns of the spool, after those of a sheet, which leaves them empty. */
const SPOOL_CELLS = ",,,,,,,,,,,,,";
const FURNITURE_CELLS = ",,,,,,,";

/** A sheet of a piece as it was found in the spool. */
export interface FoundSheet {
  readonly sheet: number;
  readonly firstPage: number;
  readonly composedPages: number;
  readonly piece: number;
  readonly sheetOfPiece: number;
  readonly sheetsOfPiece: number;
  /** Undefined if there is no composed document to ask. */
  readonly postalCode: string | undefined;
  readonly imb: string;
  readonly matrix: string;
  readonly paper: VerifiedPaper;
  readonly isSeed: boolean | undefined;
  readonly isPulled: boolean;
  readonly generation: number;
}

export interface FoundTotals {
  readonly pieces: number;
  /** Pieces only, without empty backs. */
  readonly mailSheets: number;
  readonly mailPages: number;
  /** The whole file. */
  readonly sheets: number;
  readonly pages: number;
  readonly furnitureSheets: number;
}

/**
 * Checks a control file against the spool, row for row and cell for cell: each row is written as
 * the PDF demands, then compared.
 */
export class ControlCheck {
  readonly #setup: VerifySetup;
  readonly #expected: SpoolExpectation;
  readonly #breaches: BreachList;
  readonly #lines: LineFile | undefined;
  /** The row that was read and is not yet matched with a sheet. */
  #row: string | undefined;
  #header: { readonly text: string; readonly line: number } | undefined;
  #isCut = false;

  constructor(host: Host, setup: VerifySetup, expected: SpoolExpectation, breaches: BreachList) {
    this.#setup = setup;
    this.#expected = expected;
    this.#breaches = breaches;
    const path = `${setup.root}/${expected.controlFile}`;
    if (host.exists(path)) this.#lines = new LineFile(host, path, "\r\n");
    else this.#add("verify.file-missing", "The control file is missing.");
    this.#row = this.#lines?.next();
    this.#hold(COLUMNS.join(","), 0);
    this.#header = this.#row === undefined ? undefined : { text: this.#row, line: this.#line };
    if (this.#header?.text.startsWith("H,") === true) this.#row = this.#lines?.next();
  }

  /** Sheets are given in the spool's order, furniture included. */
  sheet(found: FoundSheet): void {
    const { sheet, firstPage, composedPages, piece, sheetOfPiece, sheetsOfPiece } = found;
    const { stock, tray } = found.paper;
    // What no fragment can confirm any more is believed.
    const postalCode = found.postalCode ?? this.#cells()[POSTAL_COLUMN] ?? "";
    const isSeed = found.isSeed ?? this.#cells()[SEED_COLUMN] === SEED;
    const text =
      `S,${sheet},${firstPage},${composedPages},${piece},${sheetOfPiece},${sheetsOfPiece},` +
      `${csvCell(postalCode)},${found.imb},${found.matrix},${csvCell(stock)},${csvCell(tray)},` +
      `${isSeed ? SEED : ""},${found.isPulled ? "pull" : ""},${found.generation}${SPOOL_CELLS}`;
    this.#hold(text, sheet, piece);
  }

  furniture(kind: FurnitureKind, sheet: number, firstPage: number, printedSides: number): void {
    const { stock, tray } = this.#setup.furniturePaper;
    const place = `F,${sheet},${firstPage},${printedSides}${FURNITURE_CELLS}`;
    const paper = `${csvCell(stock)},${csvCell(tray)}`;
    this.#hold(`${place}${paper},,,,,,,,,,,,,,,,${kind}`, sheet);
  }

  /** Checks the first and the last row against what was counted, and ends. */
  finish(totals: FoundTotals, sha256: string): void {
    if (this.#header !== undefined) {
      const { text, line } = this.#header;
      if (!this.#compare(this.#spoolRow("H", totals, ""), text, line, {})) this.#header = undefined;
    }
    while (this.#row !== undefined && !this.#row.startsWith("T,")) this.#surplus();
    this.#hold(this.#spoolRow("T", totals, sha256), 0);
    while (this.#row !== undefined) this.#surplus();
    if (this.#lines?.hasRest() === true && !this.#isCut)
      this.#add("verify.control-cut", "The control file ends within a row.", this.#line + 1);
  }

  close(): void {
    this.#lines?.close();
  }

  get #line(): number {
    return this.#lines?.line ?? 0;
  }

  #spoolRow(record: "H" | "T", totals: FoundTotals, sha256: string): string {
    const { jobName, cycle, stockName } = this.#setup;
    const { file, stream, part, parts } = this.#expected;
    const spool = file.slice(file.lastIndexOf("/") + 1).replace(/\.pdf$/, "");
    const names = [jobName, cycle, spool, stream].map(csvCell).join(",");
    const { pieces, mailSheets, mailPages, sheets, pages, furnitureSheets } = totals;
    const mail = `${part},${parts},${pieces},${mailSheets},${mailPages}`;
    const counts = `${mail},${sheets},${pages},${sha256},${furnitureSheets}`;
    return `${record},,,,,,,,,,${csvCell(stockName)},,,,,${names},${counts}`;
  }

  /** Compares the next row with the text that it must have; rows of other sheets are reported. */
  #hold(text: string, sheet: number, piece?: number): void {
    if (this.#lines === undefined || this.#isCut) return;
    while (this.#row !== undefined && this.#row !== text && this.#isOfEarlier(sheet))
      this.#surplus();
    const place = { ...(sheet > 0 && { sheet }), ...(piece !== undefined && { piece }) };
    if (this.#row === undefined) {
      this.#isCut = true;
      const record = text.slice(0, text.indexOf(","));
      const of = sheet > 0 ? ` of sheet ${sheet}` : "";
      const message = `The control file ends before its row ${record}${of}.`;
      this.#add("verify.control-cut", message, this.#line + 1, place);
      return;
    }
    const isText = this.#row === text;
    if (!isText && this.#isOfLater(sheet, text)) {
      const message = `The control file has no row of sheet ${sheet}.`;
      this.#add("verify.control-row-missing", message, this.#line, place);
      return;
    }
    if (!isText) this.#compare(text, this.#row, this.#line, place);
    this.#row = this.#lines.next();
  }

  /** Whether the row is of a sheet that has had its row, so that this one is surplus. */
  #isOfEarlier(sheet: number): boolean {
    const own = Number(this.#cells()[SHEET_COLUMN]);
    return sheet > 0 && own > 0 && own < sheet;
  }

  #isOfLater(sheet: number, text: string): boolean {
    if (sheet === 0) return !text.startsWith("T,") && !text.startsWith("record,");
    const [record, own] = this.#cells();
    return record === "T" || Number(own) > sheet;
  }

  #surplus(): void {
    const message = "The control file has an extra row.";
    const sheet = Number(this.#cells()[SHEET_COLUMN]);
    const place = Number.isInteger(sheet) && sheet > 0 ? { sheet } : {};
    this.#add("verify.control-row-surplus", message, this.#line, place);
    this.#row = this.#lines?.next();
  }

  #cells(): readonly string[] {
    return this.#row === undefined ? [] : cellsOf(this.#row);
  }

  /** Names the columns of a row that are wrong. */
  #compare(text: string, row: string, line: number, place: BreachPlaceOfRow): boolean {
    if (text === row) return true;
    const [wanted, found] = [cellsOf(text), cellsOf(row)];
    const wrong = COLUMNS.filter((_, index) => wanted[index] !== found[index]);
    const isShaped = found.length === COLUMNS.length;
    const what = isShaped ? `another ${wrong.join(", ")}` : "other columns";
    const message = `The control file's row has ${what} than the spool.`;
    this.#add("verify.control-row", message, line, place);
    return false;
  }

  #add(code: BreachCode, message: string, line?: number, place: BreachPlaceOfRow = {}): void {
    const where = line === undefined ? place : { ...place, line };
    this.#breaches.add(code, message, where, this.#expected.controlFile);
  }
}

interface BreachPlaceOfRow {
  readonly sheet?: number;
  readonly piece?: number;
}

function cellsOf(row: string): readonly string[] {
  if (!row.includes('"') && !row.includes("'")) return row.split(",");
  return csvRows(Buffer.from(`${row}\r\n`, "utf8")).rows[0]?.cells ?? [];
}
