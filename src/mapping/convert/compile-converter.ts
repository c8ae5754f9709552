import { assertNever } from "../../base/assert.ts";
import type {
  ConstantValue,
  ConverterSpec,
  ConvertFault,
  ValueForm,
} from "../../model/converter.ts";
import { compileDate } from "./compile-date.ts";
import { compileBoolean, compileCodes } from "./compile-lists.ts";
import { compileAmount, compileInteger } from "./compile-number.ts";
import { type ChangeText, compileStep } from "./text-steps.ts";

/** What a converter makes of a text; absent is `undefined`. */
export type Converted = ConstantValue | ConvertFault | undefined;
export type Convert = (text: string) => Converted;

/**
 * Compiles a converter that the check of the job found sound (`converterFaults`). Its results have
 * the forms that the check of records takes; a text that is not as declared gives a fault.
 */
export function compileConverter({ steps, form, whenEmpty }: ConverterSpec): Convert {
  const changes = steps.map(compileStep);
  const read = compileForm(form);
  const convert = changes.length === 0 ? read : afterSteps(changes, read);
  if (whenEmpty === undefined) return convert;
  return (text) => convert(text) ?? whenEmpty;
}

/** Whether a result is a fault: no value is an object. */
export function isConvertFault(value: unknown): value is ConvertFault {
  return typeof value === "object" && value !== null;
}

function afterSteps(changes: readonly ChangeText[], read: Convert): Convert {
  const [only, ...more] = changes;
  if (only !== undefined && more.length === 0)
    return (text) => {
      const changed = only(text);
      return typeof changed === "string" ? read(changed) : changed;
    };
  return (text) => {
    let changed = text;
    for (const change of changes) {
      const next = change(changed);
      if (typeof next !== "string") return next;
      changed = next;
    }
    return read(changed);
  };
}

function compileForm(form: ValueForm): Convert {
  switch (form.kind) {
    case "text":
      return (text) => (text === "" ? undefined : text);
    case "date":
      return compileDate(form);
    case "money":
    case "decimal":
      return compileAmount(form);
    case "integer":
      return compileInteger(form);
    case "boolean":
      return compileBoolean(form);
    case "codes":
      return compileCodes(form);
    default:
      return assertNever(form, "form of a converter");
  }
}
