import { parseSync } from "vite";
import type { SourceFile } from "./source-tree.ts";

/** Expressions `x as T`, which the compiler takes on trust; `as const` is none of them. */
export function castsIn(file: SourceFile): number {
  let count = 0;
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (node === null || typeof node !== "object") return;
    if ("type" in node && node.type === "TSAsExpression" && !isConst(node, file.text)) count += 1;
    Object.values(node).forEach(visit);
  };
  visit(parseSync(file.path, file.text).program);
  return count;
}

function isConst(node: object, text: string): boolean {
  return "end" in node && text.slice(0, Number(node.end)).endsWith(" as const");
}
