import type { BinaryExpr, Expr, FieldExpr, LiteralExpr } from "../../model/expr.ts";

type Bound = "eq" | "ne" | "lt" | "le" | "gt" | "ge";
type Literal = LiteralExpr["value"];

/** What a condition says of one field: a comparison with a value, or that it is one of several. */
interface Fact {
  readonly field: string;
  readonly op: Bound;
  readonly value: Literal;
}

/** Whether no record can make a condition true, whatever its fields hold. */
export function isNeverTrue(expr: Expr): boolean {
  if (expr.op === "or") return isNeverTrue(expr.left) && isNeverTrue(expr.right);
  if (expr.op === "not") return isAlwaysTrue(expr.operand);
  if (expr.op !== "and") return expr.op === "literal" && expr.value === false;
  const parts = conjuncts(expr);
  if (parts.some(isNeverTrue)) return true;
  const facts = parts.flatMap(factOf);
  if (areContrary(facts)) return true;
  return parts.some((part) => choicesOf(part).some((choice) => isRuledOut(choice, facts)));
}

function isAlwaysTrue(expr: Expr): boolean {
  return expr.op === "has" && !expr.field.optional;
}

function conjuncts(expr: Expr): Expr[] {
  return expr.op === "and" ? [...conjuncts(expr.left), ...conjuncts(expr.right)] : [expr];
}

const BOUNDS: ReadonlySet<string> = new Set(["eq", "ne", "lt", "le", "gt", "ge"]);
const TURNED = { eq: "eq", ne: "ne", lt: "gt", le: "ge", gt: "lt", ge: "le" } as const;

function isBound(op: BinaryExpr["op"]): op is Bound {
  return BOUNDS.has(op);
}

function factOf(expr: Expr): Fact[] {
  if (!("left" in expr) || expr.op === "in" || !isBound(expr.op)) return [];
  const { left, right, op } = expr;
  if (left.op === "field" && right.op === "literal")
    return [{ field: nameOf(left), op, value: right.value }];
  if (left.op === "literal" && right.op === "field")
    return [{ field: nameOf(right), op: TURNED[op], value: left.value }];
  return [];
}

function nameOf({ scope, path }: FieldExpr): string {
  return [scope, ...path].join(".");
}

function areContrary(facts: readonly Fact[]): boolean {
  return facts.some((one, index) =>
    facts.slice(index + 1).some((other) => one.field === other.field && exclude(one, other)),
  );
}

/** Whether no value is as both say. Texts have no order that matters here. */
function exclude(one: Fact, other: Fact): boolean {
  if (one.op === "eq") return !holds(one.value, other);
  if (other.op === "eq") return !holds(other.value, one);
  const [low, high] = isLower(one.op) ? [one, other] : [other, one];
  if (!isLower(low.op) || !isUpper(high.op)) return false;
  const isOpen = low.op === "gt" || high.op === "lt";
  return isOpen ? low.value >= high.value : low.value > high.value;
}

function isLower(op: Bound): boolean {
  return op === "gt" || op === "ge";
}

function isUpper(op: Bound): boolean {
  return op === "lt" || op === "le";
}

function holds(value: Literal, { op, value: bound }: Fact): boolean {
  switch (op) {
    case "eq":
      return value === bound;
    case "ne":
      return value !== bound;
    case "lt":
      return value < bound;
    case "le":
      return value <= bound;
    case "gt":
      return value > bound;
    case "ge":
      return value >= bound;
  }
}

interface Choices {
  readonly field: string;
  readonly values: readonly Literal[];
}

/** `kind in ["a", "b"]`. */
function choicesOf(expr: Expr): Choices[] {
  if (expr.op !== "in" || expr.left.op !== "field") return [];
  const values = expr.right.items.flatMap((item) => (item.op === "literal" ? [item.value] : []));
  if (values.length !== expr.right.items.length) return [];
  return [{ field: nameOf(expr.left), values }];
}

function isRuledOut({ field, values }: Choices, facts: readonly Fact[]): boolean {
  const own = facts.filter((fact) => fact.field === field);
  return own.length > 0 && values.every((value) => own.some((fact) => !holds(value, fact)));
}
