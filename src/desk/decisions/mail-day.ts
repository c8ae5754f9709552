import { isCalendarDay } from "../../base/calendar-day.ts";
import { runAttempts } from "../../run/folder/run-attempts.ts";
import { storedCertificate } from "../../run/folder/stored-certificate.ts";
import type { DecisionSession } from "../../run/decisions/decision-session.ts";
import { refusal } from "../../run/decisions/decision-request.ts";
import { storedReport } from "../../run/decisions/write-report.ts";

/** The moments between which something can have been mailed. */
export interface MailingWindow {
  /** When the run had made all of it; undefined if nothing that is left of it tells. */
  readonly endedMs: number | undefined;
  readonly nowMs: number;
}

/**
 * Throws a `UsageError` if a text is not a calendar day, or if nothing of a run can have been
 * mailed on it: nothing existed before the run's end, and nothing is known about tomorrow.
 */
export function checkMailDay(text: string, { endedMs, nowMs }: MailingWindow): void {
  if (!isCalendarDay(text))
    throw refusal("decision.bad-date", `${JSON.stringify(text)} is not a calendar day.`, {
      hint: "Write the mailing date as YYYY-MM-DD.",
    });
  const [, today] = daysOf(nowMs);
  if (text > today)
    throw refusal("decision.date-outside", `${text} is in the future: today is ${today}.`, {
      hint: "Enter a mailing once there is evidence of it.",
    });
  const [ended] = endedMs === undefined ? [""] : daysOf(endedMs);
  if (text >= ended) return;
  throw refusal("decision.date-outside", `${text} is before the run's end on ${ended}.`, {
    hint: "Nothing can be mailed before it is made. Check the date on the receipt.",
  });
}

/** When all of a run's output first existed, and now. */
export function mailingWindow(desk: DecisionSession): MailingWindow {
  const { host, ledger } = desk;
  const certificate = storedCertificate(desk);
  const attempts = [...runAttempts(ledger), ...(certificate?.envelope?.attempts ?? [])];
  // If the report does not say it, the run's first end: it cannot be later.
  const ends = attempts.flatMap(({ endedAtIso }) => endedAtIso ?? []).toSorted();
  const endedAtIso = storedReport(desk)?.endedAtIso ?? ends[0];
  const endedMs = endedAtIso === undefined ? undefined : Date.parse(endedAtIso);
  return { endedMs, nowMs: host.nowMs() };
}

/**
 * The days that a moment falls on, earlier first: people write that of their own clock, and
 * Nightpress uses UTC.
 */
function daysOf(ms: number): [earlier: string, later: string] {
  const moment = new Date(ms);
  const utc = moment.toISOString().slice(0, 10);
  const parts = [moment.getFullYear(), moment.getMonth() + 1, moment.getDate()];
  const local = parts.map((part) => String(part).padStart(2, "0")).join("-");
  return utc < local ? [utc, local] : [local, utc];
}
