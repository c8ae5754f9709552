import type { Block } from "../model/block.ts";
import type { BoundBlock, BoundStatic, Document } from "../model/document.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";
import type { CustomerRecord } from "../model/record.ts";
import { BindFault } from "../expr/bind-fault.ts";
import type { StaticBlocks } from "./bind-blocks.ts";
import { compileExpr, exprContext } from "../expr/compile-expr.ts";
import { Formats } from "../expr/format.ts";
import type { EmailTexts, SmsTexts } from "./locale-binder.ts";
import { LocaleBinder } from "./locale-binder.ts";
import type { Evaluate, Scopes } from "../expr/scopes.ts";
import { RECORD_SCOPE, scopesOf } from "../expr/scopes.ts";

export { BindFault } from "../expr/bind-fault.ts";
export type { EmailTexts, SmsTexts } from "./locale-binder.ts";

/**
 * Binds records to a layout. The plan is compiled once for each of its locales to closures; a
 * record only runs them. Nothing of one record is kept for the next.
 */
export class Binder {
  /** Bound blocks that are the same for every record, to be drawn once. */
  readonly staticBlocks: ReadonlyMap<Block, BoundStatic | undefined>;
  /** Per master, per box: the blocks of a static box; undefined for one bound per record. */
  readonly staticFurniture: readonly (readonly (readonly BoundBlock[] | undefined)[])[];
  readonly #binders = new Map<string, LocaleBinder>();
  readonly #fallback: LocaleBinder;
  readonly #localeOf: Evaluate | undefined;

  constructor(plan: LayoutPlan) {
    const statics: StaticBlocks = new Map();
    const binderOf = (locale: string): LocaleBinder => {
      const { currency, currencyDigits, notes } = plan;
      const formats = new Formats(locale, currency, currencyDigits, notes !== undefined);
      const translated = { ...plan, ...plan.translations?.[locale] };
      return new LocaleBinder(translated, formats, statics);
    };
    // The plan's own locale comes first: static blocks are bound in it.
    this.#fallback = binderOf(plan.locale);
    for (const locale of plan.locales)
      this.#addLocale(locale, locale === plan.locale ? this.#fallback : binderOf(locale));
    this.staticBlocks = statics;
    this.staticFurniture = this.#fallback.staticFurniture;
    const formats = new Formats(plan.locale, plan.currency, plan.currencyDigits);
    this.#localeOf =
      plan.localeOf && compileExpr(plan.localeOf, exprContext(formats, RECORD_SCOPE, plan.lets));
  }

  /**
   * The record's document. Throws a `BindFault` for a well-formed record whose figures cannot be
   * added up exactly.
   */
  bind(record: CustomerRecord): Document {
    return this.#run(record, (binder, scopes) => binder.document(record, scopes));
  }

  /** The texts of the record's e-mail around its document; the plan must have an `email`. */
  bindEmail(record: CustomerRecord): EmailTexts {
    return this.#run(record, (binder, scopes) => binder.email(scopes));
  }

  /** The record's SMS; the plan must have an `sms`. */
  bindSms(record: CustomerRecord): SmsTexts {
    return this.#run(record, (binder, scopes) => binder.sms(scopes));
  }

  #run<T>(record: CustomerRecord, make: (binder: LocaleBinder, scopes: Scopes) => T): T {
    const scopes = scopesOf(record.values);
    try {
      const locale = this.#localeOf?.(scopes);
      const binder = typeof locale === "string" ? this.#binders.get(locale) : undefined;
      return make(binder ?? this.#fallback, scopes);
    } catch (fault) {
      throw fault instanceof BindFault ? fault.at(record) : fault;
    }
  }

  /** A locale is known by its tag, and by its language if no earlier one has that. */
  #addLocale(locale: string, binder: LocaleBinder): void {
    this.#binders.set(locale, binder);
    const [language = locale] = locale.split("-");
    if (!this.#binders.has(language)) this.#binders.set(language, binder);
  }
}
