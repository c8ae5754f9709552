import type { ObjectShape, ScalarShape, Shape } from "../../model/data-shape.ts";
import type { FieldSources } from "../../model/mapping.ts";
import { compileSource, type TakeValue } from "../../mapping/compile-source.ts";
import { compileAddress, compileAddressSource } from "../../mapping/address-source.ts";
import { readBoolean, readInteger } from "../../mapping/read-plain.ts";

const LINE_FIELD = /^\d+$/;
const ADDRESS_PARTS = ["zip", "plus4", "deliveryPoint", "country"] as const;
type AddressPart = (typeof ADDRESS_PARTS)[number];

type Row = readonly string[];
/** Makes a raw value from a row's fields; undefined if all of it is empty. */
type Build = TakeValue<Row>;

/** Which columns of a file's rows fill which fields. */
export interface RowMapping {
  /** The column of each field path (`customer.name`, `customer.address.lines.0`) taken as it is. */
  readonly columnOf: ReadonlyMap<string, number>;
  /** Sources of other fields, and the columns by the names that sources have for them. */
  readonly sources: FieldSources;
  readonly columnNamed: ReadonlyMap<string, number>;
}

/**
 * Compiles the builder of raw objects from rows. The objects are those that JSON would give:
 * numbers and booleans are read, empty fields are absent; what cannot be read stays text, for the
 * check to find.
 */
export function compileRowBuilder(
  shape: ObjectShape,
  mapping: RowMapping,
): (fields: Row) => Record<string, unknown> {
  return objectBuild(shape, "", mapping);
}

function objectBuild(
  shape: ObjectShape,
  prefix: string,
  mapping: RowMapping,
): (fields: Row) => Record<string, unknown> {
  const names: string[] = [];
  const builds: Build[] = [];
  for (const [name, field] of Object.entries(shape.fields)) {
    const build = buildOf(field, prefix + name, mapping);
    if (build === undefined) continue;
    names.push(name);
    builds.push(build);
  }
  return (fields) => {
    const built: Record<string, unknown> = {};
    for (let index = 0; index < names.length; index += 1) {
      const value = (builds[index] as Build)(fields);
      if (value !== undefined) built[names[index] as string] = value;
    }
    return built;
  };
}

/** Compiles what builds a field; undefined if nothing fills it. */
export function buildOf(shape: Shape, path: string, mapping: RowMapping): Build | undefined {
  if (shape.kind === "list") return undefined;
  if (shape.kind === "object") return objectBuild(shape, `${path}.`, mapping);
  if (shape.kind === "address") return addressBuild(path, mapping);
  return scalarBuild(shape, path, mapping);
}

/** Compiles what takes the value of one field; undefined if nothing fills it. */
export function scalarBuild(
  shape: ScalarShape,
  path: string,
  mapping: RowMapping,
): Build | undefined {
  const source = mapping.sources[path];
  if (source !== undefined)
    return compileSource(source, readColumn(mapping), (value) => plainValue(value, shape));
  const column = mapping.columnOf.get(path);
  return column === undefined ? undefined : columnBuild(shape, column);
}

function columnBuild(shape: ScalarShape, column: number): Build {
  if (shape.kind === "integer") return (fields) => readInteger(fields[column] ?? "");
  if (shape.kind === "boolean") return (fields) => readBoolean(fields[column] ?? "");
  return (fields) => {
    const text = fields[column];
    return text === "" ? undefined : text;
  };
}

function readColumn({ columnNamed }: RowMapping): (name: string) => Build {
  return (name) => {
    const column = columnNamed.get(name) ?? -1;
    return (fields) => fields[column];
  };
}

function plainValue(value: unknown, { kind }: ScalarShape): unknown {
  if (typeof value !== "string") return value;
  if (kind === "integer") return readInteger(value);
  return kind === "boolean" ? readBoolean(value) : value;
}

/** Addresses of columns taken as they are keep a loop of their own: nearly all records have one. */
function addressBuild(path: string, mapping: RowMapping): Build {
  const whole = mapping.sources[path];
  if (whole?.source.kind === "address")
    return compileAddressSource(whole.source.parts, readColumn(mapping));
  const isMapped = Object.keys(mapping.sources).some((target) => target.startsWith(`${path}.`));
  return isMapped ? mappedAddress(path, mapping) : plainAddress(path, mapping.columnOf);
}

function plainAddress(path: string, columnOf: ReadonlyMap<string, number>): Build {
  const lineColumns = addressLines(path, columnOf.keys()).map((line) => columnOf.get(line) ?? -1);
  const parts = ADDRESS_PARTS.map(
    (name) => [name, columnOf.get(`${path}.${name}`)] as const,
  ).filter((part): part is readonly [AddressPart, number] => part[1] !== undefined);
  return (fields) => {
    const lines: string[] = [];
    for (const column of lineColumns)
      if (fields[column] !== "") lines.push(fields[column] as string);
    const built: Record<string, unknown> = lines.length > 0 ? { lines } : {};
    let count = lines.length;
    for (const [name, column] of parts) {
      if (fields[column] === "") continue;
      built[name] = fields[column];
      count += 1;
    }
    return count > 0 ? built : undefined;
  };
}

const TEXT: ScalarShape = { kind: "text", optional: true };

function mappedAddress(path: string, mapping: RowMapping): Build {
  const targets = [...mapping.columnOf.keys(), ...Object.keys(mapping.sources)];
  const build = (target: string): Build | undefined => scalarBuild(TEXT, target, mapping);
  const lines = addressLines(path, targets).flatMap((target) => build(target) ?? []);
  const parts = ADDRESS_PARTS.flatMap((name) => {
    const part = build(`${path}.${name}`);
    return part === undefined ? [] : [[name, part] as const];
  });
  return compileAddress(lines, parts);
}

/** The paths of an address's lines, in their order. */
function addressLines(path: string, targets: Iterable<string>): string[] {
  const prefix = `${path}.lines.`;
  return [...targets]
    .filter((target) => target.startsWith(prefix) && LINE_FIELD.test(target.slice(prefix.length)))
    .sort((a, b) => Number(a.slice(prefix.length)) - Number(b.slice(prefix.length)));
}
