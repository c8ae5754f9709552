import type { Expr, FieldExpr } from "../model/expr.ts";

/** The name that the rows of a list have in expressions. */
export interface RowScope {
  readonly row: string;
  readonly list: FieldExpr;
}

/** An expression, or a part of one, where it stands in a plan. */
export interface PlacedExpr {
  readonly expr: Expr;
  /** The id of the block or box around it; empty outside of blocks. */
  readonly id: string;
  /** The keys from there, or from the root, to the expression. */
  readonly keys: readonly (string | number)[];
  /** The rows that have names there, the innermost last. */
  readonly rows: readonly RowScope[];
  /** What must hold for it to matter: conditions of the blocks around, and of its rows. */
  readonly guards: readonly Expr[];
}

type Place = Omit<PlacedExpr, "expr">;

const NOWHERE: Place = { id: "", keys: [], rows: [], guards: [] };

/**
 * All expressions in any part of a plan, each before its parts. What kinds of blocks there are does
 * not matter: a list with a name for its rows opens a scope, and `when` and `where` guard what
 * stands beside them.
 */
export function exprsIn(root: unknown, rows: readonly RowScope[] = []): PlacedExpr[] {
  const found: PlacedExpr[] = [];
  visit(root, { ...NOWHERE, rows }, found);
  return found;
}

function visit(value: unknown, place: Place, found: PlacedExpr[]): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) visit(item, inside(place, index), found);
    return;
  }
  if (!isObject(value)) return;
  if (isExpr(value)) return visitExpr(value, place, found);
  const { id, when } = value;
  const own = typeof id === "string" ? { ...place, id, keys: [] } : place;
  if (isExpr(when)) visit(when, inside(own, "when"), found);
  const guarded = isExpr(when) ? guardedBy(own, when) : own;
  const inner = isRows(value["rows"]) ? inRows(value["rows"], guarded, found) : guarded;
  for (const [key, part] of Object.entries(value))
    if (key !== "when" && key !== "rows") visit(part, inside(inner, key), found);
    else if (key === "rows" && !isRows(part)) visit(part, inside(inner, key), found);
}

/** What stands beside the rows of a list knows their name, and is shown where one qualifies. */
function inRows(rows: Rows, place: Place, found: PlacedExpr[]): Place {
  const { list, row, where, lastBy, within = [] } = rows;
  const at = inside(place, "rows");
  let named = at;
  for (const each of [...within, { list, row }]) {
    visit(each.list, inside(named, "list"), found);
    named = { ...named, rows: [...named.rows, { row: each.row, list: each.list }] };
  }
  visit(where, inside(named, "where"), found);
  const inner = { ...place, rows: named.rows };
  const guarded = where === undefined ? inner : guardedBy(inner, where);
  visit(lastBy, { ...guarded, keys: [...at.keys, "lastBy"] }, found);
  return guarded;
}

function visitExpr(expr: Expr, place: Place, found: PlacedExpr[]): void {
  found.push({ ...place, expr });
  const isFold = "list" in expr && "row" in expr;
  const named = isFold
    ? { ...place, rows: [...place.rows, { row: expr.row, list: expr.list }] }
    : place;
  for (const [key, part] of Object.entries(expr)) {
    if (key === "cases") visit(Object.values(part as object), inside(named, key), found);
    else if (typeof part === "object")
      visit(part, inside(key === "list" ? place : named, key), found);
  }
}

function inside(place: Place, key: string | number): Place {
  return { ...place, keys: [...place.keys, key] };
}

function guardedBy(place: Place, guard: Expr): Place {
  return { ...place, guards: [...place.guards, guard] };
}

interface Rows extends RowScope {
  readonly within?: readonly RowScope[];
  readonly where?: Expr;
  readonly lastBy?: Expr;
}

function isRows(value: unknown): value is Rows {
  return isObject(value) && typeof value["row"] === "string" && isExpr(value["list"]);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function isExpr(value: unknown): value is Expr {
  return isObject(value) && typeof value["op"] === "string" && "kind" in value;
}
