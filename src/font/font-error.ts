import type { CodeOf } from "../base/diagnostic-code.ts";
/**
 * A font file that cannot be used. `code` is stable (`font.damaged`, `font.licence` ...) so that a
 * caller can turn it into a diagnostic; the message says what to do.
 */
export class FontError extends Error {
  override readonly name = "FontError";
  readonly code: CodeOf<"font">;

  constructor(code: CodeOf<"font">, message: string) {
    super(message);
    this.code = code;
  }
}
