import type { Host } from "../base/host.ts";
import type {
  CsvFinding,
  EncodingFinding,
  FileFinding,
  TrailerFinding,
} from "../model/inspection.ts";
import { columnFinding, keyColumns } from "./column-finding.ts";
import { ColumnProfile } from "./column-profile.ts";
import { CsvSplitter, type SplitRow } from "./csv-splitter.ts";
import { type HeaderLook, lookForHeader } from "./csv-header.ts";
import type { CsvForm } from "./sniff-csv.ts";
import { eachText } from "./text-chunks.ts";
import { trailerOf } from "./trailer-look.ts";

/** The rows that decide whether the first one is a header. */
const HEADER_ROWS = 50;

export interface CsvLook extends Pick<FileFinding, "rows" | "columns" | "keys"> {
  readonly csv: CsvFinding;
  readonly trailer?: TrailerFinding;
  readonly profiles: readonly ColumnProfile[];
}

/** Reads a delimited file whole and tells what is in it. */
export function inspectCsv(
  host: Host,
  path: string,
  form: CsvForm,
  how: {
    readonly compression: FileFinding["compression"];
    readonly encoding: EncodingFinding;
    readonly head: string;
  },
): CsvLook {
  const reader = new TableReader(form);
  const splitter = new CsvSplitter(form.delimiter, form.quote, (row) => reader.take(row));
  const read = { compression: how.compression, encoding: how.encoding.name };
  eachText(host, path, read, (text) => {
    splitter.push(text);
    return true;
  });
  splitter.end();
  return reader.finish(splitter.blankLines, lineEndsOf(how.head));
}

class TableReader {
  readonly #form: CsvForm;
  #header: HeaderLook | undefined;
  #profiles: ColumnProfile[] = [];
  /** The rows that are looked at before the header is known. */
  #first: SplitRow[] = [];
  /** The last row that was read, which may be the trailer. */
  #last: SplitRow | undefined;
  /** The last line of the header. */
  #headerLine = 0;
  #rows = 0;
  #oddRows = 0;
  #firstOddLine = 0;

  constructor(form: CsvForm) {
    this.#form = form;
  }

  take(row: SplitRow): void {
    if (row.line <= this.#form.skippedLines) return;
    if (this.#header === undefined) {
      this.#first.push(row);
      if (this.#first.length > HEADER_ROWS) this.#begin();
      return;
    }
    if (this.#last !== undefined) this.#row(this.#last);
    this.#last = row;
  }

  finish(blankLines: number, lineEnds: CsvFinding["lineEnds"]): CsvLook {
    const { hasHeader, evidence, hasTrailing, isAmbiguous, names } = this.#header ?? this.#begin();
    const trailer = this.#trailer();
    if (trailer === undefined && this.#last !== undefined) this.#row(this.#last);
    const columns = this.#profiles.map((profile) => columnFinding(profile, this.#rows));
    const csv = {
      delimiter: this.#form.delimiter,
      quote: this.#form.quote,
      hasHeader,
      headerEvidence: evidence,
      ...(isAmbiguous && { givenNames: names }),
      skippedLines: isAmbiguous ? this.#headerLine : this.#form.skippedLines,
      hasTrailingDelimiter: hasTrailing,
      blankLines,
      oddRows: this.#oddRows,
      firstOddLine: this.#firstOddLine,
      lineEnds,
    };
    const keys = keyColumns(columns, this.#rows);
    const found = { csv, rows: this.#rows, columns, keys, profiles: this.#profiles };
    return trailer === undefined ? found : { ...found, trailer };
  }

  #begin(): HeaderLook {
    const header = lookForHeader(this.#first, this.#form.fieldCount);
    this.#header = header;
    this.#profiles = header.names.map((name) => new ColumnProfile(name));
    const waiting = header.hasHeader ? this.#first.slice(1) : this.#first;
    this.#headerLine = (waiting[0]?.line ?? (this.#first[0]?.line ?? 0) + 1) - 1;
    this.#first = [];
    for (const row of waiting) this.take(row);
    return header;
  }

  #row({ line, fields }: SplitRow): void {
    this.#rows += 1;
    if (fields.length !== this.#form.fieldCount) {
      this.#oddRows += 1;
      this.#firstOddLine ||= line;
    }
    for (const [at, profile] of this.#profiles.entries()) profile.add(fields[at] ?? "", line);
  }

  #trailer(): TrailerFinding | undefined {
    const last = this.#last;
    if (last === undefined || last.fields.length === this.#form.fieldCount) return undefined;
    return trailerOf(last, this.#profiles, this.#rows);
  }
}

function lineEndsOf(head: string): CsvFinding["lineEnds"] {
  if (head.includes("\r\n")) return "CR LF";
  return head.includes("\n") || !head.includes("\r") ? "LF" : "CR";
}
