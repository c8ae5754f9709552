import type { ScalarShape } from "../../model/data-shape.ts";
import type { RawScalar } from "../../model/record.ts";
import { dayNumber } from "../../layout/expression/expression-literals.ts";
import { nameHint } from "../../yaml/suggest.ts";
import type { Path, YamlSource } from "../../yaml/yaml-source.ts";

type Word = string | number | boolean;

const FORMS = {
  text: "a text that is not empty",
  money: 'an amount in quotes, such as "1234.50"',
  date: "a calendar day written YYYY-MM-DD",
  integer: "a whole number",
  decimal: 'a number in quotes, such as "0.0525"',
  boolean: "true or false",
} as const;

/** A constant of the job as the value of a field; undefined if it cannot be one, and reported. */
export function checkedValue(
  source: YamlSource,
  path: Path,
  word: Word,
  shape: ScalarShape,
): RawScalar | undefined {
  const value = valueOf(word, shape);
  if (value === undefined) {
    const message = `A ${shape.kind} field takes ${FORMS[shape.kind]}; this is none.`;
    source.report("wrong-value", path, message);
    return undefined;
  }
  const { oneOf } = shape;
  if (oneOf === undefined || oneOf.includes(String(value))) return value;
  const message = "Other values are declared for this field; name one of them.";
  source.report("wrong-value", path, message, { hint: nameHint(String(value), "values", oneOf) });
  return undefined;
}

function valueOf(word: Word, { kind, digits = 2 }: ScalarShape): RawScalar | undefined {
  const text = String(word);
  switch (kind) {
    case "text":
      return text === "" ? undefined : text;
    case "boolean":
      return text === "true" ? true : text === "false" ? false : undefined;
    case "integer":
      return /^-?\d+$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined;
    case "date":
      return dayNumber(text) === undefined ? undefined : text;
    case "money":
      return isDecimal(text, 15 - digits, digits) ? text : undefined;
    case "decimal":
      return isDecimal(text, 9, 6) ? text : undefined;
  }
}

function isDecimal(text: string, wholeMax: number, fractionMax: number): boolean {
  const [matched, whole = "", fraction = ""] = /^-?(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  return matched !== undefined && whole.length <= wholeMax && fraction.length <= fractionMax;
}
