import { readFileSync } from "node:fs";
import type { RawObject, RawValue } from "../../src/model/record.ts";
import type { GoldenCase } from "./case-file.ts";
import { projectFolder } from "./print-shop.ts";

/** The record of a case: its data over its sample's, with rows made up where it asks for them. */
export function valuesOf({ layout, sample, data, rows }: GoldenCase): RawObject {
  const path = `${projectFolder}/layouts/${layout}/samples/${sample}.json`;
  const from = sample === undefined ? {} : (JSON.parse(readFileSync(path, "utf8")) as RawObject);
  const made = rows < 0 ? from : withRows(from, rows);
  return merged(made, data) as RawObject;
}

/** A merge patch (RFC 7396): objects are merged, null takes away, all else replaces. */
function merged(under: RawValue | undefined, over: RawValue): RawValue {
  if (!isObject(over)) return over;
  const result: Record<string, RawValue | undefined> = isObject(under) ? { ...under } : {};
  for (const [key, value] of Object.entries(over)) {
    if (value === null) delete result[key];
    else if (value !== undefined) result[key] = merged(result[key], value);
  }
  return result as RawObject;
}

function isObject(value: RawValue | undefined): value is RawObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const KINDS = ["withdrawal", "deposit", "withdrawal", "check", "withdrawal", "fee", "withdrawal"];
const TEXTS = ["GREEN GROCER 0412", "CITY TRANSIT", "ELECTRIC COMPANY WEB PAYMENT", "BOOKSHOP"];

/** A month of activity, evenly spread, with an account that balances. */
function withRows(values: RawObject, count: number): RawObject {
  let balance = 100_000;
  const sums = { credits: 0, debits: 0, fees: 0 };
  const transactions = Array.from({ length: count }, (_, index) => {
    const kind = KINDS[index % KINDS.length] as string;
    const cents = 125 + ((index * 7919) % 30_000);
    const sum = kind === "deposit" ? "credits" : kind === "fee" ? "fees" : "debits";
    sums[sum] += cents;
    balance += kind === "deposit" ? cents : -cents;
    const day = 1 + Math.floor((index * 31) / Math.max(count, 1));
    return {
      date: `2026-10-${String(day).padStart(2, "0")}`,
      kind,
      text: `${TEXTS[index % TEXTS.length]} ${index + 1}`,
      amount: decimal(cents),
      balance: decimal(balance),
      ...(kind === "check" && { check: 2000 + index }),
    };
  });
  const totals = {
    opening: decimal(100_000),
    credits: decimal(sums.credits),
    debits: decimal(sums.debits),
    fees: decimal(sums.fees),
    closing: decimal(balance),
  };
  return { ...values, account: { ...(values.account as RawObject), ...totals }, transactions };
}

function decimal(cents: number): string {
  const digits = String(Math.abs(cents)).padStart(3, "0");
  return `${cents < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
