import type { VerifySetup } from "../model/verification.ts";
import type { BreachList, BreachPlace } from "./file/breach-list.ts";
import type { ComposedFacts } from "./file/composed-facts.ts";
import { currencyPlaces } from "./content/currency-places.ts";
import { type PrintedAmount, printedMoney } from "./content/printed-money.ts";
import type { FontDecoders } from "./content/shown-text.ts";

const CODE = "verify.money";

/** Reads amounts back from composed pages, compares them with the records' and adds them up. */
export class MoneyCheck {
  readonly #setup: VerifySetup;
  /** Decimals of every amount, from the verifier's own table. */
  readonly #places: number;
  readonly #decoders: FontDecoders;
  readonly #breaches: BreachList;
  /** By printed field: what the open document shows, and the sum of all documents before it. */
  readonly #shown: (bigint | undefined)[];
  readonly #sums: bigint[];
  readonly #setAside: ReadonlySet<number>;

  constructor(
    setup: VerifySetup,
    decoders: FontDecoders,
    breaches: BreachList,
    setAside: readonly number[] = [],
  ) {
    this.#setAside = new Set(setAside);
    this.#setup = setup;
    this.#places = currencyPlaces(setup.currency);
    this.#decoders = decoders;
    this.#breaches = breaches;
    this.#shown = setup.printedFields.map(() => undefined);
    this.#sums = setup.printedFields.map(() => 0n);
  }

  /** Totals by printed field, in minor units. */
  sums(): string[] {
    return this.#sums.map(String);
  }

  /** A page of the open document; `text` is its content, one character per byte. */
  page(content: Buffer, text: string, place: BreachPlace): void {
    if (this.#shown.length === 0) return;
    const amounts = printedMoney(content, this.#decoders, this.#places, text);
    for (const amount of amounts) this.#amount(amount, place);
  }

  /** Ends a document; seeds are not included in any sum. */
  endDocument(facts: ComposedFacts | undefined, place: BreachPlace): void {
    const { printedFields } = this.#setup;
    for (const [index, field] of printedFields.entries()) {
      const shown = this.#shown[index];
      this.#shown[index] = undefined;
      const isSeed = facts?.isSeed === true;
      const counted = this.#isSetAside(place) ? composed(facts?.amounts[field]) : shown;
      if (counted !== undefined && !isSeed) this.#sums[index] = (this.#sums[index] ?? 0n) + counted;
      if (shown === undefined) {
        this.#breaches.add(CODE, `The document does not show ${this.#name(field)}.`, place);
      } else if (!isSeed && facts !== undefined && !isAmount(facts.amounts[field], shown)) {
        const message = `The document shows another ${this.#name(field)} than its record has.`;
        this.#breaches.add(CODE, message, place);
      }
    }
  }

  #isSetAside({ piece }: BreachPlace): boolean {
    return piece !== undefined && this.#setAside.has(piece);
  }

  #amount({ field, units }: PrintedAmount, place: BreachPlace): void {
    const index = this.#setup.printedFields.indexOf(field);
    const before = this.#shown[index];
    if (index >= 0) this.#shown[index] = units ?? before;
    if (index >= 0 && units !== undefined && (before === undefined || before === units)) return;
    const message = `The text that the page marks as ${this.#name(field)} is not an amount.`;
    this.#breaches.add(CODE, message, place);
  }

  #name(field: number): string {
    return this.#setup.moneyFields[field] ?? `money field ${field}`;
  }
}

function composed(units: number | undefined): bigint | undefined {
  return units === undefined ? undefined : BigInt(units);
}

function isAmount(units: number | undefined, shown: bigint): boolean {
  return units !== undefined && BigInt(units) === shown;
}
