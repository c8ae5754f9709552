/** Days that a file names are few; beyond this many the cache begins anew. */
const DAYS_MAX = 16_384;

const texts = new Map<number, string>();

/** A day as one number that keeps the order of days: for caches and results without objects. */
export function dayCode(year: number, month: number, day: number): number {
  return (year << 9) | (month << 5) | day;
}

/** The day `YYYY-MM-DD` of a code. */
export function dayText(code: number): string {
  const known = texts.get(code);
  if (known !== undefined) return known;
  const text = writeDay(code >> 9, (code >> 5) & 15, code & 31);
  if (texts.size >= DAYS_MAX) texts.clear();
  texts.set(code, text);
  return text;
}

function writeDay(year: number, month: number, day: number): string {
  return `${String(year).padStart(4, "0")}-${twoDigits(month)}-${twoDigits(day)}`;
}

/** Whether the Gregorian calendar has a day, in the years 1 to 9999. */
export function isDay(year: number, month: number, day: number): boolean {
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  if (day <= 28) return true;
  if (month !== 2)
    return day <= (month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31);
  return day === 29 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}

/** Days since 1970-01-01 of a day of the Gregorian calendar (days past a month's end run on). */
export function daysOf(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  return era * 146_097 + dayOfEra + dayOfYear - 719_468;
}

/** The code of a day that is given as days since 1970-01-01; -1 outside the years 1 to 9999. */
export function codeOfDays(days: number): number {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const centuries = Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + centuries) / 365);
  const yearStart = 365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  const dayOfYear = dayOfEra - yearStart;
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return year < 1 || year > 9999 ? -1 : dayCode(year, month, day);
}
