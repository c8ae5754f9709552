import type { BreachCode } from "../../base/breach-code.ts";
import type { Breach } from "../../model/verification.ts";

/** How many breaches are kept; all are counted. */
const KEPT_MAX = 100;
/** How many of one kind, so that a fault that shows on every page does not hide the others. */
const KEPT_OF_KIND_MAX = 25;

export type BreachPlace = Omit<Breach, "code" | "message" | "file">;

/**
 * Collects what is wrong with an output: the first breaches of each kind, and how many there are.
 */
export class BreachList {
  readonly found: Breach[] = [];
  readonly #file: string;
  readonly #kinds = new Map<string, number>();
  #count = 0;

  /** `file` is the file of breaches that do not name another. */
  constructor(file: string) {
    this.#file = file;
  }

  get count(): number {
    return this.#count;
  }

  add(code: BreachCode, message: string, place: BreachPlace = {}, file: string = this.#file): void {
    this.#count += 1;
    const ofKind = (this.#kinds.get(code) ?? 0) + 1;
    this.#kinds.set(code, ofKind);
    if (ofKind > KEPT_OF_KIND_MAX || this.found.length >= KEPT_MAX) return;
    this.found.push({ code, message, file, ...place });
  }
}
