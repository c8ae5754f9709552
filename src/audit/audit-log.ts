import { hashValue, sha256 } from "../base/hash.ts";
import { type Host, writeFileAtomic } from "../base/host.ts";
import { utf8Text } from "../base/utf8-text.ts";
import type { AuditEntry, AuditRoot, Decision, EnteringActor } from "../model/audit.ts";
import { AuditError } from "./audit-error.ts";

/**
 * An append-only file of decisions, one JSON line each, in which every entry holds the hash of the
 * one before: a changed, removed or inserted line breaks the chain from there on. Lines missing at
 * the end can be noticed only with a root kept elsewhere (see `checkRoot`).
 */
export class AuditLog {
  readonly #host: Host;
  readonly #file: string;
  readonly #genesis: string;
  readonly #entries: AuditEntry[];
  /** Bytes of the whole lines; anything after them is a line torn by a crash. */
  #sizeBytes: number;

  private constructor(host: Host, file: string, genesis: string, read: WholeLines) {
    this.#host = host;
    this.#file = file;
    this.#genesis = genesis;
    this.#entries = read.entries;
    this.#sizeBytes = read.sizeBytes;
  }

  /**
   * Opens a log that need not exist yet. `subject` says whose log it is, such as a run's mark, and
   * never changes: the chain begins with its hash. Throws an `AuditError` if the chain is broken.
   */
  static open(host: Host, file: string, subject: string): AuditLog {
    const genesis = genesisOf(subject);
    return new AuditLog(host, file, genesis, readLines(host, file, genesis));
  }

  get entries(): readonly AuditEntry[] {
    return this.#entries;
  }

  get root(): AuditRoot {
    const last = this.#entries.at(-1);
    return last === undefined ? { seq: 0, hash: this.#genesis } : last;
  }

  /** Enters a decision; it is on the disk before this returns. */
  append(actor: EnteringActor, decision: Decision): AuditEntry {
    const { seq, hash: previous } = this.root;
    const { by, person, osUser, hostName } = actor;
    const { action, reason, details } = decision;
    const atIso = new Date(this.#host.nowMs()).toISOString();
    const who = { by, person, osUser, hostName };
    const unsealed = { seq: seq + 1, atIso, ...who, action, reason, details };
    // Through JSON, so that the hash is that of what a reader gets back.
    const told = JSON.parse(JSON.stringify({ ...unsealed, previous })) as Omit<AuditEntry, "hash">;
    const signature = actor.sign?.(hashValue(told));
    const signed = { ...told, ...(signature && { signature }) };
    const entry: AuditEntry = { ...signed, hash: hashValue(signed) };
    this.#write(new TextEncoder().encode(`${JSON.stringify(entry)}\n`));
    this.#entries.push(entry);
    return entry;
  }

  /** Makes durable what was read: a process may have ended before doing so. */
  sync(): void {
    const file = this.#host.openAppend(this.#file);
    try {
      file.sync();
    } finally {
      file.close();
    }
    this.#syncFolder();
  }

  /**
   * Checks the log against a root that was kept elsewhere after some entry: throws an `AuditError`
   * if that entry is gone or different. A log with later entries is fine.
   */
  checkRoot(kept: AuditRoot): void {
    const entry = kept.seq === 0 ? { hash: this.#genesis } : this.#entries[kept.seq - 1];
    if (entry?.hash === kept.hash) return;
    const fault = entry === undefined ? "is truncated" : "was rewritten";
    throw new AuditError(
      "audit.root-differs",
      `the audit log ${this.#file} ${fault}: entry ${kept.seq} is not the one recorded ` +
        "elsewhere; restore the original log, and find out who changed it",
    );
  }

  #write(line: Uint8Array): void {
    const isNew = !this.#host.exists(this.#file);
    if (!isNew && this.#host.sizeBytes(this.#file) !== this.#sizeBytes) this.#dropTornLine();
    try {
      this.#append(line);
      if (isNew) this.#syncFolder();
    } catch (error) {
      this.#takeBack();
      throw error;
    }
    this.#sizeBytes += line.length;
  }

  #append(line: Uint8Array): void {
    const file = this.#host.openAppend(this.#file);
    try {
      file.write(line);
      file.sync();
    } finally {
      file.close();
    }
  }

  /**
   * A line that could not be synced can be read until power is lost and is then gone, even if a
   * second sync succeeds: nobody may find it, or act on it.
   */
  #takeBack(): void {
    try {
      if (this.#host.exists(this.#file)) this.#dropTornLine();
    } catch {
      // The first failure is the one to report. What remains is synced before it counts.
    }
  }

  #syncFolder(): void {
    this.#host.syncFolder(this.#file.slice(0, this.#file.lastIndexOf("/")));
  }

  /** A torn line was never acknowledged, so the log is rewritten without it. */
  #dropTornLine(): void {
    const whole = this.#host.readFile(this.#file).subarray(0, this.#sizeBytes);
    writeFileAtomic(this.#host, this.#file, whole);
  }
}

/** The hash that the chain of a subject's log begins with. */
function genesisOf(subject: string): string {
  return sha256(`nightpress audit log\n${subject}`);
}

interface WholeLines {
  readonly entries: AuditEntry[];
  readonly sizeBytes: number;
}

function readLines(host: Host, file: string, genesis: string): WholeLines {
  if (!host.exists(file)) return { entries: [], sizeBytes: 0 };
  const bytes = host.readFile(file);
  const sizeBytes = bytes.lastIndexOf(0x0a) + 1;
  const lines = utf8Text(bytes.subarray(0, sizeBytes)).split("\n").slice(0, -1);
  const entries: AuditEntry[] = [];
  let previous = genesis;
  for (const [index, line] of lines.entries()) {
    const entry = parsed(line);
    if (entry === undefined || !isNext(entry, index + 1, previous)) throw broken(file, index + 1);
    entries.push(entry);
    previous = entry.hash;
  }
  return { entries, sizeBytes };
}

function parsed(line: string): AuditEntry | undefined {
  try {
    const value = JSON.parse(line) as AuditEntry | null;
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function isNext(entry: AuditEntry, seq: number, previous: string): boolean {
  const { hash, ...told } = entry;
  return entry.seq === seq && entry.previous === previous && hash === hashValue(told);
}

function broken(file: string, line: number): AuditError {
  return new AuditError(
    "audit.chain-broken",
    `the audit log ${file} was changed: line ${line} does not follow from the one before; ` +
      "restore the original log, and find out who changed it",
  );
}
