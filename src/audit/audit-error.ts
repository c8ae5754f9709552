/** An audit log that cannot be trusted or used; the message says what to do. */
export class AuditError extends Error {
  override readonly name = "AuditError";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
