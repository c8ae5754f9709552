/**
 * A work copy has signs of its own, whatever the file's: they hardly ever occur in fields, so that
 * hardly any need quotes.
 */
export const COPY_SIGNS = { delimiter: "\u001f", quote: "\u001e" };
