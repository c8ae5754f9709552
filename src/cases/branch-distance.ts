import type { BinaryExpr, Expr, FoldExpr } from "../model/expr.ts";
import { compileExpr } from "../expr/compile-expr.ts";
import { type ExprContext, withRow } from "../expr/expr-context.ts";
import { compileRows, type Scopes } from "../expr/scopes.ts";

/** How far a record is from a condition that is wanted: 0 where it is as wanted. */
export type Distance = (scopes: Scopes) => number;

/** Farther than any two values that can be compared. */
const ABSENT = 100;

/**
 * A condition as a distance, so that a search can tell a record that nearly meets it from one that
 * does not: the difference of what is compared; both parts of an `and`; the nearer one of an `or`.
 */
export function branchDistance(
  expr: Expr,
  wanted: boolean,
  context: ExprContext,
  lets: readonly Expr[],
): Distance {
  const inner = (part: Expr, holds = wanted, within = context): Distance =>
    branchDistance(part, holds, within, lets);
  switch (expr.op) {
    case "and":
    case "or":
      return both((expr.op === "and") === wanted, inner(expr.left), inner(expr.right));
    case "not":
      return inner(expr.operand, !wanted);
    case "eq":
    case "ne":
    case "lt":
    case "le":
    case "gt":
    case "ge":
      return ofComparison(expr, expr.op, wanted, context);
    case "conditional": {
      const first = both(true, inner(expr.condition, true), inner(expr.whenTrue));
      return both(false, first, both(true, inner(expr.condition, false), inner(expr.whenFalse)));
    }
    case "exists":
    case "all":
      return ofRows(expr, wanted, context, inner);
    case "let": {
      const named = lets[expr.index];
      return named === undefined ? () => 1 : inner(named);
    }
    default: {
      const evaluate = compileExpr(expr, context);
      return (scopes) => ((evaluate(scopes) === true) === wanted ? 0 : 1);
    }
  }
}

function both(together: boolean, left: Distance, right: Distance): Distance {
  if (together) return (scopes) => left(scopes) + right(scopes);
  return (scopes) => Math.min(left(scopes), right(scopes));
}

type Comparison = "eq" | "ne" | "lt" | "le" | "gt" | "ge";
const CONTRARY = { eq: "ne", ne: "eq", lt: "ge", le: "gt", gt: "le", ge: "lt" } as const;

function ofComparison(
  expr: BinaryExpr,
  op: Comparison,
  wanted: boolean,
  context: ExprContext,
): Distance {
  const isTrue = compileExpr(expr, context);
  const left = compileExpr(expr.left, context);
  const right = compileExpr(expr.right, context);
  const meant = wanted ? op : CONTRARY[op];
  return (scopes) => {
    if ((isTrue(scopes) === true) === wanted) return 0;
    const [one, other] = [left(scopes), right(scopes)];
    if (one === undefined || other === undefined) return ABSENT;
    if (typeof one !== "number" || typeof other !== "number") return 1;
    return Math.log1p(shortfall(meant, one - other));
  };
}

/** By how much a difference has to change. */
function shortfall(op: Comparison, difference: number): number {
  if (op === "ne") return 1;
  if (op === "eq") return Math.abs(difference);
  return Math.abs(difference) + (op === "lt" || op === "gt" ? 1 : 0);
}

/** Some row has to be as wanted, or every one. */
function ofRows(
  expr: FoldExpr,
  wanted: boolean,
  context: ExprContext,
  inner: (part: Expr, holds: boolean, within: ExprContext) => Distance,
): Distance {
  const rows = compileRows(expr.list, context.names);
  const slot = context.names.length;
  const test = inner(rowTest(expr), wanted, withRow(context, expr.row));
  const needsOne = (expr.op === "exists") === wanted;
  return (scopes) => {
    const found = rows(scopes).map((row) => {
      scopes[slot] = row;
      return test(scopes);
    });
    if (!needsOne) return found.reduce((all, one) => all + one, 0);
    return found.length === 0 ? ABSENT : Math.min(...found);
  };
}

/** What is asked of a row: `where` and `of` by `exists`; `of`, if `where` holds, by `all`. */
function rowTest({ op, where, of }: FoldExpr): Expr {
  if (where === undefined || of === undefined)
    return where ?? of ?? { op: "literal", kind: "boolean", value: true };
  if (op === "exists") return { op: "and", kind: "boolean", left: where, right: of };
  const left: Expr = { op: "not", kind: "boolean", operand: where };
  return { op: "or", kind: "boolean", left, right: of };
}
