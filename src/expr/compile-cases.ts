import { defined } from "../base/assert.ts";
import type { PluralExpr, SelectExpr, Template } from "../model/expr.ts";
import { compileTemplate } from "./compile-template.ts";
import type { ExprContext } from "./expr-context.ts";
import type { Evaluate } from "./scopes.ts";

/** The words for a number, in the plural forms of the locale's language. */
export function compilePlural(expr: PluralExpr, context: ExprContext): Evaluate<string> {
  const number = context.compile(expr.of, context);
  const { cases, other } = compileCases(expr.cases, context);
  const type = expr.isOrdinal === true ? "ordinal" : "cardinal";
  const rules = new Intl.PluralRules(context.formats.locale, { type });
  return (scopes) => {
    const value = number(scopes);
    if (typeof value !== "number") return other(scopes);
    const exact = cases.get(`=${value}`);
    return (exact ?? cases.get(rules.select(value - expr.offset)) ?? other)(scopes);
  };
}

/** The words for a text, or for true and false. */
export function compileSelect(expr: SelectExpr, context: ExprContext): Evaluate<string> {
  const choice = context.compile(expr.of, context);
  const { cases, other } = compileCases(expr.cases, context);
  return (scopes) => (cases.get(String(choice(scopes) ?? "")) ?? other)(scopes);
}

interface Cases {
  readonly cases: ReadonlyMap<string, Evaluate<string>>;
  readonly other: Evaluate<string>;
}

function compileCases(written: Readonly<Record<string, Template>>, context: ExprContext): Cases {
  const cases = new Map<string, Evaluate<string>>();
  for (const [key, template] of Object.entries(written))
    cases.set(key, compileTemplate(template, context));
  return { cases, other: defined(cases.get("other"), "the words for all other values") };
}
