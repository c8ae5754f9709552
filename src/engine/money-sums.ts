import { parseUnits } from "../bind/parse-values.ts";
import type { ObjectShape } from "../model/data-shape.ts";
import type { RawObject } from "../model/record.ts";

/** Beyond this a running total moves to exact big integers. */
const SPILL_AT = 2 ** 52;

interface Sum {
  readonly name: string;
  readonly path: readonly string[];
  units: number;
  spilled: bigint;
}

/** Adds up every money field of records (those of detail rows left out), exactly. */
export class MoneySums {
  readonly #digits: number;
  readonly #sums: readonly Sum[];

  constructor(shape: ObjectShape, digits: number) {
    this.#digits = digits;
    this.#sums = moneyPaths(shape).map((path) => ({
      name: path.join("."),
      path,
      units: 0,
      spilled: 0n,
    }));
  }

  clear(): void {
    for (const sum of this.#sums) {
      sum.units = 0;
      sum.spilled = 0n;
    }
  }

  add(values: RawObject): void {
    for (const sum of this.#sums) {
      let value: unknown = values;
      for (const name of sum.path) value = (value as RawObject | undefined)?.[name];
      if (typeof value !== "string") continue;
      sum.units += parseUnits(value, this.#digits);
      if (sum.units > SPILL_AT || sum.units < -SPILL_AT) {
        sum.spilled += BigInt(sum.units);
        sum.units = 0;
      }
    }
  }

  /** Totals in minor units, as decimal strings, by field. */
  totals(): Record<string, string> {
    return Object.fromEntries(
      this.#sums.map(({ name, units, spilled }) => [name, String(spilled + BigInt(units))]),
    );
  }
}

function moneyPaths(shape: ObjectShape, before: readonly string[] = []): string[][] {
  return Object.entries(shape.fields).flatMap(([name, field]) => {
    if (field.kind === "object") return moneyPaths(field, [...before, name]);
    return field.kind === "money" ? [[...before, name]] : [];
  });
}
