import type { DiagnosticCode } from "../base/diagnostic-code.ts";

/** What a record's check says of a value that could not be made. */
export interface UnmadeFault {
  readonly code: DiagnosticCode;
  readonly field: string;
  readonly message: string;
  readonly hint?: string;
}

/**
 * Stands in a record for a value that could not be made of its source. No check takes it, so the
 * record is refused, and then it says why.
 */
export class Unmade {
  readonly #code: DiagnosticCode;
  readonly #reason: string;
  readonly #hint: string | undefined;

  /** `reason` follows the field's name; it holds no value. */
  constructor(code: DiagnosticCode, reason: string, hint?: string) {
    this.#code = code;
    this.#reason = reason;
    this.#hint = hint;
  }

  faultAt(field: string): UnmadeFault {
    const hint = this.#hint;
    const message = `${field} ${this.#reason}`;
    return { code: this.#code, field, message, ...(hint !== undefined && { hint }) };
  }
}
