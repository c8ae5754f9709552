import type { CodeOf, StoreArea, StoreCode } from "../base/diagnostic-code.ts";
import { InvariantError } from "../base/assert.ts";
import type { StoreError } from "./store-error.ts";

/** What a kind of store says about itself when it fails. */
export interface FaultWords {
  /** Prefix of the codes: `ledger` or `register`. */
  readonly prefix: StoreArea;
  /** What to do about a damaged or foreign file. */
  readonly remedy: string;
  readonly makeError: (code: CodeOf<StoreArea>, message: string) => StoreError;
}

/** The fault `name` of the store at `file`, as the kind's own error. */
export function storeFault(words: FaultWords, name: StoreCode, message: string): StoreError {
  return words.makeError(`${words.prefix}.${name}`, message);
}

/** The fault of a file whose contents are not what was written. */
export function damagedFile(words: FaultWords, file: string): StoreError {
  return storeFault(
    words,
    "damaged-file",
    `the ${words.prefix} ${file} is damaged: ${words.remedy}`,
  );
}

/**
 * SQLite's message if a file's own description of its tables, or its header, was changed. Its code
 * is that of every error without a code, such as a fault in the program's SQL.
 */
const ODD_TABLES = /^no such (?:column|table|index)|has no column named|^unsupported file format/;

/**
 * Turns an error raised by SQLite into one that says what to do; returns every other error as it
 * is. A row that breaks a constraint is a fault of the program, so an `InvariantError`.
 */
export function translateFault(words: FaultWords, file: string, error: unknown): unknown {
  if (!isSqliteError(error)) return error;
  const what = `the ${words.prefix} ${file}`;
  // The low byte of the extended result code is the primary one (sqlite.org/rescode.html).
  switch (error.errcode & 0xff) {
    case 11: // SQLITE_CORRUPT
    case 26: // SQLITE_NOTADB
      return damagedFile(words, file);
    case 1: // SQLITE_ERROR
      return ODD_TABLES.test(error.message) ? damagedFile(words, file) : error;
    case 5: // SQLITE_BUSY
    case 6: // SQLITE_LOCKED
      return storeFault(words, "busy", `${what} is held by another process: wait for it to end`);
    case 13: // SQLITE_FULL
      return storeFault(words, "disk-full", `no space left to write ${what}: free some and resume`);
    case 3: // SQLITE_PERM
    case 8: // SQLITE_READONLY
    case 10: // SQLITE_IOERR
    case 14: // SQLITE_CANTOPEN
      return storeFault(
        words,
        "unusable-file",
        `${what} cannot be read or written (${error.message}): ` +
          "check the path, its owner and the disk",
      );
    case 19: // SQLITE_CONSTRAINT
      return new InvariantError(`${what} refused a row: ${error.message}`);
    default:
      return error;
  }
}

interface SqliteError extends Error {
  readonly errcode: number;
}

function isSqliteError(error: unknown): error is SqliteError {
  return error instanceof Error && "errcode" in error && typeof error.errcode === "number";
}
