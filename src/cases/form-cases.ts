import { counted } from "../base/counted.ts";
import { Prng } from "../base/prng.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";
import { type CaseField, caseFields, EACH } from "./case-field.ts";
import { applyChange, asRecord, buildDraft, type Draft } from "./draft.ts";
import type { CaseBy, StressCase } from "./stress-case.ts";
import { addressOr, UsualValues } from "./usual-values.ts";
import { addressAt, type Extreme, numberAt, textAt } from "./value-extremes.ts";

/** Of lists in cases that are not about lists. */
const USUAL_ROWS = 3;
const MIXED_CASES = 12;
const LEAP_DAY = "2028-02-29";
const LAST_DAY = "2026-12-31";

/** How a record is filled: an extreme for each field, and how long its lists are. */
interface Form {
  readonly extremeOf: (field: CaseField) => Extreme;
  readonly rowsOf?: (list: CaseField) => number;
  /** Whether fields that may be absent are. */
  readonly isLacking?: (field: CaseField) => boolean;
  readonly day?: string;
}

/** Makes records of a layout by what is extreme in them. */
export class FormCases {
  readonly #plan: LayoutPlan;
  readonly #fields: ReadonlyMap<string, CaseField>;
  readonly #usual: UsualValues;
  readonly #rowsMax: number;
  readonly #seed: number;

  constructor({ plan, seed, samples = [], rowsMax = 2000 }: CaseBy) {
    this.#plan = plan;
    this.#fields = new Map(caseFields(plan).map((field) => [field.name, field]));
    this.#usual = new UsualValues(plan, samples);
    this.#rowsMax = rowsMax;
    this.#seed = seed;
  }

  /** What most records are like; a new one each time. */
  usual(): Draft {
    return this.#draft({ extremeOf: () => "plain" });
  }

  *[Symbol.iterator](): Generator<StressCase> {
    yield* this.#extremes();
    yield* this.#lists();
    yield* this.#choices();
    yield* this.#locales();
    yield* this.#mixed();
  }

