import type { Diagnostic } from "../../base/diagnostic.ts";
import type { ObjectShape, Shape } from "../../model/data-shape.ts";
import type { CsvSpec, DetailSpec, InputSpec } from "../../model/job.ts";
import { type DelimitedSpec, keyColumnOf } from "../csv/csv-files.ts";
import { IGNORED_COLUMN } from "../csv/csv-layout.ts";
import { suggest } from "../../base/nearest-name.ts";
import { inputFinding } from "./input-findings.ts";

type Find = (message: string, hint?: string) => Diagnostic;

const RECORD_SEPARATOR = 0x1e;
const TILDE = 0x7e;
const ADDRESS_FIELD = /^(?:lines\.[0-5]|zip|plus4|deliveryPoint|country)$/;

/** Contradictions between an input spec and the layout's shape. */
export function checkMapping(input: InputSpec, shape: ObjectShape): Diagnostic[] {
  const find = findIn(input.file);
  const key = shapeAtPath(shape, input.key.split("."));
  const findings: Diagnostic[] = [];
  if (key?.kind !== "text") {
    const hint = suggest(input.key, leavesOf(shape));
    findings.push(find(`the key ${input.key} is not a text field of the layout's data`, hint));
  }
  findings.push(...unsafeNames(shape).map((name) => find(`a field cannot be named ${name}`)));
  findings.push(...sumFindings(input, shape, find));
  if (input.format === "csv") return [...findings, ...csvFindings(input, shape)];
  if (input.details.length > 0)
    findings.push(find("detail files can only be joined to csv", "nest the rows in the records"));
  return findings;
}

/** The shape of a field, or undefined if there is no such field. */
export function shapeAtPath(shape: ObjectShape, path: readonly string[]): Shape | undefined {
  let at: Shape = shape;
  for (const step of path) {
    if (at.kind !== "object" || !Object.hasOwn(at.fields, step)) return undefined;
    at = at.fields[step] as Shape;
  }
  return at;
}

function findIn(file: string): Find {
  return (message, hint) => inputFinding("input.mapping", message, { file }, hint);
}

/** Names that every object has already, so their absence could not be told. */
function unsafeNames(shape: ObjectShape): string[] {
  return Object.entries(shape.fields).flatMap(([name, field]) => [
    ...(name in {} ? [name] : []),
    ...(field.kind === "object" ? unsafeNames(field) : []),
    ...(field.kind === "list" ? unsafeNames(field.item) : []),
  ]);
}

function sumFindings(input: InputSpec, shape: ObjectShape, find: Find): Diagnostic[] {
  return Object.keys(input.expect.sums)
    .filter((path) => shapeAtPath(shape, path.split("."))?.kind !== "money")
    .map((path) =>
      find(
        `a sum is expected of ${path}, which is not a money field`,
        suggest(path, leavesOf(shape)),
      ),
    );
}

function csvFindings(input: InputSpec, shape: ObjectShape): Diagnostic[] {
  const find = findIn(input.file);
  const joined = new Set(input.details.map(({ into }) => into));
  const findings = columnFindings(input, shape, find);
  const isMapped = Object.values(input.csv.columns).includes(input.key);
  if (!isMapped && input.fields?.[input.key] === undefined)
    findings.push(find(`no column is mapped to the key ${input.key}`));
  else if (input.details.length > 0 && keyColumnOf(input) === undefined)
    findings.push(
      find(`the key ${input.key} must be of one column: detail files are joined by it`),
    );
  if (joined.size < input.details.length)
    findings.push(find("two detail files fill the same list", "give each its own list"));
  return [...findings, ...input.details.flatMap((detail) => detailFindings(detail, shape))];
}

function detailFindings(detail: DetailSpec, shape: ObjectShape): Diagnostic[] {
  const find = findIn(detail.file);
  const list = Object.hasOwn(shape.fields, detail.into) ? shape.fields[detail.into] : undefined;
  if (list?.kind === "list") return columnFindings(detail, list.item, find);
  const lists = Object.entries(shape.fields).filter(([, field]) => field.kind === "list");
  const hint = suggest(
    detail.into,
    lists.map(([name]) => name),
  );
  return [find(`${detail.into} is not a list of the layout's data`, hint)];
}

/** Contradictions between the columns of one file and the shape of its rows. */
function columnFindings(
  { csv, fields = {} }: DelimitedSpec,
  shape: ObjectShape,
  find: Find,
): Diagnostic[] {
  const columns = Object.values(csv.columns).filter((target) => target !== IGNORED_COLUMN);
  const targets = [...columns, ...Object.keys(fields)];
  const leaves = leavesOf(shape);
  const isWhole = (target: string): boolean => fields[target]?.source.kind === "address";
  const unknown = [...new Set(targets)].filter(
    (target) => !isWhole(target) && !isTarget(shape, target),
  );
  const twice = targets.filter((target, index) => targets.indexOf(target) !== index);
  const missing = requiredLeaves(shape).filter((leaf) => !isCovered(leaf, targets));
  return [
    ...signFindings(csv, find),
    ...unknown.map((target) =>
      find(`a column is mapped to ${target}, which is not a field`, suggest(target, leaves)),
    ),
    ...[...new Set(twice)].map((target) => find(`two columns are mapped to ${target}`)),
    ...missing.map((leaf) => find(`no column is mapped to ${leaf}, which every record needs`)),
  ];
}

function signFindings(csv: CsvSpec, find: Find): Diagnostic[] {
  const signs = [csv.delimiter, csv.quote];
  if (signs.every(isAsciiSign) && csv.delimiter !== csv.quote) return [];
  return [find("the delimiter and the quote must be two different ASCII characters")];
}

/** A printable character, a tab, or one of the two signs of work copies. */
function isAsciiSign(sign: string): boolean {
  const code = sign.charCodeAt(0);
  return sign.length === 1 && (sign === "\t" || (code >= RECORD_SEPARATOR && code <= TILDE));
}

function isTarget(shape: ObjectShape, target: string): boolean {
  const path = target.split(".");
  const field = shapeAtPath(shape, path);
  if (field !== undefined) return !["object", "list", "address"].includes(field.kind);
  for (let length = path.length - 1; length > 0; length -= 1)
    if (shapeAtPath(shape, path.slice(0, length))?.kind === "address")
      return ADDRESS_FIELD.test(path.slice(length).join("."));
  return false;
}

function isCovered(leaf: string, targets: readonly string[]): boolean {
  return targets.some((target) => target === leaf || target.startsWith(`${leaf}.lines.`));
}

function leavesOf(shape: ObjectShape, prefix = ""): string[] {
  return Object.entries(shape.fields).flatMap(([name, field]) => {
    if (field.kind === "object") return leavesOf(field, `${prefix}${name}.`);
    return field.kind === "list" ? [] : [prefix + name];
  });
}

function requiredLeaves(shape: ObjectShape, prefix = ""): string[] {
  return Object.entries(shape.fields).flatMap(([name, field]) => {
    if (field.kind === "object") return requiredLeaves(field, `${prefix}${name}.`);
    return field.kind === "list" || field.optional ? [] : [prefix + name];
  });
}
