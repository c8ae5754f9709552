import type { TemplatePart } from "../../model/expr.ts";
import { ExpressionFault } from "../expression/expression-fault.ts";

/** A stretch of a template: literal words, or an expression and its offset in the text. */
export interface TemplateToken {
  readonly kind: "words" | "expression";
  readonly text: string;
  readonly offset: number;
  /** What an expression shows, where that is known already. */
  readonly part?: TemplatePart;
}

/**
 * Cuts a text into words and `{expressions}`; `{{` and `}}` stand for the braces themselves. Throws
 * an `ExpressionFault` for an unmatched brace.
 */
export function scanTemplate(text: string): TemplateToken[] {
  const tokens: TemplateToken[] = [];
  let words = "";
  let wordsOffset = 0;
  const endWords = (): void => {
    if (words !== "") tokens.push({ kind: "words", text: words, offset: wordsOffset });
    words = "";
  };
  let index = 0;
  while (index < text.length) {
    const character = text[index] as string;
    const isDoubled = (character === "{" || character === "}") && text[index + 1] === character;
    if (isDoubled || (character !== "{" && character !== "}")) {
      if (words === "") wordsOffset = index;
      words += character;
      index += isDoubled ? 2 : 1;
      continue;
    }
    if (character === "}") throw loneBrace("}", index);
    const end = expressionEnd(text, index + 1);
    endWords();
    tokens.push({ kind: "expression", text: text.slice(index + 1, end), offset: index + 1 });
    index = end + 1;
  }
  endWords();
  return tokens;
}

/** The index of the `}` that ends an expression; braces inside its quotes do not count. */
function expressionEnd(text: string, start: number): number {
  let quote = "";
  for (let index = start; index < text.length; index += 1) {
    const character = text[index] as string;
    if (quote !== "") {
      if (character === "\\") index += 1;
      else if (character === quote) quote = "";
    } else if (character === '"' || character === "'") quote = character;
    else if (character === "}") return index;
    else if (character === "{") break;
  }
  throw loneBrace("{", start - 1);
}

function loneBrace(brace: string, offset: number): ExpressionFault {
  const message = `This \`${brace}\` is unmatched; close it, or write it twice to show it.`;
  return new ExpressionFault(
    "template-braces",
    message,
    offset,
    `\`${brace}${brace}\` shows ${brace}`,
  );
}

/**
 * Splits `{value | format}` at its bar; a `||` and bars inside quotes belong to the expression.
 * `formatOffset` counts from the start of the text.
 */
export function splitFormat(text: string): {
  expression: string;
  format?: string;
  formatOffset: number;
} {
  let quote = "";
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] as string;
    if (quote !== "") {
      if (character === "\\") index += 1;
      else if (character === quote) quote = "";
    } else if (character === '"' || character === "'") quote = character;
    else if (character === "|" && text[index + 1] === "|") index += 1;
    else if (character === "|") {
      const after = text.slice(index + 1);
      const formatOffset = index + 1 + (after.length - after.trimStart().length);
      return { expression: text.slice(0, index), format: after.trim(), formatOffset };
    }
  }
  return { expression: text, formatOffset: text.length };
}
