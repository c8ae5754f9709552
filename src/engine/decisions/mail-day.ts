import { refusal } from "./decision-request.ts";

/** Throws a `UsageError` where a text is no day of the calendar. */
export function checkMailDate(text: string): void {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`);
  if (isDay && !Number.isNaN(isDay.getTime()) && isDay.toISOString().startsWith(text)) return;
  throw refusal("decision.bad-date", `${JSON.stringify(text)} is no day of the calendar.`, {
    hint: "Write the day of mailing as YYYY-MM-DD.",
  });
}
