import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
} from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Prng } from "../../src/base/prng.ts";

const DATABASE = /\.db(-wal|-shm|-journal)?$/;

export function isDatabaseFile(path: string): boolean {
  return DATABASE.test(path);
}

/** What is told of statements before and after they run; it may throw in their place. */
export type StatementWatch = (file: string, sql: string, when: "before" | "after") => void;

let watch: StatementWatch | undefined;

/** Lets one simulation at a time see the transactions of all databases in this process. */
export function watchStatements(one: StatementWatch | undefined): void {
  watch = one;
}

// SQLite writes its files itself, so transactions are seen where they are given to it.
const plainExec = Object.getOwnPropertyDescriptor(DatabaseSync.prototype, "exec")?.value as (
  this: DatabaseSync,
  sql: string,
) => void;
DatabaseSync.prototype.exec = function exec(this: DatabaseSync, sql: string): void {
  const file = watch === undefined ? undefined : this.location();
  if (typeof file === "string") watch?.(file, sql, "before");
  plainExec.call(this, sql);
  if (typeof file === "string") watch?.(file, sql, "after");
};

/**
 * What a disk keeps of SQLite databases in WAL mode. A commit under `synchronous = FULL` syncs the
 * log; one under NORMAL only writes to it, so that it may be gone after a loss of power, but never
 * without all later ones: frames are chained by checksums, and SQLite stops at the first that does
 * not fit. A checkpoint syncs the log before it writes the database and the database before the log
 * is used again (sqlite.org/wal.html, "Performance Considerations"; sqlite.org/pragma.html,
 * `synchronous`). So all that a loss of power can do is to cut the log behind its last full commit.
 */
export class DatabaseDisk {
  readonly #root: string;
  readonly #copies: string;
  /** By database: whether commits are full just now, and how long the log was at the last one. */
  readonly #isFull = new Map<string, boolean>();
  readonly #floors = new Map<string, number>();
  /** Databases whose names were synced. */
  readonly #durable = new Set<string>();

  constructor(root: string) {
    this.#root = root;
    this.#copies = `${root}.databases`;
    this.restarted();
  }

  statementRan(file: string, sql: string): void {
    const level = /synchronous = (FULL|NORMAL)/.exec(sql)?.[1];
    if (level !== undefined) this.#isFull.set(file, level === "FULL");
    // The last connection that was closed has taken the log away.
    if (/journal_mode/.test(sql) && logBytes(file) === 0) this.#floors.set(file, 0);
    if (sql !== "COMMIT" || this.#isFull.get(file) !== true) return;
    this.#floors.set(file, logBytes(file));
    // The first sync of a new log syncs its folder as well.
    this.#durable.add(file);
  }

  syncedFolder(folder: string): void {
    if (!existsSync(folder)) return;
    for (const name of readdirSync(folder))
      if (name.endsWith(".db")) this.#durable.add(`${folder}/${name}`);
  }

  /** Keeps the databases as they are: the process is dead, whatever it still does to them. */
  died(): void {
    rmSync(this.#copies, { recursive: true, force: true });
    for (const path of this.#files()) {
      const copy = this.#copies + path.slice(this.#root.length);
      mkdirSync(dirname(copy), { recursive: true });
      copyFileSync(path, copy);
    }
  }

  /** Puts back what there was when the process died; all connections are closed by now. */
  restore(lostPower: Prng | undefined): void {
    for (const path of this.#files()) rmSync(path);
    if (existsSync(this.#copies))
      for (const name of readdirSync(this.#copies, { recursive: true, encoding: "utf8" })) {
        const target = `${this.#root}/${name}`;
        // The log's index is in memory, and made anew by the first who opens the database.
        if (!isDatabaseFile(name) || name.endsWith("-shm")) continue;
        mkdirSync(dirname(target), { recursive: true });
        copyFileSync(`${this.#copies}/${name}`, target);
      }
    rmSync(this.#copies, { recursive: true, force: true });
    this.#isFull.clear();
    if (lostPower === undefined) return;
    for (const path of this.#databases()) this.#cut(path, lostPower);
    this.restarted();
  }

  /** All that lies there is on the disk for good. */
  restarted(): void {
    rmSync(this.#copies, { recursive: true, force: true });
    this.#isFull.clear();
    this.#floors.clear();
    this.#durable.clear();
    for (const path of this.#databases()) {
      this.#durable.add(path);
      this.#floors.set(path, logBytes(path));
    }
  }

  #cut(path: string, random: Prng): void {
    if (!this.#durable.has(path) && random.chance(0.5)) {
      for (const end of ["", "-wal"]) rmSync(path + end, { force: true });
      return;
    }
    const size = logBytes(path);
    const isFull = this.#isFull.get(path) === true;
    const floor = isFull ? size : Math.min(size, this.#floors.get(path) ?? 0);
    if (size === 0 || floor === size) return;
    const lengths = [floor, random.between(floor, size), random.between(floor, size), size];
    const length = random.pick(lengths);
    if (length === 0) rmSync(`${path}-wal`);
    else truncateSync(`${path}-wal`, length);
  }

  #files(): string[] {
    const names = readdirSync(this.#root, { recursive: true, encoding: "utf8" });
    return names.filter(isDatabaseFile).map((name) => `${this.#root}/${name}`);
  }

  #databases(): string[] {
    return this.#files().filter((path) => path.endsWith(".db"));
  }
}

function logBytes(file: string): number {
  return existsSync(`${file}-wal`) ? statSync(`${file}-wal`).size : 0;
}
