import type { ListShape, ObjectShape, Shape } from "../model/data-shape.ts";
import type { FieldSources } from "../model/mapping.ts";
import { isPlainObject } from "../base/plain-object.ts";
import { compileAddress, compileAddressSource } from "./address-source.ts";
import { compileSource, type ReadColumn } from "./compile-source.ts";

/** Makes a value of a field: `own` is what stands where the layout has the field. */
type Make = (row: unknown, own: unknown) => unknown;

const ADDRESS_PARTS = ["zip", "plus4", "deliveryPoint", "country"] as const;
const LINES = ["0", "1", "2", "3", "4", "5"] as const;

/**
 * Compiles the function from a sender's nested record to one in the shape of the layout. What is
 * not mapped is taken from where the layout has it.
 */
export function compileRecordMapper(
  shape: ObjectShape,
  sources: FieldSources,
): (record: unknown) => unknown {
  const make = membersMake(shape, "", sources);
  return (record) => (isPlainObject(record) ? make(record, record) : record);
}

function makeOf(shape: Shape, path: string, sources: FieldSources): Make {
  switch (shape.kind) {
    case "object":
      return objectMake(shape, path, sources);
    case "list":
      return listMake(shape, path, sources);
    case "address":
      return addressMake(path, sources);
    default:
      return scalarMake(path, sources);
  }
}

function objectMake(shape: ObjectShape, path: string, sources: FieldSources): Make {
  const whole = ownOf(path, sources);
  const make = membersMake(shape, `${path}.`, sources);
  return make === ownMake ? whole : (row, own) => make(row, whole(row, own));
}

function membersMake(shape: ObjectShape, prefix: string, sources: FieldSources): Make {
  if (!isMapped(prefix, sources)) return ownMake;
  const makes = Object.entries(shape.fields).map(
    ([name, inner]) => [name, makeOf(inner, prefix + name, sources)] as const,
  );
  return (row, own) => {
    const values = isPlainObject(own) ? own : {};
    const built: Record<string, unknown> = {};
    let count = 0;
    for (const [name, make] of makes) {
      const value = make(row, Object.hasOwn(values, name) ? values[name] : undefined);
      if (value === undefined) continue;
      built[name] = value;
      count += 1;
    }
    return count > 0 ? built : own;
  };
}

/** The rows of a list; their own sources have paths within a row. */
function listMake(shape: ListShape, path: string, sources: FieldSources): Make {
  const rows = ownOf(path, sources);
  const make = membersMake(shape.item, `${path}.`, sources);
  return (row, own) => {
    const list = rows(row, own);
    if (!Array.isArray(list) || make === ownMake) return list;
    return list.map((one: unknown) => (isPlainObject(one) ? make(one, one) : one));
  };
}

function addressMake(path: string, sources: FieldSources): Make {
  const whole = sources[path]?.source;
  if (whole?.kind === "address") return compileAddressSource(whole.parts, readPath);
  const own = ownOf(path, sources);
  if (!isMapped(`${path}.`, sources)) return own;
  const take = (target: string, ofOwn: (address: unknown) => unknown): TakePart => {
    const source = sources[target];
    if (source === undefined) return ({ address }) => ofOwn(address);
    const made = compileSource(source, readPath, asItIs);
    return ({ row }) => made(row);
  };
  const lines = LINES.map((nth) =>
    take(`${path}.lines.${nth}`, (address) => valueAt(address, ["lines", nth])),
  );
  const parts = ADDRESS_PARTS.map(
    (part) => [part, take(`${path}.${part}`, (address) => valueAt(address, [part]))] as const,
  );
  const build = compileAddress(lines, parts);
  return (row, given) => build({ row, address: own(row, given) });
}

type TakePart = (at: { readonly row: unknown; readonly address: unknown }) => unknown;

function scalarMake(path: string, sources: FieldSources): Make {
  const source = sources[path];
  return source === undefined ? ownMake : compileSource(source, readPath, asItIs);
}

function asItIs(value: unknown): unknown {
  return value;
}

/** A list, group or address that another path of the sender's record holds, or its own. */
function ownOf(path: string, sources: FieldSources): Make {
  const source = sources[path]?.source;
  return source?.kind === "column" ? readPath(source.column) : ownMake;
}

const ownMake: Make = (_row, own) => own;

/** Whether anything below a path is mapped. */
function isMapped(prefix: string, sources: FieldSources): boolean {
  return Object.keys(sources).some((path) => path.startsWith(prefix));
}

/** Reads the value at a path such as `balance.due` or `lines.1`. */
const readPath: ReadColumn<unknown> = (column) => {
  const path = column.split(".");
  return (row) => valueAt(row, path);
};

/** The value at a path of names, and of numbers in lists; undefined if there is none. */
export function valueAt(value: unknown, path: readonly string[]): unknown {
  let at: unknown = value;
  for (const step of path) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, step)) return undefined;
    at = Reflect.get(at, step);
  }
  return at;
}
