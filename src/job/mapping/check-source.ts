import { keysOf } from "../../base/keys-of.ts";
import type { AddressParts, ConverterSpec } from "../../model/converter.ts";
import type { ScalarShape, Shape } from "../../model/data-shape.ts";
import type { ExprKind } from "../../model/expr.ts";
import type { FieldSource, ValueSource } from "../../model/mapping.ts";
import { converterFaults } from "../../rules/converters/converter-faults.ts";
import { parseJoin } from "../../rules/converters/join-template.ts";
import { absolute } from "../../layout/absolute-path.ts";
import type { Parameters } from "../../model/parameter.ts";
import type { RawScalar } from "../../model/record.ts";
import { checkedExpr } from "../../layout/blocks/texts.ts";
import type { Path, YamlSource } from "../../yaml/yaml-source.ts";
import type { Host } from "../../base/host.ts";
import { readCodeTable } from "./code-table.ts";
import { formOf, stepsOf } from "./converter-values.ts";
import { checkedValue } from "./field-values.ts";
import { converterSchema, FORM_KEYS, type SourceValue } from "./mapping-schema.ts";
import type { MappedField } from "./mapped-fields.ts";
import { sourceScope } from "./source-expression.ts";

/** What sources are checked with. */
export interface SourceCheck {
  readonly source: YamlSource;
  readonly host: Host;
  /** The folder of the job. */
  readonly folder: string;
  readonly currencyDigits: number;
  /** Undefined if the job declares none. */
  readonly parameters?: Parameters | undefined;
  /** Whether the file has nested records, and not rows of texts. */
  readonly isNested: boolean;
  /** The columns that the file's mapping names. */
  readonly columns: readonly string[];
  /** The most parts that are taken of a column by its splits. */
  readonly partsMax: (field: MappedField) => number;
}

const SOURCES = ["from", "join", "constant", "expr", "address"] as const;
const CONVERTERS = keysOf(converterSchema.shape);

/** The source of a field of the given shape; undefined if it is faulty, and reported. */
export function checkedSource(
  check: SourceCheck,
  field: MappedField,
  shape: Shape,
): FieldSource | undefined {
  const { at, value } = field;
  const named = SOURCES.filter((key) => value[key] !== undefined);
  if (named.length !== 1) {
    const message = `A field has one source; write one of ${SOURCES.join(", ")}.`;
    check.source.report("wrong-value", at, message, { at: "key" });
    return undefined;
  }
  if (shape.kind === "address") return wholeAddress(check, field);
  if (shape.kind === "list" || shape.kind === "object") return wholeGroup(check, field, shape.kind);
  if (value.address !== undefined) return misplaced(check, [...at, "address"], shape.kind);
  if (value.constant !== undefined) return constantOf(check, field, shape);
  const source = sourceOf(check, field, shape);
  const convert = converterOf(check, field, shape);
  if (source === undefined || convert === "faulty") return undefined;
  return { source, ...(convert && { convert }) };
}

function wholeAddress(check: SourceCheck, field: MappedField): FieldSource | undefined {
  const { address } = field.value;
  if (address === undefined) return wholeGroup(check, field, "address");
  if (!isBare(check, field, "address")) return undefined;
  const {
    "postal-code": postalCode,
    lines,
    city,
    region,
    country,
    "lost-zeros": lostZeros,
  } = address;
  const parts: AddressParts = {
    lines,
    ...(city !== undefined && { city }),
    ...(region !== undefined && { region }),
    ...(postalCode !== undefined && { postalCode }),
    ...(country !== undefined && { country }),
    ...(lostZeros === true && { lostZeros }),
  };
  return { source: { kind: "address", parts } };
}

/** Lists, groups and whole addresses of nested records are taken as they stand. */
function wholeGroup(check: SourceCheck, field: MappedField, kind: string): FieldSource | undefined {
  const { from } = field.value;
  if (from === undefined || !check.isNested) return misplaced(check, field.at, kind);
  return isBare(check, field, kind) ? { source: { kind: "column", column: from } } : undefined;
}

function misplaced(check: SourceCheck, at: Path, kind: string): undefined {
  const message = `A field of kind ${kind} cannot be filled this way.`;
  const hint = kind === "address" ? "name its parts, such as its `lines.0` and `zip`" : undefined;
  check.source.report("wrong-type", at, message, { hint });
}

/** Whether no converter stands where none has a meaning. */
function isBare({ source }: SourceCheck, { at, value }: MappedField, what: string): boolean {
  const converters = CONVERTERS.filter((key) => value[key] !== undefined);
  for (const key of converters)
    source.report("misplaced-key", [...at, key], `\`${key}\` has no meaning for this ${what}.`, {
      at: "key",
    });
  return converters.length === 0;
}

function constantOf(
  check: SourceCheck,
  field: MappedField,
  shape: ScalarShape,
): FieldSource | undefined {
  const { constant } = field.value;
  if (constant === undefined || !isBare(check, field, "constant")) return undefined;
  const value = checkedValue(check.source, [...field.at, "constant"], constant, shape);
  return value === undefined ? undefined : { source: { kind: "constant", value } };
}

