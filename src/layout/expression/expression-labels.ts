import type { ASTNode } from "@marcbachmann/cel-js";
import type { LabelExpr } from "../../model/expr.ts";
import { ExpressionFault } from "./expression-fault.ts";
import { fieldPath, namedExpr } from "./expression-paths.ts";
import type { Scope } from "./expression-scope.ts";

/** `label(account.kind)`: what the layout's `labels` say for the field's value. */
export function labelExpr(node: ASTNode, scope: Scope): LabelExpr {
  const field = fieldPath(node, scope);
  const isChoice = field?.shape.kind === "text" && field.shape.oneOf !== undefined;
  if (field === undefined || !isChoice) {
    const message = "`label` takes a field that is declared as `one of [...]`.";
    throw new ExpressionFault("wrong-type", message, node.start);
  }
  const labels = scope.labels.get(field.shape);
  if (labels !== undefined)
    return { op: "label", kind: "text", of: namedExpr(field, scope, node.start), labels };
  const message = `\`${field.path.join(".")}\` has no labels.`;
  const hint = "say under `labels`, beside `data`, what people read for each of its values";
  throw new ExpressionFault("missing-label", message, node.start, hint);
}
