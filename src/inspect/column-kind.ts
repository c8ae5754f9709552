import { countText, grouped } from "../report/figures.ts";
import type { KindFinding } from "../model/inspection.ts";
import { type ColumnProfile, looseDate } from "./column-profile.ts";

/** The share of values that must fit a kind; the others become rejects, and are counted. */
const FITTING_MIN = 0.98;

const BOOLEANS: readonly (readonly [yes: string, no: string])[] = [
  ["Y", "N"],
  ["YES", "NO"],
  ["TRUE", "FALSE"],
  ["T", "F"],
  ["J", "N"],
  ["ON", "OFF"],
  ["1", "0"],
];
/** Values that say what they are without the other one. */
const TOLD_BY_ONE = /^(?:[yn]|yes|no|true|false)$/i;
const DATE_NAME = /(?:date|datum|dt$|_dt|day|due|birth|dob|expir|since|period)/i;
const MONEY_NAME =
  /(?:amount|amt|tot(?:al|_|$)|balance|price|fee|charge|pai?[dy]|cost|due|sum|credit|debit)/i;
const LABEL_NAME =
  /(?:id$|_no$|^no$|num(?:ber)?$|acct|account|zip|postal|phone|mobile|tel|code|cd$|key|ref|plus4)/i;

/** What a column holds, and what tells so. */
export function kindOf(profile: ColumnProfile, rows: number): KindFinding {
  if (profile.filled === 0) return sure("empty", [], "no row has a value");
  return (
    booleanKind(profile) ??
    dateKind(profile) ??
    numberKind(profile, rows) ??
    sure("text", [], textEvidence(profile))
  );
}

function booleanKind({ values, name }: ColumnProfile): KindFinding | undefined {
  if (values === undefined || values.size > 2) return undefined;
  const written = [...values.keys()];
  const pair = BOOLEANS.find((both) => written.every((one) => both.includes(one.toUpperCase())));
  if (pair === undefined) return undefined;
  const [yes, no] = pair.map((one) => written.find((is) => is.toUpperCase() === one));
  const forms = [yes ?? pair[0], no ?? pair[1]];
  const counts = forms.map((form) => grouped(values.get(form) ?? 0));
  const evidence = `two values, ${counts.join(" and ")} rows`;
  if (values.size < 2 && !TOLD_BY_ONE.test(written[0] ?? "")) return undefined;
  if (values.size === 2 && pair[0] !== "1") return sure("boolean", forms, evidence);
  const doubt =
    values.size < 2 ? `only one of its two values occurs in ${name}` : `${name} may be a number`;
  return { kind: "boolean", forms, evidence, doubt };
}

function dateKind(profile: ColumnProfile): KindFinding | undefined {
  const { dates, looked, name, digitsOnly } = profile;
  const fitting = dates.forms.filter(([, count]) => count >= looked * FITTING_MIN);
  const [best] = fitting;
  if (best === undefined) return undefined;
  const isDigits = digitsOnly > looked / 2;
  const isTold = DATE_NAME.test(name);
  // Numbers of eight digits may be days, of six or seven anything.
  if (isDigits && !isTold && !best[0].startsWith("YYYYMMDD")) return undefined;
  const [pattern, count] = best;
  const rivals = fitting.filter(
    ([other, same]) => looseDate(other) !== looseDate(pattern) && same === count,
  );
  const evidence = dateEvidence(profile, best, rivals.length > 0);
  if (rivals.length === 0) return sure("date", [pattern], evidence);
  const others = rivals.map(([other]) => other);
  // Of two that differ only in how many digits they ask for, the stricter one.
  const isFirst = (one: string, at: number): boolean =>
    others.findIndex((other) => looseDate(other) === looseDate(one)) === at;
  const forms = [pattern, ...others.filter(isFirst)];
  const doubt = `no row of ${name} tells ${forms.join(" from ")}`;
  return { kind: "date", forms, evidence, doubt };
}

function dateEvidence(
  { dates, looked }: ColumnProfile,
  [pattern, count]: readonly [string, number],
  hasRivals: boolean,
): string {
  const fits = `${grouped(count)} of ${grouped(looked)} fit ${pattern}`;
  const { count: only, line } = dates.decided(pattern);
  if (hasRivals || only === 0) return fits;
  return `${fits}; ${countText(only, "row")} can be read no other way, first in line ${line}`;
}

function numberKind(profile: ColumnProfile, rows: number): KindFinding | undefined {
  const { numbers, looked, name, leadingZeros, digitsOnly, distinct } = profile;
  const fitting = numbers.forms.reduce((sum, [, count]) => Math.max(sum, count), 0);
  const all = numbers.forms.filter(([, count]) => count >= Math.min(10, looked * 0.01));
  const total = all.reduce((sum, [form]) => sum + numbers.decided(form).count, 0);
  const fits = Math.max(fitting, total);
  if (fits < looked * FITTING_MIN) return undefined;
  const forms = all.map(([form]) => form);
  const evidence = `${grouped(fits)} of ${grouped(looked)} are numbers`;
  if (profile.plusSigned > looked / 2) return undefined;
  if (digitsOnly > looked * FITTING_MIN) {
    const isKey = distinct.isExact && distinct.count === rows && rows > 1;
    if (leadingZeros > 0 || LABEL_NAME.test(name)) return undefined;
    if (!MONEY_NAME.test(name)) return isKey ? undefined : sure("integer", forms, evidence);
    const doubt = `${name} has no decimals: whole amounts, or cents`;
    return { kind: "money", forms: ["1234"], evidence, doubt };
  }
  if (/^\d{5}(?:-\d{4})?$/.test(profile.samples[0] ?? "") && LABEL_NAME.test(name))
    return undefined;
  const isMoney = MONEY_NAME.test(name) || forms.every((form) => looksOfMoney(form));
  if (isMoney) return sure("money", forms, evidence);
  const isInteger = forms.every((form) => !/[.,]5/.test(form));
  return sure(isInteger ? "integer" : "decimal", forms, evidence);
}

/** Two decimals, or a sign of currency. */
function looksOfMoney(form: string): boolean {
  return /[.,]56(?!\d)/.test(form) || /[$\u20ac\u00a3\u00a5]|USD|EUR|GBP/.test(form);
}

function textEvidence(profile: ColumnProfile): string {
  const { looked, digitsOnly, leadingZeros, plusSigned, values } = profile;
  if (plusSigned > looked / 2) return "a plus and digits, as telephone numbers have";
  if (digitsOnly === looked && leadingZeros > 0) return "digits, some with zeros before them";
  if (digitsOnly === looked) return "digits that number or name something";
  return values === undefined ? "no other kind fits" : countText(values.size, "value");
}

function sure(kind: KindFinding["kind"], forms: readonly string[], evidence: string): KindFinding {
  return { kind, forms, evidence, doubt: "" };
}
