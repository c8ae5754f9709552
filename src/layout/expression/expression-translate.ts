import type { ASTNode } from "@marcbachmann/cel-js";
import type { BinaryExpr, CallName, Expr, ExprKind, ReaderName } from "../../model/expr.ts";
import { CHECK_DIGIT_KINDS } from "./check-digit-signatures.ts";
import { ExpressionFault } from "./expression-fault.ts";
import { isFoldCall, translateFold } from "./expression-folds.ts";
import { isReader, readerKind } from "./expression-readers.ts";
import { isRounding, roundedExpr } from "./expression-rounding.ts";
import { checkLiterals } from "./literal-arguments.ts";
import { checkFormat } from "../blocks/check-format.ts";
import { labelExpr } from "./expression-labels.ts";
import { dateLiteral, decimalLiteral, literal, moneyLiteral } from "./expression-literals.ts";
import { fieldPath, namedExpr } from "./expression-paths.ts";
import { checkChoice } from "./expression-choices.ts";
import type { Scope } from "./expression-scope.ts";

type NodeOf<T extends ASTNode["op"]> = Extract<ASTNode, { op: T }>;

const BINARY = {
  "==": "eq",
  "!=": "ne",
  "<": "lt",
  "<=": "le",
  ">": "gt",
  ">=": "ge",
  "&&": "and",
  "||": "or",
  "+": "add",
  "-": "subtract",
  "*": "multiply",
} as const;
type BinarySign = keyof typeof BINARY;

const CALLS: Readonly<Record<Exclude<CallName, ReaderName>, ExprKind>> = {
  mask: "text",
  last4: "text",
  upper: "text",
  lower: "text",
  trim: "text",
  padLeft: "text",
  padRight: "text",
  unit: "text",
  size: "integer",
  startsWith: "boolean",
  endsWith: "boolean",
  contains: "boolean",
  days: "integer",
  abs: "money",
  year: "integer",
  month: "integer",
  day: "integer",
  format: "text",
  ...CHECK_DIGIT_KINDS,
};

/**
 * Translates a parsed and checked CEL expression to the model's tree. Throws an `ExpressionFault`
 * for what CEL allows and layouts do not, such as doubles, indexes and maps.
 */
export function translate(node: ASTNode, scope: Scope): Expr {
  switch (node.op) {
    case "value":
      return translateValue(node);
    case "id":
    case ".":
      return translateField(node, scope);
    case "!_":
      return { op: "not", kind: "boolean", operand: translate(node.args, scope) };
    case "-_":
      return negated(translate(node.args, scope));
    case "?:":
      return translateConditional(node, scope);
    case "in":
      return translateIn(node, scope);
    case "call":
    case "rcall":
      return translateCall(node, scope);
    default:
      if (node.op in BINARY) return translateBinary(node as NodeOf<BinarySign>, scope);
      if (node.op === "/" || node.op === "%") throw unroundedDivision(node);
      throw unsupported(node, `\`${node.op}\``);
  }
}

export function unsupported(node: ASTNode, what: string): ExpressionFault {
  const message = `${what} cannot be used in a layout's expressions.`;
  return new ExpressionFault("unsupported-expression", message, node.start);
}

function unroundedDivision(node: ASTNode): ExpressionFault {
  const message = "A quotient is seldom exact: say how to round it.";
  const hint = 'write divide(a, b, "half-up")';
  return new ExpressionFault("unsupported-expression", message, node.start, hint);
}

function translateValue(node: NodeOf<"value">): Expr {
  const value = node.args;
  if (typeof value === "string") return literal("text", value);
  if (typeof value === "boolean") return literal("boolean", value);
  if (typeof value === "bigint" && Number.isSafeInteger(Number(value)))
    return literal("integer", Number(value));
  if (typeof value !== "number") throw unsupported(node, "This value");
  const message = "Numbers with a decimal point are never exact here.";
  const hint = `write money("${value}") or decimal("${value}")`;
  throw new ExpressionFault("unsupported-expression", message, node.start, hint);
}

function translateField(node: ASTNode, scope: Scope): Expr {
  const named = node.op === "id" ? scope.named.get(node.args) : undefined;
  if (named !== undefined && node.op === "id") {
    scope.used.add(node.args);
    return named;
  }
  const field = fieldPath(node, scope);
  if (field === undefined) throw unsupported(node, "This access");
  return namedExpr(field, scope, node.start);
}

function negated(operand: Expr): Expr {
  if (operand.op === "literal" && typeof operand.value === "number")
    return literal(operand.kind, -operand.value);
  return { op: "negate", kind: operand.kind, operand };
}

function translateConditional(node: NodeOf<"?:">, scope: Scope): Expr {
  const [test, left, right] = node.args;
  const condition = translate(test, scope);
  const whenTrue = translate(left, scope);
  const whenFalse = translate(right, scope);
  if (whenTrue.kind === whenFalse.kind)
    return { op: "conditional", kind: whenTrue.kind, condition, whenTrue, whenFalse };
  const message = `Both outcomes must be of one kind, not ${whenTrue.kind} and ${whenFalse.kind}.`;
  throw new ExpressionFault("wrong-type", message, left.start);
}