function sourceOf(
  check: SourceCheck,
  { at, value }: MappedField,
  shape: ScalarShape,
): ValueSource | undefined {
  if (value.from !== undefined) return { kind: "column", column: value.from };
  if (value.join !== undefined) return joinOf(check, [...at, "join"], value.join);
  return value.expr === undefined ? undefined : exprOf(check, [...at, "expr"], value, shape);
}

function joinOf({ source }: SourceCheck, at: Path, template: string): ValueSource | undefined {
  const parts = parseJoin(template);
  if (typeof parts !== "string") return { kind: "join", template };
  const hint = "such as `{CITY}, {STATE} {ZIP}`; a text without columns is a `constant`";
  source.report("bad-converter", at, `This is no join: ${parts}.`, { hint });
  return undefined;
}

function exprOf(
  { source, columns, currencyDigits, parameters }: SourceCheck,
  at: Path,
  value: SourceValue,
  shape: ScalarShape,
): ValueSource | undefined {
  const text = value.expr ?? "";
  const named = sourceScope(text, columns, currencyDigits, parameters);
  const isConverted = CONVERTERS.some((key) => key !== "default" && value[key] !== undefined);
  const wanted: ExprKind = isConverted ? "text" : shape.kind;
  const expr = checkedExpr({ source, scope: named.scope }, at, text, wanted);
  return expr && { kind: "expr", expr, currencyDigits, columns: named.columns };
}

/** The converter that a field needs; undefined if it takes its text as it stands. */
function converterOf(
  check: SourceCheck,
  field: MappedField,
  shape: ScalarShape,
): ConverterSpec | "faulty" | undefined {
  const { at, value } = field;
  if (CONVERTERS.every((key) => value[key] === undefined)) return undefined;
  const { source } = check;
  const before = source.diagnostics.length;
  checkForms(source, field, shape);
  checkCompanions(source, field);
  const { default: byDefault } = value;
  const whenEmpty =
    byDefault === undefined
      ? undefined
      : checkedValue(source, [...at, "default"], byDefault, shape);
  const form =
    value.codes === undefined ? formOf(value, shape) : codesOf(check, field, value.codes, shape);
  if (form === undefined || source.diagnostics.length > before) return "faulty";
  const steps = stepsOf(value, check.partsMax(field));
  const spec = { steps, form, ...(whenEmpty !== undefined && { whenEmpty }) };
  return isSound(source, field, spec) ? spec : "faulty";
}

/** Whether texts can have the forms that a converter names, and one meaning each. */
function isSound(source: YamlSource, { at, value }: MappedField, spec: ConverterSpec): boolean {
  const faults = converterFaults(spec);
  for (const { key, message } of faults) {
    const own = key === "postal" ? "part" : key;
    const path = own in value ? [...at, own] : [...at, spec.form.kind, own];
    source.report("bad-converter", path, `This converter cannot be used: ${message}.`);
  }
  return faults.length === 0;
}

/** A field has one form, and that of its own kind. */
function checkForms(source: YamlSource, { at, value }: MappedField, { kind }: ScalarShape): void {
  const [first, ...others] = FORM_KEYS.filter((key) => value[key] !== undefined);
  for (const key of others) {
    const message = `\`${first}\` says already what the text becomes; drop one of them.`;
    source.report("misplaced-key", [...at, key], message, { at: "key" });
  }
  if (first === undefined || first === "codes" || first === kind) return;
  const message = `\`${first}\` gives no ${kind}, which the field is; use its own converter.`;
  const hint = kind === "text" ? "a text needs none of these" : `such as \`${kind}: ...\``;
  source.report("wrong-type", [...at, first], message, { at: "key", hint });
}

const COMPANIONS = [
  ["unknown", "codes"],
  ["country", "part"],
  ["lost-zeros", "part"],
] as const;

/** Keys that say more of another one. */
function checkCompanions(source: YamlSource, { at, value }: MappedField): void {
  for (const [key, needed] of COMPANIONS) {
    if (value[key] === undefined || value[needed] !== undefined) continue;
    const message = `\`${key}\` has no meaning without \`${needed}\`; add that or drop it.`;
    source.report("misplaced-key", [...at, key], message, { at: "key" });
  }
}

function codesOf(
  check: SourceCheck,
  { at, value }: MappedField,
  codes: NonNullable<SourceValue["codes"]>,
  shape: ScalarShape,
): ConverterSpec["form"] | undefined {
  const { source } = check;
  const path = [...at, "codes"];
  const isFile = typeof codes === "string";
  const table = isFile
    ? readCodeTable(source, path, check.host, absolute(check.folder, codes))
    : new Map(Object.entries(codes));
  if (table === undefined) return undefined;
  const good: [string, RawScalar][] = [];
  for (const [code, word] of table) {
    const known = checkedValue(source, isFile ? path : [...path, code], word, shape);
    if (known !== undefined) good.push([code, known]);
  }
  const unknown =
    value.unknown === undefined
      ? undefined
      : checkedValue(source, [...at, "unknown"], value.unknown, shape);
  return {
    kind: "codes",
    codes: Object.fromEntries(good),
    ...(unknown !== undefined && { unknown }),
  };
}
