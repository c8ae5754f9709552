import type { ASTNode } from "@marcbachmann/cel-js";
import type { Expr, FieldExpr, FoldExpr } from "../../model/expr.ts";
import { ExpressionFault } from "./expression-fault.ts";
import { fieldExpr, fieldPath } from "./expression-paths.ts";
import type { BoundRow, Scope } from "./expression-scope.ts";
import { nameFault } from "./name-fault.ts";

type CallNode = Extract<ASTNode, { op: "call" | "rcall" }>;
type Translate = (node: ASTNode, scope: Scope) => Expr;

/** A list, the rows of it that are selected, and what is taken of each. */
interface Selection {
  readonly list: FieldExpr;
  readonly row: string;
  readonly bound: BoundRow;
  readonly where?: Expr;
  readonly of?: Expr;
}

const OF_LIST = new Set(["sum", "min", "max", "size"]);
const PREDICATES = new Set(["exists", "all"]);
const STEPS = new Set(["filter", "map"]);

/** Whether a call is a fold over rows: `sum(list.map(...))`, `size(list)`, `list.exists(...)`. */
export function isFoldCall(node: CallNode): boolean {
  const name = node.args[0];
  if (node.op === "rcall") return PREDICATES.has(name) || STEPS.has(name) || isSizeOfRows(node);
  const [first] = node.args[1];
  return OF_LIST.has(name) && first !== undefined && (name !== "size" || isRows(first));
}

/**
 * Translates a fold. Filters become `where`, a map or a predicate becomes `of`; in both the rows
 * have the name that the first of them gives.
 */
export function translateFold(node: CallNode, scope: Scope, translate: Translate): FoldExpr {
  const name = node.args[0];
  if (STEPS.has(name)) throw loose(node, name);
  const inner = node.op === "call" ? node.args[1][0] : node.args[1];
  if (inner === undefined) throw loose(node, name);
  const selected = select(inner, scope, translate);
  const selection = PREDICATES.has(name) ? named(selected, node, scope) : selected;
  const { list, row, where } = selection;
  const base = { list, row, ...(where && { where }) };
  if (node.op === "rcall" && PREDICATES.has(name)) {
    const of = withBody(selection, node, scope, translate);
    return { op: name as "exists" | "all", kind: "boolean", ...base, of };
  }
  if (name === "size") return { op: "count", kind: "integer", ...base };
  if (selection.of === undefined) throw loose(node, name);
  return { op: name as "sum" | "min" | "max", kind: selection.of.kind, ...base, of: selection.of };
}

function isSizeOfRows(node: CallNode): boolean {
  return node.op === "rcall" && node.args[0] === "size" && isRows(node.args[1]);
}

/** Whether a node can only be rows: a chain of filters and maps, or a field (decided later). */
function isRows(node: ASTNode): boolean {
  return node.op === "rcall" ? STEPS.has(node.args[0]) : false;
}

function select(node: ASTNode, scope: Scope, translate: Translate): Selection {
  if (node.op !== "rcall" || !STEPS.has(node.args[0])) return rowsOf(node, scope);
  const [step, inner, args] = node.args;
  const before = select(inner, scope, translate);
  if (before.of !== undefined) throw loose(node, step);
  const selection = named(before, node, scope);
  if (step === "filter") return filtered(selection, withBody(selection, node, scope, translate));
  if (args.length !== 2) throw loose(node, step);
  return { ...selection, of: withBody(selection, node, scope, translate) };
}

function rowsOf(node: ASTNode, scope: Scope): Selection {
  const field = fieldPath(node, scope);
  if (field?.shape.kind !== "list") {
    const message = "This must be a list of the data, with filters and at most one map.";
    throw new ExpressionFault("unsupported-expression", message, node.start);
  }
  const bound = { scope: "", item: field.shape.item };
  return { list: fieldExpr(field, node.start), row: "", bound };
}

/** The selection with its rows named by the step's first argument, unless they have a name. */
function named(selection: Selection, node: CallNode, scope: Scope): Selection {
  const name = rowName(node);
  const fault = nameFault(scope, name, "the rows");
  if (fault !== undefined) throw new ExpressionFault(fault.code, fault.message, node.start);
  if (selection.row !== "") return selection;
  return { ...selection, row: name, bound: { ...selection.bound, scope: name } };
}

function rowName(node: CallNode): string {
  const first = node.op === "rcall" ? node.args[2][0] : undefined;
  if (first?.op !== "id") throw loose(node, node.args[0]);
  return first.args;
}

function filtered(selection: Selection, condition: Expr): Selection {
  const { where } = selection;
  if (where === undefined) return { ...selection, where: condition };
  return { ...selection, where: { op: "and", kind: "boolean", left: where, right: condition } };
}

function withBody(before: Selection, node: CallNode, scope: Scope, translate: Translate): Expr {
  const body = node.op === "rcall" ? node.args[2][1] : undefined;
  if (body === undefined) throw loose(node, node.args[0]);
  const selection = named(before, node, scope);
  const rows = new Map(scope.rows).set(rowName(node), selection.bound);
  return translate(body, { ...scope, rows });
}

function loose(node: ASTNode, name: string): ExpressionFault {
  const message = `\`${name}\` cannot be used this way in a layout.`;
  const hint = 'such as sum(rows.filter(r, r.kind == "fee").map(r, r.amount))';
  return new ExpressionFault("unsupported-expression", message, node.start, hint);
}
