import type { ASTNode } from "@marcbachmann/cel-js";
import type { CallName, Expr } from "../../model/expr.ts";
import { checkFormat } from "../blocks/check-format.ts";
import { ExpressionFault } from "./expression-fault.ts";

const PAD_MAX = 200;
const SHOWN_MAX = 6;
const UNIT = /^[^\p{Cc}]{1,20}$/u;

/** The arguments that say how a value is written are compiled: they must be literals that fit. */
export function checkLiterals(
  name: CallName,
  args: readonly Expr[],
  nodes: readonly ASTNode[],
): void {
  const at = (index: number): number => nodes[index]?.start ?? 0;
  if (name === "mask" && args[1] !== undefined) countIn(args[1], 1, SHOWN_MAX, at(1));
  if (name === "padLeft" || name === "padRight") {
    countIn(args[1], 1, PAD_MAX, at(1));
    if (Array.from(textOf(args[2], at(2))).length !== 1)
      throw fault("A text is filled up with one character, in quotes.", at(2));
  }
  if (name !== "unit") return;
  if (!UNIT.test(textOf(args[1], at(1))))
    throw fault("A unit is a text of 1 to 20 characters, in quotes.", at(1));
  if (args[2] !== undefined) checkFormat(args[0]?.kind ?? "text", textOf(args[2], at(2)), at(2));
}

function countIn(expr: Expr | undefined, least: number, most: number, offset: number): void {
  const value = expr?.op === "literal" ? Number(expr.value) : Number.NaN;
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw fault(`This must be a number from ${least} to ${most}, written out.`, offset);
}

function textOf(expr: Expr | undefined, offset: number): string {
  if (expr?.op === "literal" && typeof expr.value === "string") return expr.value;
  throw fault("This must be a text in quotes.", offset);
}

function fault(message: string, offset: number): ExpressionFault {
  return new ExpressionFault("unsupported-expression", message, offset);
}
