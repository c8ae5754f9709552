import type { Host } from "../../base/host.ts";
import type { ObjectShape, Shape } from "../../model/data-shape.ts";
import type { Parameters } from "../../model/parameter.ts";
import type { FieldSource, FieldSources } from "../../model/mapping.ts";
import { fieldPaths, shapeAt } from "../../layout/expression/expression-paths.ts";
import { nameHint } from "../../yaml/suggest.ts";
import type { Path, YamlSource } from "../../yaml/yaml-source.ts";
import { checkedSource, type SourceCheck } from "./check-source.ts";
import { type MappedField, mappedFields } from "./mapped-fields.ts";
import type { ColumnsValue, FieldsValue } from "./mapping-schema.ts";

/** A job whose mapping is checked. */
export interface MappingJob {
  readonly source: YamlSource;
  readonly host: Host;
  readonly folder: string;
  readonly currencyDigits: number;
  /** Undefined if the job declares none. */
  readonly parameters?: Parameters | undefined;
  /** Whose fields they are; the layout's if absent. */
  readonly owner?: string;
}

/** What a file's mapping may fill. */
export interface MappingTargets {
  readonly shape: ObjectShape;
  /** The paths of the fields that sources may fill. */
  readonly targets: readonly string[];
  /** Whether what is not mapped is taken from where the layout has it. */
  readonly isNested: boolean;
}

interface MappingValue {
  readonly columns?: ColumnsValue | undefined;
  readonly fields?: FieldsValue | undefined;
}

const ADDRESS_TEXT: Shape = { kind: "text", optional: true };

/** The sources of a file's fields that are not columns taken as they stand; faults are reported. */
export function checkedFields(
  job: MappingJob,
  path: Path,
  mapping: MappingValue,
  { shape, targets, isNested }: MappingTargets,
): FieldSources {
  const fields = mappedFields(path, mapping);
  const { source } = job;
  const known = fields.filter((field) => isKnown(job, field, targets));
  checkDoubles(source, known);
  if (!isNested) checkCovered(source, path, mapping, fields, shape);
  const check: SourceCheck = {
    ...job,
    isNested,
    columns: Object.keys(mapping.columns ?? {}),
    partsMax: (field) => partsMax(field, fields),
  };
  const checked = known.flatMap((field): [string, FieldSource][] => {
    if (field.isPlain && targetShape(shape, field.field)?.kind !== "address") return [];
    const found = checkedSource(check, field, targetShape(shape, field.field) ?? shape);
    return found === undefined ? [] : [[field.field, found]];
  });
  return Object.fromEntries(checked);
}

/** The shape of what a path names: below a list, of a field of its rows; a text in an address. */
function targetShape(shape: ObjectShape, path: string): Shape | undefined {
  let at: Shape | undefined = shape;
  for (const name of path.split(".")) {
    if (at?.kind === "list") at = at.item;
    if (at?.kind === "address") return ADDRESS_TEXT;
    if (at?.kind !== "object" || !Object.hasOwn(at.fields, name)) return undefined;
    at = at.fields[name];
  }
  return at;
}

function isKnown(job: MappingJob, field: MappedField, targets: readonly string[]): boolean {
  if (targets.includes(field.field)) return true;
  const { source, owner = "the layout's" } = job;
  const message = `\`${field.field}\` is not one of ${owner} fields; name a declared one.`;
  const at = field.fieldIsKey ? "key" : "value";
  const hint = nameHint(field.field, "fields", targets);
  source.report("unknown-field", field.fieldAt, message, { at, hint });
  return false;
}

function checkDoubles(source: YamlSource, fields: readonly MappedField[]): void {
  for (const [index, field] of fields.entries()) {
    const other = fields.slice(0, index).find((before) => areRivals(before, field));
    if (other === undefined) continue;
    const { from } = other.value;
    const what = from === undefined ? "Another source" : `The column \`${from}\``;
    const message = `${what} already fills \`${other.field}\`; drop one of them.`;
    source.report("double-target", field.at, message, { at: field.fieldIsKey ? "key" : "value" });
  }
}

/** Whether two sources fill one field, or one of them a whole address and the other a part. */
function areRivals(one: MappedField, other: MappedField): boolean {
  const isPartOf = (part: MappedField, whole: MappedField): boolean =>
    whole.value.address !== undefined && part.field.startsWith(`${whole.field}.`);
  return one.field === other.field || isPartOf(one, other) || isPartOf(other, one);
}

/** A required field that no column fills would reject every record. */
function checkCovered(
  source: YamlSource,
  path: Path,
  mapping: MappingValue,
  fields: readonly MappedField[],
  shape: ObjectShape,
): void {
  const filled = new Set(fields.map(({ field }) => field));
  for (const field of fieldPaths(shape)) {
    const inner = shapeAt(shape, field);
    if (inner === undefined || inner.kind === "list" || inner.kind === "object") continue;
    const wanted = inner.kind === "address" ? `${field}.lines.0` : field;
    if (filled.has(wanted) || filled.has(field) || inner.optional) continue;
    const message = `No column fills \`${wanted}\`, which every record needs; map one.`;
    const at = [...path, mapping.columns === undefined ? "fields" : "columns"];
    source.report("unmapped-field", at, message, { at: "key" });
  }
}

/** The most parts that the mapping takes of what the field's split takes apart. */
function partsMax({ value }: MappedField, fields: readonly MappedField[]): number {
  const { split, from } = value;
  if (split === undefined) return 0;
  if (split.parts !== undefined) return split.parts;
  const alike = fields.flatMap(({ value: other }) =>
    other.from === from && other.split?.at === split.at ? [other.split.part] : [],
  );
  return Math.max(...alike);
}
