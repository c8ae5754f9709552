import type { LayoutPlan } from "../../model/layout-plan.ts";
import { textString } from "../../pdf/strings.ts";
import type { SeenCase } from "../../report/proof-html.ts";
import { keptFor, wordingOf } from "../mask/kept-words.ts";
import { maskPdf } from "../mask/mask-pdf.ts";
import { maskMarkup, maskText } from "../mask/mask-text.ts";
import type { ComposedLetter } from "../opened-layout.ts";

/** Takes the values of records out of what a proof set shows. */
export class ProofMask {
  readonly #wording: ReadonlySet<string>;
  readonly #frame: { readonly catalog: string; readonly info: string };

  constructor(plan: LayoutPlan) {
    this.#wording = wordingOf(plan);
    this.#frame = {
      catalog: `/Lang${textString(plan.locale)}`,
      info: `/Title${textString(`${plan.name}, masked`)}`,
    };
  }

  /** The pages of several records: `recordOf` says whose a page is, counted from 0. */
  pdf(pdf: Uint8Array, recordOf: (page: number) => unknown): Uint8Array {
    return maskPdf(pdf, (page) => keptFor(this.#wording, recordOf(page)), this.#frame);
  }

  letter(letter: ComposedLetter, record: unknown): ComposedLetter {
    if (letter.pdf === undefined) return letter;
    return { ...letter, pdf: this.pdf(letter.pdf, () => record) };
  }

  text(text: string, record: unknown): string {
    return maskText(text, keptFor(this.#wording, record));
  }

  markup(html: string, record: unknown): string {
    return maskMarkup(html, keptFor(this.#wording, record));
  }

  /** Without figures: which of them the channels share would tell them. */
  seen(seen: SeenCase, record: unknown): SeenCase {
    const messages = seen.messages.map(({ subject, html, text, ...rest }) => ({
      ...rest,
      subject: subject && this.text(subject, record),
      html: html && this.markup(html, record),
      text: this.text(text, record),
    }));
    return { ...seen, messages, parity: undefined };
  }
}
