import type { Expr, ExprKind } from "../model/expr.ts";
import type { Formats } from "./format.ts";
import type { Evaluate, ScopeNames, Value } from "./scopes.ts";

/** Makes the function that reads texts of a kind in the form that an expression names. */
export type TextReader = (kind: ExprKind, form: string | undefined) => (text: string) => Value;

/** What expressions are compiled against. */
export interface ExprContext {
  readonly names: ScopeNames;
  readonly formats: Formats;
  /** What the layout's `let` computes; those before it, where it is compiled itself. */
  readonly lets: readonly Evaluate[];
  /** Only expressions over a sender's row read texts. */
  readonly readText?: TextReader;
  /** Compiles a part of an expression in the same context or an inner one. */
  readonly compile: (expr: Expr, context: ExprContext) => Evaluate;
}

/** The context in which the rows of a table or a fold have a name. */
export function withRow(context: ExprContext, row: string): ExprContext {
  return { ...context, names: [...context.names, row] };
}
