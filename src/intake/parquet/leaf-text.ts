import type { SchemaElement, TimeUnit } from "hyparquet/src/types.js";
import { isUtf8 } from "node:buffer";
import { plainDecimal } from "../check/plain-decimal.ts";

/** Why a value is none that can be used: a word for the reject. */
export class BadValue {
  readonly problem: string;

  constructor(problem: string) {
    this.problem = problem;
  }
}

/** A value as text; undefined where it is absent. */
export type LeafText = (value: unknown) => string | BadValue | undefined;

const BAD_TEXT = new BadValue("is not UTF-8 text");
const NOT_FINITE = new BadValue("is not a number (NaN or infinite)");
/** Only a damaged file has such. */
const ODD = new BadValue("is not stored as the type of its column is");
const DAY_MS = 86_400_000;
const UNIT_DIGITS: Readonly<Record<TimeUnit, number>> = { MILLIS: 3, MICROS: 6, NANOS: 9 };

/** How a column's values become text; undefined if its type has no canonical text. */
export function leafTextOf(element: SchemaElement): LeafText | undefined {
  const { type, scale, converted_type: converted, logical_type: logical } = element;
  const kind = logical?.type ?? converted;
  if (kind === "DECIMAL") return present((value) => decimalText(value, scale ?? 0));
  if (kind === "DATE") return ofUnits((days) => dayText(Number(days)));
  const unit = unitOf(element);
  if (logical?.type === "TIMESTAMP" || converted?.startsWith("TIMESTAMP_") === true)
    return ofUnits((units) => timestampText(units, unit, isUtc(element)));
  if (kind === "TIME" || converted?.startsWith("TIME_") === true)
    return ofUnits((units) => timeText(units, unit));
  if (kind === "UUID")
    return present((value) => (value instanceof Uint8Array ? uuidText(value) : ODD));
  if (kind === "INTEGER" || isIntegerType(converted)) return ofUnits(integerText(element));
  const isText =
    kind === undefined ||
    kind === "UTF8" ||
    kind === "STRING" ||
    kind === "ENUM" ||
    kind === "JSON";
  return isText ? plainLeaf(type) : undefined;
}

/**
 * The schema with the types of its leaves taken off, so that the library hands out stored values:
 * it would make floating point of decimals and drop what is finer than a millisecond.
 */
export function withStoredValues(element: SchemaElement): SchemaElement {
  if (element.type === undefined) return element;
  const { logical_type: _logical, converted_type: converted, ...rest } = element;
  const isDecimal = converted === "DECIMAL" || _logical?.type === "DECIMAL";
  return element.type === "BYTE_ARRAY" && !isDecimal ? { ...rest, converted_type: "UTF8" } : rest;
}

/** What the library asks for where it converts all the same. */
export const STORED_PARSERS = {
  stringFromBytes: (bytes: Uint8Array | undefined): string | BadValue | undefined => {
    if (bytes === undefined) return undefined;
    if (!isUtf8(bytes)) return BAD_TEXT;
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("utf8");
  },
  timestampFromNanoseconds: (nanos: bigint): bigint => nanos,
};

function present(text: (value: NonNullable<unknown>) => string | BadValue): LeafText {
  return (value) => (value === undefined || value === null ? undefined : text(value));
}

/** Of whole numbers, however many bytes they take. */
function ofUnits(text: (units: bigint) => string | BadValue): LeafText {
  return present((value) => {
    const units = unitsOf(value);
    return units === undefined ? ODD : text(units);
  });
}

function ofNumber(text: (value: number) => string | BadValue): LeafText {
  return present((value) => (typeof value === "number" ? text(value) : ODD));
}

function unitsOf(value: unknown): bigint | undefined {
  if (typeof value === "bigint") return value;
  return typeof value === "number" && Number.isInteger(value) ? BigInt(value) : undefined;
}

function isPlain(value: unknown): value is boolean | number | bigint {
  return typeof value === "boolean" || typeof value === "number" || typeof value === "bigint";
}

