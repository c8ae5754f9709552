import type { TableRows } from "../../model/block.ts";
import type { Expr } from "../../model/expr.ts";
import { fieldAt, fieldExpr, fieldPaths, shapeAt } from "../expression/expression-paths.ts";
import { type Scope, withRow } from "../expression/expression-scope.ts";
import { nameFault } from "../expression/name-fault.ts";
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
  readonly where?: string | boolean | undefined;
  readonly "last-by"?: string | boolean | undefined;
}

export interface CheckedRows {
  readonly rows: TableRows;
  /** The check of what stands for each row, with its name in scope. */
  readonly check: LayoutCheck;
}

/** Checks which rows are shown; undefined, and reported, where list or name are faulty. */
export function checkedRows(
  check: LayoutCheck,
  path: Path,
  own: RowsValue,
): CheckedRows | undefined {
  const { scope } = check;
  const field = fieldAt(own.list, scope);
  if (field?.shape.kind !== "list") {
    reportNoList(check, [...path, own.key], own.list);
    return undefined;
  }
  const fault = nameFault(scope, own.row, "the rows");
  if (fault !== undefined) {
    check.source.report(fault.code, [...path, "as"], fault.message);
    return undefined;
  }
  const outer = scope.rows.get(field.scope)?.path;
  const recordPath = [...(outer === undefined ? [] : [outer]), ...field.path].join(".");
  const inner = { ...check, scope: withRow(scope, own.row, recordPath, field.shape) };
  const where = optionalExpr(inner, [...path, "where"], own.where, ["boolean"]);
  const lastBy = optionalExpr(inner, [...path, "last-by"], own["last-by"], SCALARS);
  const list = fieldExpr(field, 0);
  const rows = { list, row: own.row, ...(where && { where }), ...(lastBy && { lastBy }) };
  return { rows, check: inner };
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

/** The lists of the record, and of the rows in scope by their names. */
function listNames({ record, rows }: Scope): string[] {
  const isList = (name: string, shape: typeof record): boolean =>
    shapeAt(shape, name)?.kind === "list";
  const own = fieldPaths(record).filter((name) => isList(name, record));
  const inner = [...rows].flatMap(([row, { item }]) =>
    fieldPaths(item).flatMap((name) => (isList(name, item) ? [`${row}.${name}`] : [])),
  );
  return [...own, ...inner];
}

function optionalExpr(
  check: LayoutCheck,
  path: Path,
  value: string | boolean | undefined,
  kinds: readonly Expr["kind"][],
): Expr | undefined {
  return value === undefined ? undefined : checkedExpr(check, path, value, kinds);
}
