import type { Host } from "../base/host.ts";
import { assert } from "../base/assert.ts";
import type { AuditRoot } from "../model/audit.ts";
import { RegisterError } from "./register-error.ts";
import { Store } from "./store.ts";
import type { Row, StoreKind } from "./store.ts";

export interface SerialRequest {
  readonly runId: string;
  /** Six or nine digits. */
  readonly mailerId: string;
  /** How many serials, at least 1. */
  readonly count: number;
  readonly serialDigits: 6 | 9;
  readonly atIso: string;
}

/** The serials `first` to `first + count - 1` of a mailer id, which belong to one run alone. */
export interface SerialRange {
  readonly mailerId: string;
  readonly serialDigits: 6 | 9;
  readonly first: number;
  readonly count: number;
}

/** What the register remembers of a run. */
export interface RegisteredRun {
  readonly runId: string;
  readonly job: string;
  readonly cycle: string;
  /** The run's output folder. */
  readonly folder: string;
  /** SHA-256 of each input file, in the job's order. */
  readonly inputHashes: readonly string[];
  readonly mode: "test" | "production";
  readonly startedAtIso: string;
}

const AUDIT_ROOTS = `
    CREATE TABLE audit_roots (
      run_id TEXT PRIMARY KEY,
      seq INTEGER NOT NULL,
      hash TEXT NOT NULL
    ) STRICT, WITHOUT ROWID`;

const REGISTER: StoreKind = {
  words: {
    prefix: "register",
    remedy:
      "stop all runs and put back the last good copy; do not start a new one, or serials of the " +
      "last 45 days would be used again",
    makeError: (code, message) => new RegisterError(code, message),
  },
  applicationId: 0x4e505247, // "NPRG"
  version: 2,
  migrations: { 1: AUDIT_ROOTS },
  synchronous: "FULL",
  checkWhole: true,
  schema: `
    CREATE TABLE ranges (
      run_id TEXT NOT NULL,
      mailer_id TEXT NOT NULL,
      first INTEGER NOT NULL CHECK (first >= 1),
      count INTEGER NOT NULL CHECK (count >= 1),
      state TEXT NOT NULL DEFAULT 'reserved',
      reserved_at TEXT NOT NULL,
      mailing_date TEXT,
      PRIMARY KEY (run_id, mailer_id),
      UNIQUE (mailer_id, first)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE runs (
      run_id TEXT PRIMARY KEY,
      job TEXT NOT NULL,
      cycle TEXT NOT NULL,
      folder TEXT NOT NULL,
      input_hashes TEXT NOT NULL,
      mode TEXT NOT NULL,
      started_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    ${AUDIT_ROOTS}`,
};

/**
 * What outlives runs: the serials each has used, and where each lies. Shared by all runs of a
 * shop, so every change is a transaction that is on the disk before the call returns.
 */
export class Register {
  readonly #store: Store;

  private constructor(store: Store) {
    this.#store = store;
  }

  /** Opens or creates the register; throws a `RegisterError` where the file cannot be used. */
  static open(host: Host, file: string): Register {
    return new Register(new Store(host, file, REGISTER));
  }

  /**
   * Serials that no other run gets, as USPS wants an IMb unique for 45 days. The same run asking
   * again for the same mailer id and count gets the same range. Throws a `RegisterError` where it
   * asks for another count, where the digits do not fit the mailer id, and where too few are left.
   */
  reserveSerials(request: SerialRequest): SerialRange {
    const { mailerId, serialDigits, count } = request;
    assert(Number.isSafeInteger(count) && count >= 1, "a run reserves at least one serial");
    checkMailerId(mailerId, serialDigits);
    const first = this.#store.durably(() => this.#rangeOf(request) ?? this.#takeRange(request));
    return { mailerId, serialDigits, first, count };
  }

  /** How many serials of a mailer id no run has reserved. */
  serialsLeft(mailerId: string, serialDigits: 6 | 9): number {
    checkMailerId(mailerId, serialDigits);
    return 10 ** serialDigits - this.#nextSerial(mailerId);
  }

