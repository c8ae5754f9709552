import { assert } from "../base/assert.ts";
import { RegisterError } from "./register-error.ts";
import { gapsBetween, type Span } from "./serial-gaps.ts";
import type { Row, Store } from "../store/store.ts";

/** USPS requires an IMb to be unique for this long after it was mailed. */
const RESTING_DAYS = 45;
const DAY_MS = 24 * 60 * 60 * 1000;

export interface SerialRequest {
  readonly runId: string;
  /** Six or nine digits. */
  readonly mailerId: string;
  /** How many serials, at least 1. */
  readonly count: number;
  readonly serialDigits: 6 | 9;
  /** The current time by the host's clock: it decides which ranges have become free. */
  readonly atIso: string;
}

/** The serials `first` to `first + count - 1` of a mailer id, which belong to one run alone. */
export interface SerialRange extends Span {
  readonly mailerId: string;
  readonly serialDigits: 6 | 9;
}

/**
 * `reserved` until the mailing date is known, `mailed` from then on; `freed` once it was decided
 * that nothing was or will be mailed with these serials.
 */
export type RangeState = "reserved" | "mailed" | "freed";

/** A range as the register has it. */
export interface KnownRange extends Span {
  readonly runId: string;
  readonly mailerId: string;
  /** Empty for the run's own pieces; else what was made of them later, such as `reprint-1`. */
  readonly purpose: string;
  readonly state: RangeState;
  readonly reservedAtIso: string;
  /** YYYY-MM-DD; empty if it is not known yet. */
  readonly mailingDate: string;
  /** YYYY-MM-DD: the first day on which others may have the serials; empty for never. */
  readonly freeFrom: string;
}

/** How many serials of a mailer id are available. */
export interface SerialsLeft {
  readonly count: number;
  /** So many a single run can have at most: its serials follow each other. */
  readonly inOneRange: number;
}

export const SERIAL_TABLES = `
    CREATE TABLE ranges (
      run_id TEXT NOT NULL,
      mailer_id TEXT NOT NULL,
      purpose TEXT NOT NULL DEFAULT '',
      first INTEGER NOT NULL CHECK (first >= 1),
      count INTEGER NOT NULL CHECK (count >= 1),
      state TEXT NOT NULL DEFAULT 'reserved' CHECK (state IN ('reserved', 'mailed', 'freed')),
      reserved_at TEXT NOT NULL,
      mailing_date TEXT,
      PRIMARY KEY (run_id, mailer_id, purpose)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX ranges_by_first ON ranges (mailer_id, first);`;

export const SERIAL_MIGRATION = `
    ALTER TABLE ranges RENAME TO ranges_before;
    ${SERIAL_TABLES}
    INSERT INTO ranges (run_id, mailer_id, first, count, state, reserved_at, mailing_date)
      SELECT run_id, mailer_id, first, count, state, reserved_at, mailing_date FROM ranges_before;
    DROP TABLE ranges_before;`;

/** The IMb serials of a shop: who has which, and when others may have them. */
export class RegisterSerials {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /**
   * Serials that no other run gets. The same run asking again for the same mailer id and count gets
   * the same range. Unused numbers come first; once they have run out, the lowest gap of those that
   * have become free. Throws a `RegisterError` if the run asks for another count, if the digits do
   * not fit the mailer id, or if too few are left.
   */
  reserve(request: SerialRequest): SerialRange {
    return this.takeExtra(request, "");
  }

