import { type Host, HostError, type HostFile } from "../../src/base/host.ts";
import { Prng } from "../../src/base/prng.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { DatabaseDisk, watchStatements } from "./database-disk.ts";
import type { HostBug } from "./host-bugs.ts";
import { type Inode, SimulatedDisk } from "./simulated-disk.ts";

export const FAULT_KINDS = [
  "power-loss",
  "kill",
  "disk-full",
  "write-error",
  "read-error",
  "sync-error",
  "rename-error",
  "database-full",
  "database-error",
  "database-locked",
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** One fault, and when it strikes. */
export interface Fault {
  readonly kind: FaultKind;
  /** The first is 1: of changes, or of reads for `read-error`. */
  readonly at: number;
  /** For how many changes the disk is full. */
  readonly length: number;
}

/** Where a fault struck, for a person who wants to know. */
export interface Struck {
  readonly kind: FaultKind | "bit-flip" | "ledger-lost";
  readonly op: string;
  readonly path: string;
  /** What the operator was about. */
  readonly step?: string;
}

/** Nothing that runs may catch this: the process is dead. */
class ProcessDied extends Error {
  override readonly name = "ProcessDied";
}

const SENTENCES = {
  ENOSPC: "The disk is full",
  EIO: "The disk failed",
} as const;

/** Kinds of faults that a kind of operation can meet; loss of power and kills meet all. */
const MEETS: Readonly<Record<string, readonly FaultKind[]>> = {
  openWrite: ["disk-full", "write-error"],
  openAppend: ["disk-full", "write-error"],
  write: ["disk-full", "write-error"],
  makeFolder: ["disk-full"],
  sync: ["sync-error"],
  syncFolder: ["sync-error"],
  rename: ["rename-error"],
  remove: [],
  begin: ["database-locked"],
  commit: ["database-full", "database-error"],
};

/**
 * A machine of which one folder is simulated: it meets a fault where it is told to, and after a
 * loss of power holds what a disk could. Files outside are only read. The time stands still until
 * it is set.
 */
export class FaultHost implements Host {
  readonly disk: SimulatedDisk;
  readonly databases: DatabaseDisk;
  /** Set by whoever tells the time. */
  timeMs = Date.UTC(2026, 10, 3);
  /** Changes and reads since the last `arm`. */
  changes = 0;
  reads = 0;
  struck: Struck | undefined;
  /** Final paths of all renames since this was emptied. */
  readonly renamed: string[] = [];
  readonly bug: HostBug | undefined;
  readonly #root: string;
  readonly #real = new NodeHost();
  readonly #random: Prng;
  #fault: Fault | undefined;
  #isDead = false;
  #diesAfterCommit = false;

  constructor(root: string, random: Prng, bug?: HostBug) {
    this.#root = root;
    this.#random = random;
    this.bug = bug;
    this.disk = new SimulatedDisk(root);
    this.databases = new DatabaseDisk(root);
    watchStatements((file, sql, when) => this.#onStatement(file, sql, when));
  }

  /** From now on counts anew and meets this fault. */
  arm(fault: Fault | undefined): void {
    this.#fault = fault;
    this.changes = 0;
    this.reads = 0;
    this.struck = undefined;
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** The machine or the process begins anew after its death. */
  restart(): void {
    const isPowerLoss = this.struck?.kind === "power-loss";
    this.#isDead = false;
    this.#fault = undefined;
    this.databases.restore(isPowerLoss ? this.#random : undefined);
    if (isPowerLoss) this.disk.losePower(this.#random);
  }

  nowMs(): number {
    return this.timeMs;
  }

  exists(path: string): boolean {
    this.#alive();
    this.bug?.reading?.(path);
    return this.#real.exists(path);
  }

  sizeBytes(path: string): number {
    this.#alive();
    return this.#real.sizeBytes(path);
  }

  readFile(path: string): Uint8Array {
    this.readMeets(path);
    return this.#real.readFile(path);
  }

  list(path: string): string[] {
    this.#alive();
    return this.#real.list(path);
  }

  openRead(path: string): HostFile {
    this.readMeets(path);
    const file = this.#real.openRead(path);
    return new FaultFile(this, path, file, undefined);
  }

  openWrite(path: string): HostFile {
    return this.change("openWrite", path, () => {
      this.disk.opening(path);
      const file = this.#real.openWrite(path);
      return new FaultFile(this, path, file, this.disk.opened(path));
    });
  }

  openAppend(path: string): HostFile {
    return this.change("openAppend", path, () => {
      const file = this.#real.openAppend(path);
      return new FaultFile(this, path, file, this.disk.opened(path));
    });
  }

  makeFolder(path: string): void {
    this.change("makeFolder", path, () => {
      this.#real.makeFolder(path);
      this.disk.madeFolder(path);
    });
  }

  rename(from: string, to: string): void {
    this.change("rename", to, () => {
      this.renamed.push(to);
      const act = (): void => this.disk.rename(from, to);
      if (this.bug?.rename === undefined) act();
      else this.bug.rename(to, act);
    });
  }

  syncFolder(path: string): void {
    this.change("syncFolder", path, () => {
      if (this.bug?.skipsFolderSync?.(path) === true) return;
      this.disk.syncedFolder(path);
      this.databases.syncedFolder(path);
    });
  }

  remove(path: string): void {
    this.change("remove", path, () => this.disk.remove(path));
  }

  /** Does a change, unless a fault comes before it, in its midst or after it. */
  change<T>(op: string, path: string, act: () => T, half?: () => void): T {
    this.#alive();
    if (!path.startsWith(this.#root)) throw new Error(`${op} outside of the shop: ${path}`);
    this.changes += 1;
    const fault = this.#due(op);
    if (fault === undefined) return act();
    this.struck ??= { kind: fault.kind, op, path };
    const { kind } = fault;
    if (kind === "power-loss" || kind === "kill") {
      const when = this.#random.below(half === undefined ? 2 : 3);
      if (when === 1) act();
      if (when === 2) half?.();
      this.#die();
    }
    if (kind === "database-full") throw sqliteError(13, "database or disk is full");
    if (kind === "database-error") throw sqliteError(10, "disk I/O error");
    if (kind === "database-locked") throw sqliteError(5, "database is locked");
    if (this.#random.chance(0.5)) half?.();
    throw hostError(kind === "disk-full" ? "ENOSPC" : "EIO", path);
  }

  /** Throws where reading is to fail. */
  readMeets(path: string): void {
    this.#alive();
    this.bug?.reading?.(path);
    if (!path.startsWith(this.#root)) return;
    this.reads += 1;
    if (this.#fault?.kind !== "read-error" || this.#fault.at !== this.reads) return;
    this.struck = { kind: "read-error", op: "read", path };
    throw hostError("EIO", path);
  }

  #due(op: string): Fault | undefined {
    const fault = this.#fault;
    if (fault === undefined || this.changes < fault.at) return undefined;
    const { kind, at, length } = fault;
    if (kind === "power-loss" || kind === "kill") return fault;
    if (MEETS[op]?.includes(kind) !== true) return undefined;
    // Chosen among all changes, so the first that can meet the fault from there on does.
    if (kind === "disk-full") return this.changes < at + length ? fault : this.#unmet(fault);
    return this.struck === undefined ? fault : undefined;
  }

  /** A full disk that met nobody while it was full is full for one more. */
  #unmet(fault: Fault): Fault | undefined {
    return this.struck === undefined ? fault : undefined;
  }

  #die(): never {
    this.#isDead = true;
    this.#diesAfterCommit = false;
    this.databases.died();
    throw new ProcessDied("the process is dead");
  }

  #alive(): void {
    if (this.#isDead) throw new ProcessDied("the process is dead");
  }

  /** Dies before a commit, or once it is done. */
  #commit(file: string): void {
    const kind = this.#fault?.kind;
    const isDeath = kind === "power-loss" || kind === "kill";
    if (!isDeath || this.changes + 1 < (this.#fault?.at ?? 0) || this.#random.chance(0.5))
      return this.change("commit", file, () => undefined);
    this.changes += 1;
    this.struck = { kind, op: "commit", path: file };
    this.#diesAfterCommit = true;
  }

  #onStatement(file: string, sql: string, when: "before" | "after"): void {
    if (this.#isDead || !file.startsWith(this.#root)) return;
    if (when === "after") {
      this.databases.statementRan(file, sql);
      if (this.#diesAfterCommit) this.#die();
      if (sql === "COMMIT") this.bug?.committed?.(file);
      return;
    }
    if (file.endsWith(".running.db")) return;
    if (sql === "COMMIT") this.#commit(file);
    if (sql === "BEGIN IMMEDIATE") this.change("begin", file, () => undefined);
  }
}

class FaultFile implements HostFile {
  readonly #host: FaultHost;
  readonly #path: string;
  readonly #file: HostFile;
  /** Undefined for files that are only read. */
  readonly #inode: Inode | undefined;

  constructor(host: FaultHost, path: string, file: HostFile, inode: Inode | undefined) {
    this.#host = host;
    this.#path = path;
    this.#file = file;
    this.#inode = inode;
  }

  read(buffer: Uint8Array, offset: number, length: number, position: number): number {
    this.#host.readMeets(this.#path);
    return this.#file.read(buffer, offset, length, position);
  }

  write(bytes: Uint8Array): void {
    const half = (): void => this.#file.write(bytes.subarray(0, bytes.length >> 1));
    this.#host.change("write", this.#path, () => this.#file.write(bytes), half);
  }

  sync(): void {
    const inode = this.#inode as Inode;
    try {
      this.#host.change("sync", this.#path, () => {
        if (this.#host.bug?.skipsSync?.(this.#path) !== true) this.#host.disk.synced(inode);
      });
    } catch (error) {
      if (error instanceof HostError) inode.hasLostWrites = true;
      throw error;
    }
  }

  close(): void {
    // What a dead process had open, the system closes.
    this.#file.close();
  }
}

function hostError(code: keyof typeof SENTENCES, path: string): HostError {
  return new HostError(code, path, `${SENTENCES[code]}: ${path}`);
}

function sqliteError(errcode: number, message: string): Error {
  return Object.assign(new Error(message), { code: "ERR_SQLITE_ERROR", errcode });
}
