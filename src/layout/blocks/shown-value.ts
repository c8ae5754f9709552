import type { Expr } from "../../model/expr.ts";
import { ExpressionFault } from "../expression/expression-fault.ts";
import { checkFormat } from "./check-format.ts";

/** A format that a text names for a value, and its offset in the text. */
export interface NamedFormat {
  readonly name: string;
  readonly offset: number;
}

/** A value as a text shows it, in a format; throws an `ExpressionFault` if it has no text. */
export function shownValue(expr: Expr, format?: NamedFormat): Expr {
  const shown = format === undefined ? expr : formatted(expr, format);
  if (!["boolean", "list", "address"].includes(shown.kind)) return shown;
  const message = `A value of kind ${shown.kind} cannot be shown in a text.`;
  const hint = shown.kind === "boolean" ? 'choose words: {test ? "yes" : "no"}' : undefined;
  throw new ExpressionFault("wrong-type", message, 0, hint);
}

function formatted(expr: Expr, { name, offset }: NamedFormat): Expr {
  checkFormat(expr.kind, name, offset);
  const style: Expr = { op: "literal", kind: "text", value: name };
  return { op: "call", kind: "text", name: "format", args: [expr, style] };
}
