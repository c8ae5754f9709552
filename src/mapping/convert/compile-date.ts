import { assert } from "../../base/assert.ts";
import type { ConvertFault, DateForm } from "../../model/converter.ts";
import { parseDatePattern } from "../../rules/converters/date-pattern.ts";
import { compileDateAdvice } from "./advise-date.ts";
import { dayText } from "./calendar.ts";
import { DateReader, IMPOSSIBLE, NO_MATCH, TWO_DAYS } from "./date-reader.ts";
import { fixedDateRead } from "./fixed-date.ts";
import { ENGLISH_MONTHS, monthTable } from "./month-names.ts";
import { outerTrim } from "./outer-trim.ts";
import { TimeZone } from "./time-zone.ts";

/** A text that is longer than this is no date. */
const LENGTH_MAX = 64;

/** Compiles the reader of days; its results are written YYYY-MM-DD. */
export function compileDate(form: DateForm): (text: string) => string | ConvertFault | undefined {
  const reads = dateReads(form);
  const advise = compileDateAdvice(form.patterns);
  const written = form.patterns.join(" or ");
  return (padded) => {
    const text = outerTrim(padded);
    if (text === "") return undefined;
    let worst = NO_MATCH;
    if (text.length <= LENGTH_MAX)
      for (const read of reads) {
        const code = read(text);
        if (code >= 0) return dayText(code);
        if (code < worst) worst = code;
      }
    return advise(text, expectedOf(worst, written));
  };
}

/** What reads each of a form's patterns, in their order. */
function dateReads(form: DateForm): ((text: string) => number)[] {
  const { pivotYear = 0, zone, sourceZone, monthNames } = form;
  const own = monthNames === undefined ? undefined : monthTable(monthNames);
  const options = {
    pivotYear,
    months: own === undefined ? ENGLISH_MONTHS : { short: own, long: own },
    zone: zone === undefined ? undefined : new TimeZone(zone),
    sourceZone: sourceZone === undefined ? undefined : new TimeZone(sourceZone),
  };
  return form.patterns.map((pattern) => {
    const tokens = parseDatePattern(pattern);
    assert(typeof tokens !== "string", "the patterns of dates were checked with the job");
    const fixed = fixedDateRead(tokens);
    if (fixed !== undefined) return fixed;
    const reader = new DateReader(tokens, options);
    return (text) => reader.read(text);
  });
}

function expectedOf(code: number, written: string): string {
  if (code === IMPOSSIBLE) return `a day of the calendar, written ${written}`;
  if (code === TWO_DAYS) return `a time that the clocks showed once, written ${written}`;
  return `a date written ${written}`;
}
