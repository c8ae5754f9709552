import type { YamlCode } from "../../base/yaml-code.ts";
import { isVariableName } from "../data-declaration.ts";
import { isTaken, type Scope } from "./expression-scope.ts";

export interface NameFault {
  readonly code: YamlCode;
  readonly message: string;
}

/** Why something cannot have a name in expressions; undefined for a name that is free. */
export function nameFault(
  scope: Scope,
  name: string,
  what: "the value" | "the rows",
): NameFault | undefined {
  if (isTaken(scope, name)) {
    const message = `The name \`${name}\` is taken; give ${what} another one.`;
    return { code: "name-taken", message };
  }
  if (isVariableName(name)) return undefined;
  const message = `\`${name}\` cannot name ${what}; use letters and digits, no CEL keyword.`;
  return { code: "bad-field-name", message };
}
