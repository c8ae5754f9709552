/**
 * A ledger that cannot be used: damaged, foreign, written by a newer program, or on a disk that
 * refuses. `code` is stable (`ledger.damaged-file` ...); the message says what to do.
 */
export class LedgerError extends Error {
  override readonly name: string = "LedgerError";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** A value in the tables that no run writes. */
export function damagedRow(what: string): LedgerError {
  const remedy =
    "put back a good copy, or make it anew from the run's folder by `nightpress rebuild`";
  return new LedgerError("ledger.damaged-file", `the ledger has ${what}: ${remedy}`);
}
