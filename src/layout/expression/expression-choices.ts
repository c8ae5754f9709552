import type { ASTNode } from "@marcbachmann/cel-js";
import type { Expr } from "../../model/expr.ts";
import { fieldPath } from "./expression-paths.ts";
import type { Scope } from "./expression-scope.ts";
import { refuseImpossible } from "./impossible-value.ts";

/** Rejects the comparison of a `one of [...]` field with a text that it can never be. */
export function checkChoice(node: ASTNode, other: Expr, offset: number, scope: Scope): void {
  if (other.op !== "literal" || typeof other.value !== "string") return;
  const shape = fieldPath(node, scope)?.shape;
  if (shape?.kind !== "text" || shape.oneOf === undefined) return;
  refuseImpossible(other.value, shape.oneOf, offset);
}
