import type { ExprKind } from "../../model/expr.ts";
import { FORMAT_WITH_DIGITS, VALUE_FORMATS } from "../../model/value-format.ts";
import { ExpressionFault } from "../expression/expression-fault.ts";
import { suggest } from "../../base/nearest-name.ts";

/** Throws an `ExpressionFault` for a format that values of the kind do not have. */
export function checkFormat(kind: ExprKind, format: string, offset: number): void {
  const formats: readonly string[] = Object.hasOwn(VALUE_FORMATS, kind)
    ? VALUE_FORMATS[kind as keyof typeof VALUE_FORMATS]
    : [];
  if (formats.includes(format)) return;
  if (kind === "decimal" && FORMAT_WITH_DIGITS.test(format)) return;
  const message = `A value of kind ${kind} has no format \`${format}\`.`;
  const all = kind === "decimal" ? [...formats, "fixed-2", "percent-2 (0 to 6 digits)"] : formats;
  const near = /-\d+$/.test(format) ? undefined : suggest(format, formats);
  const hint = near ?? `formats: ${all.join(", ") || "none"}`;
  throw new ExpressionFault("unknown-format", message, offset, hint);
}