function translateIn(node: NodeOf<"in">, scope: Scope): Expr {
  const [item, list] = node.args;
  if (list.op !== "list") throw unsupported(list, "`in` without a list such as `[1, 2]`");
  const left = translate(item, scope);
  const items = list.args.map((entry) => translate(entry, scope));
  for (const [index, entry] of items.entries())
    checkChoice(item, entry, list.args[index]?.start ?? list.start, scope);
  return { op: "in", kind: "boolean", left, right: { op: "list-literal", kind: "list", items } };
}

function translateBinary(node: NodeOf<BinarySign>, scope: Scope): Expr {
  const [leftNode, rightNode] = node.args;
  const left = translate(leftNode, scope);
  const right = translate(rightNode, scope);
  const op = BINARY[node.op];
  const isComparison = op === "eq" || op === "ne";
  if (isComparison) checkChoice(leftNode, right, rightNode.start, scope);
  if (isComparison) checkChoice(rightNode, left, leftNode.start, scope);
  checkOperands(op, left, right, node.start);
  const emptiness = isComparison ? comparedWithEmpty(op, left, right) : undefined;
  if (emptiness !== undefined) return emptiness;
  return { op, kind: resultKind(op, left.kind, right.kind), left, right };
}

/** An empty text is an absent one: comparing a field with "" asks whether it is there. */
function comparedWithEmpty(op: "eq" | "ne", left: Expr, right: Expr): Expr | undefined {
  const field = left.op === "field" ? left : right;
  const other = field === left ? right : left;
  const isEmpty = other.op === "literal" && other.value === "";
  if (!isEmpty || field.op !== "field" || field.kind !== "text") return undefined;
  const has: Expr = { op: "has", kind: "boolean", field };
  return op === "ne" ? has : { op: "not", kind: "boolean", operand: has };
}

function resultKind(op: BinaryExpr["op"], left: ExprKind, right: ExprKind): ExprKind {
  if (op === "add" || op === "subtract") return left;
  if (op !== "multiply") return "boolean";
  const factors = [left, right];
  if (factors.includes("money")) return "money";
  return factors.includes("decimal") ? "decimal" : "integer";
}

/** What CEL's own checker accepts: lists added or compared, booleans and addresses ordered. */
function checkOperands(op: BinaryExpr["op"], left: Expr, right: Expr, offset: number): void {
  const kinds = [left.kind, right.kind];
  if (kinds.includes("list") || kinds.includes("address"))
    throw new ExpressionFault("wrong-type", `A ${left.kind} cannot be used this way.`, offset);
  const takesBoolean = op === "and" || op === "or" || op === "eq" || op === "ne";
  if (!takesBoolean && kinds.includes("boolean"))
    throw new ExpressionFault("wrong-type", "True and false have no order.", offset);
}

function translateCall(node: NodeOf<"call"> | NodeOf<"rcall">, scope: Scope): Expr {
  if (isFoldCall(node)) return translateFold(node, scope, translate);
  const name = node.args[0];
  const argNodes = node.op === "call" ? node.args[1] : [node.args[1], ...node.args[2]];
  const [first] = argNodes;
  if (first === undefined) throw unsupported(node, `\`${name}\``);
  if (name === "has") return translateHas(first, scope);
  if (name === "label") return labelExpr(first, scope);
  if (scope.isSource === true && isReader(name) && first.op !== "value")
    return readerCall(name, argNodes, scope);
  if (name === "money" || name === "date" || name === "decimal")
    return constructed(name, first, scope);
  if (isRounding(name)) {
    const args = argNodes.map((arg) => translate(arg, scope));
    return roundedExpr(name, args, argNodes, scope.currencyDigits);
  }
  if (!isCall(name)) throw unsupported(node, `\`${name}\``);
  const args = argNodes.map((arg) => translate(arg, scope));
  checkLiterals(name, args, argNodes);
  if (name === "format") checkStyle(args, argNodes, node);
  return { op: "call", kind: CALLS[name], name, args };
}

function isCall(name: string): name is keyof typeof CALLS {
  return Object.hasOwn(CALLS, name);
}

/** `money(TOTAL, "1,234.56")`: a column in the form that the text shows. */
function readerCall(name: ReaderName, nodes: readonly ASTNode[], scope: Scope): Expr {
  const args = nodes.map((arg) => translate(arg, scope));
  const kind = readerKind(name, args, nodes[1]?.start ?? nodes[0]?.start ?? 0);
  return { op: "call", kind, name, args };
}

/** The second argument of `format` is compiled, so it must be a literal. */
function checkStyle([value, style]: Expr[], nodes: readonly ASTNode[], node: ASTNode): void {
  const isText = style?.op === "literal" && typeof style.value === "string";
  if (value === undefined || !isText) throw unsupported(node, "`format` without a style in quotes");
  checkFormat(value.kind, style.value as string, nodes[1]?.start ?? node.start);
}

function translateHas(node: ASTNode, scope: Scope): Expr {
  const field = translateField(node, scope);
  // A parameter with a value.
  if (field.op === "literal") return literal("boolean", true);
  if (field.op !== "field") throw unsupported(node, "`has` of anything but a field");
  return { op: "has", kind: "boolean", field };
}

function constructed(name: "money" | "date" | "decimal", node: ASTNode, scope: Scope): Expr {
  if (node.op !== "value" || typeof node.args !== "string")
    throw unsupported(node, `\`${name}\` of anything but a text in quotes`);
  const offset = node.start;
  if (name === "money") return moneyLiteral(node.args, scope.currencyDigits, offset);
  return name === "date" ? dateLiteral(node.args, offset) : decimalLiteral(node.args, offset);
}
