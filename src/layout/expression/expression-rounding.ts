import type { ASTNode } from "@marcbachmann/cel-js";
import {
  type Expr,
  type ExprKind,
  type RoundedExpr,
  ROUNDING_RULES,
  type RoundingRule,
} from "../../model/expr.ts";
import { listHint } from "../../yaml/suggest.ts";
import { ExpressionFault } from "./expression-fault.ts";

const DECIMAL_DIGITS = 6;
/** Rounding to whole thousands, millions and so on has negative digits. */
const DIGITS_MIN = -9;

const OPS = { divide: "divide", multiply: "product", round: "round" } as const;
type RoundingName = keyof typeof OPS;

const NUMBERS = ["money", "decimal", "int"];
const FACTORS = ["decimal", "int"];

/** What the functions that round take, and of what kind their result is. */
export const ARITHMETIC_SIGNATURES: readonly string[] = [
  ...withDigits("divide", ["money"], FACTORS, "money"),
  ...withDigits("divide", ["money"], ["money"], "decimal"),
  ...withDigits("divide", FACTORS, FACTORS, "decimal"),
  ...withDigits("multiply", ["money"], FACTORS, "money"),
  ...withDigits("multiply", FACTORS, ["money"], "money"),
  ...withDigits("multiply", FACTORS, FACTORS, "decimal"),
  ...NUMBERS.map((type) => `round(${type}, int, string): ${type}`),
];

function withDigits(
  name: RoundingName,
  lefts: readonly string[],
  rights: readonly string[],
  result: string,
): string[] {
  return lefts.flatMap((left) =>
    rights.flatMap((right) => [
      `${name}(${left}, ${right}, string): ${result}`,
      `${name}(${left}, ${right}, string, int): ${result}`,
    ]),
  );
}

export function isRounding(name: string): name is RoundingName {
  return Object.hasOwn(OPS, name);
}

/**
 * `divide(a, b, rule)`, `multiply(a, b, rule)`, both with the digits of the result where it is to
 * have fewer, and `round(a, digits, rule)`. Rule and digits are compiled, so they must be literals.
 */
export function roundedExpr(
  name: RoundingName,
  args: readonly Expr[],
  nodes: readonly ASTNode[],
  moneyDigits: number,
): RoundedExpr {
  const operands = args.slice(0, name === "round" ? 1 : 2);
  const scales = operands.map(({ kind }) => scaleOf(kind, moneyDigits));
  const kind = resultKind(name, operands);
  const scale = scaleOf(kind, moneyDigits);
  const [digitsAt, ruleAt] = name === "round" ? [1, 2] : [3, 2];
  const rule = ruleOf(args[ruleAt], nodes[ruleAt]?.start ?? 0);
  const digits = digitsOf(args[digitsAt], nodes[digitsAt]?.start ?? 0, scale);
  return { op: OPS[name], kind, args: operands, scales, scale, digits, rule };
}

function resultKind(name: RoundingName, operands: readonly Expr[]): ExprKind {
  const kinds = operands.map(({ kind }) => kind);
  if (name === "round") return kinds[0] ?? "decimal";
  if (name === "divide") return kinds[0] === "money" && kinds[1] !== "money" ? "money" : "decimal";
  return kinds.includes("money") ? "money" : "decimal";
}

function scaleOf(kind: ExprKind, moneyDigits: number): number {
  if (kind === "money") return moneyDigits;
  return kind === "decimal" ? DECIMAL_DIGITS : 0;
}

function ruleOf(expr: Expr | undefined, offset: number): RoundingRule {
  const text = expr?.op === "literal" ? String(expr.value) : "";
  const rule = ROUNDING_RULES.find((known) => known === text);
  if (rule !== undefined) return rule;
  const message = "The rounding rule must be one of the known ones, in quotes.";
  const hint = listHint("rules", ROUNDING_RULES);
  throw new ExpressionFault("unsupported-expression", message, offset, hint);
}

function digitsOf(expr: Expr | undefined, offset: number, scale: number): number {
  if (expr === undefined) return scale;
  const value = expr.op === "literal" ? Number(expr.value) : Number.NaN;
  if (Number.isInteger(value) && value >= DIGITS_MIN && value <= scale) return value;
  const message = `The digits of the result must be a number from ${DIGITS_MIN} to ${scale}.`;
  throw new ExpressionFault("unsupported-expression", message, offset);
}
