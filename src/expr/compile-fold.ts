import type { FoldExpr } from "../model/expr.ts";
import type { RawObject } from "../model/record.ts";
import { inRange } from "./bind-fault.ts";
import type { ExprContext } from "./expr-context.ts";
import { withRow } from "./expr-context.ts";
import type { Evaluate, Scopes, Value } from "./scopes.ts";
import { compileRows } from "./scopes.ts";

type Visit = (scopes: Scopes) => boolean;

/** A fold over the rows of a list: `where` selects them, `of` is what is folded. */
export function compileFold(expr: FoldExpr, context: ExprContext): Evaluate {
  const rows = compileRows(expr.list, context.names);
  const slot = context.names.length;
  const inner = withRow(context, expr.row);
  const where = expr.where && context.compile(expr.where, inner);
  const of = expr.of && context.compile(expr.of, inner);
  // Visits the selected rows until a visit returns false, and says whether none did.
  const each = (scopes: Scopes, visit: Visit): boolean => {
    for (const row of rows(scopes)) {
      scopes[slot] = row;
      if (where !== undefined && where(scopes) !== true) continue;
      if (!visit(scopes)) return false;
    }
    return true;
  };
  switch (expr.op) {
    case "count":
      return (scopes) => {
        let count = 0;
        each(scopes, () => (count += 1) > 0);
        return count;
      };
    case "sum":
      return compileSum(expr, each, of);
    case "exists":
      return (scopes) => !each(scopes, of === undefined ? () => false : (s) => of(s) !== true);
    case "all":
      return compileAll(expr, context, rows);
    default:
      return compileExtreme(expr.op === "min", each, of);
  }
}

type Each = (scopes: Scopes, visit: Visit) => boolean;

function compileSum(expr: FoldExpr, each: Each, of: Evaluate | undefined): Evaluate {
  const code = expr.kind === "money" ? "data.money-range" : "data.number-range";
  return (scopes) => {
    let sum = 0;
    each(scopes, (inner) => {
      sum = inRange(sum + ((of?.(inner) ?? 0) as number), code);
      return true;
    });
    return sum;
  };
}

function compileExtreme(wantsLeast: boolean, each: Each, of: Evaluate | undefined): Evaluate {
  return (scopes) => {
    let extreme: Value;
    each(scopes, (inner) => {
      const value = of?.(inner);
      if (value === undefined) return true;
      if (extreme === undefined || (wantsLeast ? value < extreme : value > extreme))
        extreme = value;
      return true;
    });
    return extreme;
  };
}

/** `of` must hold for all rows that `where` selects; without `of`, `where` for all rows. */
function compileAll(
  expr: FoldExpr,
  context: ExprContext,
  rows: Evaluate<readonly RawObject[]>,
): Evaluate {
  const slot = context.names.length;
  const inner = withRow(context, expr.row);
  const test = expr.of ?? expr.where;
  if (test === undefined) return () => true;
  const holds = context.compile(test, inner);
  const applies = expr.of && expr.where ? context.compile(expr.where, inner) : () => true;
  return (scopes) => {
    for (const row of rows(scopes)) {
      scopes[slot] = row;
      if (applies(scopes) === true && holds(scopes) !== true) return false;
    }
    return true;
  };
}
