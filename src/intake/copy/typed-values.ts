import type { ObjectShape, Shape } from "../../model/data-shape.ts";
import { readBoolean, readInteger } from "../../mapping/read-plain.ts";
import { isPlainObject } from "../../base/plain-object.ts";

type Typed = (value: unknown) => unknown;

/**
 * Compiles what gives the texts of a work copy's records the types that JSON would give them:
 * numbers and booleans are read, empty texts are absent. What does not fit stays, for the check to
 * find. Records are changed in place: they were parsed for this alone, and have the shape that the
 * engine is quickest with.
 */
export function compileTyped(shape: ObjectShape): Typed {
  const typed = Object.entries(shape.fields).map(
    ([name, field]) => [name, typedOf(field)] as const,
  );
  return (value) => {
    if (!isPlainObject(value)) return value;
    for (const [name, type] of typed) if (Object.hasOwn(value, name)) setMember(value, name, type);
    return value;
  };
}

function setMember(object: Record<string, unknown>, name: string, type: Typed): void {
  const before = object[name];
  const member = type(before);
  if (member === undefined) delete object[name];
  else if (member !== before) object[name] = member;
}

function typedOf(shape: Shape): Typed {
  if (shape.kind === "object") return compileTyped(shape);
  if (shape.kind === "list") {
    const item = compileTyped(shape.item);
    return (value) => {
      if (Array.isArray(value)) for (const one of value) item(one);
      return value;
    };
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
  for (const name of Object.keys(value)) setMember(value, name, filledPart);
  return Object.keys(value).length > 0 ? value : undefined;
}

function filledPart(part: unknown): unknown {
  if (!Array.isArray(part)) return part === "" ? undefined : part;
  const kept = part.includes("") ? part.filter((line) => line !== "") : part;
  return kept.length === 0 ? undefined : kept;
}
