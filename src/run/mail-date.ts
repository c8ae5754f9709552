const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** Six in the morning, UTC, of a day such as `2026-10-31`, in the form of RFC 5322. */
export function mailDate(isoDay: string): string {
  const date = new Date(`${isoDay}T00:00:00Z`);
  const day = DAYS[date.getUTCDay()];
  const month = MONTHS[date.getUTCMonth()];
  return `${day}, ${date.getUTCDate()} ${month} ${date.getUTCFullYear()} 06:00:00 +0000`;
}
