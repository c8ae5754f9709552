import {
  type Generation,
  type PieceNumber,
  type Serial,
  asPieceNumber,
  asSerial,
} from "../base/units.ts";
import type { ReprintCause } from "../model/reprint.ts";
import type { Store } from "../store/store.ts";

/** A printing of a piece that must not be mailed, and must be destroyed if it turns up. */
export interface VoidedPrinting {
  readonly runId: string;
  readonly pieceNumber: PieceNumber;
  readonly generation: Generation;
  /** The IMb serial it was printed with, or -1. */
  readonly serial: Serial;
  readonly cause: ReprintCause;
  readonly voidedAtIso: string;
}

export const VOID_TABLES = `
    CREATE TABLE voids (
      run_id TEXT NOT NULL,
      piece_number INTEGER NOT NULL,
      generation INTEGER NOT NULL,
      serial INTEGER NOT NULL,
      cause TEXT NOT NULL,
      voided_at TEXT NOT NULL,
      PRIMARY KEY (run_id, piece_number, generation)
    ) STRICT, WITHOUT ROWID;`;

/** The printings of all runs that another printing has replaced. */
export class RegisterVoids {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Enters printings as void, all or none; those that are void already stay as they are. */
  record(voids: readonly VoidedPrinting[]): void {
    this.#store.durably(() => {
      const insert = this.#store.prepare(
        `INSERT INTO voids (run_id, piece_number, generation, serial, cause, voided_at)
        VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      );
      for (const { runId, pieceNumber, generation, serial, cause, voidedAtIso } of voids)
        insert.run(runId, pieceNumber, generation, serial, cause, voidedAtIso);
    });
  }

  /** The voided printings of a run, by piece and generation. */
  of(runId: string): VoidedPrinting[] {
    const rows = this.#store.rows(
      "SELECT * FROM voids WHERE run_id = ? ORDER BY piece_number, generation",
      runId,
    );
    return rows.map((row) => ({
      runId,
      pieceNumber: asPieceNumber(Number(row["piece_number"])),
      generation: Number(row["generation"]),
      serial: asSerial(Number(row["serial"])),
      cause: String(row["cause"]) as ReprintCause,
      voidedAtIso: String(row["voided_at"]),
    }));
  }
}
