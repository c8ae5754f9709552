import type { ObjectShape, ScalarShape } from "../../src/model/data-shape.ts";
import type { InputSpec } from "../../src/model/job.ts";
import { Prng } from "../../src/base/prng.ts";

const need = (kind: ScalarShape["kind"]): ScalarShape => ({ kind, optional: false });
const oneOf = (...values: string[]): ScalarShape => ({
  kind: "text",
  optional: false,
  oneOf: values,
});
const text = need("text");
const money = need("money");
const date = need("date");
const maybe: ScalarShape = { kind: "text", optional: true };

/** The retail statement's data, as its layout declares it. */
export const retailShape: ObjectShape = {
  kind: "object",
  fields: {
    account: {
      kind: "object",
      fields: {
        id: text,
        number: text,
        kind: oneOf("checking", "savings"),
        product: text,
        from: date,
        to: date,
        opening: money,
        credits: money,
        debits: money,
        fees: money,
        closing: money,
        interest: money,
        apy: need("decimal"),
        interestYtd: money,
        overdraftFees: money,
        overdraftFeesYtd: money,
        returnedFees: money,
        returnedFeesYtd: money,
      },
    },
    customer: {
      kind: "object",
      fields: {
        name: text,
        coOwner: maybe,
        language: maybe,
        email: maybe,
        mobile: maybe,
        address: { kind: "address", optional: false },
      },
    },
    consent: {
      kind: "object",
      fields: {
        preference: oneOf("paper", "email", "sms"),
        electronic: need("boolean"),
        sms: need("boolean"),
      },
    },
    transactions: {
      kind: "list",
      item: {
        kind: "object",
        fields: {
          date,
          kind: oneOf("deposit", "interest", "withdrawal", "check", "fee"),
          text,
          check: { kind: "integer", optional: true },
          amount: money,
          balance: money,
        },
      },
    },
  },
};

/** An input spec of NDJSON, to be overridden where a test needs another. */
export function inputSpec(file: string, changes: Partial<InputSpec> = {}): InputSpec {
  return {
    file,
    format: "ndjson",
    compression: "none",
    encoding: "utf-8",
    recordsPath: "",
    key: "account.id",
    order: "key",
    csv: { delimiter: ",", quote: '"', columns: {} },
    details: [],
    expect: { sums: {} },
    shardBytes: 64 * 1024,
    ...changes,
  };
}

export type Retail = ReturnType<typeof retailRecord>;

/** A record of the retail statement with so many transactions. */
export function retailRecord(index: number, rowCount: number) {
  const prng = new Prng(index + 1);
  const cents = (): string => `${prng.below(9999)}.${String(prng.below(100)).padStart(2, "0")}`;
  const language = prng.chance(0.5) ? { language: "en" } : {};
  return {
    account: {
      id: `NB${String(index).padStart(12, "0")}`,
      number: "4008123456789",
      kind: "checking",
      product: "Everyday Checking",
      from: "2026-10-01",
      to: "2026-10-31",
      opening: cents(),
      credits: cents(),
      debits: cents(),
      fees: cents(),
      closing: cents(),
      interest: cents(),
      apy: "0.050000",
      interestYtd: cents(),
      overdraftFees: "0.00",
      overdraftFeesYtd: "35.00",
      returnedFees: "0.00",
      returnedFeesYtd: "0.00",
    },
    customer: {
      name: prng.pick(["Ana O'Neil-Núñez Jr", "Smith, John", 'Mary "May" Day', "Wu Li"]),
      ...language,
      mobile: "+12025550143",
      address: {
        lines: ["ANA O'NEIL-NUNEZ JR", "12 EXAMPLE ST APT 4", "SPRINGFIELD IL 62704-1234"],
        zip: "62704",
        plus4: "1234",
        deliveryPoint: "12",
        country: "US",
      },
    },
    consent: { preference: "paper", electronic: true, sms: false },
    transactions: Array.from({ length: rowCount }, (_, row) => ({
      date: `2026-10-${String(1 + (row % 31)).padStart(2, "0")}`,
      kind: "deposit",
      text: prng.pick(["Direct deposit ACME CORP PAYROLL", "Check, local", 'Café "Zoë"']),
      ...(prng.chance(0.3) ? { check: 1000 + prng.below(999) } : {}),
      amount: cents(),
      balance: cents(),
    })),
  };
}
