import type { DiagnosticCode } from "../../base/diagnostic-code.ts";
import { type Diagnostic, diagnostic } from "../../base/diagnostic.ts";
import type { ListRow, ListRowFault } from "./list-row.ts";

/** How what is wrong with a list of some kind is told. */
export interface ListWords {
  /** Such as `suppression list`. */
  readonly noun: string;
  readonly missing: DiagnosticCode;
  readonly wrong: DiagnosticCode;
  /** What to do about it. */
  readonly hint: string;
}

export interface ListPlace {
  readonly file: string;
  /** 1-based; 0 for the whole list. */
  readonly line: number;
  /** The sender's name of the column, if one is at fault. */
  readonly column?: string;
}

/** What is wrong with a list, or with a line of it. */
export function listFault(
  { noun, wrong, hint: general }: ListWords,
  { file, line, column = "" }: ListPlace,
  what: string,
  hint = general,
): Diagnostic {
  const place = line > 0 ? `Line ${line} of the ${noun}` : `The ${noun}`;
  return diagnostic(wrong, `${place} ${what}: ${file}`, {
    hint,
    ...(line > 0 && { data: { file, line, byteOffset: 0, record: -1, field: column } }),
  });
}

/** What is wrong with a row. */
export function rowFault(
  words: ListWords,
  { file, line }: ListRow,
  { what, column, hint }: ListRowFault,
): Diagnostic {
  return listFault(words, { file, line, ...(column !== undefined && { column }) }, what, hint);
}
