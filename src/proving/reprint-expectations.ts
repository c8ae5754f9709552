import type { PieceRow, SpoolRow } from "../ledger/ledger-view.ts";
import { COVER_ROWS } from "../mail/cover-texts.ts";
import type { Printing, ReimageDetails, ReprintDetails } from "../model/reprint.ts";
import type { SpoolExpectation } from "../model/verification.ts";
import { filesEntered } from "../run/pieces/reprint-files.ts";
import { reprintFiles } from "../run/pieces/reprint-files.ts";
import { numbersOf } from "../run/pieces/number-ranges.ts";
import { type AgainEntry, againEntries } from "../run/pieces/printed-places.ts";
import { type ExpectedPiece, expectedColumns, type RunAccount } from "./output-expectations.ts";

/** The stream named on reprints, as they are processed by hand. */
const HAND_WORK = "hand-work";

/** Derives from decisions to reprint what the verifier must find in the spools made for them. */
export class ReprintExpectations {
  readonly entries: readonly AgainEntry[];
  readonly #account: RunAccount;
  readonly #spools: readonly SpoolRow[];
  readonly #sidesPerSheet: number;

  constructor(account: RunAccount, sidesPerSheet: number) {
    this.entries = againEntries(account.entries);
    this.#account = account;
    this.#spools = account.ledger.spools();
    this.#sidesPerSheet = sidesPerSheet;
  }

  spool(entry: AgainEntry): SpoolExpectation {
    const { details, root } = entry;
    const { number } = details;
    const { folder, entries } = this.#account;
    const [file, controlFile] = reprintFiles(folder, details);
    const entered = filesEntered(entries, number)?.[0];
    const columns = expectedColumns(this.#piecesOf(details), this.#account.book);
    return {
      file,
      controlFile,
      index: -1,
      spoolNumber: this.#spools.length + number,
      stream: this.#streamOf(details),
      part: 1,
      parts: 1,
      bytes: entered?.bytes ?? -1,
      sha256: entered?.sha256 ?? "",
      sheets: sum(columns.pieceSheets),
      pages: sum(columns.piecePages),
      ...columns,
      furniture: {
        covers: this.#covers(details),
        setUpSheets: 0,
        hasPattern: false,
        breaks: [],
      },
      audit: root,
    };
  }

  #piecesOf(details: ReprintDetails | ReimageDetails): ExpectedPiece[] {
    return details.kind === "reprint" ? this.#reprinted(details) : this.#imagedAgain(details);
  }

  #reprinted({ pieces }: ReprintDetails): ExpectedPiece[] {
    const numbers = pieces.map(({ piece }) => piece);
    const rows = rowsByNumber(this.#account.ledger.piecesOfNumbers(numbers));
    return pieces.flatMap(({ piece, serial, generation }) => {
      const row = rows.get(piece);
      return row === undefined ? [] : [{ row, serial, generation, isPulled: false }];
    });
  }

  /** The requested pieces of the jammed spool, in its order and with its marks. */
  #imagedAgain({ of, pieces }: ReimageDetails): ExpectedPiece[] {
    const wanted = new Set(numbersOf(pieces));
    return this.#piecesIn(of)
      .filter(({ row }) => wanted.has(row.pieceNumber))
      .map((piece) => ({ ...piece, isPulled: false }));
  }

  #piecesIn(name: string): ExpectedPiece[] {
    const again = this.#entryOf(name);
    if (again !== undefined) return this.#piecesOf(again.details);
    const own = this.#spools.find((spool) => nameOf(spool) === name);
    if (own === undefined) return [];
    return [...this.#account.ledger.piecesOfSpool(own.index)].map((row) => {
      return { row, serial: row.serial, generation: 0, isPulled: false };
    });
  }

  #streamOf(details: ReprintDetails | ReimageDetails): string {
    if (details.kind === "reprint") return HAND_WORK;
    const again = this.#entryOf(details.of);
    if (again !== undefined) return this.#streamOf(again.details);
    return this.#spools.find((spool) => nameOf(spool) === details.of)?.stream ?? "";
  }

  #entryOf(name: string): AgainEntry | undefined {
    return this.entries.find(({ details }) => details.spool === name);
  }

  /**
   * One line for each spool that is replaced from and one for each piece, on sides of this many
   * lines.
   */
  #covers(details: ReprintDetails | ReimageDetails): number {
    if (details.kind === "reimage") return 0;
    const rows = rowsByNumber(
      this.#account.ledger.piecesOfNumbers(details.pieces.map(({ piece }) => piece)),
    );
    const printings = new Map(this.#account.ledger.printings().map((one) => [nameOfOne(one), one]));
    const before = details.pieces.map(({ piece, generation }) => {
      const printing = printings.get(`${piece}/${generation - 1}`);
      if (printing !== undefined) return `reprint ${printing.reprint}`;
      return `spool ${rows.get(piece)?.spool}`;
    });
    const lines = new Set(before).size + before.length;
    return Math.ceil(Math.ceil(lines / COVER_ROWS) / this.#sidesPerSheet);
  }
}

function rowsByNumber(rows: readonly PieceRow[]): Map<number, PieceRow> {
  return new Map(rows.map((row) => [row.pieceNumber, row]));
}

function nameOf({ name }: SpoolRow): string {
  return name.slice(name.lastIndexOf("/") + 1).replace(/\.pdf$/, "");
}

function nameOfOne({ piece, generation }: Printing): string {
  return `${piece}/${generation}`;
}

function sum(values: Uint32Array): number {
  return values.reduce((all, value) => all + value, 0);
}
