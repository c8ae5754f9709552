import { plainDecimal } from "../check/plain-decimal.ts";
import type { NumberKind } from "./number-formats.ts";

/** Excel keeps and shows this many digits; what lies behind them is noise of binary fractions. */
const DIGITS = 15;
const DAY_SECONDS = 86_400;
const DAY_MS = DAY_SECONDS * 1000;
/** The day 0 of each system: 1899-12-30, as 1900 is counted as a leap year, or 1904-01-01. */
const EPOCH_1900 = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);
const LEAP_BUG = 60;
const LAST_DAY = "9999-12-31";

/** What a cell says, or why it says nothing that can be used. */
export type CellText = { readonly text: string } | { readonly problem: string };

/** A number as its cell shows it: a date, a time, or the shortest decimal. */
export function numberText(raw: string, kind: NumberKind, is1904: boolean): CellText {
  const value = Number(raw);
  if (raw.trim() === "" || !Number.isFinite(value)) return { problem: "is not a number" };
  if (kind === "number") return decimalText(value);
  if (kind === "duration")
    return { problem: "has a duration: give its column a number format, or make it a text" };
  if (typeof kind === "object") return zerosText(value, kind.zeros);
  return serialText(value, kind, is1904);
}

function decimalText(value: number): CellText {
  // A whole number of more digits was cut before it came here, as account numbers often are.
  if (Math.abs(value) >= 10 ** DIGITS)
    return { problem: "has a number of more than 15 digits, which Excel cuts: make it a text" };
  return { text: plainDecimal(value.toPrecision(DIGITS)) };
}

/** Digits of a pattern such as `00000-0000`, from the right. */
function zerosText(value: number, zeros: string): CellText {
  if (!Number.isInteger(value) || value < 0) return decimalText(value);
  const groups = zeros.split("-").map((group) => group.length);
  const width = groups.reduce((sum, size) => sum + size, 0);
  const whole = decimalText(value);
  if ("problem" in whole) return whole;
  let rest = whole.text.padStart(width, "0");
  const parts: string[] = [];
  for (const size of groups.slice(1).toReversed()) {
    parts.unshift(rest.slice(-size));
    rest = rest.slice(0, -size);
  }
  return { text: [rest, ...parts].join("-") };
}

function serialText(value: number, kind: "date" | "time", is1904: boolean): CellText {
  const seconds = Math.round(value * DAY_SECONDS);
  const days = Math.floor(seconds / DAY_SECONDS);
  const time = new Date((seconds - days * DAY_SECONDS) * 1000).toISOString().slice(11, 19);
  if (kind === "time" && days === 0) return { text: time };
  // 29 February 1900 never was; days before it are one off in this system.
  if (!is1904 && days === LEAP_BUG) return { problem: "has 29 February 1900, which never was" };
  const first = is1904 ? 0 : 1;
  if (days < first) return { problem: "has a day before the first of its calendar" };
  const shift = !is1904 && days < LEAP_BUG ? 1 : 0;
  const at = (is1904 ? EPOCH_1904 : EPOCH_1900) + (days + shift) * DAY_MS;
  if (at > Date.parse(LAST_DAY)) return { problem: "has a day after the year 9999" };
  const day = new Date(at).toISOString().slice(0, 10);
  return { text: seconds % DAY_SECONDS === 0 ? day : `${day}T${time}` };
}

/** A cell of type `d`: a day or a point in time in ISO 8601. */
export function isoText(raw: string): CellText {
  const parts = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)(?:\.0+)?Z?)?$/.exec(raw);
  if (parts === null) return { problem: "has a date that is not written as ISO 8601" };
  const [, day = "", time = "00:00:00"] = parts;
  return { text: time === "00:00:00" ? day : `${day}T${time}` };
}
