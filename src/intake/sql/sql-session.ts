import { UsageError } from "../../base/diagnostic.ts";
import { inputFinding } from "../check/input-findings.ts";

/** A value that has no canonical text: why. */
export interface BadCell {
  readonly problem: string;
}

export type SqlCell = string | BadCell;

/** The rows of a query, as they come. */
export interface SqlRows {
  readonly columns: readonly string[];
  /** The next rows, in text; none if there are no more. */
  next(): Promise<readonly (readonly SqlCell[])[]>;
}

/** A connection within one read-only transaction: all of its queries see the same data. */
export interface SqlSession {
  /** `file` is where the query is written, for findings. */
  query(text: string, file: string): Promise<SqlRows>;
  close(): Promise<void>;
}

export const BATCH_ROWS = 1000;

export interface QueryPlace {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

export function databaseFault(message: string, place: QueryPlace, hint?: string): UsageError {
  return new UsageError([inputFinding("input.database", message, place, hint)]);
}

/** Line and column of a character of a query, counted from 1. */
export function placeInQuery(file: string, query: string, position: number): QueryPlace {
  const before = query.slice(0, position - 1).split("\n");
  return { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
