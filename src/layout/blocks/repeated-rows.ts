import { assert } from "../../base/assert.ts";
import type { OuterRows, TableRows } from "../../model/block.ts";
import type { ObjectShape } from "../../model/data-shape.ts";
import type { Expr, FieldExpr } from "../../model/expr.ts";
import { fieldAt, fieldExpr, fieldPaths, shapeAt } from "../expression/expression-paths.ts";
import { type Scope, withRow } from "../expression/expression-scope.ts";
import { type NameFault, nameFault } from "../expression/name-fault.ts";
import type { LayoutCheck } from "../layout-check.ts";
import { nameHint } from "../../yaml/suggest.ts";
import { checkedExpr } from "./texts.ts";
import type { Path } from "../../yaml/yaml-source.ts";

export const SCALARS = ["text", "integer", "date", "money", "decimal", "boolean"] as const;

/** The rows that a table or a repeat names. */
export interface RowsValue {
  /** The key that names the list, and the list it names. */
  readonly key: "rows" | "repeat";
  readonly list: string;
  readonly row: string;
  /** What rows are called that those of the list are within. */
  readonly of?: string | readonly string[] | undefined;
  readonly where?: string | boolean | undefined;
  readonly "last-by"?: string | boolean | undefined;
}

export interface CheckedRows {
  readonly rows: TableRows;
  /** The check of what stands for each row, with its name in scope. */
  readonly check: LayoutCheck;
}

/** Checks which rows are shown; undefined, and reported, where lists or names are faulty. */
export function checkedRows(
  check: LayoutCheck,
  path: Path,
  own: RowsValue,
): CheckedRows | undefined {
  const stretches = stretchesOf(own.list, check.scope);
  if (stretches.length === 0) {
    reportNoList(check, [...path, own.key], own.list);
    return undefined;
  }
  const outer = outerNames(check, path, own, stretches.slice(0, -1));
  if (outer === undefined) return undefined;
  let inner = check;
  const within: OuterRows[] = [];
  for (const [index, row] of [...outer, own.row].entries()) {
    const stretch = stretches[index] ?? "";
    const named = namedRows(inner, outer[index - 1], stretch, row);
    if ("code" in named) {
      const at = index < outer.length ? "of" : "as";
      check.source.report(named.code, [...path, at], named.message);
      return undefined;
    }
    inner = named.check;
    within.push({ list: named.list, row });
  }
  const list = within.pop()?.list;
  if (list === undefined) return undefined;
  const where = optionalExpr(inner, [...path, "where"], own.where, ["boolean"]);
  const lastBy = optionalExpr(inner, [...path, "last-by"], own["last-by"], SCALARS);
  const rows = { list, row: own.row, ...(where && { where }), ...(lastBy && { lastBy }) };
  return { rows: within.length === 0 ? rows : { ...rows, within }, check: inner };
}

/** A list, whose rows then have a name; it is one of the rows of that other name, or the data's. */
function namedRows(
  check: LayoutCheck,
  of: string | undefined,
  stretch: string,
  row: string,
): { readonly list: FieldExpr; readonly check: LayoutCheck } | NameFault {
  const { scope } = check;
  const fault = nameFault(scope, row, "the rows");
  if (fault !== undefined) return fault;
  const field = fieldAt(of === undefined ? stretch : `${of}.${stretch}`, scope);
  assert(field?.shape.kind === "list", "a stretch ends at a list");
  const outer = scope.rows.get(field.scope)?.path;
  const recordPath = [...(outer === undefined ? [] : [outer]), ...field.path].join(".");
  const inner = { ...check, scope: withRow(scope, row, recordPath, field.shape) };
  return { list: fieldExpr(field, 0), check: inner };
}

/**
 * The path of a list in stretches that each end at one: `accounts.holdings` are the `holdings` of
 * the rows of `accounts`. None where it ends at no list.
 */
function stretchesOf(name: string, scope: Scope): readonly string[] {
  const steps = name.split(".");
  const stretches: string[] = [];
  let owner: ObjectShape | undefined;
  let begun = 0;
  for (let end = 1; end <= steps.length; end += 1) {
    const stretch = steps.slice(begun, end).join(".");
    const shape = owner === undefined ? fieldAt(stretch, scope)?.shape : shapeAt(owner, stretch);
    if (shape?.kind !== "list") continue;
    stretches.push(stretch);
    owner = shape.item;
    begun = end;
  }
  return begun === steps.length ? stretches : [];
}

/** What rows are called that those of the list are within; undefined, and reported, if amiss. */
function outerNames(
  { source }: LayoutCheck,
  path: Path,
  { of, key, list }: RowsValue,
  outer: readonly string[],
): readonly string[] | undefined {
  const names = of === undefined ? [] : [of].flat();
  if (names.length === outer.length) return names;
  const lists = outer.map((_, index) => `\`${outer.slice(0, index + 1).join(".")}\``).join(", ");
  if (outer.length === 0) {
    const message = `The rows of \`${list}\` are within no others; leave \`of\` out.`;
    source.report("wrong-value", [...path, "of"], message, { at: "key" });
    return undefined;
  }
  const message = `\`${list}\` is a list within the rows of ${lists}; say what those are called.`;
  const examples = outer.map(exampleName);
  const example = examples.length === 1 ? examples[0] : `[${examples.join(", ")}]`;
  const hint = `such as \`of: ${example}\``;
  source.report("missing-key", [...path, of === undefined ? key : "of"], message, { hint });
  return undefined;
}

function exampleName(list: string): string {
  const last = list.slice(list.lastIndexOf(".") + 1);
  return last.endsWith("s") ? last.slice(0, -1) : `${last}Row`;
}

function reportNoList(check: LayoutCheck, path: Path, name: string): void {
  const { scope, source } = check;
  const shape = fieldAt(name, scope)?.shape;
  if (name.split(".").some((step) => scope.faultyNames.has(step))) return;
  const hint = nameHint(name, "list fields", listNames(scope));
  const message =
    shape === undefined
      ? `\`${name}\` is not a field of the data; name a declared one.`
      : `\`${name}\` is ${shape.kind}; name a field of kind list.`;
  source.report(shape === undefined ? "unknown-field" : "wrong-type", path, message, { hint });
}

/** The lists of the record, and of the rows in scope by their names, with those in their rows. */
function listNames({ record, rows }: Scope): string[] {
  const inner = [...rows].flatMap(([row, { item }]) => listsIn(item, `${row}.`));
  return [...listsIn(record, ""), ...inner];
}

function listsIn(owner: ObjectShape, before: string): string[] {
  return fieldPaths(owner).flatMap((name) => {
    const shape = shapeAt(owner, name);
    const path = `${before}${name}`;
    return shape?.kind === "list" ? [path, ...listsIn(shape.item, `${path}.`)] : [];
  });
}

function optionalExpr(
  check: LayoutCheck,
  path: Path,
  value: string | boolean | undefined,
  kinds: readonly Expr["kind"][],
): Expr | undefined {
  return value === undefined ? undefined : checkedExpr(check, path, value, kinds);
}
