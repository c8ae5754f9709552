import { nameHint } from "../../yaml/suggest.ts";
import type { Path, YamlSource } from "../../yaml/yaml-source.ts";
import { ExpressionFault } from "./expression-fault.ts";

/** Throws an `ExpressionFault` for a value that a `one of [...]` field never has. */
export function refuseImpossible(value: string, choices: readonly string[], offset: number): void {
  if (choices.includes(value)) return;
  const { message, hint } = impossible(value, choices);
  throw new ExpressionFault("impossible-value", message, offset, hint);
}

/** Reports those keys of a mapping that are values that such a field never has. */
export function reportImpossible(
  source: YamlSource,
  path: Path,
  values: readonly string[],
  choices: readonly string[],
): void {
  for (const value of values) {
    if (choices.includes(value)) continue;
    const { message, hint } = impossible(value, choices);
    source.report("impossible-value", [...path, value], message, { at: "key", hint });
  }
}

function impossible(
  value: string,
  choices: readonly string[],
): { readonly message: string; readonly hint: string } {
  const message = `The field is never "${value}"; its declaration names other values.`;
  return { message, hint: nameHint(value, "values", choices) };
}
