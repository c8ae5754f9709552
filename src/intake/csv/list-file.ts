import { type Diagnostic, diagnostic, UsageError } from "../../base/diagnostic.ts";
import { FindingList } from "../../base/finding-list.ts";
import type { Host } from "../../base/host.ts";
import { limits } from "../../base/limits.ts";
import { listLines, listText } from "./list-lines.ts";

/** A line of a list made by a person or a machine, by column. */
export interface ListRow {
  /** 1-based. */
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

/** What a list may hold. */
export interface ListForm {
  /** The column that a list without a header has. */
  readonly only: string;
  /** A first line with one of these names is a header; its other names are kept too. */
  readonly columns: readonly string[];
}

/**
 * Reads a short list: CSV whose header names its columns, or one value per line. Blank lines and
 * those that begin with # do not count; column names are read in lower case. Throws a `UsageError`
 * with all lines that cannot be read.
 */
export function readListFile(host: Host, file: string, form: ListForm): ListRow[] {
  if (!host.exists(file)) throw new UsageError([missing(file)]);
  if (host.sizeBytes(file) > limits.listBytesMax) throw new UsageError([tooLarge(file)]);
  const text = listText(file, host.readFile(file));
  if (text === undefined) throw new UsageError([unreadable(file, 0, "is not UTF-8 text")]);
  const rows: ListRow[] = [];
  const findings = new FindingList();
  let columns: readonly string[] | undefined;
  for (const { line, fields = [] } of listLines(text, form.columns)) {
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
    else
      findings.add(unreadable(file, line, `does not have the ${names.length} fields of the first`));
  }
  findings.throwAny();
  return rows;
}

function headerOf(fields: readonly string[], { columns }: ListForm): string[] | undefined {
  const names = fields.map((field) => field.toLowerCase());
  return names.some((name) => columns.includes(name)) ? names : undefined;
}

function missing(file: string): Diagnostic {
  return diagnostic("file.missing-list", `There is no list ${file}.`, {
    hint: "Name an existing file.",
  });
}

function tooLarge(file: string): Diagnostic {
  const message = `The list is larger than ${limits.listBytesMax / 1024 / 1024} MB: ${file}`;
  return diagnostic("file.wrong-list", message, { hint: "Split it, or name the right file." });
}

function unreadable(file: string, line: number, what: string): Diagnostic {
  const place = line > 0 ? `Line ${line} of the list` : "The list";
  return diagnostic("file.wrong-list", `${place} ${what}: ${file}`, {
    hint: "Give one value per line, or CSV in UTF-8 whose first line names the columns.",
    ...(line > 0 && { data: { file, line, byteOffset: 0, record: -1, field: "" } }),
  });
}
