import { defined } from "../../base/assert.ts";
import { limits } from "../../base/limits.ts";
import { isPlainObject } from "../../base/plain-object.ts";
import type { ObjectShape, Shape } from "../../model/data-shape.ts";
import type { FieldSize, PartProfile } from "../../model/input-profile.ts";
import type { PathFill } from "./filled-paths.ts";

/** Fewer numbers could tell somebody's own, and their median would mean little. */
const NUMBERS_MIN = 30;

/** Where numbers are in a record, by the names that lead there. */
interface NumberPlace {
  readonly path: string;
  readonly isNumber: boolean;
  readonly inside: readonly (readonly [name: string, NumberPlace])[];
  /** Of a list: in each of its rows. */
  readonly row: NumberPlace | undefined;
  numbers: number[] | undefined;
}

/** Counts sampled records or rows, and how large their numbers are. */
export class PartTally {
  readonly #list: string;
  readonly #place: NumberPlace;
  /** In the order in which they were first seen. */
  readonly #numbers = new Map<string, number[]>();
  #count = 0;

  constructor(list: string, shape: ObjectShape) {
    this.#list = list;
    this.#place = placeOf(shape, "");
  }

  /** Adds a record by its values in the layout's fields. */
  add(values: unknown): void {
    this.#count += 1;
    this.#addNumbers(values, this.#place);
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

  #addNumbers(value: unknown, place: NumberPlace): void {
    const { row, inside } = place;
    if (place.isNumber) this.#addNumber(place, Math.abs(Number(value ?? 0)));
    else if (row !== undefined && Array.isArray(value)) {
      const count = Math.min(value.length, limits.profiledRowsMax);
      for (let at = 0; at < count; at += 1) this.#addNumbers(value[at], row);
    } else if (inside.length > 0 && isPlainObject(value))
      for (const [name, inner] of inside) this.#addNumbers(value[name], inner);
  }

  #addNumber(place: NumberPlace, number: number): void {
    if (number === 0 || !Number.isFinite(number)) return;
    if (place.numbers === undefined) {
      place.numbers = this.#numbers.get(place.path) ?? [];
      this.#numbers.set(place.path, place.numbers);
    }
    place.numbers.push(number);
  }
}

/** Worked out once, so that nothing without numbers is looked at in each record. */
function placeOf(shape: Shape, path: string): NumberPlace {
  const { kind } = shape;
  const inside = kind === "object" ? placesIn(shape, path) : [];
  const row = kind === "list" ? placeOf(shape.item, path) : undefined;
  const isNumber = kind === "money" || kind === "decimal" || kind === "integer";
  return { path, isNumber, inside, row, numbers: undefined };
}

function placesIn({ fields }: ObjectShape, path: string): (readonly [string, NumberPlace])[] {
  return Object.entries(fields)
    .map(([name, inner]) => {
      return [name, placeOf(inner, path === "" ? name : `${path}.${name}`)] as const;
    })
    .filter(([, { isNumber, inside, row }]) => isNumber || inside.length > 0 || row !== undefined);
}

function sizeOf(field: string, numbers: readonly number[]): FieldSize[] {
  if (numbers.length < NUMBERS_MIN) return [];
  const sorted = Float64Array.from(numbers).sort();
  const median = defined(sorted[Math.floor(sorted.length / 2)], "the median");
  return [{ field, count: numbers.length, sixteenths: Math.round(16 * Math.log2(median)) }];
}
