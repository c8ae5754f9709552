const DAY_MS = 24 * 60 * 60 * 1000;
const ZERO = 48;
const HYPHEN = 45;

/** Whether a text is a day of the Gregorian calendar written YYYY-MM-DD (ISO 8601). */
export function isCalendarDay(text: string): boolean {
  if (text.length !== 10) return false;
  if (text.charCodeAt(4) !== HYPHEN || text.charCodeAt(7) !== HYPHEN) return false;
  return isDay(digitsAt(text, 0, 4), digitsAt(text, 5, 2), digitsAt(text, 8, 2));
}

/** Whether the Gregorian calendar has a day, in the years 1 to 9999. */
export function isDay(year: number, month: number, day: number): boolean {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return false;
  if (day <= 28) return true;
  if (month !== 2)
    return day <= (month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31);
  return day === 29 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** The number that a run of digits stands for, or -1 if there is anything else. */
export function digitsAt(text: string, start: number, count: number): number {
  let value = 0;
  for (let at = start; at < start + count; at += 1) {
    const digit = text.charCodeAt(at) - ZERO;
    // Behind the text's end there is no number at all.
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** The day that comes this many days after another; before it if `days` is negative. */
export function daysAfter(day: string, days: number): string {
  return dayAt(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS);
}

/** The day of a moment, in UTC. */
export function dayAt(momentMs: number): string {
  return new Date(momentMs).toISOString().slice(0, 10);
}
