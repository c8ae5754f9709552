import type { CheckDigitName, ExprKind } from "../../model/expr.ts";

/** Functions of check digits and of lines for machines, and what each gives for a text. */
export const CHECK_DIGIT_KINDS: Readonly<Record<CheckDigitName, ExprKind>> = {
  luhn: "text",
  mod10: "text",
  mod11: "text",
  mod97: "text",
  creditorReference: "text",
  isIban: "boolean",
  isCreditorReference: "boolean",
  ocrA: "text",
  ocrB: "text",
  e13b: "text",
  cmc7: "text",
};

export const CHECK_DIGIT_SIGNATURES: readonly string[] = Object.entries(CHECK_DIGIT_KINDS).map(
  ([name, kind]) => `${name}(string): ${kind === "text" ? "string" : "bool"}`,
);
