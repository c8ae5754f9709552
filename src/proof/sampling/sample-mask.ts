import type { Ordinal } from "../../base/units.ts";
import type { LayoutPlan } from "../../model/layout-plan.ts";
import type { RawObject } from "../../model/record.ts";
import type { ReviewedItem } from "../../report/review-html.ts";
import { keptFor, wordingOf } from "../mask/kept-words.ts";
import { type IsKept, maskMarkup, maskText } from "../mask/mask-text.ts";

/** What of a sample's documents may be read where their values may not. */
export class SampleMask {
  readonly #wording: ReadonlySet<string>;
  readonly #records: ReadonlyMap<Ordinal, RawObject>;
  readonly #kept = new Map<Ordinal, IsKept>();

  constructor(plan: LayoutPlan, records: ReadonlyMap<Ordinal, RawObject>) {
    this.#wording = wordingOf(plan);
    this.#records = records;
  }

  keptOf(document: Ordinal = -1): IsKept {
    const kept = this.#kept.get(document) ?? keptFor(this.#wording, this.#records.get(document));
    this.#kept.set(document, kept);
    return kept;
  }

  /** An item without its record, and its message masked; its pages are drawn masked. */
  item(item: ReviewedItem): ReviewedItem {
    const isKept = this.keptOf(item.item.document);
    const { subject, html, text } = item;
    return {
      ...item,
      fields: [],
      ...(subject !== undefined && { subject: maskText(subject, isKept) }),
      ...(html !== undefined && { html: maskMarkup(html, isKept) }),
      ...(text !== undefined && { text: maskText(text, isKept) }),
    };
  }
}
