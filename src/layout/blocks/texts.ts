import type { Expr, ExprKind, FieldExpr, Template, TemplatePart } from "../../model/expr.ts";
import type { Span } from "../../model/block.ts";
import { checkFormat } from "./check-format.ts";
import { checkExpression } from "../expression/expression-check.ts";
import { ExpressionFault } from "../expression/expression-fault.ts";
import { fieldExpr, fieldPaths, shapeAt } from "../expression/expression-paths.ts";
import type { LayoutCheck } from "../layout-check.ts";
import { linkFault } from "./link-fault.ts";
import { type LinkTarget, richRuns } from "./rich-text.ts";
import { scanTemplate, splitFormat, type TemplateToken } from "./template-scan.ts";
import { nameHint } from "../../yaml/suggest.ts";
import type { Path } from "../../yaml/yaml-source.ts";

type TextCheck = Pick<LayoutCheck, "source" | "scope"> & { readonly hasPages?: boolean };

/** Checks a bare expression of the wanted kind; undefined, and reported, if it is faulty. */
export function checkedExpr(
  check: TextCheck,
  path: Path,
  value: string | boolean,
  wanted: ExprKind | readonly ExprKind[],
): Expr | undefined {
  return guarded(check, path, 0, () => {
    const expr = checkExpression(String(value), check.scope);
    const kinds = typeof wanted === "string" ? [wanted] : wanted;
    if (expr === undefined || kinds.includes(expr.kind)) return expr;
    const message = `This must be ${kinds.join(" or ")}, but it is ${expr.kind}.`;
    throw new ExpressionFault("wrong-type", message, 0);
  });
}

/** A field of the record by its path, of the wanted kind; otherwise undefined, and reported. */
export function checkedField(
  check: TextCheck,
  path: Path,
  fieldName: string,
  wanted: "text" | "address",
): FieldExpr | undefined {
  const { record, faultyNames } = check.scope;
  const shape = shapeAt(record, fieldName);
  const steps = fieldName.split(".");
  if (shape?.kind === wanted) return fieldExpr({ scope: "record", path: steps, shape }, 0);
  if (steps.some((step) => faultyNames.has(step))) return undefined;
  const names = fieldPaths(record).filter((name) => shapeAt(record, name)?.kind === wanted);
  const hint = nameHint(fieldName, `${wanted} fields`, names);
  const message =
    shape === undefined
      ? `\`${fieldName}\` is not a field of the data; name a declared one.`
      : `\`${fieldName}\` is ${shape.kind}; name a field of kind ${wanted}.`;
  check.source.report(shape === undefined ? "unknown-field" : "wrong-type", path, message, {
    hint,
  });
  return undefined;
}

/** Checks a text with `{expressions}`; its faulty parts are reported and left out. */
export function checkedTemplate(check: TextCheck, path: Path, value: string | number): Template {
  const tokens = guarded(check, path, 0, () => scanTemplate(String(value)));
  return (tokens ?? []).flatMap((token) => templatePart(check, path, token) ?? []);
}

/** Checks a rich text; its bold and italic stretches get variants of `style`. */
export function checkedSpans(
  check: LayoutCheck,
  path: Path,
  value: string | number,
  style: number,
): Span[] {
  const runs = guarded(check, path, 0, () => richRuns(scanTemplate(String(value))));
  return (runs ?? []).map((run) => ({
    style: check.styles.variant(check.source, path, style, run.bold, run.italic),
    template: run.tokens.flatMap((token) => templatePart(check, path, token) ?? []),
    ...(run.href && { href: linkTarget(check, path, run.href) }),
  }));
}

function linkTarget(check: LayoutCheck, path: Path, { tokens, offset }: LinkTarget): Template {
  const firstValue = tokens.findIndex((token) => token.kind === "expression");
  const head = firstValue < 0 ? tokens : tokens.slice(0, firstValue);
  const fault = linkFault(head.map((token) => token.text).join(""), firstValue >= 0);
  if (fault !== undefined) check.source.report("bad-link", path, fault, { offset });
  return tokens.flatMap((token) => templatePart(check, path, token) ?? []);
}

function templatePart(
  check: TextCheck,
  path: Path,
  token: TemplateToken,
): TemplatePart | undefined {
  if (token.kind === "words") return token.text;
  const { expression, format, formatOffset } = splitFormat(token.text);
  const name = expression.trim();
  if (name === "page" || name === "pages") return pagePart(check, path, token, name);
  return guarded(check, path, token.offset, () => {
    if (name === "") throw new ExpressionFault("template-braces", "These braces are empty.", 0);
    const expr = checkExpression(expression, check.scope);
    if (expr === undefined) return undefined;
    const shown = format === undefined ? expr : formatted(expr, format, formatOffset);
    if (!["boolean", "list", "address"].includes(shown.kind)) return shown;
    const message = `A value of kind ${shown.kind} cannot be shown in a text.`;
    const hint = shown.kind === "boolean" ? 'choose words: {test ? "yes" : "no"}' : undefined;
    throw new ExpressionFault("wrong-type", message, 0, hint);
  });
}

function pagePart(
  check: TextCheck,
  path: Path,
  token: TemplateToken,
  op: "page" | "pages",
): TemplatePart | undefined {
  if (check.hasPages === true) return { op };
  const message = `\`{${op}}\` works only in the boxes of masters; leave it out here.`;
  check.source.report("page-number", path, message, { offset: token.offset });
  return undefined;
}

function formatted(expr: Expr, format: string, offset: number): Expr {
  checkFormat(expr.kind, format, offset);
  const style: Expr = { op: "literal", kind: "text", value: format };
  return { op: "call", kind: "text", name: "format", args: [expr, style] };
}

/** Runs a check and turns a fault it throws into a diagnostic at its place in the file. */
export function guarded<T>(
  check: TextCheck,
  path: Path,
  base: number,
  run: () => T,
): T | undefined {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof ExpressionFault)) throw error;
    const offset = base + error.offset;
    check.source.report(error.code, path, error.message, { offset, hint: error.hint });
    return undefined;
  }
}
