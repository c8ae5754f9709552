import type { PageCount, SheetCount } from "../base/units.ts";
import { RunningHash } from "../base/hash.ts";
import type { Host } from "../base/host.ts";
import type { FurnitureKind } from "../model/furniture.ts";
import type { PlacedPiece } from "../model/piece.ts";
import { csvRow } from "./csv-row.ts";
import { PartialFile } from "./partial-file.ts";
import type { SheetMarks, SpoolJob, SpoolPaper } from "./spool-job.ts";

/** Columns of a control file: those of sheets first, then those of the spool. */
export const CONTROL_COLUMNS = [
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
type ControlColumn = (typeof CONTROL_COLUMNS)[number];

/** The empty cells after those of a sheet. */
const SHEET_REST = CONTROL_COLUMNS.slice(CONTROL_COLUMNS.indexOf("job")).map(() => "");

export interface SheetPlace {
  readonly piece: PlacedPiece;
  readonly sheetIndex: number;
  /** Both 1-based, in the spool. */
  readonly spoolSheet: number;
  readonly firstPage: number;
  readonly pagesOnSheet: number;
  readonly paper: SpoolPaper;
}

export interface ControlTotals {
  readonly pieces: number;
  /** Pieces only: their sheets, and their pages without empty backs. */
  readonly mail_sheets: number;
  readonly mail_pages: number;
  /** The whole spool as in its file: with furniture and empty backs. */
  readonly sheets: SheetCount;
  readonly pages: PageCount;
  /** Those of `sheets` that belong to no piece. */
  readonly furniture: number;
}

/**
 * Writes a spool's control file: a CSV file (RFC 4180) whose first column names the kind of row.
 * After the column names there are H with the job, the spool and what it should contain; for every
 * sheet S, or F if it is furniture; and last T with what the spool contains and its SHA-256.
 * `sheet` and `first_page` count from 1 in the spool, furniture included; `pages_on_sheet` does not
 * count blanks.
 */
export class ControlFile {
  readonly file: PartialFile;
  readonly #hash = new RunningHash();
  readonly #job: SpoolJob;
  readonly #encoder = new TextEncoder();

  constructor(host: Host, path: string, job: SpoolJob) {
    this.#job = job;
    this.file = new PartialFile(host, path, this.#hash);
    this.#row(CONTROL_COLUMNS);
  }

  header(totals: ControlTotals): void {
    this.#namedRow({ record: "H", ...this.#spoolCells(), ...totals });
  }

  furniture(
    kind: FurnitureKind,
    spoolSheet: number,
    firstPage: number,
    pagesOnSheet: number,
  ): void {
    const { stock, tray } = this.#job.furniturePaper;
    const [sheet, first_page, pages_on_sheet] = [spoolSheet, firstPage, pagesOnSheet];
    const place = { sheet, first_page, pages_on_sheet };
    this.#namedRow({ record: "F", ...place, stock, tray, furniture: kind });
  }

  sheet(place: SheetPlace, marks: SheetMarks): void {
    const { facts, pieceNumber, generation = 0 } = place.piece;
    this.#row([
      "S",
      place.spoolSheet,
      place.firstPage,
      place.pagesOnSheet,
      pieceNumber,
      place.sheetIndex + 1,
      facts.sheets,
      facts.address.zip ?? facts.address.country ?? "",
      marks.imb,
      marks.dataMatrix,
      place.paper.stock,
      place.paper.tray,
      facts.isSeed === true ? "seed" : "",
      // Filled in later, for pulled pieces (see `markDiverted`).
      "",
      generation,
      ...SHEET_REST,
    ]);
  }

  /** Writes the last row and makes the file durable; returns its size and SHA-256. */
  seal(totals: ControlTotals, spoolSha256: string): { bytes: number; sha256: string } {
    this.#namedRow({ record: "T", ...this.#spoolCells(), ...totals, sha256: spoolSha256 });
    this.file.seal();
    return { bytes: this.file.sizeBytes, sha256: this.#hash.hex() };
  }

  #spoolCells(): Partial<Record<ControlColumn, string | number>> {
    const { plan, jobName, cycle, stockName } = this.#job;
    const { part, parts } = plan;
    const names = { job: jobName, spool: plan.name, stream: plan.stream.name, stock: stockName };
    return { ...names, cycle, part, parts };
  }

  #namedRow(cells: Partial<Record<ControlColumn, string | number>>): void {
    this.#row(CONTROL_COLUMNS.map((column) => cells[column] ?? ""));
  }

  #row(cells: readonly (string | number)[]): void {
    this.file.write(this.#encoder.encode(csvRow(cells)));
  }
}
