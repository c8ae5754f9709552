/**
 * The fields of a line between delimiters; a field may be in quotes, within which quotes are
 * doubled. Undefined if a quote stands elsewhere or does not close.
 */
export function splitLine(text: string, delimiter: string, quote = ""): string[] | undefined {
  if (quote === "" || !text.includes(quote)) return text.split(delimiter);
  const fields: string[] = [];
  for (let start = 0; ;) {
    const isQuoted = text.startsWith(quote, start);
    const end = isQuoted ? closing(text, start + 1, quote) : text.indexOf(delimiter, start);
    if (isQuoted && end < 0) return undefined;
    const field = text.slice(isQuoted ? start + 1 : start, end < 0 ? text.length : end);
    if (!isQuoted && field.includes(quote)) return undefined;
    fields.push(field.replaceAll(quote + quote, quote));
    const next = isQuoted ? end + 1 : end;
    if (next < 0 || next === text.length) return fields;
    if (!text.startsWith(delimiter, next)) return undefined;
    start = next + delimiter.length;
  }
}

function closing(text: string, from: number, quote: string): number {
  let at = text.indexOf(quote, from);
  while (at >= 0 && text[at + 1] === quote) at = text.indexOf(quote, at + 2);
  return at;
}
