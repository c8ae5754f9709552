import { keptFor, wordingOf } from "../mask/kept-words.ts";
import { maskPdf } from "../mask/mask-pdf.ts";
import { type IsKept, maskText } from "../mask/mask-text.ts";
import type { Channel } from "../../model/channel.ts";
import type { ChangeExample } from "../../model/comparison.ts";
import type { CustomerRecord } from "../../model/record.ts";
import { textString } from "../../pdf/strings.ts";
import type { SeenExample } from "../../report/compare-html.ts";
import { type LetterBy, LetterComposer } from "../../work/letter/letter-composer.ts";
import { overlaidPicture } from "../../work/raster/overlaid-picture.ts";
import { pagePixels, type PagePixels, pictureOf } from "../../work/raster/page-pictures.ts";
import { plainText, textWith } from "./marked-plan.ts";
import type { KeptExample } from "./change-book.ts";

const DPI = 72;
const PRINT: readonly Channel[] = ["print"];

/** Where the pages of examples come from, on one side of a comparison. */
export interface ExampleSource {
  /** A page, or the last one if there is no such page. */
  page(record: CustomerRecord | undefined, page: number): Promise<PagePixels | undefined>;
  /** A text with marked values, as it may be told. */
  told(marked: string): string;
}

export interface ExampleSources {
  readonly before: ExampleSource;
  readonly after: ExampleSource;
}

/** The pages of examples that are composed, with masked values or as they are. */
export function sourcesOf(before: LetterBy, after: LetterBy, isMasked: boolean): ExampleSources {
  return { before: new SideLetters(before, isMasked), after: new SideLetters(after, isMasked) };
}

/** The example as it may be told, with its values masked where they are to be. */
export function toldExample(
  { document, channel, before, after }: KeptExample,
  sources: ExampleSources,
): ChangeExample {
  return {
    document,
    channel,
    before: sources.before.told(before),
    after: sources.after.told(after),
  };
}

/** The same with its pages, and both over each other, where it is of print. */
export async function seenExample(
  example: KeptExample,
  sources: ExampleSources,
): Promise<SeenExample> {
  const { channel, record, pageBefore, pageAfter } = example;
  const told = toldExample(example, sources);
  if (channel !== "print") return told;
  const before = await sources.before.page(record, pageBefore);
  const after = await sources.after.page(record, pageAfter);
  if (before === undefined || after === undefined) return told;
  const overlay = overlaidPicture(before, after);
  return { ...told, pictures: { before: pictureOf(before), after: pictureOf(after), overlay } };
}

/** The pages of a file that is at hand, which holds what may be told. */
export class FilePages implements ExampleSource {
  readonly #pdf: Uint8Array;

  constructor(pdf: Uint8Array) {
    this.#pdf = pdf;
  }

  async page(_record: CustomerRecord | undefined, page: number): Promise<PagePixels | undefined> {
    const [found] = await pagePixels(this.#pdf, DPI, (index) => index === page);
    return found;
  }

  told(marked: string): string {
    return plainText(marked);
  }
}

/** The letters of one side. That of the last record is kept: groups have examples in common. */
class SideLetters implements ExampleSource {
  readonly #by: LetterBy;
  readonly #letters: LetterComposer;
  readonly #wording: ReadonlySet<string> | undefined;
  #last: { readonly record: CustomerRecord; readonly pdf: Uint8Array | undefined } | undefined;

  constructor(by: LetterBy, isMasked: boolean) {
    this.#by = by;
    this.#letters = new LetterComposer(by);
    this.#wording = isMasked ? wordingOf(by.plan) : undefined;
  }

  /** Only values are masked: the layout's own words tell nothing of anybody. */
  told(marked: string): string {
    if (this.#wording === undefined) return plainText(marked);
    return textWith(marked, (value) => maskText(value, () => false));
  }

  async page(record: CustomerRecord | undefined, page: number): Promise<PagePixels | undefined> {
    if (record === undefined) return undefined;
    if (this.#last?.record !== record) this.#last = { record, pdf: this.#pdf(record) };
    const { pdf } = this.#last;
    if (pdf === undefined) return undefined;
    const [found] = await pagePixels(pdf, DPI, (index) => index === page);
    return found ?? (await pagePixels(pdf, DPI)).at(-1);
  }

  #keptOf(record: CustomerRecord | undefined): IsKept {
    return keptFor(this.#wording ?? new Set(), record?.values);
  }

  #pdf(record: CustomerRecord): Uint8Array | undefined {
    const { pdf } = this.#letters.compose(record, PRINT);
    if (pdf === undefined || this.#wording === undefined) return pdf;
    const { plan } = this.#by;
    const frame = {
      catalog: `/Lang${textString(plan.locale)}`,
      info: `/Title${textString(`${plan.name}, masked`)}`,
    };
    return maskPdf(pdf, () => this.#keptOf(record), frame);
  }
}
