import type { FactsBlock, Span, TextBlock } from "../model/block.ts";
import type { BoundFacts, BoundSpans, BoundText } from "../model/document.ts";
import { compileHrefs } from "./compile-href.ts";
import { compileTemplate } from "../expr/compile-template.ts";
import type { ExprContext } from "../expr/expr-context.ts";
import type { Evaluate } from "../expr/scopes.ts";

export function compileSpans(spans: readonly Span[], context: ExprContext): Evaluate<BoundSpans> {
  const texts = spans.map((span) => compileTemplate(span.template, context));
  const [only] = texts;
  if (only !== undefined && texts.length === 1) return (scopes) => [only(scopes)];
  return (scopes) => texts.map((text) => text(scopes));
}

/** A heading or paragraph; left out if it has no character. */
export function compileText(
  block: TextBlock,
  context: ExprContext,
): Evaluate<BoundText | undefined> {
  const spans = compileSpans(block.spans, context);
  const links = compileHrefs(block.spans, context);
  if (links === undefined)
    return (scopes) => {
      const texts = spans(scopes);
      return isBlank(texts) ? undefined : { kind: "text", block, texts };
    };
  return (scopes) => {
    const texts = spans(scopes);
    return isBlank(texts) ? undefined : { kind: "text", block, texts, hrefs: links(scopes) };
  };
}

function isBlank(texts: BoundSpans): boolean {
  for (const text of texts) if (text !== "") return false;
  return true;
}

/** Facts with the entries that are shown; a block with none left is left out. */
export function compileFacts(
  block: FactsBlock,
  context: ExprContext,
): Evaluate<BoundFacts | undefined> {
  const compiled = block.entries.map((entry) => ({
    when: entry.when && context.compile(entry.when, context),
    label: compileSpans(entry.label, context),
    value: compileSpans(entry.value, context),
    labelHrefs: compileHrefs(entry.label, context),
    valueHrefs: compileHrefs(entry.value, context),
  }));
  const hasLinks = compiled.some((entry) => entry.labelHrefs ?? entry.valueHrefs);
  return (scopes) => {
    const entries: number[] = [];
    const labels: BoundSpans[] = [];
    const values: BoundSpans[] = [];
    for (let index = 0; index < compiled.length; index += 1) {
      const entry = compiled[index] as (typeof compiled)[number];
      if (entry.when !== undefined && entry.when(scopes) !== true) continue;
      entries.push(index);
      labels.push(entry.label(scopes));
      values.push(entry.value(scopes));
    }
    if (entries.length === 0) return undefined;
    const bound: BoundFacts = { kind: "facts", block, entries, labels, values };
    if (!hasLinks) return bound;
    const shown = entries.map((index) => compiled[index]);
    const labelHrefs = shown.map((entry) => entry?.labelHrefs?.(scopes));
    return { ...bound, labelHrefs, valueHrefs: shown.map((entry) => entry?.valueHrefs?.(scopes)) };
  };
}
