import type { Expr, SelectExpr, Template, TemplatePart } from "../../model/expr.ts";
import { PAGE_MARK, PAGES_MARK } from "../../model/document.ts";
import type { LayoutPlan } from "../../model/layout-plan.ts";

/** Noncharacters, which no record holds: where a value begins, where its name ends, its end. */
const START = "\uFDD0";
const NAMED = "\uFDD1";
const END = "\uFDD2";
const VALUES = new RegExp(`${START}([^${NAMED}]*)${NAMED}([^${END}]*)${END}`, "g");

/** A text of a document, and what of it came from the record. */
export interface SplitText {
  /** The layout's own words, with names in braces for values: `Balance {account.closing}`. */
  readonly wording: string;
  readonly names: readonly string[];
  readonly values: readonly string[];
}

/**
 * The plan with marks around the values that its texts show. Bound to a record it gives the same
 * texts, in which the layout's own words can be told from the record's: words that a condition or a
 * number chooses are the layout's.
 */
export function markedPlan(plan: LayoutPlan): LayoutPlan {
  return Object.assign({}, plan, withMarks(plan, []));
}

/** The text without its marks. */
export function plainText(marked: string): string {
  return withPageNames(marked.replaceAll(VALUES, "$2"));
}

/** The text with other values: what is called alike keeps its length and form. */
export function textWith(marked: string, other: (value: string) => string): string {
  return withPageNames(
    marked.replaceAll(VALUES, (_all, _name: string, value: string) => other(value)),
  );
}

/** Page numbers are known when pages are made. */
function withPageNames(text: string): string {
  return text.replaceAll(PAGE_MARK, "{page}").replaceAll(PAGES_MARK, "{pages}");
}

/** Whether nothing but marks and blanks is left of a text. */
export function isBlankText(marked: string): boolean {
  let isName = false;
  for (let at = 0; at < marked.length; at += 1) {
    const character = marked.charAt(at);
    if (character === START) isName = true;
    else if (character === NAMED) isName = false;
    else if (!isName && character !== END && !BLANK.test(character)) return false;
  }
  return true;
}

const BLANK = /\s/;

/** A text of the plan's that is not bound to any record. */
export function templateText(template: Template, lets: readonly Expr[] = []): string {
  const parts = template.map((part) =>
    typeof part === "string" ? part : `{${nameOf(part, lets)}}`,
  );
  return plainText(parts.join(""));
}

/** A value as a marked text has it, for what no template shows. */
export function markedValue(name: string, value: string): string {
  return `${START}${name}${NAMED}${value}${END}`;
}

export function splitText(marked: string): SplitText {
  const names: string[] = [];
  const values: string[] = [];
  const wording = marked.replaceAll(VALUES, (_all, name: string, value: string) => {
    names.push(name);
    values.push(value);
    return `{${name}}`;
  });
  return { wording: withPageNames(wording), names, values };
}

/** Codes and links are checked for what they say, so no mark may be in it; others have no text. */
const UNMARKED = new Set(
  "payload href lets places images fonts stock envelope papers envelopes".split(" "),
);

function withMarks(value: unknown, lets: readonly Expr[]): unknown {
  if (isTemplate(value)) return value.flatMap((part) => markedPart(part, lets));
  if (Array.isArray(value)) return value.map((one) => withMarks(one, lets));
  if (typeof value !== "object" || value === null || "op" in value) return value;
  // A translation may have words of its own there.
  const own = "lets" in value && Array.isArray(value.lets) ? value.lets : lets;
  const marked = Object.entries(value).map(([key, part]): [string, unknown] => [
    key,
    UNMARKED.has(key) ? part : withMarks(part, own),
  ]);
  return Object.fromEntries(marked);
}

function isTemplate(value: unknown): value is Template {
  if (!Array.isArray(value)) return false;
  const isExpr = (part: unknown): boolean =>
    typeof part === "object" && part !== null && "op" in part;
  return value.some(isExpr) && value.every((part) => typeof part === "string" || isExpr(part));
}

function markedPart(part: TemplatePart, lets: readonly Expr[]): TemplatePart[] {
  if (typeof part === "string") return [part];
  switch (part.op) {
    case "page":
    case "pages":
    case "note":
    case "literal":
      return [part];
    case "plural":
    case "select":
      return [{ ...part, cases: markedCases(part.cases, lets) }];
    case "conditional":
      return part.kind === "text" ? [asSelect(part, lets)] : asValue(part, lets);
    case "let": {
      const own = lets[part.index];
      return own === undefined || own.kind !== "text" ? asValue(part, lets) : markedPart(own, lets);
    }
    default:
      return asValue(part, lets);
  }
}

function asValue(part: Expr, lets: readonly Expr[]): TemplatePart[] {
  return [`${START}${nameOf(part, lets)}${NAMED}`, part, END];
}

/** A text chosen by a condition, so that the words in it are told apart, too. */
function asSelect(
  { condition, whenTrue, whenFalse }: Expr & { readonly op: "conditional" },
  lets: readonly Expr[],
): SelectExpr {
  const cases = { true: markedPart(whenTrue, lets), other: markedPart(whenFalse, lets) };
  return { op: "select", kind: "text", of: condition, cases };
}

function markedCases(
  cases: Readonly<Record<string, Template>>,
  lets: readonly Expr[],
): Record<string, Template> {
  const entries = Object.entries(cases);
  return Object.fromEntries(
    entries.map(([key, template]) => [key, template.flatMap((part) => markedPart(part, lets))]),
  );
}

/** What a value is called: its field's path, or the functions and fields it is made of. */
function nameOf(part: Exclude<TemplatePart, string>, lets: readonly Expr[]): string {
  const of = (one: Expr): string => nameOf(one, lets);
  switch (part.op) {
    case "field":
      return (part.scope === "record" ? part.path : [part.scope, ...part.path]).join(".");
    case "let": {
      const own = lets[part.index];
      return own === undefined ? `let ${part.index}` : of(own);
    }
    case "literal":
      return String(part.value);
    case "call":
    case "divide":
    case "product":
    case "round":
      return `${part.op === "call" ? part.name : part.op}(${part.args.map(of).join(", ")})`;
    case "label":
    case "plural":
    case "select":
      return of(part.of);
    case "conditional":
      return `${of(part.condition)} ? ${of(part.whenTrue)} : ${of(part.whenFalse)}`;
    case "has":
      return `has(${of(part.field)})`;
    case "not":
    case "negate":
      return `${part.op} ${of(part.operand)}`;
    case "page":
    case "pages":
    case "note":
      return part.op;
    case "in":
      return `${of(part.left)} in [${part.right.items.map(of).join(", ")}]`;
    case "count":
    case "sum":
    case "min":
    case "max":
    case "exists":
    case "all":
      return foldName(part, lets);
    default:
      return `${of(part.left)} ${part.op} ${of(part.right)}`;
  }
}

function foldName(fold: Extract<Expr, { readonly row: string }>, lets: readonly Expr[]): string {
  const { op, list, of, where } = fold;
  const what = of === undefined ? "" : ` of ${nameOf(of, lets)}`;
  const which = where === undefined ? "" : ` where ${nameOf(where, lets)}`;
  return `${op}(${nameOf(list, lets)}${what}${which})`;
}
