import { dayAt } from "../base/calendar-day.ts";
import { Register } from "../register/register.ts";
import type { KnownRun } from "../register/register-runs.ts";
import type { KnownRange } from "../register/register-serials.ts";
import { machine } from "../run/host/machine.ts";
import { presentRegister, type RegisterChoice } from "../run/folder/register-file.ts";
import { serialDigitsOf } from "../run/serial-digits.ts";

/** What stands in a shop's register. */
export interface RegisterReport {
  readonly file: string;
  readonly runs: readonly KnownRun[];
  readonly ranges: readonly KnownRange[];
  /** Serials that may be had today, by mailer id. */
  readonly left: readonly MailerSerials[];
  /** Rows of each table. */
  readonly counts: Readonly<Record<string, number>>;
}

export interface MailerSerials {
  readonly mailerId: string;
  readonly count: number;
  /** So many a single run can have at most. */
  readonly inOneRange: number;
}

/** Reads a register; throws a `UsageError` where there is none. */
export function showRegister(choice: RegisterChoice): RegisterReport {
  const host = machine().host;
  const file = presentRegister(host, choice);
  const today = dayAt(host.nowMs());
  return Register.with(host, file, (register) => {
    const ranges = register.serials.ranges();
    const mailerIds = [...new Set(ranges.map(({ mailerId }) => mailerId))];
    const left = mailerIds.map((mailerId) => {
      const digits = serialDigitsOf(mailerId);
      return { mailerId, ...register.serials.left(mailerId, digits, today) };
    });
    return { file, runs: register.runs.all(), ranges, left, counts: register.rowCounts() };
  });
}
