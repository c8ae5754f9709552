import type { CodeOf } from "../base/diagnostic-code.ts";
/** An audit log that cannot be trusted or used; the message says what to do. */
export class AuditError extends Error {
  override readonly name = "AuditError";
  readonly code: CodeOf<"audit">;

  constructor(code: CodeOf<"audit">, message: string) {
    super(message);
    this.code = code;
  }
}
