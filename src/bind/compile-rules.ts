import { diagnostic } from "../base/diagnostic.ts";
import { BindFault } from "../expr/bind-fault.ts";
import { compileExpr } from "../expr/compile-expr.ts";
import type { ExprContext } from "../expr/expr-context.ts";
import type { Evaluate, Scopes } from "../expr/scopes.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";
import type { Assertion } from "../model/layout-rules.ts";
import { numberedTexts } from "../rules/numbered-texts.ts";

const NOWHERE = { file: "", line: 0, byteOffset: 0, record: -1, field: "" };

/** Checks what a layout states of every record; throws a `BindFault` for the first that fails. */
export function compileAsserts(
  asserts: readonly Assertion[],
  context: ExprContext,
): (scopes: Scopes) => void {
  const compiled = asserts.map(({ that, ...assertion }) => {
    return { ...assertion, holds: compileExpr(that, context) };
  });
  return (scopes) => {
    for (const { id, message, holds } of compiled)
      if (holds(scopes) !== true) throw broken(id, message);
  };
}

function broken(block: string, message: string): BindFault {
  const hint = "correct the record's figures, or what the layout states under `assert`";
  return new BindFault(diagnostic("data.assertion", message, { block, data: NOWHERE, hint }));
}

/** Finds the texts that a document of a locale must show, by their numbers. */
export function compileRequired(
  plan: Pick<LayoutPlan, "required" | "locales">,
  locale: string,
  context: ExprContext,
): Evaluate<readonly number[]> {
  const own = [...numberedTexts(plan).entries()]
    .filter(([, text]) => text.locale === locale)
    .map(([number, { when }]) => ({ number, holds: when && compileExpr(when, context) }));
  const all = own.map(({ number }) => number);
  if (own.every(({ holds }) => holds === undefined)) return () => all;
  return (scopes) => all.filter((_, index) => own[index]?.holds?.(scopes) !== false);
}
