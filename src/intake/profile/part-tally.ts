import { defined } from "../../base/assert.ts";
import { limits } from "../../base/limits.ts";
import { isPlainObject } from "../../base/plain-object.ts";
import type { ObjectShape, Shape } from "../../model/data-shape.ts";
import type { FieldSize, PartProfile } from "../../model/input-profile.ts";
import type { PathFill } from "./filled-paths.ts";

/** Fewer numbers could tell somebody's own, and their median would mean little. */
const NUMBERS_MIN = 30;

/** Counts sampled records or rows, and how large their numbers are. */
export class PartTally {
  readonly #list: string;
  readonly #shape: ObjectShape;
  readonly #numbers = new Map<string, number[]>();
  #count = 0;

  constructor(list: string, shape: ObjectShape) {
    this.#list = list;
    this.#shape = shape;
  }

  /** Adds a record by its values in the layout's fields. */
  add(values: unknown): void {
    this.#count += 1;
    this.#addNumbers(values, this.#shape, "");
  }

  /**
   * What was counted, with what the sender's columns hold. Columns that are not in `seenMin`
   * records are left out.
   */
  profile(columns: ReadonlyMap<string, PathFill>, seenMin: number): PartProfile {
    const kept = [...columns].filter(([, { seen }]) => seen >= seenMin);
    return {
      list: this.#list,
      count: this.#count,
      columns: kept.map(([name, { filled }]) => ({ name, filled })),
      sizes: [...this.#numbers].flatMap(([field, numbers]) => sizeOf(field, numbers)),
    };
  }

  #addNumbers(value: unknown, shape: Shape, path: string): void {
    if (shape.kind === "list" && Array.isArray(value))
      for (const row of value.slice(0, limits.profiledRowsMax))
        this.#addNumbers(row, shape.item, path);
    else if (shape.kind === "object" && isPlainObject(value))
      for (const [name, inner] of Object.entries(shape.fields))
        this.#addNumbers(value[name], inner, path === "" ? name : `${path}.${name}`);
    else if (shape.kind === "money" || shape.kind === "decimal" || shape.kind === "integer")
      this.#addNumber(path, Math.abs(Number(value ?? 0)));
  }

  #addNumber(field: string, number: number): void {
    if (number === 0 || !Number.isFinite(number)) return;
    const numbers = this.#numbers.get(field);
    if (numbers === undefined) this.#numbers.set(field, [number]);
    else numbers.push(number);
  }
}

function sizeOf(field: string, numbers: readonly number[]): FieldSize[] {
  if (numbers.length < NUMBERS_MIN) return [];
  const sorted = numbers.toSorted((a, b) => a - b);
  const median = defined(sorted[Math.floor(sorted.length / 2)], "the median");
  return [{ field, count: numbers.length, sixteenths: Math.round(16 * Math.log2(median)) }];
}
