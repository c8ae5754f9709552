import { valueAt } from "../../expr/value-at.ts";
import { assert } from "../../base/assert.ts";
import { parseUnits } from "../../expr/parse-values.ts";
import { moneyPaths, type ObjectShape } from "../../model/data-shape.ts";
import type { RawObject } from "../../model/record.ts";

/** Beyond this a running total switches to exact big integers. */
const SPILL_AT = 2 ** 52;

/** The money fields of records, without those of detail rows. */
export class MoneyFields {
  /** Their paths, such as `account.closing`, in the order of the declaration. */
  readonly names: readonly string[];
  readonly #paths: readonly (readonly string[])[];
  readonly #digits: number;

  constructor(shape: ObjectShape, digits: number) {
    this.#paths = moneyPaths(shape);
    this.names = this.#paths.map((path) => path.join("."));
    this.#digits = digits;
  }

  /** A record's amounts in minor units; 0 for one that is absent. */
  amounts(values: RawObject): number[] {
    return this.#paths.map((path) => {
      const value = valueAt(values, path);
      return typeof value === "string" ? parseUnits(value, this.#digits) : 0;
    });
  }
}

/** Adds up amounts field by field, exactly. */
export class MoneySums {
  readonly #units: number[];
  readonly #spilled: bigint[];

  constructor(fieldCount: number) {
    this.#units = Array.from({ length: fieldCount }, () => 0);
    this.#spilled = Array.from({ length: fieldCount }, () => 0n);
  }

  clear(): void {
    this.#units.fill(0);
    this.#spilled.fill(0n);
  }

  add(amounts: readonly number[]): void {
    assert(amounts.length === this.#units.length, "a record has an amount for every field");
    for (let field = 0; field < amounts.length; field += 1) {
      const units = (this.#units[field] as number) + (amounts[field] as number);
      const spills = units > SPILL_AT || units < -SPILL_AT;
      if (spills) this.#spilled[field] = (this.#spilled[field] as bigint) + BigInt(units);
      this.#units[field] = spills ? 0 : units;
    }
  }

  /** Totals in minor units, as decimal strings. */
  totals(): string[] {
    return this.#units.map((units, field) =>
      String((this.#spilled[field] as bigint) + BigInt(units)),
    );
  }
}

/** Adds totals given as decimal strings. */
export function addTotals(totals: readonly bigint[], more: readonly string[]): bigint[] {
  return more.map((total, field) => (totals[field] ?? 0n) + BigInt(total));
}
