import type { BatchRow, PieceRow, SpoolRow } from "../ledger/ledger-view.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { AuditEntry, AuditRoot } from "../model/audit.ts";
import {
  columnsFrom,
  type PieceColumns,
  type PieceFields,
  type ColumnLists,
} from "../model/piece-columns.ts";
import type {
  BatchExpectation,
  FurnitureExpectation,
  SpoolExpectation,
} from "../model/verification.ts";
import { KeyColumn } from "../run/tasks/key-column.ts";
import type { FrozenRun } from "../run/folder/frozen-run.ts";
import type { RunFolder } from "../run/folder/run-folder.ts";
import { breaksFact } from "../run/decisions/run-state.ts";
import { type QuarantinedDocument, quarantinedIn } from "../run/pieces/quarantine.ts";
import type { FragmentBook } from "./fragment-book.ts";

/** What a run's outputs are checked against: its ledger, what was frozen, and its audit log. */
export interface RunAccount {
  readonly folder: RunFolder;
  readonly frozen: FrozenRun;
  readonly ledger: Ledger;
  readonly book: FragmentBook;
  readonly entries: readonly AuditEntry[];
  /** The data on the trailer sheets of the run's own spools. */
  readonly onTrailers: AuditRoot | undefined;
}

/** A piece in a spool, with the marks it has there. */
export interface ExpectedPiece extends Pick<PieceFields, "serial" | "generation"> {
  readonly row: Pick<PieceRow, "ordinal" | "key" | "pieceNumber" | "sheets" | "pages">;
  readonly isPulled: boolean;
}

/** The columns that are collected number by number. */
type ListName =
  "ordinals" | "pieceNumbers" | "pieceSheets" | "piecePages" | "serials" | "generations" | "pulled";

type ExpectedColumns = Pick<PieceColumns, ListName | "keyBytes" | "keyEnds"> &
  Pick<SpoolExpectation, "fragmentOf" | "fragments">;

/** Derives from the ledger what the verifier must find in each output, one output at a time. */
export class OutputExpectations {
  readonly #account: RunAccount;
  readonly #pulled: ReadonlySet<number>;
  readonly #setAside: readonly QuarantinedDocument[];

  constructor(account: RunAccount) {
    this.#account = account;
    this.#pulled = new Set(account.entries.flatMap(pulledOrdinals));
    this.#setAside = quarantinedIn(account.entries);
  }

  spool(row: SpoolRow, parts: number): SpoolExpectation {
    const { ledger, onTrailers } = this.#account;
    const path = `print/${row.name.replace(/\.pdf$/, "")}`;
    return {
      file: `${path}.pdf`,
      controlFile: `${path}.csv`,
      index: row.index,
      spoolNumber: row.index + 1,
      stream: row.stream,
      part: row.part,
      parts,
      bytes: row.bytes,
      sha256: row.sha256,
      sheets: row.sheets,
      pages: row.pages,
      ...expectedColumns(this.#firstPrintings(ledger.piecesOfSpool(row.index)), this.#account.book),
      ...this.#setAsideIn(path),
      furniture: this.#furniture(row.index),
      ...(onTrailers && { audit: onTrailers }),
    };
  }

  batch({ channel, index, name, count, bytes, sha256 }: BatchRow): BatchExpectation {
    if (channel === "print") throw new RangeError("print lies in spools");
    const ordinals: number[] = [];
    const keys = new KeyColumn();
    for (const row of this.#account.ledger.piecesOfBatch(channel, index)) {
      ordinals.push(row.ordinal);
      keys.add(row.key);
    }
    const column = Uint32Array.from(ordinals);
    return {
      file: `${channel}/${name}`,
      channel,
      index,
      count,
      bytes,
      sha256,
      ordinals: column,
      ...keys.columns(),
      ...this.#account.book.fragmentsOf(column),
    };
  }

  *#firstPrintings(rows: Iterable<PieceRow>): Generator<ExpectedPiece> {
    for (const row of rows) {
      const isPulled = this.#pulled.has(row.ordinal);
      yield { row, serial: row.serial, generation: 0, isPulled };
    }
  }

  #setAsideIn(home: string): Pick<SpoolExpectation, "setAside"> {
    const own = this.#setAside.filter((one) => one.home === home);
    return own.length === 0 ? {} : { setAside: own.map(({ piece }) => piece) };
  }

  #furniture(spool: number): FurnitureExpectation {
    const { frozen, ledger } = this.#account;
    const { sheets = 0, testPattern = false } = frozen.job.print.setUp ?? {};
    const breaks = ledger.fact(breaksFact(spool)) ?? [];
    return { covers: 0, setUpSheets: sheets, hasPattern: testPattern, breaks };
  }
}

/** Pieces in a spool's order as columns, which are cheap to pass to a worker. */
export function expectedColumns(
  pieces: Iterable<ExpectedPiece>,
  book: FragmentBook,
): ExpectedColumns {
  const lists: ColumnLists<ListName> = {
    ordinals: [],
    pieceNumbers: [],
    pieceSheets: [],
    piecePages: [],
    serials: [],
    generations: [],
    pulled: [],
  };
  const keys = new KeyColumn();
  for (const { row, serial, generation, isPulled } of pieces) {
    lists.ordinals.push(row.ordinal);
    lists.pieceNumbers.push(row.pieceNumber);
    lists.pieceSheets.push(row.sheets);
    lists.piecePages.push(row.pages);
    lists.serials.push(serial);
    lists.generations.push(generation);
    lists.pulled.push(Number(isPulled));
    keys.add(row.key);
  }
  const columns = columnsFrom(lists);
  return { ...columns, ...keys.columns(), ...book.fragmentsOf(columns.ordinals) };
}

/** Print documents that a decision pulled: their rows in the control file stay marked. */
function pulledOrdinals({ action, details }: AuditEntry): number[] {
  if (action !== "pull") return [];
  const effects = details.effects ?? [];
  const pieces = effects.flatMap(({ state, pieces = [] }) => (state === "pulled" ? pieces : []));
  return pieces.flatMap(({ channel, ordinal }) => (channel === "print" ? [ordinal] : []));
}
