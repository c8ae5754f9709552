import { CsvSplitter, type SplitRow } from "./csv-splitter.ts";

/** How a delimited file is cut into fields, as far as its first rows tell. */
export interface CsvForm {
  readonly delimiter: string;
  readonly quote: string;
  /** Fields of most rows. */
  readonly fieldCount: number;
  /** Lines before the first row that has as many fields as most. */
  readonly skippedLines: number;
  /** The share of rows that have as many. */
  readonly share: number;
}

const DELIMITERS = [",", ";", "\t", "|", "^", "~"];
const QUOTES = ['"', "'"];
const ROWS_LOOKED_AT = 300;
const SHARE_MIN = 0.6;

/** The delimiter and quote with which most rows have the same number of fields, more than one. */
export function sniffCsv(head: string): CsvForm | undefined {
  const quote = quoteOf(head);
  const forms = DELIMITERS.flatMap((delimiter) => formWith(head, delimiter, quote) ?? []);
  forms.sort((a, b) => b.share - a.share || b.fieldCount - a.fieldCount);
  const [best] = forms;
  if (best === undefined || best.share < SHARE_MIN) return undefined;
  // Nearly as steady with many more fields: a comma in one quoted text must not decide.
  const wider = forms.find(
    ({ share, fieldCount }) => share > best.share - 0.1 && fieldCount > 2 * best.fieldCount,
  );
  return wider ?? best;
}

/** The quote that stands next to more delimiters and line ends. */
function quoteOf(head: string): string {
  const counts = QUOTES.map((quote) => {
    const edge = new RegExp(`(?:^|[,;\\t|^~])${quote}|${quote}(?:[,;\\t|^~]|\\r?$)`, "gm");
    return [quote, (head.match(edge) ?? []).length] as const;
  });
  const [double, single] = counts;
  return (single?.[1] ?? 0) > 2 * (double?.[1] ?? 0) + 4 ? "'" : '"';
}

function formWith(head: string, delimiter: string, quote: string): CsvForm | undefined {
  const rows = rowsOf(head, delimiter, quote);
  const counts = new Map<number, number>();
  for (const { fields } of rows) counts.set(fields.length, (counts.get(fields.length) ?? 0) + 1);
  const [most] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0]);
  if (most === undefined || most[0] < 2) return undefined;
  const [fieldCount, count] = most;
  const first = rows.find(({ fields }) => fields.length === fieldCount);
  const skippedLines = (first?.line ?? 1) - 1;
  return { delimiter, quote, fieldCount, skippedLines, share: count / rows.length };
}

function rowsOf(head: string, delimiter: string, quote: string): SplitRow[] {
  const rows: SplitRow[] = [];
  const splitter = new CsvSplitter(delimiter, quote, (row) => rows.push(row));
  splitter.push(head);
  // The last row may be cut.
  if (rows.length === 0) splitter.end();
  return rows.slice(0, ROWS_LOOKED_AT);
}
