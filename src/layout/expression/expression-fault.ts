import type { YamlCode } from "../../base/yaml-code.ts";
/** What is wrong with an expression, and where in its text. Thrown only within this room. */
export class ExpressionFault extends Error {
  override readonly name = "ExpressionFault";
  readonly code: YamlCode;
  readonly offset: number;
  readonly hint: string | undefined;

  constructor(code: YamlCode, message: string, offset: number, hint?: string) {
    super(message);
    this.code = code;
    this.offset = offset;
    this.hint = hint;
  }
}

/** What people call a kind. */
export function kindWord(kind: string): string {
  const words: Readonly<Record<string, string>> = {
    string: "text",
    int: "integer",
    bool: "boolean",
    double: "decimal number",
  };
  return words[kind] ?? kind;
}
