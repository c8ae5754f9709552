import { diagnostic } from "../base/diagnostic.ts";
import type { RoundedExpr, RoundingRule } from "../model/expr.ts";
import { BindFault, inRange } from "./bind-fault.ts";
import type { ExprContext } from "./expr-context.ts";
import type { Evaluate } from "./scopes.ts";

/** A quotient before it is rounded: both are integers, and the divisor is not 0. */
interface Fraction {
  readonly dividend: bigint;
  readonly divisor: bigint;
}

/** Arithmetic in integers of any size, rounded once. An absent argument makes it absent. */
export function compileRounded(expr: RoundedExpr, context: ExprContext): Evaluate {
  const [first, second] = expr.args.map((arg) => context.compile(arg, context));
  const fraction = fractionOf(expr);
  const unit = tenTo(expr.scale - expr.digits);
  const code = expr.kind === "money" ? "data.money-range" : "data.number-range";
  return (scopes) => {
    const left = first?.(scopes);
    const right = second === undefined ? 1 : second(scopes);
    if (typeof left !== "number" || typeof right !== "number") return undefined;
    const rounded = roundedQuotient(fraction(left, right), expr.rule) * unit;
    return inRange(Number(rounded), code);
  };
}

/** The result in units of its last shown digit, as a fraction. */
function fractionOf({ op, scales, digits }: RoundedExpr): (a: number, b: number) => Fraction {
  const [left = 0, right = 0] = scales;
  if (op === "divide") {
    const shift = digits + right - left;
    const [over, under] = [tenTo(Math.max(shift, 0)), tenTo(Math.max(-shift, 0))];
    return (a, b) => {
      if (b === 0) throw divisionByZero();
      return { dividend: BigInt(a) * over, divisor: BigInt(b) * under };
    };
  }
  const divisor = tenTo(Math.max(left + right - digits, 0));
  const factor = tenTo(Math.max(digits - left - right, 0));
  return (a, b) => ({ dividend: BigInt(a) * BigInt(b) * factor, divisor });
}

function tenTo(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

function roundedQuotient({ dividend, divisor }: Fraction, rule: RoundingRule): bigint {
  const isNegative = dividend < 0n !== divisor < 0n;
  const over = dividend < 0n ? -dividend : dividend;
  const under = divisor < 0n ? -divisor : divisor;
  const whole = over / under;
  const away = whole + (goesAway(over % under, under, whole, rule) ? 1n : 0n);
  return isNegative ? -away : away;
}

/** Whether what is left behind the last digit takes the result one unit away from zero. */
function goesAway(rest: bigint, under: bigint, whole: bigint, rule: RoundingRule): boolean {
  const twice = rest * 2n;
  switch (rule) {
    case "down":
      return false;
    case "up":
      return rest > 0n;
    case "half-up":
      return twice >= under;
    case "half-even":
      return twice > under || (twice === under && whole % 2n === 1n);
  }
}

function divisionByZero(): BindFault {
  const place = { file: "", line: 0, byteOffset: 0, record: -1, field: "" };
  const message = "the layout divides by a value that is zero in this record";
  const hint = "let the layout say what to show then: `b == 0 ? ... : divide(a, b, ...)`";
  return new BindFault(diagnostic("data.division-by-zero", message, { data: place, hint }));
}
