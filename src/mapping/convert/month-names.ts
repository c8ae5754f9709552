import type { DateOptions, MonthTable } from "./date-reader.ts";

const LONG = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** Months, from 1, by their names in small letters. */
export function monthTable(names: readonly string[]): MonthTable {
  return new Map(names.map((name, index) => [name.toLowerCase(), index + 1]));
}

export const ENGLISH_MONTHS: DateOptions["months"] = {
  short: monthTable(LONG.map((name) => name.slice(0, 3))),
  long: monthTable(LONG),
};
