import { keysOf } from "../../base/keys-of.ts";
import type { Diagnostic } from "../../base/diagnostic.ts";
import { Binder } from "../../bind/binder.ts";
import type { PageMap } from "../../compose/page-map.ts";
import { stopIfAborted, type StopSignal } from "../../compose/stop-signal.ts";
import type { GlyphUsage } from "../../font/glyph-usage.ts";
import { type Channel, isMessageChannel, type MessageChannel } from "../../model/channel.ts";
import type { Document } from "../../model/document.ts";
import type { LayoutPlan } from "../../model/layout-plan.ts";
import type { CustomerRecord } from "../../model/record.ts";
import type { EmailImage } from "../../paint/html/mime.ts";
import { ByteWriter } from "../../pdf/byte-writer.ts";
import { documentInfo } from "../../pdf/document-info.ts";
import { textString } from "../../pdf/strings.ts";
import { CHANNEL_RENDERERS } from "../channel-renderers.ts";
import { type ComposedPage, KeptRenditions } from "../composed-document.ts";
import { boundOr, type ComposeJob, DocumentComposer } from "../document-composer.ts";
import { withImage } from "../drawn-names.ts";
import type { MessageMaker, ShownMessage } from "../message-maker.ts";
import type { Prepared } from "../prepare.ts";
import { LetterOverlays, type PageOverlays } from "./letter-overlays.ts";
import { type LetterPage, letterPdf } from "./letter-pdf.ts";
import { LetterResources } from "./letter-resources.ts";

/** One record on each channel that was wanted and that the layout has, as far as it goes there. */
export interface Letter {
  /** The pages, with the address in the window and without the marks of a mailing. */
  readonly pdf?: Uint8Array;
  readonly pages: number;
  readonly messages: Readonly<Partial<Record<MessageChannel, ShownMessage>>>;
  /** What would keep the pages from being printed. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface LetterBy {
  readonly plan: LayoutPlan;
  readonly job: ComposeJob;
  readonly prepared: Prepared;
  readonly emailImages: readonly EmailImage[];
  /** Of the program, for the PDF's information dictionary. */
  readonly version: string;
}

/** The pages of one record; none if nothing could be set. */
export interface PrintedLetter {
  readonly pages: readonly LetterPage[];
  readonly locale: string;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Composes single records in memory, on the channels that are asked for, with the code that a run
 * composes its records with.
 */
export class LetterComposer {
  readonly #by: LetterBy;
  readonly #documents: DocumentComposer;
  readonly #resources: LetterResources;
  readonly #binder: Binder;
  readonly #makers: ReadonlyMap<Channel, MessageMaker>;
  readonly #overlays: LetterOverlays;
  readonly #buffer = new ByteWriter(FILE_BYTES);

  constructor(by: LetterBy) {
    const { plan, job, prepared, emailImages } = by;
    const { fonts, statics } = prepared;
    const composeBy = { plan, job, channels: ["print"] } as const;
    this.#by = by;
    this.#documents = new DocumentComposer(composeBy, { fonts, statics, emailImages: [] });
    this.#resources = new LetterResources(plan, prepared);
    this.#binder = new Binder(plan);
    const messageBy = { plan, job, binder: this.#binder, fonts, emailImages };
    const channels = keysOf(CHANNEL_RENDERERS).filter((channel) => plan[channel] !== undefined);
    this.#makers = new Map(
      channels.map((channel) => [channel, CHANNEL_RENDERERS[channel].maker(messageBy)]),
    );
    this.#overlays = new LetterOverlays(plan, job, prepared);
  }

  /** The glyphs of the pages that were printed last, by font. */
  get usage(): readonly GlyphUsage[] {
    return this.#documents.usage;
  }

  /** Throws the signal's reason if that is given while it works. */
  compose(record: CustomerRecord, channels: readonly Channel[], stop?: StopSignal): Letter {
    stopIfAborted(stop);
    const document = boundOr(record, () => this.#binder.bind(record));
    if ("faults" in document) return { pages: 0, messages: {}, diagnostics: document.faults };
    const messages = channels.filter(isMessageChannel).flatMap((channel) => {
      stopIfAborted(stop);
      const maker = this.#makers.get(channel);
      return maker === undefined ? [] : [[channel, maker.show(record, document)] as const];
    });
    const printed = channels.includes("print") && this.#pages(record, document, stop);
    const file = printed ? this.#file(printed) : NOT_PRINTED;
    return { ...file, messages: Object.fromEntries(messages) };
  }

  /** The pages alone, to be put into a file with others. */
  print(record: CustomerRecord, stop?: StopSignal): PrintedLetter {
    stopIfAborted(stop);
    const document = boundOr(record, () => this.#binder.bind(record));
    if (!("faults" in document)) return this.#pages(record, document, stop);
    return { pages: [], locale: "", diagnostics: document.faults };
  }

  /** Where on its pages a record's blocks and lines stand; nothing where it cannot be set. */
  maps(record: CustomerRecord): readonly PageMap[] {
    const document = boundOr(record, () => this.#binder.bind(record));
    return "faults" in document ? [] : this.#documents.maps(document);
  }

  /** Entries of the information dictionary of a file with letters. */
  info(): string {
    const { plan, job, version } = this.#by;
    return documentInfo({ title: plan.name, version, day: job.asOf });
  }

  #pages(record: CustomerRecord, document: Document, stop?: StopSignal): PrintedLetter {
    const kept = new KeptRenditions();
    for (const usage of this.#documents.usage) usage.clear();
    const { locale, address } = document;
    const { faults, flaws } = this.#documents.showOnPaper(record, document, kept, stop);
    const overlays = this.#overlays.forLetter(kept.pages.length, {
      address: kept.print?.address,
      refused: kept.print === undefined ? address : undefined,
      flaws,
    });
    const pages = kept.pages.map((page, index) => withOverlays(page, overlays[index]));
    return { pages, locale, diagnostics: faults };
  }

  #file({ pages, locale, diagnostics }: PrintedLetter): Omit<Letter, "messages"> {
    if (pages.length === 0) return { pages: 0, diagnostics };
    const { stock } = this.#by.plan;
    const drawn = pages.map((page) => page.drawn);
    const pdf = letterPdf({
      pages,
      widthMpt: stock.widthMpt,
      heightMpt: stock.heightMpt,
      resources: this.#resources.resources(drawn, this.#documents.usage),
      catalog: `/Lang${textString(locale)}`,
      info: this.info(),
      buffer: this.#buffer,
    });
    return { pdf, pages: pages.length, diagnostics };
  }
}

/** What lies under a page may draw an image, too. */
function withOverlays(page: ComposedPage, overlays: PageOverlays = {}): LetterPage {
  const { image } = overlays;
  if (image === undefined) return { ...page, ...overlays };
  return { ...page, ...overlays, drawn: withImage(page.drawn, image) };
}

/** More than most letters have, with their fonts. */
const FILE_BYTES = 256 * 1024;
const NOT_PRINTED = { pages: 0, diagnostics: [] };
