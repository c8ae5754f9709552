import type { ObjectShape, Shape } from "../../model/data-shape.ts";
import { readBoolean, readInteger } from "../../mapping/read-plain.ts";
import { isPlainObject } from "../../base/plain-object.ts";

type Typed = (value: unknown) => unknown;

/**
 * Compiles what gives the texts of a work copy's records the types that JSON would give them:
 * numbers and booleans are read, empty texts are absent. What does not fit stays, for the check to
 * find.
 */
export function compileTyped(shape: ObjectShape): Typed {
  const typed = Object.entries(shape.fields).map(
    ([name, field]) => [name, typedOf(field)] as const,
  );
  return (value) => {
    if (!isPlainObject(value)) return value;
    const built: Record<string, unknown> = { ...value };
    for (const [name, type] of typed) {
      if (!Object.hasOwn(value, name)) continue;
      const member = type(value[name]);
      if (member === undefined) delete built[name];
      else built[name] = member;
    }
    return built;
  };
}

function typedOf(shape: Shape): Typed {
  if (shape.kind === "object") return compileTyped(shape);
  if (shape.kind === "list") {
    const item = compileTyped(shape.item);
    return (value) => (Array.isArray(value) ? value.map(item) : value);
  }
  if (shape.kind === "integer") return ofText(readInteger);
  if (shape.kind === "boolean") return ofText(readBoolean);
  if (shape.kind === "address") return (value) => (isPlainObject(value) ? addressOf(value) : value);
  return ofText((text) => (text === "" ? undefined : text));
}

function ofText(read: (text: string) => unknown): Typed {
  return (value) => (typeof value === "string" ? read(value) : value);
}

/** Empty lines and parts of an address are left out. */
function addressOf(value: Record<string, unknown>): Record<string, unknown> | undefined {
  const built: Record<string, unknown> = {};
  for (const [name, part] of Object.entries(value)) {
    const kept = Array.isArray(part) ? part.filter((line) => line !== "") : part;
    const isEmpty = kept === "" || (Array.isArray(kept) && kept.length === 0);
    if (!isEmpty) built[name] = kept;
  }
  return Object.keys(built).length > 0 ? built : undefined;
}
