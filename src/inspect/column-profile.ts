import { looksOfDate } from "../mapping/convert/advise-date.ts";
import { looksOfNumber } from "../mapping/convert/advise-number.ts";
import { DistinctCount } from "./distinct-count.ts";
import { hundredths } from "./hundredths.ts";
import { FormTally } from "./form-tally.ts";

const SAMPLES = 5;
const VALUES_MAX = 12;
/** After so many values forms are looked at in one of sixteen. */
const FORMS_WHOLE = 20_000;
const FORMS_EVERY = 16;
const LENGTH_MAX = 64;

/** What all values of a column have in common; they pass through it one by one. */
export class ColumnProfile {
  readonly name: string;
  readonly distinct = new DistinctCount();
  readonly dates = new FormTally(dateForms, { same: looseDate });
  readonly numbers = new FormTally(looksOfNumber, { shapeOf });
  filled = 0;
  /** Values that were numbers, and not texts. */
  numeric = 0;
  /** Values whose forms were looked at. */
  looked = 0;
  shortest = Number.POSITIVE_INFINITY;
  longest = 0;
  /** Digits alone: how many, and of these with zeros before them. */
  digitsOnly = 0;
  leadingZeros = 0;
  /** Begin with a plus, as telephone numbers do. */
  plusSigned = 0;
  readonly samples: string[] = [];
  /** The sum in hundredths; undefined once a value is no amount. */
  total: bigint | undefined = 0n;
  readonly #values = new Map<string, number>();

  constructor(name: string) {
    this.name = name;
  }

  add(written: string, line: number): void {
    const value = written.trim();
    if (value === "") return;
    this.filled += 1;
    this.distinct.add(value);
    this.shortest = Math.min(this.shortest, value.length);
    this.longest = Math.max(this.longest, value.length);
    this.#keep(value);
    if (this.total !== undefined) this.#sum(value);
    if (this.filled > FORMS_WHOLE && this.filled % FORMS_EVERY !== 0) return;
    this.looked += 1;
    if (value.length > LENGTH_MAX || !/\d/.test(value)) return;
    if (value.startsWith("+")) this.plusSigned += 1;
    if (/^\d+$/.test(value)) {
      this.digitsOnly += 1;
      if (value.length > 1 && value.startsWith("0")) this.leadingZeros += 1;
    }
    this.dates.add(value, line);
    this.numbers.add(value, line);
  }

  /** All different values with their counts, where there are a few; otherwise undefined. */
  get values(): ReadonlyMap<string, number> | undefined {
    return this.#values.size <= VALUES_MAX ? this.#values : undefined;
  }

  #sum(value: string): void {
    const units = hundredths(value);
    this.total = units === undefined ? undefined : (this.total ?? 0n) + units;
  }

  #keep(value: string): void {
    const count = this.#values.get(value);
    if (count === undefined && this.samples.length < SAMPLES) this.samples.push(value);
    if (count !== undefined || this.#values.size <= VALUES_MAX)
      this.#values.set(value, (count ?? 0) + 1);
  }
}

/** The patterns of a text, and for each the one that takes single digits too. */
function dateForms(text: string): readonly string[] {
  const strict = looksOfDate(text);
  return [...new Set([...strict, ...strict.map(looseDate)])];
}

/** The pattern that takes a day or month of one digit too; patterns of digits alone do not. */
export function looseDate(pattern: string): string {
  return /\W/.test(pattern) && !pattern.startsWith("Y")
    ? pattern.replace(/\bMM\b/, "M").replace(/\bDD\b/, "D")
    : pattern;
}

/** Numbers that are written alike: only how many digits there are, and the signs, matter. */
function shapeOf(value: string): string {
  return value.replaceAll(/\d/g, "9");
}
