import { assert } from "../base/assert.ts";
import type { CallExpr, Expr } from "../model/expr.ts";
import type { ExprContext } from "./expr-context.ts";
import type { Evaluate } from "./scopes.ts";

const SHOWN_LENGTH = 4;
const BULLET = "\u2022";
/** A value too short to be shown in part: as many bullets whatever it is, so as not to tell. */
const HIDDEN = BULLET.repeat(SHOWN_LENGTH);

/** All but the last characters as bullets; nothing of a text that has no more than those. */
export function mask(text: string, shownCount: number = SHOWN_LENGTH): string {
  const characters = Array.from(text);
  const hiddenCount = characters.length - shownCount;
  if (hiddenCount <= 0) return HIDDEN;
  return BULLET.repeat(hiddenCount) + characters.slice(hiddenCount).join("");
}

/** The last four characters; nothing of a text that has no more than those. */
export function last4(text: string): string {
  const characters = Array.from(text);
  return characters.length <= SHOWN_LENGTH ? HIDDEN : characters.slice(-SHOWN_LENGTH).join("");
}

/** `padLeft` and `padRight`, by characters; what is longer stays whole. */
export function compilePad(expr: CallExpr, subject: Evaluate): Evaluate {
  const [, length, fill] = expr.args;
  const lengthMin = Number(literalOf(length));
  const filler = String(literalOf(fill));
  const isLeft = expr.name === "padLeft";
  return (scopes) => {
    const text = subject(scopes);
    if (typeof text !== "string") return undefined;
    const padding = filler.repeat(Math.max(0, lengthMin - Array.from(text).length));
    return isLeft ? padding + text : text + padding;
  };
}

/** A number with its unit, which never stands on the next line. */
export function compileUnit(expr: CallExpr, subject: Evaluate, context: ExprContext): Evaluate {
  const [value, unit, style] = expr.args;
  assert(value !== undefined, "a unit has a number");
  const suffix = `\u00a0${String(literalOf(unit))}`;
  const format = context.formats.of(value.kind, style && String(literalOf(style)));
  return (scopes) => {
    const number = subject(scopes);
    return number === undefined ? undefined : format(number) + suffix;
  };
}

function literalOf(expr: Expr | undefined): string | number | boolean {
  assert(expr?.op === "literal", "how a value is written is a literal");
  return expr.value;
}
