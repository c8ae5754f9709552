import type { TextReader } from "../expr/expr-context.ts";
import { DECIMAL_DIGITS } from "../expr/format.ts";
import { parseDay, parseUnits } from "../expr/parse-values.ts";
import type { Value } from "../expr/scopes.ts";
import type { ConvertFault, ValueForm } from "../model/converter.ts";
import type { ExprKind } from "../model/expr.ts";
import { compileConverter, isConvertFault } from "./convert/compile-converter.ts";
import { Unmade } from "./unmade.ts";

/** A text that an expression could not read: its record is refused. */
export class ReadFault extends Error {
  override readonly name = "ReadFault";
  readonly unmade: Unmade;

  constructor({ expected, advice }: ConvertFault) {
    const reason = `cannot be computed: a column of its expression is not ${expected}`;
    super(reason);
    this.unmade = new Unmade("data.not-converted", reason, advice);
  }
}

/** What reads the texts of a row for `money(text, form)` and its like, by converters. */
export function textReader(currencyDigits: number): TextReader {
  return (kind, form) => {
    const convert = compileConverter({ steps: [], form: formOf(kind, form, currencyDigits) });
    return (text) => {
      const value = convert(text);
      if (isConvertFault(value)) throw new ReadFault(value);
      return typeof value === "string" ? runTimeValue(value, kind, currencyDigits) : value;
    };
  };
}

function formOf(kind: ExprKind, form: string | undefined, digits: number): ValueForm {
  switch (kind) {
    case "date":
      return { kind, patterns: [form ?? "YYYY-MM-DD"] };
    case "integer":
      return { kind, forms: [form ?? "1234"] };
    case "decimal":
      return { kind, forms: [form ?? "1234.56"] };
    default:
      return { kind: "money", forms: [form ?? "1234.56"], digits };
  }
}

function runTimeValue(text: string, kind: ExprKind, currencyDigits: number): Value {
  if (kind === "date") return parseDay(text);
  return parseUnits(text, kind === "money" ? currencyDigits : DECIMAL_DIGITS);
}
