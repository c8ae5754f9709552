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
  const values: Record<string, ParameterValue> = {};
  for (const [name, field] of Object.entries(shape.fields))
    if (isScalar(field)) values[name] = anyParameterValue(field.kind, field.oneOf);
  return { shape, values };
}

/** Those of the layout's parameters that a job gives a fitting value; any value for the others. */
export function takenParameters(shape: Parameters["shape"], job: Parameters): Parameters {
  const values: Record<string, ParameterValue> = { ...anyParameters(shape).values };
  for (const [name, field] of Object.entries(shape.fields)) {
    const own = job.values[name];
    if (own !== undefined && job.shape.fields[name]?.kind === field.kind) values[name] = own;
    else if (own === undefined && isScalar(field) && field.optional) delete values[name];
  }
  return { shape, values };
}

/** What a parameter is: lists, groups and addresses are refused where they are declared. */
export function isScalar(shape: Shape): shape is ScalarShape {
  return shape.kind !== "list" && shape.kind !== "object" && shape.kind !== "address";
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