  /** Serials for what a run makes later, such as `reprint-1`; otherwise as `reserve`. */
  takeExtra(request: SerialRequest, purpose: string): SerialRange {
    const { mailerId, serialDigits, count } = request;
    assert(Number.isSafeInteger(count) && count >= 1, "a run reserves at least one serial");
    checkMailerId(mailerId, serialDigits);
    const first = this.#store.durably(
      () => this.#firstOf(request, purpose) ?? this.#take(request, purpose),
    );
    return { mailerId, serialDigits, first, count };
  }

  /** How many serials of a mailer id no run has on a day (YYYY-MM-DD). */
  left(mailerId: string, serialDigits: 6 | 9, day: string): SerialsLeft {
    checkMailerId(mailerId, serialDigits);
    const gaps = this.#gaps(mailerId, serialDigits, day).map(({ count }) => count);
    const count = gaps.reduce((sum, size) => sum + size, 0);
    return { count, inOneRange: Math.max(0, ...gaps) };
  }

  /**
   * Notes the day (YYYY-MM-DD) on which a run's pieces were mailed: its serials rest from then. Of
   * several days the last one counts.
   */
  markMailed(runId: string, mailingDate: string): void {
    assert(/^\d{4}-\d\d-\d\d$/.test(mailingDate), "a mailing date is a day");
    this.#store.durably(() =>
      this.#store.run(
        `UPDATE ranges SET state = 'mailed', mailing_date = max(coalesce(mailing_date, ''), ?)
        WHERE run_id = ? AND state <> 'freed'`,
        mailingDate,
        runId,
      ),
    );
  }

  /** Records a mailing date other than the one recorded before, earlier or later. */
  correctMailed(runId: string, mailingDate: string): void {
    assert(/^\d{4}-\d\d-\d\d$/.test(mailingDate), "a mailing date is a day");
    this.#store.durably(() =>
      this.#store.run(
        "UPDATE ranges SET mailing_date = ? WHERE run_id = ? AND state = 'mailed'",
        mailingDate,
        runId,
      ),
    );
  }

  /** Runs that were given serials of a run before those had rested, by its day of mailing. */
  reusedBefore(runId: string): string[] {
    const all = this.ranges();
    const own = all.filter((range) => range.runId === runId && range.state === "mailed");
    const others = all.filter((other) => other.runId !== runId && other.state !== "freed");
    const reusing = others.filter((other) =>
      own.some(
        (range) =>
          range.mailerId === other.mailerId &&
          range.first < other.first + other.count &&
          other.first < range.first + range.count &&
          range.reservedAtIso < other.reservedAtIso &&
          other.reservedAtIso.slice(0, 10) < range.freeFrom,
      ),
    );
    return [...new Set(reusing.map((range) => range.runId))];
  }

  /** Frees the serials of a run that was not and will not be mailed; returns how many ranges. */
  free(runId: string): number {
    return this.#store.durably(() =>
      this.#store.run(
        "UPDATE ranges SET state = 'freed' WHERE run_id = ? AND state = 'reserved'",
        runId,
      ),
    );
  }

  /** All ranges that were ever given, by mailer id and first serial. */
  ranges(): KnownRange[] {
    return this.#store.rows("SELECT * FROM ranges ORDER BY mailer_id, first, run_id").map(toRange);
  }

  /** Enters a range that is known to have been given, as when a register is rebuilt. */
  enter(range: Omit<KnownRange, "freeFrom">): void {
    this.#store.durably(() => this.#insert(range));
  }

  #firstOf({ runId, mailerId, count }: SerialRequest, purpose: string): number | undefined {
    const row = this.#store.row(
      "SELECT first, count FROM ranges WHERE run_id = ? AND mailer_id = ? AND purpose = ?",
      runId,
      mailerId,
      purpose,
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

  #take(request: SerialRequest, purpose: string): number {
    const { runId, mailerId, count, serialDigits, atIso } = request;
    const unused = this.#firstUnused(mailerId);
    const gaps = this.#gaps(mailerId, serialDigits, atIso.slice(0, 10));
    const isUnusedEnough = 10 ** serialDigits - unused >= count;
    const gap = gaps.find((span) => span.count >= count);
    if (!isUnusedEnough && gap === undefined) throw exhausted(mailerId, count, gaps);
    const first = isUnusedEnough || gap === undefined ? unused : gap.first;
    const reservation = { state: "reserved", reservedAtIso: atIso, mailingDate: "" } as const;
    this.#insert({ runId, mailerId, purpose, first, count, ...reservation });
    return first;
  }

  #insert(range: Omit<KnownRange, "freeFrom">): void {
    this.#store.run(
      `INSERT INTO ranges
        (run_id, mailer_id, purpose, first, count, state, reserved_at, mailing_date)
      VALUES (?, ?, ?, ?, ?, ?, ?, nullif(?, ''))`,
      range.runId,
      range.mailerId,
      range.purpose,
      range.first,
      range.count,
      range.state,
      range.reservedAtIso,
      range.mailingDate,
    );
  }

  /** The serial behind all that were ever given. */
  #firstUnused(mailerId: string): number {
    return this.#store.number(
      "SELECT coalesce(max(first + count), 1) FROM ranges WHERE mailer_id = ?",
      mailerId,
    );
  }

  #gaps(mailerId: string, serialDigits: 6 | 9, day: string): Span[] {
    const rows = this.#store.rows(
      `SELECT first, count FROM ranges
      WHERE mailer_id = ? AND (state = 'reserved' OR (state = 'mailed' AND mailing_date > ?))
      ORDER BY first`,
      mailerId,
      dayBefore(day, RESTING_DAYS),
    );
    const taken = rows.map((row) => ({ first: Number(row["first"]), count: Number(row["count"]) }));
    return gapsBetween(taken, 10 ** serialDigits - 1);
  }
}

function exhausted(mailerId: string, count: number, gaps: readonly Span[]): RegisterError {
  const left = gaps.reduce((sum, span) => sum + span.count, 0);
  const most = Math.max(0, ...gaps.map((span) => span.count));
  const how = left > most ? ` (${most} in one range)` : "";
  return new RegisterError(
    "register.serials-exhausted",
    `mailer id ${mailerId} has ${left} serials left${how}, but the run needs ${count}: use ` +
      "another mailer id, split the job, or enter mailings with `nightpress mailed`",
  );
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

function dayBefore(day: string, days: number): string {
  return new Date(Date.parse(day) - days * DAY_MS).toISOString().slice(0, 10);
}

function toRange(row: Row): KnownRange {
  const state = String(row["state"]) as RangeState;
  const mailingDate = String(row["mailing_date"] ?? "");
  const reservedAtIso = String(row["reserved_at"]);
  const mailedOn = state === "mailed" ? dayBefore(mailingDate, -RESTING_DAYS) : "";
  return {
    runId: String(row["run_id"]),
    mailerId: String(row["mailer_id"]),
    purpose: String(row["purpose"]),
    first: Number(row["first"]),
    count: Number(row["count"]),
    state,
    reservedAtIso,
    mailingDate,
    freeFrom: state === "freed" ? reservedAtIso.slice(0, 10) : mailedOn,
  };
}
