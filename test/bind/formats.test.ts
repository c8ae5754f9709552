import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Formats, numberOptions } from "../../src/expr/format.ts";
import { type FormattedKind, VALUE_FORMATS } from "../../src/model/value-format.ts";
import { civilDay, dayOf } from "../../src/base/day-number.ts";
import { parseMoney } from "../../src/verify/content/parse-money.ts";
import { parseDay, parseUnits } from "../../src/expr/parse-values.ts";

const LOCALES = [
  "en-US",
  "es-US",
  "de-DE",
  "fr-FR",
  "es-ES",
  "hi-IN",
  "ar-EG",
  "de-CH",
  "pl-PL",
  "ccp",
];
const SCALES = { money: 2, integer: 0, decimal: 6 } as const;
const units = fc.oneof(
  fc.integer({ min: -10_000_000, max: 10_000_000 }),
  fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }),
);

/** The exact decimal string of a number of units. */
function decimalOf(value: number, scale: number): string {
  const digits = String(Math.abs(value)).padStart(scale + 1, "0");
  const sign = value < 0 ? "-" : "";
  const whole = digits.slice(0, digits.length - scale);
  return sign + (scale === 0 ? whole : `${whole}.${digits.slice(-scale)}`);
}

function intlOf(locale: string, kind: "money" | "integer" | "decimal", style: string) {
  const [options] = numberOptions(`${kind} ${style}`, "USD", 2);
  const format = new Intl.NumberFormat(locale, options);
  const shift = style === "percent" ? 2 : 0;
  return (value: number) =>
    format.format(decimalOf(value, SCALES[kind] + shift) as unknown as number);
}

/** Styles that Intl does not have. */
const OWN = ["accounting", "trailing-minus"];
const numberStyles = (["money", "integer", "decimal"] as const).flatMap((kind) =>
  VALUE_FORMATS[kind]
    .filter((style) => !OWN.includes(style))
    .map((style) => [kind, style] as const),
);

describe("numbers", () => {
  const all = LOCALES.flatMap((locale) => numberStyles.map((s) => [locale, ...s] as const));
  test.each(all)("%s %s %s is what Intl writes", (locale, kind, style) => {
    const own = new Formats(locale, "USD", 2).of(kind, style);
    const intl = intlOf(locale, kind, style);
    fc.assert(
      fc.property(units, (value) => {
        expect(own(value)).toBe(intl(value));
      }),
      { numRuns: 60 },
    );
  });

  test("known amounts", () => {
    const en = new Formats("en-US", "USD", 2);
    expect(en.of("money")(123_450)).toBe("1,234.50");
    expect(en.of("money")(-5)).toBe("-0.05");
    expect(en.of("money", "symbol")(-123_450)).toBe("-$1,234.50");
    expect(en.of("decimal", "percent")(50_000)).toBe("0.05%");
    expect(en.of("decimal", "percent")(1_234_500)).toBe("1.2345%");
    expect(en.of("decimal")(1_500_000)).toBe("1.5");
    expect(en.of("integer")(1042)).toBe("1042");
    expect(en.of("decimal", "percent-2")(4_250_000)).toBe("4.25%");
    expect(en.of("decimal", "percent-2")(4_000_000)).toBe("4.00%");
    expect(en.of("decimal", "percent-2")(4_255_000)).toBe("4.26%");
    expect(en.of("decimal", "percent-0")(-500_000)).toBe("-1%");
    expect(en.of("decimal", "fixed-2")(-4_999)).toBe("0.00");
    expect(en.of("decimal", "fixed-3")(1_234_500_000)).toBe("1,234.500");
    expect(en.of("decimal", "fixed-6")(1)).toBe("0.000001");
    expect(new Formats("de-DE", "EUR", 2).of("decimal", "percent-1")(4_250_000)).toBe("4,3\u00a0%");
    const fr = new Formats("fr-FR", "EUR", 2).of("money");
    expect(fr(-123_456_750)).toBe("-1\u202f234\u202f567,50");
    expect(new Formats("de-DE", "EUR", 2).of("money")(123_450)).toBe("1.234,50");
    expect(new Formats("ja-JP", "JPY", 0).of("money", "symbol")(1234)).toBe("\uffe51,234");
  });

  test("amounts below nothing, as accountants write them", () => {
    const en = new Formats("en-US", "USD", 2);
    const written = (style: string, value: number) => en.of("money", style)(value);
    expect(written("accounting", -123_450)).toBe("(1,234.50)");
    expect(written("accounting", 123_450)).toBe("1,234.50");
    expect(written("accounting-symbol", -123_450)).toBe("($1,234.50)");
    expect(written("trailing-minus", -123_450)).toBe("1,234.50-");
    expect(written("code", -123_450)).toBe("-USD\u00a01,234.50");
    const japanese = new Formats("ja-JP", "JPY", 0);
    expect(japanese.of("money", "accounting")(-1234)).toBe("(1,234)");
    // German accountants write a minus sign.
    const german = new Formats("de-DE", "EUR", 2);
    expect(german.of("money", "accounting")(-123_450)).toBe("-1.234,50");
    expect(german.of("money", "trailing-minus")(-123_450)).toBe("1.234,50-");
  });

  test.each(LOCALES)("%s: the verifier reads every style of money as the amount", (locale) => {
    const formats = new Formats(locale, "USD", 2);
    const style = fc.constantFrom(...VALUE_FORMATS.money);
    fc.assert(
      fc.property(style, units, (name, value) => {
        expect(parseMoney(formats.of("money", name)(value), 2)).toBe(BigInt(value));
      }),
      { numRuns: 100 },
    );
  });

  test("the short way from raw money gives what the long one gives", () => {
    const formats = new Formats("en-US", "USD", 2);
    const raw = fc.stringMatching(/^-?\d{1,9}(\.\d{1,2})?$/);
    let shortCount = 0;
    fc.assert(
      fc.property(raw, (amount) => {
        const short = formats.moneyFromRaw?.(amount);
        if (short === undefined) return;
        shortCount += 1;
        expect(short).toBe(formats.of("money")(parseUnits(amount, 2)));
      }),
      { numRuns: 2000 },
    );
    expect(shortCount).toBeGreaterThan(50);
    expect(new Formats("de-DE", "EUR", 2).moneyFromRaw).toBeUndefined();
  });
});

