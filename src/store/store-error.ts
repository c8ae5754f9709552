import type { CodeOf, StoreArea } from "../base/diagnostic-code.ts";
/**
 * A ledger that cannot be used: damaged, foreign, written by a newer program, or on a disk that
 * refuses. `code` is stable (`ledger.damaged-file` ...); the message says what to do.
 */
export class StoreError extends Error {
  override readonly name: string = "StoreError";
  readonly code: CodeOf<StoreArea>;

  constructor(code: CodeOf<StoreArea>, message: string) {
    super(message);
    this.code = code;
  }
}
