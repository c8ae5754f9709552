import { assert } from "../base/assert.ts";
import { limits } from "../base/limits.ts";

/** What the run's account needs to know of a reject. */
export interface RejectedUnit {
  readonly ordinal: number;
  readonly code: string;
}

const CODE = /^[a-z]+\.[a-z][a-z0-9-]*$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The fields of a reject and what each must be. */
const FIELDS: Readonly<Record<string, (value: unknown) => boolean>> = {
  ordinal: isCount,
  key: isText,
  file: isText,
  line: isCount,
  byteOffset: isCount,
  field: isText,
  code: (value) => isText(value) && CODE.test(value),
  reason: (value) => isText(value) && value !== "",
  diagnostics: isDiagnostics,
  raw: (value) => isText(value) && BASE64.test(value) && bytesOf(value) <= limits.rejectRawBytesMax,
  rawTruncated: (value) => typeof value === "boolean",
};

/**
 * Reads a line of a rejects file. Returns a sentence about what is wrong if it is not a complete
 * reject, or does not come after the one of `lastOrdinal` (-1 for none); the sentence contains no
 * values.
 */
export function readReject(line: string, lastOrdinal: number): RejectedUnit | string {
  const reject = objectOf(line);
  if (reject === undefined) return "The line is not a reject.";
  const names = Object.keys(FIELDS);
  if (Object.keys(reject).some((name) => !names.includes(name)))
    return "The line has a field that rejects do not have.";
  const wrong = names.find((name) => FIELDS[name]?.(reject[name]) !== true);
  if (wrong !== undefined) return `The reject's field ${wrong} is missing or wrong.`;
  const { ordinal, code, diagnostics } = reject;
  const isRead = isCount(ordinal) && isText(code) && isDiagnostics(diagnostics);
  assert(isRead, "a reject's fields are checked before they are read");
  if (diagnostics.length > 0 && !diagnostics.some((one) => one.code === code))
    return "The reject's code is not among the findings.";
  return ordinal > lastOrdinal
    ? { ordinal, code }
    : "The rejects are not in input order, or not each once.";
}

function objectOf(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function isDiagnostics(value: unknown): value is readonly { readonly code: string }[] {
  return Array.isArray(value) && value.every(isDiagnostic);
}

function isDiagnostic(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (!("code" in value) || !("message" in value)) return false;
  return isText(value.code) && CODE.test(value.code) && isText(value.message);
}

function bytesOf(base64: string): number {
  const padding = base64.length - base64.replace(/=+$/, "").length;
  return (base64.length / 4) * 3 - padding;
}
