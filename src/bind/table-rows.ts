import type { TableRows } from "../model/block.ts";
import type { Expr } from "../model/expr.ts";
import type { RawObject } from "../model/record.ts";
import { type ExprContext, withRow } from "../expr/expr-context.ts";
import type { Evaluate, Scopes } from "../expr/scopes.ts";
import { compileRaw, compileRows, setRow } from "../expr/scopes.ts";

/** The rows that a block shows, compiled, and what is compiled for each. */
export interface RowProgram {
  readonly rows: Evaluate<readonly RawObject[]>;
  /** In which the row has a name, and so have those that it is within. */
  readonly inner: ExprContext;
  /** Where the row is in the scopes. */
  readonly slot: number;
  /** Of rows of lists within lists: puts the rows that a row is within into scope. */
  readonly bindOuter?: (scopes: Scopes, row: RawObject | undefined) => void;
}

/** Which rows of the record a block shows: `where`, then the last of each run of `lastBy`. */
export function compileTableRows(rows: TableRows, outer: ExprContext): RowProgram {
  const { list, row, within = [] } = rows;
  let inner = outer;
  const lists = [...within, { list, row }].map((each) => {
    const own = compileRows(each.list, inner.names);
    inner = withRow(inner, each.row);
    return own;
  });
  const slot = inner.names.length - 1;
  const [all = NONE] = lists;
  if (lists.length === 1) return { rows: compileChosen(rows, inner, slot, all), inner, slot };
  const flat = flatRows(lists, outer.names.length);
  const chosen = compileChosen(rows, inner, slot, flat.rows, flat.bindOuter);
  return { rows: chosen, inner, slot, bindOuter: flat.bindOuter };
}

const NONE = (): readonly RawObject[] => [];

type BindOuter = NonNullable<RowProgram["bindOuter"]>;

function compileChosen(
  rows: TableRows,
  inner: ExprContext,
  slot: number,
  all: RowProgram["rows"],
  bindOuter?: BindOuter,
): RowProgram["rows"] {
  const where = rows.where && inner.compile(rows.where, inner);
  const lastBy = rows.lastBy && compileStretchKey(rows.lastBy, inner);
  if (where === undefined && lastBy === undefined) return all;
  return (scopes) => {
    const chosen: RawObject[] = [];
    let previousKey: unknown;
    for (const row of all(scopes)) {
      scopes[slot] = row;
      bindOuter?.(scopes, row);
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

/** All rows of the innermost list, in order; the scopes from `first` on are those of the lists. */
function flatRows(
  lists: readonly RowProgram["rows"][],
  first: number,
): { readonly rows: RowProgram["rows"]; readonly bindOuter: BindOuter } {
  const last = first + lists.length - 1;
  const outerOf = new WeakMap<RawObject, readonly RawObject[]>();
  const gather = (scopes: Scopes, slot: number, found: RawObject[]): void => {
    for (const row of lists[slot - first]?.(scopes) ?? []) {
      setRow(scopes, slot, row);
      if (slot < last) gather(scopes, slot + 1, found);
      else {
        // Two rows may have one and the same list, but each of its own is within one row.
        const own = { ...row };
        outerOf.set(own, scopes.slice(first, last));
        found.push(own);
      }
    }
  };
  return {
    rows: (scopes) => {
      const found: RawObject[] = [];
      gather(scopes, first, found);
      return found;
    },
    bindOuter: (scopes, row) => {
      const outer = row && outerOf.get(row);
      for (let slot = first; slot < last; slot += 1) setRow(scopes, slot, outer?.[slot - first]);
    },
  };
}

/** A value that is the same for all rows of one run: the raw one if a value has only one form. */
export function compileStretchKey(by: Expr, context: ExprContext): Evaluate<unknown> {
  const hasOneForm = by.kind !== "money" && by.kind !== "decimal";
  if (by.op === "field" && hasOneForm) return compileRaw(by, context.names);
  return context.compile(by, context);
}
