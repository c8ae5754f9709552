import { DatabaseSync } from "./sqlite.ts";
import type { SQLInputValue, SQLOutputValue, StatementSync } from "node:sqlite";
import type { Host } from "../base/host.ts";
import { openDatabase } from "./open-database.ts";
import { damagedFile, translateFault } from "./store-fault.ts";
import type { FaultWords } from "./store-fault.ts";

/** A kind of database file: how it is told from others, and its tables. */
export interface StoreKind {
  readonly words: FaultWords;
  /** SQLite's `application_id`: four bytes that name the kind of file. */
  readonly applicationId: number;
  /** SQLite's `user_version`: raised when the tables change. */
  readonly version: number;
  /** The statements that make the tables. */
  readonly schema: string;
  /** The statements that migrate a file of each earlier version to the next, by that version. */
  readonly migrations?: Readonly<Record<number, string>>;
  /** How firmly each commit is pushed to disk; `durably` always pushes fully. */
  readonly synchronous: "NORMAL" | "FULL";
  /** Whether opening reads the whole file for damage: for small files that matter much. */
  readonly checkWhole: boolean;
}

export type Row = Record<string, SQLOutputValue>;

/**
 * One SQLite file: statements compiled once, transactions, and errors that say what to do. All
 * calls are synchronous.
 */
export class Store {
  readonly #db: DatabaseSync;
  readonly #kind: StoreKind;
  readonly #file: string;
  readonly #statements = new Map<string, StatementSync>();

  /** Opens or creates `file` with mode 0600; throws the kind's error if it cannot be used. */
  constructor(host: Host, file: string, kind: StoreKind) {
    this.#kind = kind;
    this.#file = file;
    this.#db = openDatabase(host, file, kind);
  }

  /** Runs a statement; the count of rows it changed. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return this.#guard(() => Number(this.prepare(sql).run(...values).changes));
  }

  row(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#guard(() => this.prepare(sql).get(...values));
  }

  rows(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#guard(() => this.prepare(sql).all(...values));
  }

  /** Rows one by one, for tables that must not be held in memory. */
  *each(sql: string, ...values: SQLInputValue[]): Generator<Row> {
    // A separate statement: two readers of one statement would disturb each other.
    const rows = this.#guard(() => this.#db.prepare(sql).iterate(...values));
    for (;;) {
      const next = this.#guard(() => rows.next());
      if (next.done === true) return;
      yield next.value;
    }
  }

  /** The first column of the first row as a number; 0 if there is no row or it is null. */
  number(sql: string, ...values: SQLInputValue[]): number {
    const row = this.row(sql, ...values);
    return row === undefined ? 0 : Number(Object.values(row)[0] ?? 0);
  }

  /** The JSON in a column; throws the kind's error if it is not JSON. */
  json(column: SQLOutputValue | undefined): unknown {
    try {
      const value: unknown = JSON.parse(String(column));
      return value;
    } catch {
      throw damagedFile(this.#kind.words, this.#file);
    }
  }

  /** The compiled statement, for loops that run it many times inside a `transaction`. */
  prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /** Runs `work` as one write transaction: all of it takes effect, or none. */
  transaction<T>(work: () => T): T {
    return this.#guard(() => {
      this.#db.exec("BEGIN IMMEDIATE");
      try {
        const result = work();
        this.#db.exec("COMMIT");
        return result;
      } finally {
        if (this.#db.isTransaction) this.#db.exec("ROLLBACK");
      }
    });
  }

  /** A transaction that is on disk, surviving any loss of power, when the call returns. */
  durably<T>(work: () => T): T {
    this.#guard(() => this.#db.exec("PRAGMA synchronous = FULL"));
    try {
      return this.transaction(work);
    } finally {
      this.#db.exec(`PRAGMA synchronous = ${this.#kind.synchronous}`);
    }
  }

  /** Writes all of the file, as it is at this moment, into the empty file `target`. */
  copyInto(target: string): void {
    this.#guard(() => this.#db.prepare("VACUUM INTO ?").run(target));
  }

  /** How many rows each table has. */
  rowCounts(): Record<string, number> {
    const tables = this.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
    const names = tables.map((row) => String(row["name"]));
    return Object.fromEntries(
      names.map((name) => [name, this.number(`SELECT count(*) FROM "${name}"`)]),
    );
  }

  close(): void {
    this.#statements.clear();
    this.#guard(() => this.#db.close());
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw translateFault(this.#kind.words, this.#file, error);
    }
  }
}
