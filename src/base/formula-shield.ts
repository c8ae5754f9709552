/**
 * What a spreadsheet would take for a formula or a command at the start of a cell; full-width signs
 * count as the narrow ones. Apostrophes before it get one more, so that reading back gives the
 * original text.
 */
const FORMULA_START = /^'*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;

/** The text with an apostrophe in front if a spreadsheet might run it. */
export function shielded(text: string): string {
  return FORMULA_START.test(text) ? `'${text}` : text;
}

/** What `shielded` was given. */
export function unshielded(text: string): string {
  return text.startsWith("'") && FORMULA_START.test(text.slice(1)) ? text.slice(1) : text;
}