function asBad(value: unknown): BadValue {
  return value instanceof BadValue ? value : ODD;
}

function plainLeaf(type: SchemaElement["type"]): LeafText | undefined {
  switch (type) {
    case "BYTE_ARRAY":
      return present((value) => (typeof value === "string" ? value : asBad(value)));
    case "BOOLEAN":
    case "INT32":
    case "INT64":
      return present((value) => (isPlain(value) ? String(value) : ODD));
    case "INT96":
      return ofUnits((nanos) => timestampText(nanos, "NANOS", false));
    case "DOUBLE":
      return ofNumber((value) => numberText(value, String(value)));
    case "FLOAT":
      return ofNumber((value) => numberText(value, shortestFloat(value)));
    case "FIXED_LEN_BYTE_ARRAY":
    case undefined:
      return undefined;
  }
}

function isIntegerType(converted: SchemaElement["converted_type"]): boolean {
  return converted !== undefined && /^U?INT_\d+$/.test(converted);
}

function integerText({ type, converted_type: converted, logical_type: logical }: SchemaElement) {
  const isSigned = logical?.type === "INTEGER" ? logical.isSigned : converted?.[0] !== "U";
  const bits = type === "INT64" ? 64 : 32;
  return (stored: bigint): string => String(isSigned ? stored : BigInt.asUintN(bits, stored));
}

function decimalText(value: unknown, scale: number): string | BadValue {
  const units = value instanceof Uint8Array ? signedOf(value) : unitsOf(value);
  if (units === undefined) return ODD;
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  const text = scale === 0 ? whole : `${whole}.${digits.slice(digits.length - scale)}`;
  return units < 0n ? `-${text}` : text;
}

/** Two's complement, the highest byte first. */
function signedOf(bytes: Uint8Array): bigint {
  if (bytes.length === 0) return 0n;
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("hex");
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${hex}`));
}

function dayText(days: number): string | BadValue {
  const at = new Date(days * DAY_MS);
  const isYear = at.getUTCFullYear() >= 1 && at.getUTCFullYear() <= 9999;
  return isYear ? at.toISOString().slice(0, 10) : new BadValue("has no year from 1 to 9999");
}

function unitOf({ logical_type: logical, converted_type: converted }: SchemaElement): TimeUnit {
  if (logical?.type === "TIMESTAMP" || logical?.type === "TIME") return logical.unit;
  return converted?.endsWith("MICROS") === true ? "MICROS" : "MILLIS";
}

/** The older types are in UTC by their definition. */
function isUtc({ logical_type: logical }: SchemaElement): boolean {
  return logical?.type !== "TIMESTAMP" || logical.isAdjustedToUTC;
}

function timestampText(value: bigint, unit: TimeUnit, isInUtc: boolean): string | BadValue {
  const perDay = 86_400n * 10n ** BigInt(UNIT_DIGITS[unit]);
  const rest = ((value % perDay) + perDay) % perDay;
  const day = dayText(Number((value - rest) / perDay));
  return typeof day === "string" ? `${day}T${timeText(rest, unit)}${isInUtc ? "Z" : ""}` : day;
}

function timeText(value: bigint, unit: TimeUnit): string {
  const digits = UNIT_DIGITS[unit];
  const text = String(value).padStart(digits + 1, "0");
  const seconds = Number(text.slice(0, -digits));
  const fraction = text.slice(-digits).replace(/0+$/, "");
  const clock = new Date(seconds * 1000).toISOString().slice(11, 19);
  return fraction === "" ? clock : `${clock}.${fraction}`;
}

function uuidText(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("hex");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.*)$/, "$1-$2-$3-$4-$5");
}

function numberText(value: number, shortest: string): string | BadValue {
  return Number.isFinite(value) ? plainDecimal(shortest) : NOT_FINITE;
}

/** The fewest digits that give the same 32-bit number. */
function shortestFloat(value: number): string {
  for (let digits = 6; digits < 9; digits += 1) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return text;
  }
  return value.toPrecision(9);
}
