import { keysOf } from "../../base/keys-of.ts";
import type { Diagnostic } from "../../base/diagnostic.ts";
import { Binder } from "../../bind/binder.ts";
import type { AddressOverlay } from "../../mail/address-overlay.ts";
import { type Channel, isMessageChannel, type MessageChannel } from "../../model/channel.ts";
import type { Document } from "../../model/document.ts";
import type { LayoutPlan } from "../../model/layout-plan.ts";
import type { CustomerRecord, RawAddress } from "../../model/record.ts";
import type { EmailImage } from "../../paint/html/mime.ts";
import type { ContentPainter } from "../../paint/pdf/content-painter.ts";
import { ByteWriter } from "../../pdf/byte-writer.ts";
import { documentInfo } from "../../pdf/document-info.ts";
import { textString } from "../../pdf/strings.ts";
import { FrameBuilder } from "../../rules/frame-builder.ts";
import { CHANNEL_RENDERERS } from "../channel-renderers.ts";
import { KeptRenditions } from "../composed-document.ts";
import { contentPainter } from "../content-painter.ts";
import { boundOr, type ComposeJob, DocumentComposer } from "../document-composer.ts";
import type { MessageMaker, ShownMessage } from "../message-maker.ts";
import { addressOverlay } from "../overlay-kit.ts";
import type { Prepared } from "../prepare.ts";
import { letterPdf } from "./letter-pdf.ts";
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
  readonly #address: AddressOverlay;
  readonly #painter: ContentPainter;
  readonly #frame = new FrameBuilder();
  readonly #out = new ByteWriter();

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
    this.#address = addressOverlay(plan, job, fonts);
    this.#painter = contentPainter(plan, fonts);
  }

  compose(record: CustomerRecord, channels: readonly Channel[]): Letter {
    const document = boundOr(record, () => this.#binder.bind(record));
    if ("faults" in document) return { pages: 0, messages: {}, diagnostics: document.faults };
    const messages = channels.filter(isMessageChannel).flatMap((channel) => {
      const maker = this.#makers.get(channel);
      return maker === undefined ? [] : [[channel, maker.show(record, document)] as const];
    });
    const printed = channels.includes("print") ? this.#print(record, document) : NOT_PRINTED;
    return { ...printed, messages: Object.fromEntries(messages) };
  }

  #print(record: CustomerRecord, document: Document): Omit<Letter, "messages"> {
    const kept = new KeptRenditions();
    for (const usage of this.#documents.usage) usage.clear();
    const diagnostics = this.#documents.showOnPaper(record, document, kept);
    const { pages, print } = kept;
    if (pages.length === 0) return { pages: 0, diagnostics };
    const { stock, locale } = this.#by.plan;
    const drawn = pages.map((page) => page.drawn);
    const pdf = letterPdf({
      pages,
      widthMpt: stock.widthMpt,
      heightMpt: stock.heightMpt,
      underlay: print && this.#addressLines(print.address),
      resources: this.#resources.resources(drawn, this.#documents.usage),
      catalog: `/Lang${textString(locale)}`,
      info: this.#info(),
    });
    return { pdf, pages: pages.length, diagnostics };
  }

  #addressLines(address: RawAddress): Uint8Array {
    const { stock } = this.#by.plan;
    this.#frame.reset(stock.widthMpt, stock.heightMpt, -1);
    this.#address.paint(this.#frame, address, "");
    this.#out.clear();
    this.#painter.paintArtifact(this.#frame, this.#out);
    return this.#out.view().slice();
  }

  #info(): string {
    const { plan, job, version } = this.#by;
    return documentInfo({ title: plan.name, version, day: job.asOf });
  }
}

const NOT_PRINTED = { pages: 0, diagnostics: [] };
