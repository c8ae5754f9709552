import { DatabaseSync } from "./sqlite.ts";
import { pathToFileURL } from "node:url";
import { defined } from "../base/assert.ts";
import type { Host } from "../base/host.ts";
import { damagedFile, storeFault, translateFault } from "./store-fault.ts";
import type { StoreKind } from "./store.ts";

const BUSY_TIMEOUT_MS = 5000;
const WAL_ATTEMPTS_MAX = 20;

/** Opens or creates a database of this kind; throws the kind's error if it is none. */
export function openDatabase(host: Host, file: string, kind: StoreKind): DatabaseSync {
  try {
    const db = host.exists(file) ? connect(file) : create(host, file);
    try {
      prepare(db, file, kind);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    throw translateFault(kind.words, file, error);
  }
}

function prepare(db: DatabaseSync, file: string, kind: StoreKind): void {
  // One snapshot, or else a process that is just creating its tables could look like a foreign one.
  inTransaction(db, "BEGIN", () => checkKind(db, file, kind));
  useWriteAheadLog(db);
  db.exec(`PRAGMA synchronous = ${kind.synchronous}`);
  // A checkpoint copies the log into the file: seldom, or bulk inserts write each page twice.
  db.exec("PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 8000");
  makeTables(db, file, kind);
  if (kind.checkWhole) checkWhole(db, file, kind);
}

function connect(file: string | URL): DatabaseSync {
  return new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
}

/**
 * Two processes may create the same register at once, so the file itself must never be truncated.
 * The host makes an empty private file beside it, and SQLite creates the database with its mode
 * (`modeof`, a URI parameter of SQLite's Unix layer) and only if nobody else has meanwhile.
 */
function create(host: Host, file: string): DatabaseSync {
  const pattern = `${file}.mode`;
  host.openWrite(pattern).close();
  // Not by `searchParams`, which writes a blank as a plus sign: to SQLite that is a plus sign.
  const url = new URL(`${pathToFileURL(file).href}?modeof=${encodeURIComponent(pattern)}`);
  try {
    const db = connect(url);
    host.remove(pattern);
    host.syncFolder(file.slice(0, Math.max(1, file.lastIndexOf("/"))));
    return db;
  } catch (error) {
    // Another process took the pattern away, which it does only once the database is there.
    if (host.exists(file)) return connect(file);
    throw error;
  }
}

/** Reports a file of another program, or of a newer version, before anything is written. */
function checkKind(db: DatabaseSync, file: string, kind: StoreKind): void {
  const { words } = kind;
  const application = pragma(db, "application_id");
  const version = pragma(db, "user_version");
  if (application === kind.applicationId && version <= kind.version) {
    if (version === kind.version || kind.migrations?.[version] !== undefined) return;
    // No program of ours ever wrote such a version.
    throw damagedFile(words, file);
  }
  if (application === 0 && isEmpty(db)) return;
  if (application === kind.applicationId)
    throw storeFault(
      words,
      "newer-version",
      `the ${words.prefix} ${file} has version ${version}; this program knows ${kind.version}: ` +
        "use the newer program",
    );
  throw storeFault(
    words,
    "foreign-file",
    `${file} is not a ${words.prefix} but another program's database: ${words.remedy}`,
  );
}

/**
 * Turning the log on needs the file exclusively for a moment, and SQLite does not always wait for
 * it when two processes do so at once; an empty transaction does wait.
 */
function useWriteAheadLog(db: DatabaseSync): void {
  for (let attempt = 1; ; attempt++) {
    try {
      db.exec("PRAGMA journal_mode = WAL");
      return;
    } catch (error) {
      if (attempt === WAL_ATTEMPTS_MAX) throw error;
      db.exec("BEGIN IMMEDIATE; ROLLBACK");
    }
  }
}

function makeTables(db: DatabaseSync, file: string, kind: StoreKind): void {
  const isOurs = pragma(db, "application_id") === kind.applicationId;
  if (isOurs && pragma(db, "user_version") === kind.version) return;
  inTransaction(db, "BEGIN IMMEDIATE", () => {
    // Another process may have been first while this one waited.
    checkKind(db, file, kind);
    if (!isEmpty(db)) return migrate(db, kind);
    db.exec(kind.schema);
    db.exec(`PRAGMA application_id = ${kind.applicationId}`);
    db.exec(`PRAGMA user_version = ${kind.version}`);
  });
}

/** Brings tables made by an earlier program up to date, version by version. */
function migrate(db: DatabaseSync, { migrations, version }: StoreKind): void {
  for (let known = pragma(db, "user_version"); known < version; known += 1)
    db.exec(defined(migrations?.[known], `the way from version ${known} to the next`));
  db.exec(`PRAGMA user_version = ${version}`);
}

function inTransaction(
  db: DatabaseSync,
  begin: "BEGIN" | "BEGIN IMMEDIATE",
  work: () => void,
): void {
  db.exec(begin);
  try {
    work();
    db.exec("COMMIT");
  } finally {
    if (db.isTransaction) db.exec("ROLLBACK");
  }
}

function checkWhole(db: DatabaseSync, file: string, kind: StoreKind): void {
  const finding = db.prepare("PRAGMA quick_check(1)").get()?.["quick_check"];
  if (finding !== "ok") throw damagedFile(kind.words, file);
}

function isEmpty(db: DatabaseSync): boolean {
  return Number(db.prepare("SELECT count(*) AS n FROM sqlite_schema").get()?.["n"]) === 0;
}

function pragma(db: DatabaseSync, name: string): number {
  return Number(db.prepare(`PRAGMA ${name}`).get()?.[name]);
}
