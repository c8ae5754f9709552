import type { RecordFault } from "../check/fault.ts";
import { limits } from "../../base/limits.ts";

const COLON = 0x3a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * The code of a structural fault that `JSON.parse` accepts, or empty. If an object names a member
 * twice, `JSON.parse` keeps the last, while a reader that looks a member up takes the first (RFC
 * 8259, section 4, leaves it open): such a record could be summed by one amount and printed with
 * another. `value` is what was parsed from the text.
 */
export function membersFault(text: string, value: unknown): RecordFault {
  const members = countMembers(value, 0);
  if (members < 0) return "data.too-deep";
  // Each member has a colon; if there are no other colons, as is mostly so, no name occurs twice.
  if (countColons(text) === members || countNames(text) === members) return "";
  return "data.repeated-name";
}

function countColons(text: string): number {
  let count = 0;
  for (let at = text.indexOf(":"); at >= 0; at = text.indexOf(":", at + 1)) count += 1;
  return count;
}

/** Colons outside of strings. */
function countNames(text: string): number {
  let count = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) isInString = !isInString;
    else if (code === BACKSLASH) at += 1;
    else if (code === COLON && !isInString) count += 1;
  }
  return count;
}

/** Members of all objects in a value; below zero if it is nested too deeply. */
function countMembers(value: unknown, depth: number): number {
  if (typeof value !== "object" || value === null) return 0;
  if (depth > limits.jsonDepthMax) return Number.NEGATIVE_INFINITY;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value as unknown[]) count += countMembers(item, depth + 1);
    return count;
  }
  for (const name in value) {
    count += 1;
    const member = (value as Record<string, unknown>)[name];
    // Nearly all are plain values: a call for each would be most of the cost.
    if (typeof member === "object") count += countMembers(member, depth + 1);
  }
  return count;
}
