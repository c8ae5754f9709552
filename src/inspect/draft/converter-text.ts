import type { KindFinding } from "../../model/inspection.ts";
import { parseNumberForms } from "../../rules/converters/number-form.ts";
import { yamlList, yamlText } from "./yaml-text.ts";

/** How a job converts a column, and what is not sure about it. */
export interface DraftConverter {
  /** Such as `date: MM/DD/YYYY`; empty if the values are written as a layout has them. */
  readonly text: string;
  readonly question: string;
}

/** Two digits of a year are of the hundred years from here on. */
const PIVOT = 1950;

/** Numbers of JSON have lost the zeros they were written with. */
const NUMERIC: Readonly<Record<string, string>> = {
  text: "trim: both",
  money: 'money: ["1234", "1234.5", "1234.56"]',
  decimal: 'decimal: "1234.5"',
};

/** The converter of values that are numbers already. */
export function numericConverter(found: KindFinding): DraftConverter {
  const { text, question } = converterOf(found);
  return { text: question === "" ? (NUMERIC[found.kind] ?? text) : text, question };
}

/**
 * The converter of amounts in a table of typed cells: they have lost their zeros, so that some
 * without decimals are hardly cents.
 */
export function typedConverter(found: KindFinding): DraftConverter {
  const { text, question } = converterOf(found);
  const isWhole = question !== "" && found.kind === "money";
  return { text: isWhole ? (NUMERIC["money"] ?? text) : text, question };
}

/** The converter of a column by its kind. */
export function converterOf({ kind, forms, doubt }: KindFinding): DraftConverter {
  const question = doubt === "" ? "" : `${doubt}?`;
  if (kind === "date") return { text: dateText(forms[0] ?? ""), question };
  if (kind === "boolean") return { text: booleanText(forms), question };
  if (kind === "money" || kind === "decimal" || kind === "integer")
    return amountConverter(kind, forms, question);
  return { text: "", question };
}

function dateText(pattern: string): string {
  if (pattern === "YYYY-MM-DD") return "";
  const more = [
    ...(/(?<![CY])YY(?!Y)/.test(pattern) ? [`pivot: ${PIVOT}`] : []),
    ...(pattern.endsWith("Z") ? ["zone: UTC"] : []),
  ];
  if (more.length === 0) return `date: ${yamlDate(pattern)}`;
  return `date: { ${[`pattern: ${yamlDate(pattern)}`, ...more].join(", ")} }`;
}

function yamlDate(pattern: string): string {
  return /[,:\s]/.test(pattern) ? JSON.stringify(pattern) : pattern;
}

function booleanText([yes = "", no = ""]: readonly string[]): string {
  if (yes === "true" && no === "false") return "";
  return `boolean: { true: ${yamlText(yes)}, false: ${yamlText(no)} }`;
}

function amountConverter(
  kind: "money" | "decimal" | "integer",
  forms: readonly string[],
  question: string,
): DraftConverter {
  if (forms.every((form) => /^1234(?:\.\d+)?$/.test(form))) {
    // Whole amounts are as likely cents, which would print a hundred times too much.
    if (question !== "") return { text: 'money: { form: "1234", implied: 2 }', question };
    return { text: "", question };
  }
  const style = parseNumberForms(forms, kind);
  const mixed =
    typeof style === "string" ? `its amounts are written in several ways: ${style}?` : "";
  const hasCredit = forms.some((form) => /CR|DR/.test(form));
  const list = yamlList(forms);
  const text = hasCredit ? `${kind}: { form: ${list}, negative: CR }` : `${kind}: ${list}`;
  const credit = hasCredit ? "is CR below zero?" : "";
  return { text, question: question || mixed || credit };
}
