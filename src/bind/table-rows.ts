import type { TableRows } from "../model/block.ts";
import type { Expr } from "../model/expr.ts";
import type { RawObject } from "../model/record.ts";
import type { ExprContext } from "../expr/expr-context.ts";
import type { Evaluate } from "../expr/scopes.ts";
import { compileRaw, compileRows } from "../expr/scopes.ts";

/** Which rows of the record a table shows: `where`, then the last of each run of `lastBy`. */
export function compileTableRows(
  rows: TableRows,
  outer: ExprContext,
  inner: ExprContext,
): Evaluate<readonly RawObject[]> {
  const all = compileRows(rows.list, outer.names);
  const slot = outer.names.length;
  const where = rows.where && inner.compile(rows.where, inner);
  const lastBy = rows.lastBy && compileStretchKey(rows.lastBy, inner);
  if (where === undefined && lastBy === undefined) return all;
  return (scopes) => {
    const chosen: RawObject[] = [];
    let previousKey: unknown;
    for (const row of all(scopes)) {
      scopes[slot] = row;
      if (where !== undefined && where(scopes) !== true) continue;
      if (lastBy === undefined) {
        chosen.push(row);
        continue;
      }
      const key = lastBy(scopes);
      if (chosen.length > 0 && key === previousKey) chosen[chosen.length - 1] = row;
      else chosen.push(row);
      previousKey = key;
    }
    return chosen;
  };
}

/** A value that is the same for all rows of one run: the raw one if a value has only one form. */
export function compileStretchKey(by: Expr, context: ExprContext): Evaluate<unknown> {
  const hasOneForm = by.kind !== "money" && by.kind !== "decimal";
  if (by.op === "field" && hasOneForm) return compileRaw(by, context.names);
  return context.compile(by, context);
}
