import type { SheetCount } from "../base/units.ts";
import type { BreakRule } from "../model/furniture.ts";

const ROUTING_DIGITS = 11;

/** Finds where break sheets go among the pieces of a spool, given in print order. */
export class BreakFinder {
  readonly #rule: BreakRule;
  readonly #postalUnit: number;
  #sheets = 0;
  #prefix = -1;

  constructor(rule: BreakRule) {
    this.#rule = rule;
    const digits = "postalDigits" in rule ? rule.postalDigits : 0;
    this.#postalUnit = 10 ** (ROUTING_DIGITS - digits);
  }

  /** Begins a spool, whose first piece needs no break sheet before it. */
  begin(): void {
    this.#sheets = 0;
    this.#prefix = -1;
  }

  /** Whether a break sheet goes before the next piece. */
  parts(sheets: SheetCount, postalKey: number): boolean {
    if ("everySheets" in this.#rule)
      return this.#sheets > 0 && this.#sheets + sheets > this.#rule.everySheets;
    return this.#prefix >= 0 && this.#prefix !== Math.floor(postalKey / this.#postalUnit);
  }

  /** Takes in the next piece, with or without a break sheet before it. */
  take(sheets: SheetCount, postalKey: number, parted: boolean): void {
    this.#sheets = parted ? sheets : this.#sheets + sheets;
    this.#prefix = Math.floor(postalKey / this.#postalUnit);
  }
}
