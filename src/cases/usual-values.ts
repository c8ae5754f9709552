import { isPlainObject } from "../base/plain-object.ts";
import type { MessageChannel } from "../model/channel.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";
import type { RawAddress, RawObject } from "../model/record.ts";
import type { CaseField } from "./case-field.ts";
import { valueIn } from "./draft.ts";
import { numberAt, type FieldFacts, textAt } from "./value-extremes.ts";

/** A code is one word, and has a digit. */
const CODE = /^(?=.*\d)[\w./+-]+$/;
const USUAL_DAY = "2026-10-31";
const USUAL_ADDRESS: RawAddress = {
  lines: ["ADA EXAMPLE", "1 EXAMPLE ST", "SPRINGFIELD IL 62704"],
  zip: "62704",
};
const USUAL_RECIPIENTS: Readonly<Record<MessageChannel, string>> = {
  email: "customer@mail.example",
  sms: "+12025550143",
};
const USUAL_IBAN = "CH4431999123000889012";

/** What fields mostly hold: what the layout's samples have, or a plain value of their kind. */
export class UsualValues {
  readonly #plan: LayoutPlan;
  readonly #samples: readonly RawObject[];
  readonly #facts = new Map<string, FieldFacts>();

  constructor(plan: LayoutPlan, samples: readonly RawObject[]) {
    this.#plan = plan;
    this.#samples = samples;
  }

  /** The value of a field in a row; where no sample has one, a plain one. */
  valueOf(field: CaseField, row: number): unknown {
    for (const sample of this.#samples) {
      const value = valueIn(sample, field.path, row);
      if (value !== undefined && value !== null && value !== "") return value;
    }
    return this.#plain(field, row);
  }

  /** What the samples have in a field. */
  factsOf(field: CaseField): FieldFacts {
    const known = this.#facts.get(field.name);
    if (known !== undefined) return known;
    const texts = this.#samples.flatMap((sample) => textsAt(sample, field.path));
    const digits = texts.map((text) => /^-?(\d+)/.exec(text)?.[1]?.length ?? 0);
    const facts = {
      first: texts[0] ?? "",
      lengthMax: texts.reduce((most, { length }) => Math.max(most, length), 0),
      wholeDigits: digits.reduce((most, count) => Math.max(most, count), 0),
      isCode: texts.length > 0 && texts.every((text) => CODE.test(text)),
    };
    this.#facts.set(field.name, facts);
    return facts;
  }

  #plain(field: CaseField, row: number): unknown {
    const { shape, use, name } = field;
    switch (shape.kind) {
      case "list":
        return [];
      case "address":
        return USUAL_ADDRESS;
      case "money":
      case "integer":
      case "decimal":
        return numberAt("plain", shape, this.factsOf(field), 1);
      case "date":
        return USUAL_DAY;
      case "boolean":
        return row === 0;
      case "text":
        if (shape.oneOf !== undefined) return shape.oneOf[row % shape.oneOf.length];
        if (use === "locale") return this.#plan.locale;
        if (use !== "shown" && use !== "kept") return USUAL_RECIPIENTS[use];
        return /iban/i.test(name) ? USUAL_IBAN : textAt("plain", field, this.factsOf(field));
    }
  }
}

/** An address of a sample. */
export function addressOr(value: unknown): RawAddress {
  return isAddress(value) ? value : USUAL_ADDRESS;
}

function isAddress(value: unknown): value is RawAddress {
  return isPlainObject(value) && Array.isArray(value["lines"]);
}

/** The texts and numbers of a field in all rows of a sample. */
function textsAt(value: unknown, [key, ...rest]: readonly string[]): string[] {
  if (key === undefined)
    return typeof value === "string" || typeof value === "number" ? [String(value)] : [];
  if (Array.isArray(value)) return value.flatMap((row) => textsAt(row, rest));
  return isPlainObject(value) ? textsAt(value[key], rest) : [];
}
