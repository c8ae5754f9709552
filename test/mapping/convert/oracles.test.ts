import { isCalendarDay, isDay } from "../../../src/base/calendar-day.ts";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { codeOfDays, dayCode, dayText } from "../../../src/mapping/convert/calendar.ts";
import { dayOf } from "../../../src/base/day-number.ts";
import { titleCase } from "../../../src/mapping/convert/title-case.ts";
import { isNumberText, moneyForm } from "../../../src/rules/scalar-forms.ts";
import {
  areRivals,
  type DateToken,
  parseDatePattern,
} from "../../../src/rules/converters/date-pattern.ts";
import { DateReader } from "../../../src/mapping/convert/date-reader.ts";
import { KNOWN_DATE_PATTERNS } from "../../../src/mapping/convert/advise-date.ts";
import { ENGLISH_MONTHS } from "../../../src/mapping/convert/month-names.ts";
import { TimeZone } from "../../../src/mapping/convert/time-zone.ts";
import { askPython, hasPython } from "./ask-python.ts";
import { drawTexts, oracleCases } from "./oracle-cases.ts";
import { dates, FAULT, money, outcome } from "./specs.ts";

const TEXTS_PER_CASE = 5000;

interface Vectors {
  readonly name: string;
  readonly pairs: readonly (readonly [text: string, value: unknown])[];
}

