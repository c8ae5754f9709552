import type {
  AmountForm,
  ConverterSpec,
  DateForm,
  TextStep,
  ValueForm,
} from "../../../src/model/converter.ts";
import { converterFaults } from "../../../src/rules/converters/converter-faults.ts";
import {
  compileConverter,
  type Convert,
  isConvertFault,
} from "../../../src/mapping/convert/compile-converter.ts";

const TEXT: ValueForm = { kind: "text" };

/** Compiles a converter after the check that a job's converters pass. */
export function converter(form: ValueForm, more: Partial<ConverterSpec> = {}): Convert {
  const spec: ConverterSpec = { steps: [], form, ...more };
  const [fault] = converterFaults(spec);
  if (fault !== undefined) throw new Error(`${fault.key}: ${fault.message}`);
  return compileConverter(spec);
}

export function dates(patterns: string | readonly string[], more: Partial<DateForm> = {}): Convert {
  return converter({ kind: "date", patterns: [patterns].flat(), ...more });
}

export function money(forms: string | readonly string[], more: Partial<AmountForm> = {}): Convert {
  return converter({ kind: "money", forms: [forms].flat(), ...more });
}

export function decimals(forms: string | readonly string[]): Convert {
  return converter({ kind: "decimal", forms: [forms].flat() });
}

export function integers(forms: string | readonly string[]): Convert {
  return converter({ kind: "integer", forms: [forms].flat() });
}

export function steps(...list: readonly TextStep[]): Convert {
  return converter(TEXT, { steps: list });
}

/** A result in a table of cases: `FAULT` for any fault. */
export const FAULT = "(fault)";

export function outcome(convert: Convert, text: string): unknown {
  const value = convert(text);
  return isConvertFault(value) ? FAULT : value;
}

/** What a fault says; undefined if there is none. */
export function adviceOf(convert: Convert, text: string): string | undefined {
  const value = convert(text);
  return isConvertFault(value) ? `${value.expected}; ${value.advice ?? ""}` : undefined;
}
