import type { ObjectShape, Shape } from "../../model/data-shape.ts";
import { cleanAddress } from "./address-check.ts";
import { Unmade } from "../../mapping/unmade.ts";
import { isPlainObject } from "../../base/plain-object.ts";

/**
 * A copy of a raw object as the record check would return it if it were good: nulls, empty texts
 * and unknown fields left out, absent lists empty. Its faults stay, to be found.
 */
export function cleanObject(raw: unknown, shape: ObjectShape): Record<string, unknown> {
  const cleaned: Record<string, unknown> = {};
  const source = isPlainObject(raw) ? raw : {};
  for (const [name, field] of Object.entries(shape.fields)) {
    const value = cleanValue(source[name], field);
    if (value !== undefined) cleaned[name] = value;
  }
  return cleaned;
}

function cleanValue(raw: unknown, shape: Shape): unknown {
  if (raw instanceof Unmade) return raw;
  const isAbsent = raw === undefined || raw === null || raw === "";
  switch (shape.kind) {
    case "object":
      if (isAbsent) return mayBeAbsent(shape) ? cleanObject({}, shape) : undefined;
      return isPlainObject(raw) ? cleanObject(raw, shape) : raw;
    case "list":
      if (isAbsent) return [];
      if (!Array.isArray(raw)) return raw;
      return raw.map((row: unknown) => (isPlainObject(row) ? cleanObject(row, shape.item) : row));
    case "address":
      if (isAbsent) return undefined;
      return isPlainObject(raw) ? cleanAddress(raw) : raw;
    default:
      return isAbsent ? undefined : raw;
  }
}

/** Whether an object may be missing: all its fields may be. */
function mayBeAbsent(shape: ObjectShape): boolean {
  return Object.values(shape.fields).every((field) => {
    if (field.kind === "object") return mayBeAbsent(field);
    return field.kind === "list" || field.optional;
  });
}
