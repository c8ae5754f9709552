import type { Expr, ExprKind, FieldExpr, Template, TemplatePart } from "../../model/expr.ts";
import type { Span } from "../../model/block.ts";
import { checkExpression } from "../expression/expression-check.ts";
import { ExpressionFault } from "../expression/expression-fault.ts";
import { fieldExpr, fieldPaths, shapeAt } from "../expression/expression-paths.ts";
import type { LayoutCheck } from "../layout-check.ts";
import { withNoteMarks } from "./note-marks.ts";
import { linkFault } from "./link-fault.ts";
import { type LinkTarget, richRuns } from "./rich-text.ts";
import { shownValue } from "./shown-value.ts";
import { splitFormat, type TemplateToken } from "./template-scan.ts";
import { type TextCheck, writtenText, type WrittenText } from "../messages/written-text.ts";
import { nameHint } from "../../yaml/suggest.ts";
import type { Path } from "../../yaml/yaml-source.ts";

const STYLE = "style:";

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
    const named = kinds.join(", ").replace(/, (?=[^,]*$)/, " or ");
    const message = `This must be ${named}, but it is ${expr.kind}.`;
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
  const written = writtenText(check, path, value);
  const tokens = guarded(written.check, written.path, 0, () => written.scan());
  return partsOf(written, tokens ?? []);
}

/** Checks a rich text; its bold and italic stretches get variants of `style`. */
export function checkedSpans(
  check: LayoutCheck,
  path: Path,
  value: string | number,
  style: number,
): Span[] {
  const written = writtenText(check, path, value);
  const { check: inFile, path: at } = written;
  const runs = guarded(inFile, at, 0, () => richRuns(written.scan()));
  return (runs ?? []).map(({ bold, italic, tokens, href }) => {
    const named = namedStyle(check, written, href);
    return {
      style: check.styles.variant(inFile.source, at, named ?? style, bold, italic),
      template: partsOf(written, tokens),
      ...(href && named === undefined && { href: linkTarget(written, href) }),
    };
  });
}

/** The style that words are set in, where they "link" to it: `[2](style:note)`. */
function namedStyle(
  { styles }: LayoutCheck,
  { check, path }: WrittenText<TextCheck>,
  href?: LinkTarget,
): number | undefined {
  const [target] = href?.tokens ?? [];
  if (href === undefined || target === undefined || !target.text.startsWith(STYLE))
    return undefined;
  const offset = href.offset + STYLE.length;
  return styles.indexOf(check.source, path, target.text.slice(STYLE.length), offset);
}

/** A text without values, such as what an image shows. */
export function checkedWords(check: TextCheck, path: Path, value: string): string {
  const parts = checkedTemplate(check, path, value);
  if (parts.every((part) => typeof part === "string")) return parts.join("");
  const message = "This text is the same for every record: it cannot show values.";
  check.source.report("wrong-value", path, message);
  return "";
}

function partsOf(
  { check, path }: WrittenText<TextCheck>,
  tokens: readonly TemplateToken[],
): Template {
  return tokens.flatMap((token) =>
    token.kind === "words"
      ? withNoteMarks(check, path, token.text, token.offset)
      : (templatePart(check, path, token) ?? []),
  );
}

/** Checks the target of a link, a text that may hold values after its host. */
export function checkedLink(check: TextCheck, path: Path, value: string | number): Template {
  const written = writtenText(check, path, value);
  const tokens = guarded(written.check, written.path, 0, () => written.scan());
  return tokens === undefined ? [] : linkTarget(written, { tokens, offset: 0 });
}

function linkTarget(written: WrittenText<TextCheck>, { tokens, offset }: LinkTarget): Template {
  const { check, path } = written;
  const firstValue = tokens.findIndex((token) => token.kind === "expression");
  const head = firstValue < 0 ? tokens : tokens.slice(0, firstValue);
  const fault = linkFault(head.map((token) => token.text).join(""), firstValue >= 0);
  if (fault !== undefined) check.source.report("bad-link", path, fault, { offset });
  return partsOf(written, tokens);
}

function templatePart(
  check: TextCheck,
  path: Path,
  token: TemplateToken,
): TemplatePart | undefined {
  if (token.part !== undefined) return token.part;
  const { expression, format, formatOffset } = splitFormat(token.text);
  const name = expression.trim();
  if (name === "page" || name === "pages") return pagePart(check, path, token, name);
  return guarded(check, path, token.offset, () => {
    if (name === "") throw new ExpressionFault("template-braces", "These braces are empty.", 0);
    const expr = checkExpression(expression, check.scope);
    if (expr === undefined) return undefined;
    return shownValue(
      expr,
      format === undefined ? undefined : { name: format, offset: formatOffset },
    );
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
