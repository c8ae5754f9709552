import type { Span } from "../model/block.ts";
import type { BoundHrefs } from "../model/document.ts";
import type { Template } from "../model/expr.ts";
import { compileTemplate } from "../expr/compile-template.ts";
import type { ExprContext } from "../expr/expr-context.ts";
import type { Evaluate } from "../expr/scopes.ts";

/** The link targets of spans, or undefined if none of them is a link. */
export function compileHrefs(
  spans: readonly Span[],
  context: ExprContext,
): Evaluate<BoundHrefs> | undefined {
  if (spans.every((span) => span.href === undefined)) return undefined;
  const links = spans.map((span) => span.href && compileHref(span.href, context));
  return (scopes) => links.map((link) => link?.(scopes));
}

/** A link's target; the values in it are percent-encoded (RFC 3986, clause 2.1). */
function compileHref(target: Template, context: ExprContext): Evaluate<string> {
  const kept = keptIn(target[0]);
  const parts = target.map((part) => {
    const text = compileTemplate([part], context);
    return typeof part === "string"
      ? text
      : (scopes: Parameters<typeof text>[0]) => encoded(text(scopes), kept);
  });
  return (scopes) => parts.map((part) => part(scopes)).join("");
}

/**
 * Characters that stay as they are: the `@` of a mail address (RFC 6068), the `+` of a number (RFC
 * 3966).
 */
function keptIn(head: Template[number] | undefined): string {
  if (typeof head !== "string") return "";
  if (/^mailto:/i.test(head)) return "@";
  return /^tel:/i.test(head) ? "+" : "";
}

const RESERVED = /[!'()*]/g;

function encoded(text: string, kept: string): string {
  const all = encodeURIComponent(text.toWellFormed()).replace(RESERVED, percent);
  return kept === "" ? all : all.replaceAll(percent(kept), kept);
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}
