import type { ObjectShape, ScalarShape, Shape } from "../../model/data-shape.ts";

const WHOLE_NUMBER = /^-?\d{1,16}$/;
const LINE_FIELD = /^\d+$/;

/** Makes a raw value from a row's fields; undefined if all of it is empty. */
type Build = (fields: readonly string[]) => unknown;

/**
 * Compiles the builder of raw objects from rows. `columnOf` gives the column of each field path
 * (`customer.name`, `customer.address.lines.0`). The objects are those that JSON would give:
 * numbers and booleans are read, empty fields are absent; what cannot be read stays text, for the
 * check to find.
 */
export function compileRowBuilder(
  shape: ObjectShape,
  columnOf: ReadonlyMap<string, number>,
): (fields: readonly string[]) => Record<string, unknown> {
  return objectBuild(shape, "", columnOf);
}

function objectBuild(
  shape: ObjectShape,
  prefix: string,
  columnOf: ReadonlyMap<string, number>,
): (fields: readonly string[]) => Record<string, unknown> {
  const names: string[] = [];
  const builds: Build[] = [];
  for (const [name, field] of Object.entries(shape.fields)) {
    const build = buildOf(field, prefix + name, columnOf);
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

function buildOf(
  shape: Shape,
  path: string,
  columnOf: ReadonlyMap<string, number>,
): Build | undefined {
  if (shape.kind === "list") return undefined;
  if (shape.kind === "object") return objectBuild(shape, `${path}.`, columnOf);
  if (shape.kind === "address") return addressBuild(path, columnOf);
  const column = columnOf.get(path);
  return column === undefined ? undefined : scalarBuild(shape, column);
}

function scalarBuild(shape: ScalarShape, column: number): Build {
  if (shape.kind === "integer") return (fields) => readInteger(fields[column] ?? "");
  if (shape.kind === "boolean") return (fields) => readBoolean(fields[column] ?? "");
  return (fields) => {
    const text = fields[column];
    return text === "" ? undefined : text;
  };
}

export function readInteger(text: string): string | number | undefined {
  if (text === "") return undefined;
  if (!WHOLE_NUMBER.test(text)) return text;
  const number = Number(text);
  return number === 0 ? 0 : number;
}

export function readBoolean(text: string): string | boolean | undefined {
  if (text === "true") return true;
  if (text === "false") return false;
  return text === "" ? undefined : text;
}

function addressBuild(path: string, columnOf: ReadonlyMap<string, number>): Build {
  const lineColumns = addressLineColumns(path, columnOf);
  const parts = ["zip", "plus4", "deliveryPoint", "country"]
    .map((name) => [name, columnOf.get(`${path}.${name}`)] as const)
    .filter((part): part is readonly [string, number] => part[1] !== undefined);
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

/** The columns of an address's lines, in the order of the lines. */
function addressLineColumns(path: string, columnOf: ReadonlyMap<string, number>): number[] {
  const prefix = `${path}.lines.`;
  return [...columnOf]
    .filter(([target]) => target.startsWith(prefix) && LINE_FIELD.test(target.slice(prefix.length)))
    .sort(([a], [b]) => Number(a.slice(prefix.length)) - Number(b.slice(prefix.length)))
    .map(([, column]) => column);
}
