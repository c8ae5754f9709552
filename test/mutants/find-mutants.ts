import { parseSync } from "vite";

/** One small change of a source file that may be a fault. */
export interface Mutant {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
  readonly what: string;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

type Change = Pick<Mutant, "start" | "end" | "replacement" | "what">;

/** Of each operator one that is easily meant in its place. */
const SWAPPED: Readonly<Record<string, string>> = {
  "<": "<=",
  "<=": "<",
  ">": ">=",
  ">=": ">",
  "===": "!==",
  "!==": "===",
  "+": "-",
  "-": "+",
  "*": "+",
  "%": "*",
  "&&": "||",
  "||": "&&",
  "??": "&&",
  "+=": "-=",
  "-=": "+=",
};

/** Every mutant of a file: operators swapped, numbers off by one, conditions negated, calls left out. */
export function findMutants(path: string, text: string): readonly Mutant[] {
  const { program } = parseSync(path, text);
  const changes: Change[] = [];
  visit(program as unknown as Node, (node) => changes.push(...changesOf(node, text)));
  const lineAt = (at: number): number => text.slice(0, at).split("\n").length;
  return changes.map((change) => ({ ...change, path, line: lineAt(change.start) }));
}

function changesOf(node: Node, text: string): readonly Change[] {
  switch (node.type) {
    case "BinaryExpression":
    case "LogicalExpression":
    case "AssignmentExpression":
      return operatorSwap(node, text);
    case "IfStatement":
    case "ConditionalExpression":
      return [negated(node["test"] as Node, text)];
    case "ExpressionStatement":
      return leftOut(node);
    case "Literal":
      return offByOne(node);
    default:
      return [];
  }
}

function operatorSwap(node: Node, text: string): readonly Change[] {
  const { left, right, operator } = node as unknown as {
    left: Node;
    right: Node;
    operator: string;
  };
  const replacement = SWAPPED[operator];
  if (replacement === undefined || (operator === "+" && isText(left, right))) return [];
  const start = text.indexOf(operator, left.end);
  if (start < 0 || start >= right.start) return [];
  return [
    { start, end: start + operator.length, replacement, what: `${operator} → ${replacement}` },
  ];
}

/** Texts that are joined: without types, these alone are known to be none of numbers. */
function isText(...sides: readonly Node[]): boolean {
  return sides.some((side) => side.type === "TemplateLiteral" || typeof side["value"] === "string");
}

function negated({ start, end }: Node, text: string): Change {
  return { start, end, replacement: `!(${text.slice(start, end)})`, what: "condition negated" };
}

function leftOut({ start, end, expression }: Node): readonly Change[] {
  const { type } = expression as Node;
  const counts = ["CallExpression", "AssignmentExpression", "UpdateExpression"].includes(type);
  return counts ? [{ start, end, replacement: ";", what: "statement left out" }] : [];
}

function offByOne({ start, end, value }: Node): readonly Change[] {
  if (typeof value !== "number" || !Number.isInteger(value)) return [];
  return [{ start, end, replacement: String(value + 1), what: `${value} → ${value + 1}` }];
}

/** Types decide nothing at run time, and what is imported is another file's. */
function visit(node: Node, each: (node: Node) => void): void {
  if (node.type.startsWith("TS") && !node.type.endsWith("Expression")) return;
  if (node.type === "ImportDeclaration") return;
  each(node);
  for (const child of Object.values(node)) {
    for (const one of Array.isArray(child) ? child : [child]) if (isNode(one)) visit(one, each);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}
