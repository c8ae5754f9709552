import type { BooleanForm, CodesForm, ConstantValue, ConvertFault } from "../../model/converter.ts";
import { outerTrim } from "./outer-trim.ts";

/** So many codes are named in a message; of more, their number. */
const NAMED_MAX = 12;

/** Compiles the reader of yes and no by the texts that the job lists. */
export function compileBoolean(
  form: BooleanForm,
): (text: string) => ConstantValue | ConvertFault | undefined {
  const values = [...form.true.map(yes), ...form.false.map(no)];
  return compileTable(new Map(values), undefined, "`boolean`");
}

function yes(text: string): [string, ConstantValue] {
  return [text, true];
}

function no(text: string): [string, ConstantValue] {
  return [text, false];
}

/** Compiles a table of codes. A table of any size costs one look-up a value. */
export function compileCodes(
  form: CodesForm,
): (text: string) => ConstantValue | ConvertFault | undefined {
  return compileTable(new Map(Object.entries(form.codes)), form.unknown, "`codes`");
}

function compileTable(
  table: ReadonlyMap<string, ConstantValue>,
  unknown: ConstantValue | undefined,
  key: string,
): (text: string) => ConstantValue | ConvertFault | undefined {
  const expected = expectedOf([...table.keys()]);
  return (text) => {
    const value = table.get(text) ?? table.get(outerTrim(text));
    if (value !== undefined) return value;
    const code = outerTrim(text);
    if (code === "") return undefined;
    return unknown ?? { expected, advice: adviceOf(code, table, key) };
  };
}

function expectedOf(codes: readonly string[]): string {
  if (codes.length > NAMED_MAX) return `one of the ${codes.length} codes of the job`;
  return `one of ${codes.map((code) => (code === "" ? '""' : code)).join(", ")}`;
}

/** What to do about a code that the table has not. */
function adviceOf(code: string, table: ReadonlyMap<string, unknown>, key: string): string {
  const codes = [...table.keys()];
  const isSame = (change: (text: string) => string): boolean =>
    codes.some((other) => change(other) === change(code));
  if (isSame((text) => text.toUpperCase()))
    return `it differs from one in its case alone: add it to ${key}, or change its case first`;
  if (isSame((text) => text.replace(/^0+(?=.)/, "")))
    return `it differs from one in leading zeros alone: add it to ${key}, or strip or pad it first`;
  return `add it to ${key}`;
}
