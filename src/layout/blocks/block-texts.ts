import type {
  BlockBase,
  FactsBlock,
  FactsEntry,
  Span,
  TextBlock,
  Turn,
} from "../../model/block.ts";
import type { Template } from "../../model/expr.ts";
import type { TextAlign } from "../../model/geometry.ts";
import type { BlockValue } from "./block-schema.ts";
import type { LayoutCheck } from "../layout-check.ts";
import { lengthMpt } from "../../yaml/schema-values.ts";
import { provenSumOf } from "../proven-sums.ts";
import { checkedExpr, checkedSpans } from "./texts.ts";
import type { Path } from "../../yaml/yaml-source.ts";

const LABEL_SHARE = 60;

/** The style a block names, or the first declared one of its kind's default names. */
export function styleOf(
  check: LayoutCheck,
  path: Path,
  named: string | undefined,
  defaults: readonly string[],
): number {
  const { styles, source } = check;
  if (named !== undefined) return styles.indexOf(source, path, named);
  const found = defaults.find((name) => styles.has(name));
  return found === undefined ? 0 : styles.indexOf(source, path, found);
}

/** Where text of a style stands if its block does not say so. */
export function alignOf({ styles }: LayoutCheck, style: number): TextAlign {
  return styles.items[style]?.paragraph?.align ?? "start";
}

/** How far a text is set in; nothing where it is not. */
function indentOf(
  { source, widthMpt }: LayoutCheck,
  path: Path,
  indent: string | number | undefined,
): Pick<TextBlock, "indentMpt"> {
  if (indent === undefined) return {};
  const indentMpt = lengthMpt(indent);
  if (indentMpt < 0 || indentMpt >= widthMpt)
    source.report("bad-length", [...path, "indent"], "The text must have room at its indent.");
  return { indentMpt };
}

/** How far a text is turned. Turned text keeps the lines that are written, and is not indented. */
function turnOf(
  { source }: LayoutCheck,
  path: Path,
  turn: Turn | undefined,
  { align, indent }: Pick<BlockValue<"paragraph">, "align" | "indent">,
): Pick<TextBlock, "turn"> {
  if (turn === undefined) return {};
  if (indent !== undefined || align === "justify") {
    const key = indent === undefined ? "align" : "indent";
    const message = `Turned text is not wrapped, so it cannot have this \`${key}\`; leave it out.`;
    source.report("wrong-value", [...path, key], message, { at: "key" });
  }
  return { turn };
}

/** The index of a colour; -1 for none. */
export function colorOf(check: LayoutCheck, path: Path, named: string | undefined): number {
  return named === undefined ? -1 : check.colors.indexOf(check.source, path, named);
}

function isStaticTemplate(template: Template): boolean {
  return template.every((part) => typeof part === "string");
}

export function areStaticSpans(spans: readonly Span[]): boolean {
  const isStatic = ({ template, href = [] }: Span): boolean =>
    isStaticTemplate(template) && isStaticTemplate(href);
  return spans.every(isStatic);
}

export function paragraphBlock(
  check: LayoutCheck,
  path: Path,
  own: BlockValue<"paragraph">,
  base: BlockBase,
): TextBlock {
  const style = styleOf(check, [...path, "style"], own.style, ["body"]);
  const spans = checkedSpans(check, [...path, "paragraph"], own.paragraph, style);
  const isStatic = base.when === undefined && areStaticSpans(spans);
  const sum = provenSumOf(check.sums, spans);
  const align = own.align ?? alignOf(check, style);
  const indent = indentOf(check, path, own.indent);
  const turn = turnOf(check, path, own.rotate, own);
  return { ...base, kind: "text", level: 0, align, ...indent, spans, ...sum, ...turn, isStatic };
}

/** A heading keeps with the next block unless it says otherwise. */
export function headingBlock(
  check: LayoutCheck,
  path: Path,
  own: BlockValue<"heading">,
  base: BlockBase,
): TextBlock {
  const level = own.level ?? 1;
  const style = styleOf(check, [...path, "style"], own.style, [
    `heading-${level}`,
    "heading",
    "body",
  ]);
  const spans = checkedSpans(check, [...path, "heading"], own.heading, style);
  const isStatic = base.when === undefined && areStaticSpans(spans);
  const keepWithNext = own["keep-with-next"] ?? true;
  return {
    ...base,
    kind: "text",
    level,
    align: own.align ?? alignOf(check, style),
    ...indentOf(check, path, own.indent),
    ...turnOf(check, path, own.rotate, own),
    spans,
    ...provenSumOf(check.sums, spans),
    isStatic,
    keepWithNext,
  };
}

export function factsBlock(
  check: LayoutCheck,
  path: Path,
  own: BlockValue<"facts">,
  base: BlockBase,
): FactsBlock {
  const labelStyle = styleOf(check, [...path, "label-style"], own["label-style"], [
    "label",
    "body",
  ]);
  const valueStyle = styleOf(check, [...path, "value-style"], own["value-style"], [
    "value",
    "body",
  ]);
  const at = [...path, "facts"];
  const entries: FactsEntry[] = factsOf(own.facts).map(({ key, labelKey, valueKey, entry }) => {
    const when =
      entry.when === undefined
        ? undefined
        : checkedExpr(check, [...at, key, "when"], entry.when, "boolean");
    const value = checkedSpans(check, [...at, key, ...valueKey], entry.value, valueStyle);
    return {
      label: checkedSpans(check, [...at, key, ...labelKey], entry.label, labelStyle),
      value,
      ...(when && { when }),
      ...provenSumOf(check.sums, value),
    };
  });
  return {
    ...base,
    kind: "facts",
    entries,
    labelShare: Math.round((own["label-share"] ?? LABEL_SHARE) * 10),
    valueAlign: own["value-align"] ?? "end",
    ruleColor: colorOf(check, [...path, "row-rule"], own["row-rule"]),
    rowGapMpt: lengthMpt(own["row-gap"] ?? 0),
    isStatic: base.when === undefined && entries.every(isStaticEntry),
  };
}

function isStaticEntry(entry: FactsEntry): boolean {
  const isSettled = entry.when === undefined;
  return isSettled && areStaticSpans(entry.label) && areStaticSpans(entry.value);
}

interface WrittenFact {
  readonly key: string | number;
  readonly labelKey: readonly string[];
  readonly valueKey: readonly string[];
  readonly entry: {
    readonly label: string | number;
    readonly value: string | number;
    readonly when?: string | boolean | undefined;
  };
}

function factsOf(facts: BlockValue<"facts">["facts"]): WrittenFact[] {
  if (Array.isArray(facts))
    return facts.map((entry, key) => ({ key, labelKey: ["label"], valueKey: ["value"], entry }));
  return Object.entries(facts).map(([label, value]) => ({
    key: label,
    labelKey: [],
    valueKey: [],
    entry: { label, value },
  }));
}
