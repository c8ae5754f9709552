import { valueAt } from "./value-at.ts";
import { assert } from "../base/assert.ts";
import type { FieldExpr } from "../model/expr.ts";
import type { RawObject, RawScalar, RawValue } from "../model/record.ts";

/** A run-time value of an expression, as described in expr.ts; absent is `undefined`. */
export type Value = RawScalar | undefined;

/** What names mean while one record is bound: the record's values, then a row for each scope. */
export type Scopes = RawObject[];

export type Evaluate<T = Value> = (scopes: Scopes) => T;

/** Names in scope, outermost first: `record`, then the rows of tables and list functions. */
export type ScopeNames = readonly string[];

export const RECORD_SCOPE: ScopeNames = ["record"];

const NO_ROW: RawObject = Object.freeze({});

/** Scopes of a record with no row bound yet: a row's fields are all absent. */
export function scopesOf(values: RawObject): Scopes {
  return [values, NO_ROW, NO_ROW, NO_ROW];
}

/** Binds the row of a scope, or none. */
export function setRow(scopes: Scopes, slot: number, row: RawObject | undefined): void {
  scopes[slot] = row ?? NO_ROW;
}

/** The raw value of a field, unconverted. */
export function compileRaw(field: FieldExpr, names: ScopeNames): Evaluate<RawValue | undefined> {
  const slot = names.lastIndexOf(field.scope);
  assert(slot >= 0, `the scope ${field.scope} is bound where it is used`);
  const [first, second, ...rest] = field.path;
  assert(first !== undefined, "a field has a path");
  if (second === undefined) return (scopes) => (scopes[slot] as RawObject)[first];
  if (rest.length === 0)
    return (scopes) => ((scopes[slot] as RawObject)[first] as RawObject | undefined)?.[second];
  return (scopes) => valueAt(scopes[slot] as RawObject, field.path);
}

const NO_ROWS: readonly RawObject[] = [];

/** The rows of a list field; an absent list is an empty one. */
export function compileRows(field: FieldExpr, names: ScopeNames): Evaluate<readonly RawObject[]> {
  const raw = compileRaw(field, names);
  return (scopes) => (raw(scopes) as readonly RawObject[] | undefined) ?? NO_ROWS;
}
