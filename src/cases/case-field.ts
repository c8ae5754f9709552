import { MESSAGE_CHANNELS, type MessageChannel } from "../model/channel.ts";
import type { AddressShape, ListShape, ObjectShape, ScalarShape } from "../model/data-shape.ts";
import type { CheckDigitName, Expr, FieldExpr } from "../model/expr.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";
import { exprsIn, type RowScope } from "./plan-exprs.ts";

/** Stands in a path for the rows of the list before it. */
export const EACH = "*";

/** A value, an address or a list that a layout declares; objects are only part of paths. */
export interface CaseField {
  readonly path: readonly string[];
  /** The same as one text, such as `transactions.*.amount`. */
  readonly name: string;
  readonly shape: ScalarShape | AddressShape | ListShape;
  readonly use: FieldUse;
}

/**
 * What a field is for besides being shown. What machines read is `kept` as samples have it: an IBAN
 * of another length is no stress of a layout, but a wrong record. So is where a message goes, under
 * the name of its channel.
 */
export type FieldUse = "shown" | "locale" | "kept" | MessageChannel;

/** All fields of a layout's data, each list before the fields of its rows. */
export function caseFields(plan: LayoutPlan): readonly CaseField[] {
  const uses = usesOf(plan);
  const visit = (shape: ObjectShape, before: readonly string[]): CaseField[] =>
    Object.entries(shape.fields).flatMap(([key, field]) => {
      const path = [...before, key];
      if (field.kind === "object") return visit(field, path);
      const name = path.join(".");
      const one = { path, name, shape: field, use: uses.get(name) ?? "shown" };
      return field.kind === "list" ? [one, ...visit(field.item, [...path, EACH])] : [one];
    });
  return visit(plan.shape, []);
}

/** The path of a field from the record on, through the lists that its scope is a row of. */
function resolvedPath(field: FieldExpr, rows: readonly RowScope[]): readonly string[] {
  const at = rows.findLastIndex(({ row }) => row === field.scope);
  const scope = rows[at];
  if (scope === undefined) return field.path;
  return [...resolvedPath(scope.list, rows.slice(0, at)), EACH, ...field.path];
}

/** Check digits and texts of machines are right or wrong, whatever their length. */
const MACHINE_READ: ReadonlySet<string> = new Set<CheckDigitName>([
  "luhn",
  "mod10",
  "mod11",
  "mod97",
  "creditorReference",
  "isIban",
  "isCreditorReference",
  "ocrA",
  "ocrB",
  "e13b",
  "cmc7",
]);

function usesOf(plan: LayoutPlan): ReadonlyMap<string, FieldUse> {
  const uses = new Map<string, FieldUse>();
  for (const { expr, keys, rows } of exprsIn(plan)) {
    const isCode = keys.includes("payload") || (expr.op === "call" && MACHINE_READ.has(expr.name));
    if (isCode) for (const path of fieldPathsOf(expr, rows, plan.lets)) uses.set(path, "kept");
  }
  const { localeOf } = plan;
  if (localeOf !== undefined)
    for (const path of fieldPathsOf(localeOf, [], plan.lets)) uses.set(path, "locale");
  for (const channel of MESSAGE_CHANNELS) {
    const to = plan[channel]?.to;
    if (to !== undefined) uses.set(to.path.join("."), channel);
  }
  return uses;
}

/** The names of all fields and lists that an expression depends on. */
export function fieldPathsOf(
  expr: Expr,
  rows: readonly RowScope[],
  lets: readonly Expr[] = [],
): ReadonlySet<string> {
  const found = new Set<string>();
  const seen = new Set<number>();
  const visit = (root: unknown, scopes: readonly RowScope[]): void => {
    for (const { expr: one, rows: inner } of exprsIn(root, scopes)) {
      if (one.op === "field") found.add(resolvedPath(one, inner).join("."));
      const named = one.op === "let" && !seen.has(one.index) ? lets[one.index] : undefined;
      if (one.op === "let") seen.add(one.index);
      if (named !== undefined) visit(named, []);
    }
  };
  visit(expr, rows);
  return found;
}
