import type { Breach } from "../model/verification.ts";

/** Beyond this, breaches are counted but not kept. */
const KEPT_MAX = 1000;

/** Breaches in the order they were found. */
export class BreachList {
  count = 0;
  readonly #kept: Breach[] = [];

  get kept(): readonly Breach[] {
    return this.#kept;
  }

  add(breach: Breach): void {
    this.addAll([breach], 1);
  }

  /** Like `add`, for a breach whose text is costly to produce. */
  addLazily(make: () => Breach): void {
    if (this.#kept.length < KEPT_MAX) this.add(make());
    else this.count += 1;
  }

  /** Adds the breaches that another list kept and counted. */
  addAll(breaches: readonly Breach[], count: number): void {
    this.count += count;
    this.#kept.push(...breaches.slice(0, KEPT_MAX - this.#kept.length));
  }
}
