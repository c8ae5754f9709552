import type {
  AmountForm,
  BooleanForm,
  DateForm,
  TextStep,
  ValueForm,
} from "../../model/converter.ts";
import type { ScalarKind, ScalarShape } from "../../model/data-shape.ts";
import type { ConverterValue } from "./mapping-schema.ts";

type Word = string | number | boolean;
type AmountValue = NonNullable<ConverterValue["money"]>;

/** The forms that values have in the layout's data, where the job says nothing else. */
const OWN_AMOUNT = "1234.56";
const OWN_DECIMAL = "1234.567891";
const OWN_INTEGER = "1234";
const HOME = "US";

/** The steps of a converter, in the order in which they are documented. */
export function stepsOf(value: ConverterValue, partsMax: number): TextStep[] {
  const { trim, split, name, slice, strip, pad } = value;
  const steps: (TextStep | undefined)[] = [
    trim && { step: "trim", at: trim },
    split && { step: "split", separator: split.at, part: split.part, partsMax },
    name && { step: "name", part: name },
    slice && {
      step: "slice",
      start: slice.start,
      ...(slice.length !== undefined && { length: slice.length }),
    },
    strip === undefined ? undefined : stripOf(strip),
    postalOf(value),
    pad && { step: "pad", at: pad.at ?? "start", length: pad.to, fill: pad.with ?? "0" },
    value.case && { step: "case", to: value.case },
  ];
  return steps.filter((step) => step !== undefined);
}

function stripOf(strip: NonNullable<ConverterValue["strip"]>): TextStep {
  if (typeof strip === "string") return { step: "strip", at: "start", character: strip };
  return "start" in strip
    ? { step: "strip", at: "start", character: strip.start }
    : { step: "strip", at: "end", character: strip.end };
}

const POSTAL_PARTS = {
  zip: "zip",
  plus4: "plus4",
  "delivery-point": "deliveryPoint",
  "postal-code": "whole",
} as const;

function postalOf(value: ConverterValue): TextStep | undefined {
  const { part, country = HOME, "lost-zeros": lostZeros } = value;
  if (part === undefined) return undefined;
  const isLossy = lostZeros === true && { lostZeros };
  return { step: "postal", country, part: POSTAL_PARTS[part], ...isLossy };
}

/** The form that a converter states, but for codes, whose values are checked. */
export function formOf(
  value: Omit<ConverterValue, "codes">,
  { kind, digits }: ScalarShape,
): ValueForm {
  const { date, money, decimal, integer, boolean } = value;
  if (date !== undefined) return dateOf(date);
  if (money !== undefined) return amountOf("money", money, digits);
  if (decimal !== undefined) return amountOf("decimal", decimal);
  if (integer !== undefined) return { kind: "integer", forms: listOf(integer) };
  if (boolean !== undefined)
    return { kind: "boolean", true: wordsOf(boolean.true), false: wordsOf(boolean.false) };
  return ownForm(kind, digits);
}

/** A text as the layout's data have values of a kind. */
function ownForm(kind: ScalarKind, digits: number | undefined): ValueForm {
  switch (kind) {
    case "text":
      return { kind };
    case "date":
      return { kind, patterns: ["YYYY-MM-DD"] };
    case "integer":
      return { kind, forms: [OWN_INTEGER] };
    case "boolean":
      return { kind, true: ["true"], false: ["false"] };
    case "decimal":
      return amountOf(kind, OWN_DECIMAL);
    default:
      return amountOf(kind, ownAmounts(digits), digits);
  }
}

/** The layout takes amounts with any number of the currency's decimals. */
function ownAmounts(digits = 2): string[] {
  const decimals = Array.from({ length: digits }, (_, index) => "567891234".slice(0, index + 1));
  return ["1234", ...decimals.map((some) => `1234.${some}`)];
}

function dateOf(date: NonNullable<ConverterValue["date"]>): DateForm {
  if (typeof date === "string" || Array.isArray(date))
    return { kind: "date", patterns: listOf(date) };
  const { pattern, zone, months, pivot: pivotYear, "source-zone": sourceZone } = date;
  return {
    kind: "date",
    patterns: listOf(pattern),
    ...(pivotYear !== undefined && { pivotYear }),
    ...(zone !== undefined && { zone }),
    ...(sourceZone !== undefined && { sourceZone }),
    ...(months !== undefined && { monthNames: months }),
  };
}

function amountOf(kind: AmountForm["kind"], written: AmountValue, digits?: number): AmountForm {
  const ofCurrency = digits !== undefined && { digits };
  if (typeof written === "string" || Array.isArray(written))
    return { kind, forms: listOf(written), ...ofCurrency };
  const { form, negative, currency, implied: impliedDigits } = written;
  return {
    kind,
    forms: listOf(form ?? (impliedDigits === undefined ? OWN_AMOUNT : [])),
    ...(negative !== undefined && { negative }),
    ...(currency !== undefined && { currency: listOf(currency) }),
    ...(impliedDigits !== undefined && { impliedDigits }),
    ...ofCurrency,
  };
}

function listOf(one: string | readonly string[]): readonly string[] {
  return typeof one === "string" ? [one] : one;
}

function wordsOf(words: Word | readonly Word[]): BooleanForm["true"] {
  return (Array.isArray(words) ? words : [words]).map(String);
}
