import type { PaymentFields } from "../model/barcode.ts";
import type { BadPayload } from "./encoded-symbol.ts";

/** Thrown while a payload is built and caught where that began. */
class BadField extends Error {
  readonly bad: BadPayload;

  constructor(bad: BadPayload) {
    super(bad.fault);
    this.bad = bad;
  }
}

/** Takes checked values out of the named fields of a payment. */
export class FieldReader {
  readonly #fields: PaymentFields;
  readonly #characters: RegExp;

  /** `characters` says what the texts of a payload may consist of. */
  constructor(fields: PaymentFields, characters: RegExp) {
    this.#fields = fields;
    this.#characters = characters;
  }

  has(field: string): boolean {
    return this.optional(field, Number.POSITIVE_INFINITY) !== "";
  }

  /** A text on one line; absent and blank are the same. */
  optional(field: string, lengthMax: number): string {
    const text = (this.#fields.get(field) ?? "").trim();
    if (!this.#characters.test(text)) this.fail(field, "has characters that payment codes lack");
    if (text.length > lengthMax && Array.from(text).length > lengthMax)
      this.fail(field, `has more than ${lengthMax} characters`, "shorten it");
    return text;
  }

  required(field: string, lengthMax: number): string {
    const text = this.optional(field, lengthMax);
    if (text === "") this.fail(field, "is missing");
    return text;
  }

  /** Without the blanks it may be written with. */
  compact(field: string): string {
    return (this.#fields.get(field) ?? "").replaceAll(/\s/g, "").toUpperCase();
  }

  fail(field: string, fault: string, hint?: string): never {
    throw new BadField({ field, fault, ...(hint !== undefined && { hint }) });
  }
}

/** What `build` returns, or what is wrong with the field it failed at. */
export function builtPayload(build: () => string): string | BadPayload {
  try {
    return build();
  } catch (error) {
    if (error instanceof BadField) return error.bad;
    throw error;
  }
}

const AMOUNT = /^\d{1,9}\.\d\d$/;

/** An amount of hundredths between 0.01 and 999999999.99, with a point; "" if absent. */
export function paymentAmount(reader: FieldReader): string {
  const amount = reader.optional("amount", 20);
  if (amount === "") return "";
  if (!AMOUNT.test(amount) || /^0+\.00$/.test(amount))
    reader.fail("amount", "is not between 0.01 and 999999999.99");
  return amount;
}