  *#extremes(): Generator<StressCase> {
    const of = (name: string, why: string, extreme: Extreme, more: Partial<Form> = {}) =>
      this.#case(name, why, { extremeOf: () => extreme, ...more });
    yield of("usual", "values as records mostly have them", "plain");
    const least = { rowsOf: () => 0, isLacking: () => true };
    yield of("least", "the shortest texts, zeros, no rows, nothing optional", "shortest", least);
    yield of("longest", "the longest texts and largest amounts, in all fields", "longest");
    yield of("unbreakable", "words without a blank to break them at", "unbreakable");
    yield of("zero", "each amount is zero", "zero");
    yield of("least-loss", "each amount is the smallest one below zero", "least-loss");
    yield of("largest", "the largest amounts", "largest");
    yield of("lowest", "the largest amounts below zero", "lowest");
    yield of("leap-day", `each date is ${LEAP_DAY}`, "plain", { day: LEAP_DAY });
    yield of("year-end", `each date is ${LAST_DAY}`, "plain", { day: LAST_DAY });
    yield of("lacking", "no optional field is there", "plain", { isLacking: () => true });
  }

  /** Each list with no row, with one, and with as many as there may be. */
  *#lists(): Generator<StressCase> {
    const lists = [...this.#fields.values()].filter(({ shape }) => shape.kind === "list");
    for (const { name } of lists)
      for (const count of [0, 1, this.#rowsMax]) {
        const rowsOf = (list: CaseField): number =>
          list.name === name ? count : name.startsWith(`${list.name}.`) ? 1 : USUAL_ROWS;
        const words = counted(count, "row");
        const form: Form = { extremeOf: () => "plain", rowsOf };
        yield this.#case(`${slug(words)}-of-${slug(name)}`, `${words} of \`${name}\``, form);
      }
  }

  *#choices(): Generator<StressCase> {
    for (const { path, name, shape } of this.#fields.values()) {
      if (shape.kind !== "text" && shape.kind !== "boolean") continue;
      const values = shape.kind === "boolean" ? [true, false] : (shape.oneOf ?? []);
      for (const value of values) {
        const draft = this.usual();
        applyChange(draft, { path, value, inAllRows: true });
        const why = `\`${name}\` is ${String(value)}`;
        yield { name: `${slug(name)}-${slug(String(value))}`, why, record: asRecord(draft) };
      }
    }
  }

  *#locales(): Generator<StressCase> {
    const own = [...this.#fields.values()].filter(({ use }) => use === "locale");
    if (own.length === 0) return;
    for (const locale of this.#plan.locales)
      for (const extreme of ["plain", "longest"] as const) {
        const draft = this.#draft({ extremeOf: () => extreme });
        for (const { path, shape } of own)
          if (shape.kind === "text" && shape.oneOf === undefined)
            applyChange(draft, { path, value: locale, inAllRows: true });
        const [name, why] =
          extreme === "plain"
            ? [`locale-${locale}`, `in ${locale}`]
            : [`longest-${locale}`, `in ${locale}, with the longest texts and largest amounts`];
        yield { name, why, record: asRecord(draft) };
      }
  }

  /** Each field at an extreme of its own, by chance. */
  *#mixed(): Generator<StressCase> {
    const extremes = ["plain", "shortest", "longest", "unbreakable", "zero", "lowest"] as const;
    for (let index = 1; index <= MIXED_CASES; index += 1) {
      const chance = new Prng(this.#seed * MIXED_CASES + index);
      const form = {
        extremeOf: () => chance.pick(extremes),
        rowsOf: () => chance.below(8),
        isLacking: () => chance.chance(0.5),
      };
      yield this.#case(`mixed-${index}`, `each field at some extreme, by chance`, form);
    }
  }

  #case(name: string, why: string, form: Form): StressCase {
    return { name, why, record: asRecord(this.#draft(form)) };
  }

  #draft(form: Form): Draft {
    const counts = new Map<string, number>();
    // The extreme of a field is that of its whole column.
    const extremes = new Map<CaseField, Extreme>();
    return buildDraft(this.#plan.shape, (path, _shape, row) => {
      const field = this.#fields.get(path.join("."));
      if (field === undefined) return undefined;
      if (field.shape.kind === "list") {
        const rows = (form.rowsOf ?? (() => USUAL_ROWS))(field);
        counts.set(field.name, rows);
        return rows;
      }
      const extreme = extremes.get(field) ?? form.extremeOf(field);
      extremes.set(field, extreme);
      return this.#value(field, extreme, form, row, countOf(counts, field));
    });
  }

  #value(field: CaseField, extreme: Extreme, form: Form, row: number, rows: number): unknown {
    const { shape, use } = field;
    if (shape.kind === "list") return [];
    if (shape.optional && form.isLacking?.(field) === true) return undefined;
    const usual = this.#usual.valueOf(field, row);
    if (shape.kind === "date") return form.day ?? usual;
    if (use !== "shown" || extreme === "plain") return usual;
    switch (shape.kind) {
      case "text":
        return shape.oneOf === undefined
          ? textAt(extreme, field, this.#usual.factsOf(field))
          : usual;
      case "money":
      case "integer":
      case "decimal":
        return numberAt(extreme, shape, this.#usual.factsOf(field), rows);
      case "address":
        return addressAt(extreme, addressOr(usual));
      case "boolean":
        return usual;
    }
  }
}

/** How many rows the lists around a field have together. */
function countOf(counts: ReadonlyMap<string, number>, { path }: CaseField): number {
  const lists = path.flatMap((key, index) => (key === EACH ? [path.slice(0, index)] : []));
  return lists.reduce((all, list) => all * Math.max(1, counts.get(list.join(".")) ?? 1), 1);
}

/** Of a name, as part of a file's name. */
export function slug(text: string): string {
  return text.replace(/[^A-Za-z0-9]+/g, "-").replace(/^-|-$/g, "");
}
