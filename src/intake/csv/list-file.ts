import { type Diagnostic, diagnostic, UsageError } from "../../base/diagnostic.ts";
import type { Host } from "../../base/host.ts";
import { limits } from "../../base/limits.ts";
import { splitFields } from "./row-fields.ts";
import { QuotedRow } from "./row-grammar.ts";

const GRAMMAR = { delimiter: 0x2c, quote: 0x22, columnCount: 0 };
const FINDINGS_MAX = 20;

/** A line of a list that a person or a machine made, by column. */
export interface ListRow {
  /** 1-based. */
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

/** What a list may hold. */
export interface ListForm {
  /** The column that a list without a header has. */
  readonly only: string;
  /** A first line with one of these names is a header; it may name others, which are kept too. */
  readonly columns: readonly string[];
}

/**
 * Reads a short list: CSV whose header names its columns, or one value a line. Blank lines and
 * those that begin with # do not count; names of columns are taken in lower case. Throws a
 * `UsageError` with all lines that cannot be read.
 */
export function readListFile(host: Host, file: string, form: ListForm): ListRow[] {
  if (!host.exists(file)) throw new UsageError([missing(file)]);
  if (host.sizeBytes(file) > limits.listBytesMax) throw new UsageError([tooLarge(file)]);
  const text = textOf(host.readFile(file));
  if (text === undefined) throw new UsageError([unreadable(file, 0, "is no UTF-8 text")]);
  const row = new QuotedRow(GRAMMAR);
  const rows: ListRow[] = [];
  const findings: Diagnostic[] = [];
  let columns: readonly string[] | undefined;
  for (const [index, raw] of text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .entries()) {
    if (raw.trim() === "" || raw.startsWith("#") || findings.length === FINDINGS_MAX) continue;
    const line = index + 1;
    const fields = fieldsOf(row, raw);
    if (columns === undefined) {
      columns = headerOf(fields, form);
      if (columns !== undefined) continue;
      columns = [form.only];
    }
    const names = columns;
    if (fields.length === names.length)
      rows.push({
        line,
        cells: Object.fromEntries(names.map((name, at) => [name, fields[at] ?? ""])),
      });
    else findings.push(unreadable(file, line, `has not the ${names.length} fields of the first`));
  }
  if (findings.length > 0) throw new UsageError(findings);
  return rows;
}

function headerOf(fields: readonly string[], { columns }: ListForm): string[] | undefined {
  const names = fields.map((field) => field.toLowerCase());
  return names.some((name) => columns.includes(name)) ? names : undefined;
}

/** The fields of a line, without blanks around them; none where a quote is astray. */
function fieldsOf(row: QuotedRow, line: string): string[] {
  const isPlain = !line.includes('"');
  if (!isPlain && row.walk(Buffer.from(line), 0, true) !== "whole") return [];
  const fields = isPlain ? line.split(",") : splitFields(line, GRAMMAR);
  return fields.map((field) => field.trim());
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function missing(file: string): Diagnostic {
  return diagnostic("file.missing-list", `There is no list ${file}.`, {
    hint: "Name a file that is there.",
  });
}

function tooLarge(file: string): Diagnostic {
  const message = `The list is larger than ${limits.listBytesMax / 1024 / 1024} MB: ${file}`;
  return diagnostic("file.wrong-list", message, { hint: "Split it, or name the right file." });
}

function unreadable(file: string, line: number, what: string): Diagnostic {
  const place = line > 0 ? `Line ${line} of the list` : "The list";
  return diagnostic("file.wrong-list", `${place} ${what}: ${file}`, {
    hint: "Give one value a line, or CSV in UTF-8 whose first line names the columns.",
    ...(line > 0 && { data: { file, line, byteOffset: 0, record: -1, field: "" } }),
  });
}
