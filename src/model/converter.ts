/**
 * Converters, as a job declares them: how a sender's text becomes a value of the layout. Every form
 * is stated and nothing is guessed: a text that is not written as stated is a fault.
 *
 * The text goes through the steps in their order, then takes its form. Where it is empty after the
 * steps, the value is `whenEmpty`, or absent.
 */
export interface ConverterSpec {
  readonly steps: readonly TextStep[];
  readonly form: ValueForm;
  /** A value in the form that the layout takes, such as `0.00` of money. */
  readonly whenEmpty?: ConstantValue;
}

export type ConstantValue = string | number | boolean;

export type ValueForm = TextForm | DateForm | AmountForm | IntegerForm | BooleanForm | CodesForm;

/** The text as it is. */
export interface TextForm {
  readonly kind: "text";
}

/**
 * Days, and moments of which the day is wanted; see rules/converters/date-pattern.ts for what a
 * pattern may hold, such as `MM/DD/YYYY`, `YYYYMMDD`, `DD-MMM-YY`, `YYYY-MM-DDTHH:mm:ssZ`.
 */
export interface DateForm {
  readonly kind: "date";
  /** Tried in their order. Two that could read one text as two days are refused. */
  readonly patterns: readonly string[];
  /** The first of the hundred years that two digits stand for; needed by `YY` alone. */
  readonly pivotYear?: number;
  /** The zone whose day a moment falls on, such as `America/Chicago`; needed by `Z` alone. */
  readonly zone?: string;
  /** The zone of times that have none, where `zone` asks for a day in another. */
  readonly sourceZone?: string;
  /** The names of the months where they are not English, twelve, as they are written. */
  readonly monthNames?: readonly string[];
}

/**
 * Exact amounts. Each form is an example of how they are written: `1,234.56`, `1.234,56`,
 * `1 234,56`, `1'234.56`, `1234.56`, and with its sign `(1,234.56)`, `1,234.56-`, `1,234.56CR`.
 */
export interface AmountForm {
  readonly kind: "money" | "decimal";
  readonly forms: readonly string[];
  /** Which of `CR` and `DR` makes an amount less than zero; needed if a form has one. */
  readonly negative?: "CR" | "DR";
  /** Signs and codes that may stand before or behind the number, such as `$`, `USD`. */
  readonly currency?: readonly string[];
  /** That the last so many digits are decimals, and no point is written: 2 for cents. */
  readonly impliedDigits?: number;
  /** The decimals of the field's currency: zeros behind them are dropped. Two by default. */
  readonly digits?: number;
}

/** Whole numbers; forms as of amounts. Decimals of a form, as in `1.00`, must be zeros. */
export interface IntegerForm {
  readonly kind: "integer";
  readonly forms: readonly string[];
}

export interface BooleanForm {
  readonly kind: "boolean";
  readonly true: readonly string[];
  readonly false: readonly string[];
}

/** A table from codes to values; an empty text may be a code, too. */
export interface CodesForm {
  readonly kind: "codes";
  readonly codes: Readonly<Record<string, ConstantValue>>;
  /** The value of codes that are not in the table; where nothing is said they are faults. */
  readonly unknown?: ConstantValue;
}

export type TextStep =
  TrimStep | CaseStep | PadStep | StripStep | SliceStep | SplitStep | NameStep | PostalStep;

/** Takes white space and NULs away; `inner` makes each run of it inside a single space, too. */
export interface TrimStep {
  readonly step: "trim";
  readonly at: "both" | "start" | "end" | "inner";
}

/** `title` is for names in capitals: a text that has small letters already is left as it is. */
export interface CaseStep {
  readonly step: "case";
  readonly to: "upper" | "lower" | "title";
}

/** Fills a text up to a length; an empty text stays empty. */
export interface PadStep {
  readonly step: "pad";
  readonly at: "start" | "end";
  readonly length: number;
  readonly fill: string;
}

/** Takes a character away from one side, such as leading zeros; of zeros alone, one is left. */
export interface StripStep {
  readonly step: "strip";
  readonly at: "start" | "end";
  readonly character: string;
}

/** Characters by their place, counted from 1; to the end if no length is said. */
export interface SliceStep {
  readonly step: "slice";
  readonly start: number;
  readonly length?: number;
}

/** One of the parts between separators, counted from 1, without the blanks around it. */
export interface SplitStep {
  readonly step: "split";
  readonly separator: string;
  readonly part: number;
  /** How many parts the job uses: a text with more is a fault, so that none is lost. */
  readonly partsMax: number;
}

/** A name written `Last, First`, or one of its parts. A name without a comma is whole already. */
export interface NameStep {
  readonly step: "name";
  readonly part: "whole" | "first" | "last";
}

/** A postal code as its country writes it, or a part of a ZIP Code. */
export interface PostalStep {
  readonly step: "postal";
  readonly country: string;
  readonly part: "whole" | "zip" | "plus4" | "deliveryPoint";
  /** That a program that took the codes for numbers has lost their leading zeros. */
  readonly lostZeros?: boolean;
}

/** A text that could not be converted. It names no value. */
export interface ConvertFault {
  /** What the text should be, such as `a date written MM/DD/YYYY`. */
  readonly expected: string;
  /** What the job could say instead, where the text has another known form. */
  readonly advice?: string;
}

/** The columns that make an address where the place of its parts depends on the country. */
export interface AddressParts<T = string> {
  readonly lines: readonly T[];
  readonly city?: T;
  readonly region?: T;
  readonly postalCode?: T;
  /** Two letters (ISO 3166); empty is the home country. */
  readonly country?: T;
  /** That a program that took the postal codes for numbers has lost their leading zeros. */
  readonly lostZeros?: boolean;
}
