import type { ASTNode } from "@marcbachmann/cel-js";
import type { Expr } from "../../model/expr.ts";
import { ExpressionFault } from "./expression-fault.ts";
import { fieldPath } from "./expression-paths.ts";
import type { Scope } from "./expression-scope.ts";
import { nameHint } from "../../yaml/suggest.ts";

/** Rejects the comparison of a `one of [...]` field with a text that it can never be. */
export function checkChoice(node: ASTNode, other: Expr, offset: number, scope: Scope): void {
  if (other.op !== "literal" || typeof other.value !== "string") return;
  const shape = fieldPath(node, scope)?.shape;
  if (shape?.kind !== "text" || shape.oneOf === undefined) return;
  if (shape.oneOf.includes(other.value)) return;
  const message = `The field is never "${other.value}"; its declaration names other values.`;
  const hint = nameHint(other.value, "values", shape.oneOf);
  throw new ExpressionFault("impossible-value", message, offset, hint);
}
