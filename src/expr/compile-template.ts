import type { Expr, Template, TemplatePart } from "../model/expr.ts";
import { noteMark } from "../model/note.ts";
import type { RawAddress } from "../model/record.ts";
import { PAGE_MARK, PAGES_MARK } from "../model/document.ts";
import type { ExprContext } from "./expr-context.ts";
import { addressText } from "./format.ts";
import type { Evaluate } from "./scopes.ts";
import { compileRaw } from "./scopes.ts";

/** A template as a closure that gives its text. */
export function compileTemplate(template: Template, context: ExprContext): Evaluate<string> {
  const parts = mergeLiterals(template);
  const [first, second, third] = parts.map((part) => compilePart(part, context));
  if (first === undefined) return () => "";
  if (second === undefined) return first;
  if (third === undefined) return (scopes) => first(scopes) + second(scopes);
  if (parts.length === 3) return (scopes) => first(scopes) + second(scopes) + third(scopes);
  const all = parts.map((part) => compilePart(part, context));
  return (scopes) => {
    let text = "";
    for (const part of all) text += part(scopes);
    return text;
  };
}

/** Literal stretches as one part each, page numbers as their marks. */
function mergeLiterals(template: Template): (string | Expr)[] {
  const merged: (string | Expr)[] = [];
  for (const part of template) {
    const literal = literalOf(part);
    const last = merged.at(-1);
    if (literal === undefined) merged.push(part as Expr);
    else if (typeof last === "string") merged[merged.length - 1] = last + literal;
    else merged.push(literal);
  }
  return merged;
}

function literalOf(part: TemplatePart): string | undefined {
  if (typeof part === "string") return part;
  if (part.op === "page") return PAGE_MARK;
  if (part.op === "note") return noteMark(part.note);
  return part.op === "pages" ? PAGES_MARK : undefined;
}

function compilePart(part: string | Expr, context: ExprContext): Evaluate<string> {
  if (typeof part === "string") return () => part;
  if (part.op === "field" && part.kind === "money") return compileMoney(part, context);
  if (part.op === "field" && part.kind === "address") {
    const address = compileRaw(part, context.names) as Evaluate<RawAddress | undefined>;
    const text = context.formats.of("text");
    return (scopes) => text(addressText(address(scopes)));
  }
  const value = context.compile(part, context);
  const format = context.formats.of(part.kind);
  return (scopes) => format(value(scopes));
}

/** Money fields as they are in the record, cut into groups without becoming a number. */
function compileMoney(field: Expr & { op: "field" }, context: ExprContext): Evaluate<string> {
  const value = context.compile(field, context);
  const format = context.formats.of("money");
  const shortcut = context.formats.moneyFromRaw;
  if (shortcut === undefined) return (scopes) => format(value(scopes));
  const raw = compileRaw(field, context.names) as Evaluate<string | undefined>;
  return (scopes) => {
    const text = raw(scopes);
    if (text === undefined) return "";
    return shortcut(text) ?? format(value(scopes));
  };
}
