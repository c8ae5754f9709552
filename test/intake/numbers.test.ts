import { describe, expect, it, test } from "vitest";
import type { ObjectShape } from "../../src/model/data-shape.ts";
import type { InputSpec } from "../../src/model/job.ts";
import { inputSpec } from "./retail.ts";
import { findingsOf, json, ndjson, runIntake, writeInput } from "./run-intake.ts";

const shapeOf = (digits?: number): ObjectShape => ({
  kind: "object",
  fields: {
    id: { kind: "text", optional: false },
    due: { kind: "money", optional: true, ...(digits !== undefined && { digits }) },
    count: { kind: "integer", optional: true },
    rate: { kind: "decimal", optional: true },
  },
});

type Values = Readonly<Record<string, string | number>>;
type MakeInput = (values: Values) => InputSpec;

const INPUTS: readonly [format: string, make: MakeInput][] = [
  ["ndjson", (values) => ndjson([JSON.stringify({ id: "K", ...values })], { key: "id" })],
  [
    "json",
    (values) => json(`{"customers":[${JSON.stringify({ id: "K", ...values })}]}`, { key: "id" }),
  ],
  ["csv", csvInput],
];

function csvInput(values: Values): InputSpec {
  const names = ["id", "due", "count", "rate"];
  const cells = names.map((name) => ({ id: "K", ...values })[name] ?? "");
  return inputSpec(writeInput("customers.csv", `${names.join(",")}\n${cells.join(",")}\n`), {
    format: "csv",
    key: "id",
    order: "none",
    csv: {
      delimiter: ",",
      quote: '"',
      columns: Object.fromEntries(names.map((name) => [name, name])),
    },
  });
}

/** Code and reason of the only reject, or empty. */
function faultOf(input: InputSpec, digits?: number): string {
  const { records, rejects } = runIntake(input, shapeOf(digits));
  expect(records.length + rejects.length).toBe(1);
  return rejects.map(({ code, reason }) => `${code} ${reason}`).join();
}

describe.each(INPUTS)("numbers of %s", (format, make) => {
  it.each([
    [0, "100", "100.50", "none"],
    [2, "100.50", "1.250", "2"],
    [3, "1.250", "1.2505", "3"],
    [4, "1.2505", "1.25055", "4"],
  ])("amounts have at most the %i decimals of their currency", (digits, good, bad, words) => {
    expect(faultOf(make({ due: good }), digits)).toBe("");
    expect(faultOf(make({ due: bad }), digits)).toBe(
      "data.too-fine due has more decimals than the layout's currency, " +
        `which has ${words}: correct it`,
    );
  });

  it.each([0, 2, 3, 4])("amounts with %i decimals stay exact as minor units", (digits) => {
    const whole = "9".repeat(15 - digits);
    const decimals = digits === 0 ? "" : `.${"9".repeat(digits)}`;
    expect(faultOf(make({ due: `-${whole}${decimals}` }), digits)).toBe("");
    expect(faultOf(make({ due: `${whole}9` }), digits)).toBe(
      `data.too-large due is too large, it may have ${15 - digits} digits before its decimals: correct it`,
    );
  });

  it.each([
    [0, "-1234"],
    [2, "-1234.50"],
    [3, "-1234.555"],
  ])("what is no amount is told the form of one with %i decimals", (digits, example) => {
    expect(
      faultOf(
        make({ due: "1,5" }).format === "csv" ? make({ due: "1;5" }) : make({ due: "1,5" }),
        digits,
      ),
    ).toBe(
      `data.wrong-type due is not a money amount written as text, such as ${example}: correct it`,
    );
  });

  it("whole numbers too large say so, and are never rounded", () => {
    const count = format === "csv" ? "9007199254740993" : 2 ** 53;
    const words = "data.too-large count is too large, a whole number may be up to 9007199254740991";
    expect(faultOf(make({ count: Number.MAX_SAFE_INTEGER }))).toBe("");
    expect(faultOf(make({ count }))).toContain(words);
    expect(faultOf(make({ count: "123456789012345678901234567890" }))).toContain(words);
    expect(faultOf(make({ count: "1x" }))).toContain("data.wrong-type");
  });

  it("rates too large or too fine say so", () => {
    expect(faultOf(make({ rate: "1234567890.5" }))).toContain("data.too-large rate is too large");
    expect(faultOf(make({ rate: "0.1234567" }))).toContain("data.too-fine rate has more decimals");
  });
});

test("a JSON number past every double is too large", () => {
  const input = ndjson(['{"id":"K","count":1e400}'], { key: "id" });
  expect(faultOf(input)).toContain("data.too-large");
});

describe("expected sums", () => {
  const lines = (...amounts: string[]): string[] =>
    amounts.map((due, index) => JSON.stringify({ id: `K${index}`, due }));
  const expecting = (input: InputSpec, due: string): InputSpec => ({
    ...input,
    expect: { ...input.expect, sums: { due } },
  });

  it.each([
    [0, ["100", "250"], "350"],
    [0, ["100", "250"], "350.00"],
    [3, ["1.250", "0.005"], "1.255"],
    [3, ["1.250", "0.25"], "1.5"],
    [4, ["1.0001", "0.0001"], "1.0002"],
  ])("are exact in a currency with %i decimals", (digits, amounts, sum) => {
    const input = ndjson(lines(...amounts), { key: "id" });
    expect(findingsOf(expecting(input, sum), shapeOf(digits))).toEqual([]);
    const [finding] = findingsOf(expecting(input, "351"), shapeOf(digits));
    expect(finding?.message).toBe("the sum of due is not what the job expects");
  });

  it("too large to be one say so", () => {
    const [finding] = findingsOf(
      expecting(ndjson(lines("1"), { key: "id" }), "9".repeat(31)),
      shapeOf(2),
    );
    expect(finding?.message).toContain("the expected sum of due is too large to be an amount");
  });
});