  /**
   * Remembers a run. Recording it again is fine, also from another folder (it may have been
   * moved); another job, cycle, mode or input under the same id is a `RegisterError`.
   */
  recordRun(run: RegisteredRun): void {
    const changed = this.#store.durably(() =>
      this.#store.run(
        `INSERT INTO runs (run_id, job, cycle, folder, input_hashes, mode, started_at)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (run_id) DO UPDATE SET folder = excluded.folder
        WHERE job = excluded.job AND cycle = excluded.cycle AND mode = excluded.mode
          AND input_hashes = excluded.input_hashes`,
        run.runId,
        run.job,
        run.cycle,
        run.folder,
        JSON.stringify(run.inputHashes),
        run.mode,
        run.startedAtIso,
      ),
    );
    if (changed === 0)
      throw new RegisterError(
        "register.run-differs",
        `run ${run.runId} is already registered with another job, cycle, mode or input: ` +
          "start a new run in a new folder",
      );
  }

  /** All runs, the oldest first. */
  runs(): RegisteredRun[] {
    return this.#store.rows("SELECT * FROM runs ORDER BY started_at, run_id").map(toRun);
  }

  /** Remembers the last entry of a run's audit log, so that a log cut short is found out. */
  keepAuditRoot(runId: string, { seq, hash }: AuditRoot): void {
    this.#store.durably(() =>
      this.#store.run(
        `INSERT INTO audit_roots (run_id, seq, hash) VALUES (?, ?, ?)
        ON CONFLICT (run_id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash`,
        runId,
        seq,
        hash,
      ),
    );
  }

  /** The last entry that was kept of a run's audit log, or undefined. */
  auditRoot(runId: string): AuditRoot | undefined {
    const row = this.#store.row("SELECT seq, hash FROM audit_roots WHERE run_id = ?", runId);
    return row && { seq: Number(row["seq"]), hash: String(row["hash"]) };
  }

  close(): void {
    this.#store.close();
  }

  #rangeOf({ runId, mailerId, count }: SerialRequest): number | undefined {
    const row = this.#store.row(
      "SELECT first, count FROM ranges WHERE run_id = ? AND mailer_id = ?",
      runId,
      mailerId,
    );
    if (row === undefined) return undefined;
    const reserved = Number(row["count"]);
    if (reserved !== count)
      throw new RegisterError(
        "register.range-differs",
        `run ${runId} has reserved ${reserved} serials of mailer id ${mailerId} and now asks ` +
          `for ${count}: its input or plan has changed since; start a new run`,
      );
    return Number(row["first"]);
  }

  #takeRange({ runId, mailerId, count, serialDigits, atIso }: SerialRequest): number {
    const first = this.#nextSerial(mailerId);
    const left = 10 ** serialDigits - first;
    if (count > left)
      throw new RegisterError(
        "register.serials-exhausted",
        `mailer id ${mailerId} has ${left} serials left and the run needs ${count}: ` +
          "use another mailer id, or split the job",
      );
    this.#store.run(
      `INSERT INTO ranges (run_id, mailer_id, first, count, reserved_at)
      VALUES (?, ?, ?, ?, ?)`,
      runId,
      mailerId,
      first,
      count,
      atIso,
    );
    return first;
  }

  #nextSerial(mailerId: string): number {
    const last = this.#store.row(
      "SELECT first, count FROM ranges WHERE mailer_id = ? ORDER BY first DESC LIMIT 1",
      mailerId,
    );
    return last === undefined ? 1 : Number(last["first"]) + Number(last["count"]);
  }
}

/** Mailer id and serial share 15 digits (USPS-B-3200, the tracking code). */
function checkMailerId(mailerId: string, serialDigits: 6 | 9): void {
  if (/^(\d{6}|\d{9})$/.test(mailerId) && mailerId.length + serialDigits === 15) return;
  throw new RegisterError(
    "register.mailer-id",
    `mailer id ${JSON.stringify(mailerId)} cannot have ${serialDigits}-digit serials: ` +
      "give a mailer id of 6 digits (with 9-digit serials) or of 9 (with 6)",
  );
}

function toRun(row: Row): RegisteredRun {
  return {
    runId: String(row["run_id"]),
    job: String(row["job"]),
    cycle: String(row["cycle"]),
    folder: String(row["folder"]),
    inputHashes: JSON.parse(String(row["input_hashes"])) as string[],
    mode: row["mode"] === "production" ? "production" : "test",
    startedAtIso: String(row["started_at"]),
  };
}
