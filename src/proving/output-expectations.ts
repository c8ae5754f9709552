import type { BatchRow, PieceRow, SpoolRow } from "../ledger/ledger-view.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { AuditEntry, AuditRoot } from "../model/audit.ts";
import type { StateEffect } from "../model/piece-state.ts";
import type {
  BatchExpectation,
  FurnitureExpectation,
  SpoolExpectation,
} from "../model/verification.ts";
import { ByteWriter } from "../pdf/byte-writer.ts";
import type { FrozenRun } from "../run/frozen-run.ts";
import type { RunFolder } from "../run/run-folder.ts";
import { breaksFact } from "../run/run-state.ts";
import { type QuarantinedDocument, quarantinedIn } from "../run/quarantine.ts";
import type { FragmentBook } from "./fragment-book.ts";

/** What a run's outputs are held against: its ledger, what was frozen, and its audit log. */
export interface RunAccount {
  readonly folder: RunFolder;
  readonly frozen: FrozenRun;
  readonly ledger: Ledger;
  readonly book: FragmentBook;
  readonly entries: readonly AuditEntry[];
  /** What the trailer sheets of the run's own spools say. */
  readonly onTrailers: AuditRoot | undefined;
}

/** A piece that lies in a spool, with the marks it has there. */
export interface ExpectedPiece {
  readonly row: Pick<PieceRow, "ordinal" | "key" | "pieceNumber" | "sheets" | "pages">;
  readonly serial: number;
  readonly generation: number;
  readonly isPulled: boolean;
}

type PieceColumns = Pick<
  SpoolExpectation,
  | "ordinals"
  | "pieceNumbers"
  | "pieceSheets"
  | "piecePages"
  | "keyBytes"
  | "keyEnds"
  | "serials"
  | "generations"
  | "pulled"
  | "fragmentOf"
  | "fragments"
>;

/** Makes of the ledger what the verifier is told of each output, one at a time. */
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
      ...pieceColumns(this.#firstPrintings(ledger.piecesOfSpool(row.index)), this.#account.book),
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
    const breaks = (ledger.fact(breaksFact(spool)) ?? []) as readonly number[];
    return { covers: 0, setUpSheets: sheets, hasPattern: testPattern, breaks };
  }
}

/** Pieces in a spool's order as columns, which cross to a worker at little cost. */
export function pieceColumns(pieces: Iterable<ExpectedPiece>, book: FragmentBook): PieceColumns {
  const columns: number[][] = Array.from({ length: 7 }, () => []);
  const keys = new KeyColumn();
  for (const { row, serial, generation, isPulled } of pieces) {
    const { ordinal, pieceNumber, sheets, pages } = row;
    const values = [ordinal, pieceNumber, sheets, pages, serial, generation, Number(isPulled)];
    values.forEach((value, column) => columns[column]?.push(value));
    keys.add(row.key);
  }
  const [ordinals = [], numbers = [], sheets = [], pages = []] = columns;
  const [serials = [], generations = [], pulled = []] = columns.slice(4);
  const column = Uint32Array.from(ordinals);
  return {
    ordinals: column,
    pieceNumbers: Uint32Array.from(numbers),
    pieceSheets: Uint32Array.from(sheets),
    piecePages: Uint32Array.from(pages),
    ...keys.columns(),
    serials: Float64Array.from(serials),
    generations: Uint8Array.from(generations),
    pulled: Uint8Array.from(pulled),
    ...book.fragmentsOf(column),
  };
}

/** Keys one behind the other. */
class KeyColumn {
  readonly #keys = new ByteWriter();
  readonly #ends: number[] = [];
  readonly #encoder = new TextEncoder();

  add(key: string): void {
    this.#keys.append(this.#encoder.encode(key));
    this.#ends.push(this.#keys.length);
  }

  columns(): Pick<SpoolExpectation, "keyBytes" | "keyEnds"> {
    return { keyBytes: this.#keys.view().slice(), keyEnds: Uint32Array.from(this.#ends) };
  }
}

/** Print documents that a decision pulled: their rows in the control file are marked for ever. */
function pulledOrdinals({ action, details }: AuditEntry): number[] {
  if (action !== "pull") return [];
  const effects = (details["effects"] ?? []) as readonly StateEffect[];
  const pieces = effects.flatMap(({ state, pieces = [] }) => (state === "pulled" ? pieces : []));
  return pieces.flatMap(({ channel, ordinal }) => (channel === "print" ? [ordinal] : []));
}
