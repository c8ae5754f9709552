import { asPieceNumber, asSerial } from "../base/units.ts";
import { detailsOf } from "../model/decision-details.ts";
import type { AuditEntry } from "../model/audit.ts";
import type { Printing, ReprintCause } from "../model/reprint.ts";
import type { Row, Store } from "../store/store.ts";

/**
 * Printings of pieces after their first, by the decisions of the audit log. The one with the
 * highest generation stands; those before it are void. A piece that is not here was printed once.
 */
export const PRINTING_TABLES = `
    CREATE TABLE printings (
      piece_number INTEGER NOT NULL,
      generation INTEGER NOT NULL CHECK (generation BETWEEN 1 AND 9),
      reprint INTEGER NOT NULL,
      ordinal INTEGER NOT NULL,
      serial INTEGER NOT NULL,
      cause TEXT NOT NULL,
      PRIMARY KEY (piece_number, generation)
    ) STRICT, WITHOUT ROWID;`;

const INSERT = `
  INSERT INTO printings (piece_number, generation, reprint, ordinal, serial, cause)
  VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT DO NOTHING`;

/** Enters what a decision prints once more, in the caller's transaction; again changes nothing. */
export function applyPrintings(store: Store, entry: AuditEntry): void {
  const again = detailsOf(entry, "reprint");
  if (again?.kind !== "reprint") return;
  const insert = store.prepare(INSERT);
  for (const { piece, generation, ordinal, serial, cause } of again.pieces)
    insert.run(piece, generation, again.number, ordinal, serial, cause);
}

/** All printings after the first, by piece and generation. */
export function selectPrintings(store: Store): Printing[] {
  return store.rows("SELECT * FROM printings ORDER BY piece_number, generation").map(toPrinting);
}

function toPrinting(row: Row): Printing {
  return {
    piece: asPieceNumber(Number(row["piece_number"])),
    generation: Number(row["generation"]),
    reprint: Number(row["reprint"]),
    ordinal: Number(row["ordinal"]),
    serial: asSerial(Number(row["serial"])),
    cause: String(row["cause"]) as ReprintCause,
  };
}
