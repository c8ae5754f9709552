import { DatabaseSync, type StatementSync } from "node:sqlite";
import { counted } from "../../base/counted.ts";
import { plainDecimal } from "../check/plain-decimal.ts";
import {
  BATCH_ROWS,
  databaseFault,
  type SqlCell,
  type SqlRows,
  type SqlSession,
} from "./sql-session.ts";

const BUSY_MS = 5000;

/** Opens an SQLite file for reading, within one transaction. */
export function openSqlite(path: string, file: string): SqlSession {
  const guarded = <T>(what: string, work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw databaseFault(`SQLite ${what}: ${messageOf(error)}`, { file }, "correct it, run again");
    }
  };
  const database = guarded("cannot open the database", () => {
    const opened = new DatabaseSync(path, { readOnly: true, timeout: BUSY_MS });
    opened.exec("begin");
    return opened;
  });
  return {
    query: async (text, queryFile) => sqliteRows(database, text, queryFile),
    close: async () => database.close(),
  };
}

function sqliteRows(database: DatabaseSync, query: string, file: string): SqlRows {
  let count = 0;
  const guarded = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      const what =
        count > 0 ? `broke the query off after ${counted(count, "row")}` : "refused the query";
      throw databaseFault(`SQLite ${what}: ${messageOf(error)}`, { file }, "correct the query");
    }
  };
  const { statement, columns } = guarded(() => prepare(database, query));
  // SQLite itself would take the first of several, and say nothing of the others.
  if (statement.sourceSQL.trim() !== query.trim())
    throw databaseFault("the file holds more than one statement: write one `select`", { file });
  if (columns.length === 0)
    throw databaseFault("the query gives no columns: write a `select`", { file });
  const rows = statement.iterate();
  const next = async (): Promise<readonly (readonly SqlCell[])[]> => {
    const batch: SqlCell[][] = [];
    while (batch.length < BATCH_ROWS) {
      const row = guarded(() => rows.next());
      if (row.done === true) break;
      count += 1;
      // Each row is an array, in the order of the columns.
      batch.push(Object.values(row.value).map(cellOf));
    }
    return batch;
  };
  return { columns, next };
}

function prepare(
  database: DatabaseSync,
  query: string,
): { statement: StatementSync; columns: readonly string[] } {
  const statement = database.prepare(query);
  statement.setReadBigInts(true);
  statement.setReturnArrays(true);
  return { statement, columns: statement.columns().map(({ name }) => name) };
}

function cellOf(value: unknown): SqlCell {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value;
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "number") return { problem: "is bytes: cast it to text in the query" };
  const isNumber = Number.isFinite(value);
  return isNumber ? plainDecimal(String(value)) : { problem: "is no number (infinite)" };
}

/** SQLite's messages name tables and columns, never values. */
function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "it failed";
}
