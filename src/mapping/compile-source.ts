import type { ConvertFault } from "../model/converter.ts";
import type { FieldSource, ValueSource } from "../model/mapping.ts";
import { compileJoin, joinColumns } from "./convert/compile-join.ts";
import { compileConverter, isConvertFault } from "./convert/compile-converter.ts";
import { compileSourceExpr } from "./compile-source-expr.ts";
import { plainText } from "./plain-text.ts";
import { sourceWords } from "./source-words.ts";
import { Unmade } from "./unmade.ts";

/** How rows of some kind give the values of their columns: texts, or values of nested records. */
export type ReadColumn<Row> = (column: string) => (row: Row) => unknown;

/** Takes the value of a field from a row: absent is undefined, and `Unmade` what cannot be made. */
export type TakeValue<Row> = (row: Row) => unknown;

/**
 * Compiles a field's source. `takePlain` says what a value is that no converter takes, such as that
 * a text of digits is a number in a field of whole numbers.
 */
export function compileSource<Row>(
  field: FieldSource,
  read: ReadColumn<Row>,
  takePlain: (value: unknown) => unknown,
): TakeValue<Row> {
  const { source, convert } = field;
  if (source.kind === "constant") return () => source.value;
  const take = compileTake(source, read);
  if (convert === undefined)
    return (row) => {
      const value = take(row);
      return value === "" ? undefined : takePlain(value);
    };
  const toValue = compileConverter(convert);
  return (row) => {
    const value = take(row);
    if (value instanceof Unmade) return value;
    const text = value === undefined || value === null ? "" : plainText(value);
    if (text === undefined) return notPlain(field);
    const converted = toValue(text);
    return isConvertFault(converted) ? notConverted(field, converted) : converted;
  };
}

function compileTake<Row>(
  source: Exclude<ValueSource, { kind: "constant" | "address" }> | ValueSource,
  read: ReadColumn<Row>,
): TakeValue<Row> {
  const textOf = (column: string): ((row: Row) => string | undefined) => {
    const take = read(column);
    return (row) => plainText(take(row));
  };
  switch (source.kind) {
    case "column":
      return read(source.column);
    case "join":
      return compileTexts(source.template, textOf);
    case "expr":
      return compileSourceExpr(source, textOf);
    default:
      throw new Error(`a ${source.kind} is no text`);
  }
}

function compileTexts<Row>(
  template: string,
  textOf: (column: string) => (row: Row) => string | undefined,
): TakeValue<Row> {
  const columns = joinColumns(template);
  const takes = columns.map(textOf);
  const join = compileJoin(template, (column) => columns.indexOf(column));
  return (row) => join(takes.map((take) => take(row) ?? ""));
}

function notConverted(field: FieldSource, { expected, advice }: ConvertFault): Unmade {
  const hint = advice ?? "correct the value, or add to the converter how it is written";
  const reason = `cannot be made of ${sourceWords(field.source)}, which is not ${expected}`;
  return new Unmade("data.not-converted", reason, hint);
}

function notPlain({ source }: FieldSource): Unmade {
  const reason = `cannot be made of ${sourceWords(source)}: it is a list, a group or a long number`;
  return new Unmade("data.not-converted", reason, "name a value inside; send numbers as texts");
}
