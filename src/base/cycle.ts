import { isCalendarDay } from "./calendar-day.ts";

/** A month, an ISO 8601 week or a day; a label after a slash where it has several runs. */
const CYCLE = /^(\d{4}-(?:\d\d(?:-\d\d)?|W\d\d))(?:\/([A-Za-z0-9][\w.-]{0,31}))?$/;

export const CYCLE_FORMS =
  "a month such as 2026-10, a week such as 2026-W41, or a day such as 2026-10-07, " +
  "each with a label if it has several runs, such as 2026-10/group-07";

/** The name of a billing period: such as `2026-10`, `2026-W41`, `2026-10-07/group-07`. */
export function isCycle(text: string): boolean {
  const [, period] = CYCLE.exec(text) ?? [];
  if (period === undefined) return false;
  if (period.includes("W")) return isWeek(period);
  return isCalendarDay(period.length === "2026-10".length ? `${period}-01` : period);
}

/** The month, week or day of a cycle, without its label. */
export function periodOf(cycle: string): string {
  return cycle.split("/", 1)[0] as string;
}

/** The cycle in the name of a file or folder: its slash would be a path. */
export function cycleInName(cycle: string): string {
  return cycle.replaceAll("/", "_");
}

function isWeek(period: string): boolean {
  const [year = 0, week = 0] = period.split("-W").map(Number);
  if (year < 1 || week < 1) return false;
  return week <= 52 || (week === 53 && isLongYear(year));
}

/** A year has 53 ISO weeks if it begins or ends on a Thursday. */
function isLongYear(year: number): boolean {
  const start = new Date(0);
  start.setUTCFullYear(year, 0, 1);
  const end = new Date(0);
  end.setUTCFullYear(year, 11, 31);
  const thursday = 4;
  return start.getUTCDay() === thursday || end.getUTCDay() === thursday;
}
