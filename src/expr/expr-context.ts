import type { Expr } from "../model/expr.ts";
import type { Formats } from "./format.ts";
import type { Evaluate, ScopeNames } from "./scopes.ts";

/** What expressions are compiled against. */
export interface ExprContext {
  readonly names: ScopeNames;
  readonly formats: Formats;
  /** Compiles a part of an expression in the same context or an inner one. */
  readonly compile: (expr: Expr, context: ExprContext) => Evaluate;
}

/** The context in which the rows of a table or a fold have a name. */
export function withRow(context: ExprContext, row: string): ExprContext {
  return { ...context, names: [...context.names, row] };
}
