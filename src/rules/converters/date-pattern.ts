/** What a part of a date pattern stands for. */
export type DateField =
  | "literal"
  | "year"
  | "yearOfCentury"
  | "century"
  | "month"
  | "monthName"
  | "day"
  | "dayOfYear"
  | "hour"
  | "hour12"
  | "minute"
  | "second"
  | "fraction"
  | "meridiem"
  | "offset"
  | "epochSeconds"
  | "epochMilliseconds";

export interface DateToken {
  readonly field: DateField;
  /** How many digits it may have; 0 for what is no number. */
  readonly digitsMin: number;
  readonly digitsMax: number;
  /** The character of a literal; whether a month's name is `short` or `long`. */
  readonly text: string;
}

type Row = readonly [field: DateField, digitsMin: number, digitsMax: number, text?: string];

/**
 * What a pattern may hold. All else but `T` and signs stands in 'quotes'. `M`, `D`, `H`, `h` are
 * written with one digit or two; `S` is any fraction of a second, `SSS` one of three digits. `C` is
 * 0 for the years from 1900 and 1 for those from 2000. `Z` is `Z`, `+hh`, `+hhmm` or `+hh:mm`.
 */
const ROWS: Readonly<Record<string, Row>> = {
  YYYY: ["year", 4, 4],
  YY: ["yearOfCentury", 2, 2],
  C: ["century", 1, 1],
  MMMM: ["monthName", 0, 0, "long"],
  MMM: ["monthName", 0, 0, "short"],
  MM: ["month", 2, 2],
  M: ["month", 1, 2],
  DDD: ["dayOfYear", 3, 3],
  DD: ["day", 2, 2],
  D: ["day", 1, 2],
  HH: ["hour", 2, 2],
  H: ["hour", 1, 2],
  hh: ["hour12", 2, 2],
  h: ["hour12", 1, 2],
  mm: ["minute", 2, 2],
  ss: ["second", 2, 2],
  A: ["meridiem", 0, 0],
  Z: ["offset", 0, 0],
  "epoch-seconds": ["epochSeconds", 1, 12],
  "epoch-milliseconds": ["epochMilliseconds", 1, 15],
};
const DATE_TOKENS: ReadonlyMap<string, Row> = new Map(Object.entries(ROWS));

const PART = /epoch-(?:milli)?seconds|'([^']*)'|([YMDCHhmsSAZ])\2*|([^A-Za-z0-9'])|(T)|[^]/g;

/** The parts of a date pattern, or a sentence that says why it is none. */
export function parseDatePattern(pattern: string): readonly DateToken[] | string {
  const tokens: DateToken[] = [];
  for (const [part, quoted, letter, sign, t] of pattern.matchAll(PART)) {
    const literal = quoted ?? sign ?? t;
    if (literal !== undefined) tokens.push(...literal.split("").map(literalToken));
    else {
      const token = letter === "S" ? fractionToken(part.length) : namedToken(part);
      if (token === undefined)
        return `\`${part}\` is no part of a date, such as YYYY, MM, DD; put text in 'quotes'`;
      tokens.push(token);
    }
  }
  return contradiction(tokens) ?? tokens;
}

function literalToken(text: string): DateToken {
  return { field: "literal", digitsMin: 0, digitsMax: 0, text };
}

function namedToken(part: string): DateToken | undefined {
  const row = DATE_TOKENS.get(part);
  if (row === undefined) return undefined;
  const [field, digitsMin, digitsMax, text = ""] = row;
  return { field, digitsMin, digitsMax, text };
}

function fractionToken(count: number): DateToken | undefined {
  if (count > 9) return undefined;
  return { field: "fraction", digitsMin: count, digitsMax: count === 1 ? 9 : count, text: "" };
}

/** Why parts do not make one day; undefined if they do. */
function contradiction(tokens: readonly DateToken[]): string | undefined {
  const fields: readonly DateField[] = tokens
    .map(({ field }) => field)
    .filter((field) => field !== "literal");
  const has = (field: DateField): boolean => fields.includes(field);
  if (new Set(fields).size < fields.length) return "it names a part of the date twice";
  if (has("epochSeconds") || has("epochMilliseconds"))
    return tokens.length > 1 ? "an epoch stands alone" : undefined;
  if (has("year") === has("yearOfCentury")) return "it needs a year, YYYY or YY";
  if (has("century") && !has("yearOfCentury")) return "C stands with YY";
  const isMonthDay = has("month") !== has("monthName") && has("day") && !has("dayOfYear");
  const isYearDay = has("dayOfYear") && !has("month") && !has("monthName") && !has("day");
  if (!isMonthDay && !isYearDay)
    return "it needs a month and a day, MM and DD, or DDD; mm are minutes";
  return timeContradiction(has) ?? unclearEnd(tokens);
}

function timeContradiction(has: (field: DateField) => boolean): string | undefined {
  if (has("hour12") !== has("meridiem")) return "hh and A stand together; HH has 24 hours";
  const hasHour = has("hour") || has("hour12");
  if (has("hour") && has("hour12")) return "it names the hour twice";
  if (has("offset") && !(hasHour && has("minute"))) return "Z needs hours and minutes";
  if (has("minute") && !hasHour) return "mm are minutes, which need hours; months are MM";
  if (has("second") && !has("minute")) return "ss needs mm";
  return has("fraction") && !has("second") ? "S needs ss" : undefined;
}

/** A number of one digit or two has no clear end where another follows at once. */
function unclearEnd(tokens: readonly DateToken[]): string | undefined {
  const isUnclear = tokens.some((token, index) => {
    const next = tokens[index + 1];
    return token.digitsMin < token.digitsMax && next !== undefined && next.digitsMax > 0;
  });
  return isUnclear ? "a number of one digit or two needs a sign behind it" : undefined;
}

/** Whether a text could fit both patterns and mean another day by each. */
export function areRivals(one: readonly DateToken[], other: readonly DateToken[]): boolean {
  const others = shapes(other);
  return shapes(one).some((mine) =>
    others.some((theirs) => mine.shape === theirs.shape && mine.fields !== theirs.fields),
  );
}

interface PatternShape {
  /** What a text looks like: `00/00/0000`. */
  readonly shape: string;
  /** Which field each of its characters belongs to. */
  readonly fields: string;
}

/** What texts of a pattern look like, for each number of digits that its parts may have. */
function shapes(tokens: readonly DateToken[]): readonly PatternShape[] {
  let found: readonly PatternShape[] = [{ shape: "", fields: "" }];
  for (const token of tokens)
    found = found.flatMap(({ shape, fields }) =>
      looks(token).map((look) => ({
        shape: shape + look,
        fields: fields + `${token.field};`.repeat(look.length),
      })),
    );
  return found;
}

function looks({ field, digitsMin, digitsMax, text }: DateToken): string[] {
  if (field === "literal") return [text];
  if (digitsMax === 0) return [field === "monthName" ? "n" : field === "offset" ? "z" : "p"];
  const counts = Array.from({ length: digitsMax - digitsMin + 1 }, (_, more) => digitsMin + more);
  return counts.map((count) => "0".repeat(count));
}
