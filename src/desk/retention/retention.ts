import { daysAfter } from "../../base/calendar-day.ts";
import type { Shop } from "../../model/shop.ts";
import type { AuditEntry } from "../../model/audit.ts";
import type { FrozenRun } from "../../run/folder/frozen-run.ts";
import { mailingsOf } from "../../run/decisions/mailings.ts";

/** The class of a job that names none, and the rule for classes without one of their own. */
const DEFAULT_CLASS = "default";

/** How long what a run sent is to be kept. */
export interface RetentionTerm {
  readonly documentClass: string;
  readonly days: number;
  /** YYYY-MM-DD: the later of the as-of date and the last mailing there is evidence of. */
  readonly countedFrom: string;
  /** YYYY-MM-DD: the first day on which it may be destroyed. */
  readonly over: string;
}

/** Undefined if the shop has no rule for the run's class: then nothing is ever destroyed. */
export function retentionOf(
  { retentionDays }: Pick<Shop, "retentionDays">,
  { job }: FrozenRun,
  entries: readonly AuditEntry[],
): RetentionTerm | undefined {
  const documentClass = job.documentClass ?? DEFAULT_CLASS;
  const days = retentionDays[documentClass] ?? retentionDays[DEFAULT_CLASS];
  if (days === undefined) return undefined;
  const mailed = mailingsOf(entries).map(({ date }) => date);
  const countedFrom = [job.asOf, ...mailed].reduce((last, day) => (day > last ? day : last));
  return { documentClass, days, countedFrom, over: daysAfter(countedFrom, days + 1) };
}

/** Whether a run is at its end: nothing about it can be decided any more. */
export function isAtEnd(entries: readonly AuditEntry[]): boolean {
  return entries.some(({ action }) => action === "close" || action === "abandon");
}
