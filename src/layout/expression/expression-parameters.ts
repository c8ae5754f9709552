import type { ScalarShape, Shape } from "../../model/data-shape.ts";
import type { Expr } from "../../model/expr.ts";
import type { ParameterValue, Parameters } from "../../model/parameter.ts";
import { anyParameterValue } from "../parameter-form.ts";
import { dayNumber, literal, scaled } from "./expression-literals.ts";

/** What expressions call the parameters of the job: `params.notice`. */
export const PARAMETERS_ROOT = "params";

const DECIMAL_DIGITS = 6;

/**
 * The parameter as an expression: what it holds in this run. One that is absent is a field that no
 * record has, because a record's fields are those of its layout.
 */
export function parameterExpr(
  name: string,
  shape: ScalarShape,
  { values }: Parameters,
  currencyDigits: number,
): Expr {
  const value = values[name];
  if (value !== undefined) return literal(shape.kind, runTimeValue(shape, value, currencyDigits));
  const path = [PARAMETERS_ROOT, name];
  return { op: "field", kind: shape.kind, scope: "record", path, optional: true };
}

/** Parameters of a layout that is checked by itself: any value will do. */
export function anyParameters(shape: Parameters["shape"]): Parameters {
  const known = Object.entries(shape.fields).map(([name, field]) => {
    const { kind, oneOf } = field as ScalarShape;
    return [name, anyParameterValue(kind, oneOf)] as const;
  });
  return { shape, values: Object.fromEntries(known) };
}

/** Those of the layout's parameters that a job gives a fitting value; any value for the others. */
export function takenParameters(shape: Parameters["shape"], job: Parameters): Parameters {
  const { values } = anyParameters(shape);
  const taken = Object.entries(shape.fields).flatMap(([name, field]) => {
    const own = job.values[name];
    if (own !== undefined && job.shape.fields[name]?.kind === field.kind) return [[name, own]];
    const isAbsent = isOptional(field) && own === undefined;
    return isAbsent ? [] : [[name, values[name]]];
  });
  return { shape, values: Object.fromEntries(taken) as Parameters["values"] };
}

function isOptional(shape: Shape): boolean {
  return "optional" in shape && shape.optional;
}

/** As expressions hold values of this kind; an amount with too many decimals is refused anyway. */
function runTimeValue(
  { kind }: ScalarShape,
  value: ParameterValue,
  currencyDigits: number,
): ParameterValue {
  if (kind === "date") return dayNumber(String(value)) ?? 0;
  if (kind === "money") return scaled(String(value), currencyDigits) ?? 0;
  if (kind === "decimal") return scaled(String(value), DECIMAL_DIGITS) ?? 0;
  return value;
}
