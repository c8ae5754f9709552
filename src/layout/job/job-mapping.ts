import type { ObjectShape, Shape } from "../../model/data-shape.ts";
import type { JobValue } from "./job-schema.ts";
import { fieldPaths, shapeAt } from "../expression/expression-paths.ts";
import { nameHint } from "../suggest.ts";
import type { Path, YamlSource } from "../yaml/yaml-source.ts";

const ADDRESS_PARTS = ["zip", "plus4", "deliveryPoint", "country"];
const ADDRESS_LINE = /^lines\.[0-5]$/;

/** Checks all that a job says about fields against the shape that its layout declares. */
export function checkMapping(
  source: YamlSource,
  input: JobValue["input"],
  shape: ObjectShape,
): void {
  checkKey(source, input.key, shape);
  if (input.columns !== undefined) {
    const targets = columnTargets(shape, "");
    checkColumns(source, ["input", "columns"], input.columns, targets);
    checkCovered(source, ["input", "columns"], input.columns, shape);
  }
  for (const [index, detail] of (input.details ?? []).entries()) {
    const path = ["input", "details", index];
    const list = shapeAt(shape, detail.into);
    if (list?.kind === "list") {
      checkColumns(source, [...path, "columns"], detail.columns, columnTargets(list.item, ""));
      checkCovered(source, [...path, "columns"], detail.columns, list.item);
    } else reportUnknown(source, [...path, "into"], detail.into, "lists", listNames(shape));
  }
  const { expect } = input;
  checkSums(source, ["input", "expect"], expect, shape);
  for (const name of ["trailer", "companion"] as const) {
    const path = ["input", "expect", name];
    checkSums(source, path, expect?.[name], shape);
    const lists = (input.details ?? []).map(({ into }) => into);
    for (const into of Object.keys(expect?.[name]?.rows ?? {}))
      if (!lists.includes(into))
        reportUnknown(source, [...path, "rows", into], into, "detail lists", lists, "key");
  }
}

function checkSums(
  source: YamlSource,
  path: Path,
  stated: { readonly sums?: Readonly<Record<string, unknown>> | undefined } | undefined,
  shape: ObjectShape,
): void {
  for (const field of Object.keys(stated?.sums ?? {})) {
    if (shapeAt(shape, field)?.kind === "money") continue;
    const names = fieldPaths(shape).filter((name) => shapeAt(shape, name)?.kind === "money");
    reportUnknown(source, [...path, "sums", field], field, "money fields", names, "key");
  }
}

function checkKey(source: YamlSource, key: string, shape: ObjectShape): void {
  const field = shapeAt(shape, key);
  const names = fieldPaths(shape).filter((name) => shapeAt(shape, name)?.kind === "text");
  if (field?.kind !== "text") reportUnknown(source, ["input", "key"], key, "text fields", names);
  else if (field.optional)
    source.report(
      "optional-key",
      ["input", "key"],
      "The key may be absent; use a field that is always present.",
    );
}

/** Customers are looked up by texts of the layout's data; a name may be that of an address. */
export function checkSearch(
  source: YamlSource,
  search: NonNullable<JobValue["search"]>,
  shape: ObjectShape,
): void {
  for (const what of ["account", "name"] as const) {
    const field = search[what];
    const kinds = what === "name" ? ["text", "address"] : ["text"];
    const names = fieldPaths(shape).filter((name) =>
      kinds.includes(shapeAt(shape, name)?.kind ?? ""),
    );
    if (field === undefined || names.includes(field)) continue;
    reportUnknown(source, ["search", what], field, "text fields", names);
  }
}

function checkColumns(
  source: YamlSource,
  path: Path,
  columns: Readonly<Record<string, string>>,
  targets: readonly string[],
): void {
  const columnByTarget = new Map<string, string>();
  for (const [column, target] of Object.entries(columns)) {
    // A column that is ignored on purpose.
    if (target === "-") continue;
    const at = [...path, column];
    const other = columnByTarget.get(target);
    if (!targets.includes(target)) reportUnknown(source, at, target, "fields", targets);
    else if (other !== undefined) {
      const message = `The column \`${other}\` already fills \`${target}\`; drop one of them.`;
      source.report("double-target", at, message);
    }
    columnByTarget.set(target, column);
  }
}

/** A required field that no column fills would reject every record. */
function checkCovered(
  source: YamlSource,
  path: Path,
  columns: Readonly<Record<string, string>>,
  shape: ObjectShape,
): void {
  const targets = new Set(Object.values(columns));
  for (const field of fieldPaths(shape)) {
    const inner = shapeAt(shape, field);
    if (inner === undefined || inner.kind === "list" || inner.kind === "object") continue;
    const isFilled =
      inner.kind === "address" ? targets.has(`${field}.lines.0`) : targets.has(field);
    if (isFilled || inner.optional) continue;
    const wanted = inner.kind === "address" ? `${field}.lines.0` : field;
    const message = `No column fills \`${wanted}\`, which every record needs; map one.`;
    source.report("unmapped-field", path, message, { at: "key" });
  }
}

/** The field paths that a column may fill. */
function columnTargets(shape: ObjectShape, before: string): string[] {
  return Object.entries(shape.fields).flatMap(([name, inner]) =>
    targetsOf(inner, `${before}${name}`),
  );
}

function targetsOf(shape: Shape, path: string): string[] {
  if (shape.kind === "list") return [];
  if (shape.kind === "object") return columnTargets(shape, `${path}.`);
  if (shape.kind !== "address") return [path];
  const lines = [0, 1, 2, 3, 4, 5].map((index) => `lines.${index}`);
  return [...lines.filter((line) => ADDRESS_LINE.test(line)), ...ADDRESS_PARTS].map(
    (part) => `${path}.${part}`,
  );
}

function listNames(shape: ObjectShape): string[] {
  return fieldPaths(shape).filter((name) => shapeAt(shape, name)?.kind === "list");
}

function reportUnknown(
  source: YamlSource,
  path: Path,
  name: string,
  what: string,
  names: readonly string[],
  at: "key" | "value" = "value",
): void {
  const message = `\`${name}\` is not one of the layout's ${what}; name a declared one.`;
  source.report("unknown-field", path, message, { at, hint: nameHint(name, what, names) });
}