describe("raw values", () => {
  test("a decimal string and its units are the same number", () => {
    fc.assert(
      fc.property(units, fc.constantFrom(0, 2, 3, 6), (value, scale) => {
        expect(parseUnits(decimalOf(value, scale), scale)).toBe(value + 0);
      }),
    );
    expect(parseUnits("12", 2)).toBe(1200);
    expect(parseUnits("12.5", 2)).toBe(1250);
    expect(Object.is(parseUnits("-0.00", 2), 0)).toBe(true);
    expect(() => parseUnits("1.234", 2)).toThrow("fraction digits");
    expect(() => parseUnits("1,234", 2)).toThrow("decimal number");
  });

  test("a stated number of digits is what Intl rounds to, half away from zero", () => {
    const styles = [0, 1, 2, 3, 4, 5, 6].flatMap((digits) => [
      `fixed-${digits}`,
      `plain-${digits}`,
      `percent-${digits}`,
    ]);
    const style = fc.constantFrom(...styles);
    fc.assert(
      fc.property(fc.constantFrom(...LOCALES), style, units, (locale, name, value) => {
        const [options] = numberOptions(`decimal ${name}`, "USD", 2);
        // A value rounded to nothing has no sign.
        const exact = { ...options, signDisplay: "negative" as const };
        const shift = name.startsWith("percent") ? 2 : 0;
        const intl = new Intl.NumberFormat(locale, { ...exact, roundingMode: "halfExpand" });
        const expected = intl.format(decimalOf(value, 6 + shift) as unknown as number);
        expect(new Formats(locale, "USD", 2).of("decimal", name)(value)).toBe(expected);
      }),
      { numRuns: 400 },
    );
  });

  test("every day of 400 years has its year, month and day", () => {
    for (let day = dayOf(1999, 12, 31); day <= dayOf(2401, 1, 1); day += 1) {
      const date = new Date(day * 86_400_000);
      const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + 1];
      expect(civilDay(day)).toEqual({ year, month, day: date.getUTCDate() });
    }
    expect(civilDay(parseDay("2000-02-29"))).toEqual({ year: 2000, month: 2, day: 29 });
    expect(civilDay(parseDay("1600-02-29"))).toEqual({ year: 1600, month: 2, day: 29 });
    expect(civilDay(parseDay("2400-02-29"))).toEqual({ year: 2400, month: 2, day: 29 });
  });

  test("days are those of the Gregorian calendar", () => {
    const first = Date.UTC(1600, 0, 1) / 86_400_000;
    fc.assert(
      fc.property(fc.integer({ min: first, max: first + 365_250 }), (day) => {
        const iso = new Date(day * 86_400_000).toISOString().slice(0, 10);
        expect(parseDay(iso)).toBe(day);
        const civil = civilDay(day);
        expect(dayOf(civil.year, civil.month, civil.day)).toBe(day);
        expect(`${civil.month}-${civil.day}`).toBe(iso.slice(5).replaceAll(/(?<=^|-)0/g, ""));
      }),
    );
  });
});

describe("dates", () => {
  const day = parseDay("2026-10-01");
  const text = (locale: string, style: string) =>
    new Formats(locale, "USD", 2).of("date", style)(day);

  test.each([
    ["en-US", "10/01/2026", "October 1, 2026", "10/01", "October 2026"],
    ["es-US", "01/10/2026", "1 de octubre de 2026", "01/10", "octubre de 2026"],
    ["de-DE", "01.10.2026", "1. Oktober 2026", "01.10.", "Oktober 2026"],
    ["fr-FR", "01/10/2026", "1 octobre 2026", "01/10", "octobre 2026"],
  ])("in %s", (locale, short, long, monthDay, monthYear) => {
    const found = VALUE_FORMATS.date.map((style) => text(locale, style));
    expect(found).toEqual([short, long, monthDay, monthYear]);
  });

  test("more days than are kept are still right", () => {
    const format = new Formats("en-US", "USD", 2).of("date");
    for (let offset = 0; offset < 9000; offset += 1) format(day + offset);
    expect(format(day)).toBe("10/01/2026");
  });

  test("a style that is not in the table is refused", () => {
    const formats = new Formats("en-US", "USD", 2);
    const kinds: readonly FormattedKind[] = ["money", "date", "integer", "decimal"];
    for (const kind of kinds) expect(() => formats.of(kind, "loud")).toThrow("is called");
  });
});
