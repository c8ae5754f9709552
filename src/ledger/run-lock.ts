import { DatabaseSync } from "../store/sqlite.ts";
import type { Host } from "../base/host.ts";
import { StoreError } from "../store/store-error.ts";
import { type FaultWords, translateFault } from "../store/store-fault.ts";

const SQLITE_BUSY = 5;

const WORDS: FaultWords = {
  prefix: "run-lock",
  remedy: "remove it when no process is working on the run, then try again",
  makeError: (code, message) => new StoreError(code, message),
};

/**
 * How much of a run its holder needs. A worker has it `alone`; a `reading` holder tolerates other
 * readers, and one that is `deciding` without changing what they read.
 */
export type LockDegree = "alone" | "deciding" | "reading";

/** SQLite's own exclusive, reserved and shared locks, which exclude each other in this way. */
const TAKING: Readonly<Record<LockDegree, string>> = {
  alone: "BEGIN EXCLUSIVE",
  deciding: "BEGIN IMMEDIATE",
  reading: "BEGIN; SELECT count(*) FROM sqlite_schema",
};

/**
 * Held by the one process that works on a run, or by those that read it. It is SQLite's lock on an
 * empty file, which the system takes back when the process ends, even if it is killed: so no lock
 * is ever left behind.
 */
export class RunLock {
  readonly #database: DatabaseSync;

  private constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /**
   * Takes the lock, or returns undefined if another holder prevents it. Throws a `StoreError` if
   * the file cannot be used.
   */
  static take(host: Host, file: string, degree: LockDegree = "alone"): RunLock | undefined {
    // Made by the host for its mode; the file stays, since removing a lock's file frees it twice.
    if (!host.exists(file)) host.openWrite(file).close();
    let database: DatabaseSync | undefined;
    try {
      database = new DatabaseSync(file, { timeout: 0 });
      database.exec(TAKING[degree]);
      return new RunLock(database);
    } catch (error) {
      database?.close();
      if (((error as { errcode?: number }).errcode ?? 0) % 256 === SQLITE_BUSY) return undefined;
      throw translateFault(WORDS, file, error);
    }
  }

  release(): void {
    this.#database.close();
  }
}
