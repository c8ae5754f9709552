import { isCalendarDay } from "../base/calendar-day.ts";
import type { StatedFinding, TrailerFinding } from "../model/inspection.ts";
import type { ColumnProfile } from "./column-profile.ts";
import type { SplitRow } from "./csv-splitter.ts";
import { hundredths } from "./hundredths.ts";

const DATE = /^(?:\d{8}|\d{4}-\d\d-\d\d|\d{1,2}\/\d{1,2}\/\d{4}|\d\d\.\d\d\.\d{4})$/;

/** What a last row of its own form states: how many rows, which sums, and a date. */
export function trailerOf(
  { line, fields }: SplitRow,
  columns: readonly ColumnProfile[],
  rows: number,
): TrailerFinding {
  const [marker = ""] = fields;
  const sums: Record<string, number> = {};
  let records: number | undefined;
  let date: number | undefined;
  let asOf: string | undefined;
  for (const [at, field] of fields.map((one) => one.trim()).entries()) {
    const column = at + 1;
    if (at === 0 || field === "") continue;
    const units = hundredths(field) ?? 0n;
    const summed = columns.find(
      ({ name, total }) => total !== 0n && total === units && !(name in sums),
    );
    if (records === undefined && /^\d+$/.test(field) && Number(field) === rows) records = column;
    else if (summed !== undefined) sums[summed.name] = column;
    else if (date === undefined && DATE.test(field)) {
      date = column;
      asOf = dayOf(field);
    }
  }
  return {
    line,
    marker,
    sums,
    ...(records !== undefined && { records }),
    ...(date !== undefined && { date }),
    ...(asOf !== undefined && { asOf }),
  };
}

/** What the trailer record of a file of record types states, by the names of its fields. */
export function statedBy(
  trailer: Readonly<Record<string, string>>,
  columns: readonly ColumnProfile[],
  rows: number,
): StatedFinding {
  const names = Object.keys(trailer);
  const fields = [
    "",
    ...names.map((name) => /^0*(\d+)$/.exec(trailer[name] ?? "")?.[1] ?? trailer[name] ?? ""),
  ];
  const { records, sums } = trailerOf({ line: 0, fields }, columns, rows);
  const nameAt = (column: number): string => names[column - 2] ?? "";
  return {
    ...(records !== undefined && { records: nameAt(records) }),
    sums: Object.fromEntries(Object.entries(sums).map(([name, at]) => [name, nameAt(at)])),
  };
}

/** A day written with its year first; of others the order of day and month is not known. */
function dayOf(field: string): string | undefined {
  const [, year, month, day] = /^(\d{4})-?(\d\d)-?(\d\d)$/.exec(field) ?? [];
  const text = `${year}-${month}-${day}`;
  return isCalendarDay(text) ? text : undefined;
}
