import type { CodeOf } from "../../base/diagnostic-code.ts";
import type { Host, HostFile } from "../../base/host.ts";

/** A file in a format of its own, as its reader gets it. */
export interface ForeignFile {
  readonly host: Host;
  /** The name in findings: as the job has it. */
  readonly file: string;
  /** The file to read, unpacked if it was packed. Read it through `open`, which hashes it. */
  readonly path: string;
  readonly open: HostFile;
  readonly sizeBytes: number;
  /** Of rows: the columns that the job takes, for formats that hand out what they are asked for. */
  readonly columns?: readonly string[];
}

/** Where a row or record is in the sender's file. */
export interface ForeignPlace {
  /** 1-based line, row or record number. */
  readonly line: number;
  /** Byte range in the sender's file; both 0 in a format where that means nothing. */
  readonly byteOffset: number;
  readonly sizeBytes: number;
}

/** What makes a row or record unreadable: it becomes one reject. */
export interface ForeignFault {
  readonly code: CodeOf<"data">;
  /** The sender's name of the field, if it is one field that is at fault. */
  readonly column?: string;
  /** What to do, without the value itself. */
  readonly message: string;
  /** Where it is, if that is not the place of the whole record. */
  readonly place?: ForeignPlace;
}

/** A row; one that is at fault has as many of its fields as could be read, above all its key. */
export interface ForeignRow {
  /** As many as there are columns; empty where a value is absent. */
  readonly fields: readonly string[];
  readonly place: ForeignPlace;
  readonly fault?: ForeignFault;
}

/** Line, byte offset and size of each row. */
export type RowPlaces = Readonly<Record<string, readonly (readonly number[])[]>>;

/** A nested record. Its leaves are texts; what is absent is left out. */
export interface ForeignRecord {
  readonly value: Readonly<Record<string, unknown>>;
  readonly place: ForeignPlace;
  /** The places of the rows of its lists, by the list's path, if they have such. */
  readonly rowPlaces?: RowPlaces;
  readonly fault?: ForeignFault;
}

/** What the file's own header and trailer records state, by name; known after the last batch. */
export type ForeignTrailer = Readonly<Record<string, string>>;

/**
 * Rows in batches, so that an `await` is not paid for each row. Opening a table and reading it may
 * throw a `UsageError` that names the file and the line.
 */
export interface ForeignTable {
  readonly form: "rows";
  /** What is read is no file: the work copy alone says what it was. */
  readonly isSnapshot?: true;
  readonly columns: readonly string[];
  batches(): AsyncIterable<readonly ForeignRow[]>;
  trailer?(): ForeignTrailer | undefined;
}

/** Nested records in batches. */
export interface ForeignRecords {
  readonly form: "records";
  batches(): AsyncIterable<readonly ForeignRecord[]>;
  trailer?(): ForeignTrailer | undefined;
}

export type ForeignSource = ForeignTable | ForeignRecords;
