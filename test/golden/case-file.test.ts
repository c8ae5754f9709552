import { describe, expect, test } from "vitest";
import { valuesOf } from "./case-data.ts";
import { readCases } from "./case-file.ts";

const TEXT = `--- one sample=standard pages=2 ---
Why it is
here.
-- data --
{ "customer": { "coOwner": null, "name": "Someone Else" } }
--- two rows=9 sample=standard ---
Rows.
-- layout --
layout: own
`;

describe("a case file", () => {
  test("holds cases with attributes, notes and sections", () => {
    const [one, two, ...more] = readCases(TEXT, "some.case");
    expect(more).toEqual([]);
    expect(one).toMatchObject({
      name: "one",
      layout: "retail-statement",
      layoutYaml: undefined,
      sample: "standard",
      rows: -1,
      pages: 2,
      picture: 0,
      notes: "Why it is\nhere.",
    });
    expect(two).toMatchObject({ name: "two", rows: 9, pages: -1, notes: "Rows.", data: {} });
    expect(two?.layoutYaml?.trim()).toBe("layout: own");
  });

  test("with an attribute nobody knows, or text before its first case, is refused", () => {
    expect(() => readCases("--- one page=2 ---\n", "some.case")).toThrow("attribute page");
    expect(() => readCases("text\n--- one ---\n", "some.case")).toThrow("before the first case");
  });
});

describe("a case's record", () => {
  const [one, two] = readCases(TEXT, "some.case");

  test("is its sample's with its own data over it; null takes a field away", () => {
    const { customer } = valuesOf(one as NonNullable<typeof one>) as {
      customer: Record<string, unknown>;
    };
    expect(customer.name).toBe("Someone Else");
    expect(customer).not.toHaveProperty("coOwner");
    expect(customer.email).toBe("ana@example.com");
  });

  test("has rows made up where it asks for them, and its account balances", () => {
    const values = valuesOf(two as NonNullable<typeof two>) as {
      account: Record<string, string>;
      transactions: { balance: string }[];
    };
    expect(values.transactions).toHaveLength(9);
    const cents = (name: string): number => Math.round(Number(values.account[name]) * 100);
    expect(cents("opening") + cents("credits") - cents("debits") - cents("fees")).toBe(
      cents("closing"),
    );
    expect(values.transactions.at(-1)?.balance).toBe(values.account.closing);
  });
});
