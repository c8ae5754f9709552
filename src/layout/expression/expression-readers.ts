import type { ValueForm } from "../../model/converter.ts";
import type { Expr, ExprKind, ReaderName } from "../../model/expr.ts";
import { converterFaults } from "../../rules/converters/converter-faults.ts";
import { ExpressionFault } from "./expression-fault.ts";

const KINDS: Readonly<Record<ReaderName, ExprKind>> = {
  money: "money",
  decimal: "decimal",
  date: "date",
  int: "integer",
};

/** What a scope over a sender's row has beside the functions of layouts. */
export const READER_FUNCTIONS: readonly string[] = [
  "money(string, string): money",
  "decimal(string, string): decimal",
  "date(string, string): date",
  "int(string, string): int",
];

export function isReader(name: string): name is ReaderName {
  return Object.hasOwn(KINDS, name);
}

/** The kind that a reader gives. Throws an `ExpressionFault` if its form is none. */
export function readerKind(name: ReaderName, args: readonly Expr[], offset: number): ExprKind {
  const [, form] = args;
  if (form === undefined) return KINDS[name];
  if (form.op !== "literal" || typeof form.value !== "string") {
    const message = `The form of \`${name}\` must be a text in quotes.`;
    throw new ExpressionFault("unsupported-expression", message, offset);
  }
  const [fault] = converterFaults({ steps: [], form: formOf(name, form.value) });
  if (fault === undefined) return KINDS[name];
  throw new ExpressionFault("bad-converter", `This form cannot be used: ${fault.message}.`, offset);
}

function formOf(name: ReaderName, form: string): ValueForm {
  if (name === "date") return { kind: "date", patterns: [form] };
  return { kind: name === "int" ? "integer" : name, forms: [form] };
}
