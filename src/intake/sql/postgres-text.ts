import { plainDecimal } from "../check/plain-decimal.ts";
import type { SqlCell } from "./sql-session.ts";

/** A value as the server writes it, in the text that a record has. */
export type PostgresText = (value: string) => SqlCell;

const NUMBER = /^-?\d+(\.\d+)?(e[+-]\d+)?$/;
/** Types that extensions and users make begin here: enumerations and the like. */
const OWN_TYPES_FROM = 16_384;

const asItIs: PostgresText = (value) => value;
const number: PostgresText = (value) =>
  NUMBER.test(value) ? value : { problem: "is no number (NaN or infinite)" };
const float: PostgresText = (value) =>
  NUMBER.test(value) ? plainDecimal(value) : { problem: "is no number (NaN or infinite)" };
const timestamp: PostgresText = (value) => value.replace(" ", "T").replace(/\+00$/, "Z");

/** By the number of a type in the system catalogue (pg_type.dat). */
const TEXTS: Readonly<Record<number, PostgresText>> = {
  16: (value) => (value === "t" ? "true" : "false"),
  18: asItIs,
  19: asItIs,
  20: asItIs,
  21: asItIs,
  23: asItIs,
  25: asItIs,
  26: asItIs,
  114: asItIs,
  700: float,
  701: float,
  // Blanks at the end of a `character(n)` are padding.
  1042: (value) => value.replace(/ +$/, ""),
  1043: asItIs,
  1082: asItIs,
  1083: asItIs,
  1114: timestamp,
  1184: timestamp,
  1700: number,
  2950: asItIs,
  3802: asItIs,
};

/** Undefined for a type without an exact text: bytes, lists, intervals, money by locale. */
export function postgresText(type: number): PostgresText | undefined {
  return TEXTS[type] ?? (type >= OWN_TYPES_FROM ? asItIs : undefined);
}
