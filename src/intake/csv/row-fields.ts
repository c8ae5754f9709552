import type { RowGrammar } from "./row-grammar.ts";

/** The fields of a row; most have no quote, and need no more than to be cut at delimiters. */
export function fieldsOf(text: string, isQuoted: boolean, grammar: RowGrammar): string[] {
  return isQuoted ? splitFields(text, grammar) : text.split(String.fromCharCode(grammar.delimiter));
}

/**
 * The unquoted fields of a row whose quotes are known to be right (see `QuotedRow`). Line breaks
 * within quoted fields stay as they are.
 */
export function splitFields(text: string, grammar: RowGrammar): string[] {
  const delimiter = String.fromCharCode(grammar.delimiter);
  const quote = String.fromCharCode(grammar.quote);
  const fields: string[] = [];
  let start = 0;
  while (start <= text.length) {
    const isQuoted = text.charCodeAt(start) === grammar.quote;
    const end = isQuoted ? closingQuote(text, start + 1, quote) : text.indexOf(delimiter, start);
    if (isQuoted) {
      fields.push(text.slice(start + 1, end).replaceAll(quote + quote, quote));
      start = end + 2;
    } else {
      fields.push(end < 0 ? text.slice(start) : text.slice(start, end));
      start = end < 0 ? text.length + 1 : end + 1;
    }
  }
  return fields;
}

function closingQuote(text: string, from: number, quote: string): number {
  let at = text.indexOf(quote, from);
  while (at >= 0 && text[at + 1] === quote) at = text.indexOf(quote, at + 2);
  return at < 0 ? text.length : at;
}