const vectors = readFileSync(new URL("vectors.ndjson", import.meta.url), "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line) as Vectors);

describe("what Python said when the vectors were recorded", () => {
  it.each(oracleCases())("holds for $name", ({ name, convert }) => {
    const pairs = vectors.find((recorded) => recorded.name === name)?.pairs ?? [];
    expect(pairs.length).toBeGreaterThan(0);
    for (const [text, value] of pairs)
      expect([text, outcome(convert, text) ?? null]).toEqual([text, value]);
  });
});

describe.skipIf(!hasPython())("beside Python's decimal, datetime and zoneinfo", () => {
  const seed = Math.floor(Math.random() * 1e6);
  const cases = oracleCases().map((one, index) => ({ ...one, index }));
  const textsOf = (one: (typeof cases)[number]): string[] =>
    drawTexts(one, TEXTS_PER_CASE, seed + one.index);
  let answers: ReturnType<typeof askPython> = [];
  beforeAll(() => {
    answers = askPython(cases.map((one) => ({ ...one.request, texts: textsOf(one) })));
  });

  it.each(cases)(`$name agrees on ${TEXTS_PER_CASE} texts of seed ${seed}`, (one) => {
    const { convert, index } = one;
    const texts = textsOf(one);
    const expected = answers[index] ?? [];
    const found = texts.map((text) => outcome(convert, text) ?? null);
    const rows = texts.map((text, at) => [text, found[at], expected[at]]);
    expect(rows.filter(([, value, wanted]) => value !== wanted)).toEqual([]);
    const good = expected.filter((value) => value !== null && value !== FAULT);
    expect(good.length).toBeGreaterThan(TEXTS_PER_CASE / 20);
  });
});

it("counts days as the Gregorian calendar does, one after the other", () => {
  const first = Date.UTC(1599, 0, 1) / 86_400_000;
  const last = Date.UTC(2401, 0, 1) / 86_400_000;
  for (let days = first; days <= last; days += 1) {
    const day = new Date(days * 86_400_000);
    const [year, month] = [day.getUTCFullYear(), day.getUTCMonth() + 1];
    const code = dayCode(year, month, day.getUTCDate());
    if (codeOfDays(days) !== code || dayOf(year, month, day.getUTCDate()) !== days)
      expect.fail(`days ${days}`);
  }
  expect(dayText(codeOfDays(dayOf(9999, 12, 31)))).toBe("9999-12-31");
  expect([codeOfDays(dayOf(9999, 12, 31) + 1), codeOfDays(dayOf(1, 1, 1) - 1)]).toEqual([-1, -1]);
});

it("knows how many days each month has, in the years from 1 to 9999", () => {
  for (let year = 1; year <= 9999; year += 1)
    for (let month = 1; month <= 12; month += 1) {
      const first = new Date(Date.UTC(2000, 0, 1));
      first.setUTCFullYear(year, month, 0);
      const last = first.getUTCDate();
      const found = [28, 29, 30, 31, 32].filter((day) => isDay(year, month, day));
      if (found.at(-1) !== last) expect.fail(`${year}-${month}`);
    }
  const none = [isDay(0, 1, 1), isDay(2026, 0, 1), isDay(2026, 13, 1), isDay(2026, 1, 0)];
  expect(none).toEqual([false, false, false, false]);
});

it("gives only what the check of records takes, or a fault, for any text", () => {
  const [day, amount] = [dates(["MM/DD/YYYY", "YYYYMMDD"]), money(["1,234.56", "(1,234.56)"])];
  const text = fc.oneof(
    fc.string(),
    fc.stringMatching(/^[-+( ]?[0-9,.]{0,12}[-) ]?$/),
    fc.stringMatching(/^[0-1][0-9]\/[0-3][0-9]\/[0-9]{4}$/),
  );
  fc.assert(
    fc.property(text, (drawn) => {
      expect(isGood(outcome(day, drawn), isCalendarDay)).toBe(true);
      expect(isGood(outcome(amount, drawn), (sum) => isNumberText(sum, moneyForm()))).toBe(true);
    }),
    { numRuns: 3000 },
  );
});

function isGood(value: unknown, isForm: (text: string) => boolean): boolean {
  if (value === undefined || value === FAULT) return true;
  return typeof value === "string" && isForm(value);
}

it("lets two patterns stand together only where no day could be read as another", () => {
  const tokens = KNOWN_DATE_PATTERNS.map((pattern) => parseDatePattern(pattern));
  const zone = new TimeZone("UTC");
  const options = { pivotYear: 1950, months: ENGLISH_MONTHS, zone, sourceZone: zone };
  const known = tokens.filter((parsed) => typeof parsed !== "string");
  const pairs = known.flatMap((one) =>
    known.map((other): [typeof one, typeof one] => [one, other]),
  );
  const day = fc.integer({ min: dayOf(1950, 1, 1), max: dayOf(2049, 12, 31) });
  let rivalCount = 0;
  fc.assert(
    fc.property(fc.constantFrom(...pairs), day, fc.boolean(), ([one, other], days, isPadded) => {
      const written = writeDay(one, codeOfDays(days), isPadded);
      const found = new DateReader(other, options).read(written);
      if (areRivals(one, other)) rivalCount += 1;
      else expect([codeOfDays(days), -1, -2]).toContain(found);
    }),
    { numRuns: 10_000 },
  );
  expect(rivalCount).toBeGreaterThan(100);
});

/** A day by a pattern of numbers and English months, at midnight UTC. */
function writeDay(tokens: readonly DateToken[], code: number, isPadded: boolean): string {
  const [year, month, day] = [code >> 9, (code >> 5) & 15, code & 31];
  const names = [...ENGLISH_MONTHS.long.keys()];
  const dayOfYear = dayOf(year, month, day) - dayOf(year, 1, 1) + 1;
  const values: Readonly<Record<string, number>> = {
    year,
    month,
    day,
    dayOfYear,
    yearOfCentury: year % 100,
    century: Math.floor(year / 100) - 19,
    hour12: 12,
  };
  return tokens
    .map(({ field, text, digitsMin, digitsMax }) => {
      if (field === "literal") return text;
      if (field === "monthName")
        return (names[month - 1] ?? "").slice(0, text === "short" ? 3 : undefined);
      if (digitsMax === 0) return field === "meridiem" ? "AM" : "Z";
      return String(values[field] ?? 0)
        .padStart(isPadded ? Math.min(digitsMax, 2) : digitsMin, "0")
        .padStart(digitsMin, "0");
    })
    .join("");
}

it("changes nothing but the case of letters, and that but once", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z'\u2019 -]{0,24}$/), (name) => {
      const title = titleCase(name);
      expect(title.toUpperCase()).toBe(name.toUpperCase());
      expect(titleCase(title.toUpperCase())).toBe(titleCase(name.toUpperCase()));
      expect(titleCase(title)).toBe(title);
    }),
  );
});
