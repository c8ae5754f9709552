import { assert } from "./assert.ts";

/**
 * A plain value as canonical JSON (RFC 8785): no white space, names in order of their UTF-16 code
 * units, numbers and strings as ECMAScript writes them. Undefined values are left out, as in JSON.
 * A program that parses the text and writes it again by that standard gets the same bytes.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (value !== null && typeof value === "object") return canonicalObject(value);
  if (typeof value === "number") assert(Number.isFinite(value), "a number of JSON is finite");
  // A lone surrogate has no UTF-8 (RFC 8785, 3.2.2.2).
  if (typeof value === "string") assert(value.isWellFormed(), "a text of JSON is well-formed");
  const text = JSON.stringify(value) as string | undefined;
  assert(text !== undefined, "canonical JSON is made of plain data");
  return text;
}

function canonicalObject(value: object): string {
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
  const members = sorted.map(([name, inner]) => `${canonicalJson(name)}:${canonicalJson(inner)}`);
  return `{${members.join(",")}}`;
}
