import type { ObjectShape, Shape } from "../model/data-shape.ts";
import type { FieldSources } from "../model/mapping.ts";
import type { JobValue } from "./job-schema.ts";
import { copyFormOf } from "./formats/format-sections.ts";
import { checkedFields, type MappingJob } from "./mapping/check-fields.ts";
import { fieldPaths, shapeAt } from "../layout/expression/expression-paths.ts";
import { nameHint } from "../yaml/suggest.ts";
import type { Path, YamlSource } from "../yaml/yaml-source.ts";

const ADDRESS_PARTS = ["zip", "plus4", "deliveryPoint", "country"];
const ADDRESS_LINES = [0, 1, 2, 3, 4, 5].map((index) => `lines.${index}`);

/** What a job maps, file by file: of the records, and of each detail file. */
export interface CheckedMapping {
  readonly fields: FieldSources;
  readonly details: readonly FieldSources[];
}

/** Checks all that a job says about fields against the shape that its layout declares. */
export function checkMapping(
  job: MappingJob,
  input: JobValue["input"],
  shape: ObjectShape,
): CheckedMapping {
  const { source } = job;
  checkKey(source, input.key, shape);
  // Nested records have the layout's shape where nothing is mapped; rows have columns alone.
  const isNested = input.format !== "csv" && copyFormOf(input) !== "rows";
  const targets = isNested ? nestedTargets(shape, "") : columnTargets(shape, "");
  const fields = checkedFields(job, ["input"], input, { shape, targets, isNested });
  const details = (input.details ?? []).map((detail, index) => {
    const path = ["input", "details", index];
    const list = shapeAt(shape, detail.into);
    if (list?.kind === "list") {
      const targets = columnTargets(list.item, "");
      return checkedFields(job, path, detail, { shape: list.item, targets, isNested: false });
    }
    reportUnknown(source, [...path, "into"], detail.into, "lists", listNames(shape));
    return {};
  });
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
  return { fields, details };
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
  return [path, ...[...ADDRESS_LINES, ...ADDRESS_PARTS].map((part) => `${path}.${part}`)];
}

/** The field paths that a source of nested records may fill: lists and their rows' fields, too. */
function nestedTargets(shape: ObjectShape, before: string): string[] {
  return Object.entries(shape.fields).flatMap(([name, inner]) => {
    const path = `${before}${name}`;
    if (inner.kind === "object") return [path, ...nestedTargets(inner, `${path}.`)];
    if (inner.kind === "list") return [path, ...nestedTargets(inner.item, `${path}.`)];
    return targetsOf(inner, path);
  });
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
