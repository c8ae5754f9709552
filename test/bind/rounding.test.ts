import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BindFault } from "../../src/expr/bind-fault.ts";
import { compileExpr, exprContext } from "../../src/expr/compile-expr.ts";
import { Formats } from "../../src/expr/format.ts";
import { parseUnits } from "../../src/expr/parse-values.ts";
import { scopesOf } from "../../src/expr/scopes.ts";
import { checkExpression } from "../../src/layout/expression/expression-check.ts";
import { recordScope } from "../../src/layout/expression/expression-scope.ts";
import type { ObjectShape, ScalarKind } from "../../src/model/data-shape.ts";
import { ROUNDING_RULES } from "../../src/model/expr.ts";

type Op = "divide" | "multiply" | "round";
/** An operation, its operands as texts, the digits of the result, and the rule. */
type Case = readonly [Op, string, string, number, string];

const formats = new Formats("en-US", "USD", 2);
const SCALES: Readonly<Record<string, number>> = { money: 2, decimal: 6, integer: 0 };
const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

function shapeOf(a: ScalarKind, b: ScalarKind): ObjectShape {
  const field = (kind: ScalarKind) => ({ kind, optional: true, digits: 2 });
  return { kind: "object", fields: { a: field(a), b: field(b) } };
}

/** What a layout computes, as a plain decimal text with so many digits; absent is undefined. */
function computed([op, a, b, digits, rule]: Case, kinds: readonly [ScalarKind, ScalarKind]) {
  const text =
    op === "round" ? `round(a, ${digits}, "${rule}")` : `${op}(a, b, "${rule}", ${digits})`;
  const expr = checkExpression(text, recordScope(shapeOf(...kinds), 2, new Set()));
  if (expr === undefined) throw new Error("nothing came of it");
  const raw = (value: string, kind: ScalarKind) => (kind === "integer" ? Number(value) : value);
  const values = { a: raw(a, kinds[0]), b: raw(b, kinds[1]) };
  const units = compileExpr(expr, exprContext(formats))(scopesOf(values));
  return units === undefined ? undefined : { units, scale: SCALES[expr.kind] ?? 0 };
}

function expectEqual(one: Case, kinds: readonly [ScalarKind, ScalarKind], expected: string): void {
  const found = computed(one, kinds);
  const units = found && parseUnits(expected, found.scale);
  expect(found?.units, `${one.join(" ")} is ${expected}`).toBe(units);
}

/** The narrowest kinds of data that hold two numbers. */
function kindsOf([op, a, b, digits]: Case): [ScalarKind, ScalarKind] {
  const kind = (text: string): ScalarKind => {
    const decimals = text.split(".")[1]?.length ?? 0;
    if (decimals === 0) return "integer";
    return decimals === 2 ? "money" : "decimal";
  };
  // What is rounded to more digits than it has needs a kind that has them.
  const first = kind(a) === "integer" && op === "round" && digits > 0 ? "decimal" : kind(a);
  const second = kind(b) === "money" ? "decimal" : kind(b);
  return [first, second];
}

describe("recorded results of Python's decimal", () => {
  const vectors = JSON.parse(readFileSync(here("vectors/rounding.json"), "utf8")) as [
    ...Case,
    string,
  ][];
  test.each(vectors)("%s %s %s to %s, %s: %s", (...vector) => {
    const [op, a, b, digits, rule, expected] = vector;
    const one: Case = [op, a, b, digits, rule];
    expectEqual(one, kindsOf(one), expected);
  });
});

const python = spawnSync("python3", ["-c", "import decimal"]);

describe.skipIf(python.status !== 0)("Python's decimal, where there is a python3", () => {
  const digitsOf = (decimals: number) =>
    fc
      .tuple(fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }), fc.constant(decimals))
      .map(([units]) => textOf(units, decimals));
  const kinds = fc.constantFrom<readonly [ScalarKind, ScalarKind]>(
    ["money", "integer"],
    ["money", "decimal"],
    ["decimal", "decimal"],
    ["decimal", "integer"],
    ["integer", "integer"],
  );
  const cases = kinds.chain(([first, second]) =>
    fc.record({
      kinds: fc.constant([first, second] as const),
      op: fc.constantFrom<Op>("divide", "multiply", "round"),
      a: digitsOf(SCALES[first] ?? 0),
      b: digitsOf(SCALES[second] ?? 0),
      digits: fc.integer({ min: -3, max: 2 }),
      rule: fc.constantFrom(...ROUNDING_RULES),
    }),
  );

  test("rounds as it does", () => {
    const seed = Number(process.env["SEED"] ?? Date.now() % 2 ** 31);
    const drawn = fc.sample(cases, { numRuns: 4000, seed });
    const usable = drawn.filter(
      ({ op, b, digits, kinds: [first] }) =>
        !(op === "divide" && Number(b) === 0) && (op !== "round" || digits <= (SCALES[first] ?? 0)),
    );
    const input = usable.map(({ op, a, b, digits, rule }): Case => [op, a, b, digits, rule]);
    const answer = spawnSync("python3", [here("python-decimal.py")], {
      input: JSON.stringify(input),
      encoding: "utf8",
      maxBuffer: 1 << 26,
    });
    const expected = JSON.parse(answer.stdout) as string[];
    let compared = 0;
    for (const [index, one] of input.entries()) {
      const text = expected[index] ?? "";
      // What no layout can hold is a fault of the record, tested below.
      if (text.replace(/\D/g, "").length > 8) continue;
      expectEqual(one, usable[index]?.kinds ?? ["money", "money"], text);
      compared += 1;
    }
    expect(compared, `seed ${seed}`).toBeGreaterThan(1000);
  });
});

function textOf(units: bigint, decimals: number): string {
  const sign = units < 0n ? "-" : "";
  const digits = String(units < 0n ? -units : units).padStart(decimals + 1, "0");
  if (decimals === 0) return sign + digits;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

test("dividing by nothing is a fault of the record, not a figure", () => {
  const half: Case = ["divide", "1.00", "0", 2, "half-up"];
  expect(() => computed(half, ["money", "integer"])).toThrow(BindFault);
  expect(() => computed(half, ["money", "integer"])).toThrow("divides by a value that is zero");
});

test("a result beyond what is exact is a fault of the record", () => {
  const huge: Case = ["multiply", "90071992547409.91", "2", 2, "down"];
  expect(() => computed(huge, ["money", "integer"])).toThrow("too large to be exact");
});

test("money divided by money is a plain number", () => {
  const scope = recordScope(shapeOf("money", "money"), 2, new Set());
  expect(checkExpression('divide(a, b, "half-even")', scope)).toMatchObject({
    op: "divide",
    kind: "decimal",
    scales: [2, 2],
    scale: 6,
    digits: 6,
  });
});
