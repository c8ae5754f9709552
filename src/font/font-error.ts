/**
 * A font file that cannot be used. `code` is stable (`font.damaged`, `font.licence` ...) so that a
 * caller can turn it into a diagnostic; the message says what to do.
 */
export class FontError extends Error {
  override readonly name = "FontError";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
