import { tableOf } from "../base/keys-of.ts";
import type { Ordinal, PageCount } from "../base/units.ts";
import { type Diagnostic, diagnostic } from "../base/diagnostic.ts";
import { BindFault, Binder } from "../bind/binder.ts";
import { Composer } from "../compose/composer.ts";
import type { Flaw } from "../compose/flaws.ts";
import type { PageMap } from "../compose/page-map.ts";
import { withStaticLines } from "../compose/static-lines.ts";
import type { StaticForm } from "../compose/set-context.ts";
import type { StopSignal } from "../compose/stop-signal.ts";
import type { OpenFont } from "../compose/type-style.ts";
import { GlyphUsage } from "../font/glyph-usage.ts";
import type { AddressOverlay } from "../mail/address-overlay.ts";
import { classifyAddress } from "../mail/classify-address.ts";
import { checkSheets } from "../mail/overlay-maker.ts";
import { type Channel, MESSAGE_CHANNELS, type MessageChannel } from "../model/channel.ts";
import type { Document } from "../model/document.ts";
import type { Job } from "../model/job.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";
import type { RawAddress, CustomerRecord } from "../model/record.ts";
import type { ContentPainter } from "../paint/pdf/content-painter.ts";
import type { EmailImage } from "../paint/html/mime.ts";
import { ByteWriter } from "../pdf/byte-writer.ts";
import { Deflater } from "../pdf/deflater.ts";
import { type NumberedText, numberedTexts } from "../rules/numbered-texts.ts";
import { SheetPlanner } from "../rules/sheet-plan.ts";
import {
  PART_BIND,
  PART_COMPOSE,
  PART_DEFLATE,
  PART_PAINT,
  StageClock,
} from "../run/tasks/stage-clock.ts";
import { CHANNEL_RENDERERS } from "./channel-renderers.ts";
import { ChannelRouter } from "./channel-router.ts";
import { contentPainter } from "./content-painter.ts";
import { drawnNames } from "./drawn-names.ts";
import { addFrameGlyphs } from "./frame-glyphs.ts";
import type { MessageBy, MessageMaker } from "./message-maker.ts";
import { addressOverlay } from "./overlay-kit.ts";
import type { ComposedMessage, ComposedPiece, RenditionSink } from "./rendition-sink.ts";

/** What documents are composed with, in a run or without one. */
export interface ComposeBy {
  readonly plan: LayoutPlan;
  readonly job: ComposeJob;
  /** Channels that renditions are made for; a record for another one goes on paper. */
  readonly channels: readonly Channel[];
}

export type ComposeJob = MessageBy["job"] &
  Pick<Job, "channels" | "missingGlyph"> & {
    readonly limits: Pick<Job["limits"], "pagesPerDocumentMax">;
    readonly print: Pick<Job["print"], "deflateLevel">;
  };

/** What was opened, set and painted once for all documents. */
export interface ComposeParts {
  readonly fonts: readonly OpenFont[];
  readonly statics: ReadonlyMap<string, StaticForm>;
  readonly emailImages: readonly EmailImage[];
  /** Books the time that binding, composing, painting and deflating take. */
  readonly clock?: StageClock;
}

/** A record's document, and the messages that it goes out as. */
interface Routed {
  readonly document: Document;
  readonly messages: readonly ComposedMessage[];
}

interface Refused {
  readonly faults: readonly Diagnostic[];
}

/** Why pages may not be printed, and where on them that is seen. */
export interface RefusedPages {
  readonly faults: readonly Diagnostic[];
  readonly flaws: readonly Flaw[];
}

const SOUND_PAGES: RefusedPages = { faults: [], flaws: [] };

const NOTHING_REQUIRED = {};

/** The address of what is not mailed. */
const NOWHERE: RawAddress = { lines: [] };

const NO_MESSAGES: Routed["messages"] = [];

/**
 * Makes one record's renditions: pages, e-mail, SMS, or the faults that prevent them. Knows neither
 * run nor shard nor fragment, so that previews, single letters and batch runs share one code path.
 * No state is kept from one record to the next except what depends on the plan or the text alone.
 */
export class DocumentComposer {
  /** Glyphs of all documents' pages and addresses since they were last cleared, by font. */
  readonly usage: readonly GlyphUsage[];
  readonly #hasPaper: boolean;
  readonly #texts: readonly NumberedText[];
  readonly #router: ChannelRouter;
  readonly #binder: Binder;
  readonly #makers: Readonly<Record<MessageChannel, MessageMaker>>;
  /** Absent of pages for the screen alone. */
  readonly #address: AddressOverlay | undefined;
  readonly #composer: Composer;
  readonly #sheets: SheetPlanner;
  readonly #painter: ContentPainter;
  readonly #deflater: Deflater;
  readonly #clock: StageClock;
  readonly #page = new ByteWriter(64 * 1024);

  constructor({ plan, job, channels }: ComposeBy, parts: ComposeParts) {
    const { fonts, statics, emailImages, clock = new StageClock() } = parts;
    this.usage = fonts.map(() => new GlyphUsage());
    this.#hasPaper = channels.includes("print");
    this.#texts = numberedTexts(plan);
    this.#router = new ChannelRouter(plan, job, channels);
    this.#binder = new Binder(plan);
    const by = { plan, job, binder: this.#binder, fonts, emailImages };
    this.#makers = tableOf(MESSAGE_CHANNELS, (one) => CHANNEL_RENDERERS[one].maker(by));
    this.#address = addressOverlay(plan, job, fonts);
    const { missingGlyph, limits } = job;
    const options = { missingGlyph, pagesMax: limits.pagesPerDocumentMax, statics };
    this.#composer = new Composer(plan, fonts, options);
    this.#sheets = new SheetPlanner(plan);
    this.#painter = contentPainter(plan, fonts);
    this.#deflater = new Deflater(job.print.deflateLevel);
    this.#clock = clock;
  }

  /** Makes the record's renditions; returns the faults that prevent them, if any. */
  compose(record: CustomerRecord, sink: RenditionSink): readonly Diagnostic[] {
    const bound = boundOr(record, () => this.#routed(record));
    if ("faults" in bound) return bound.faults;
    const { document, messages } = bound;
    for (const message of messages) sink.message(record, message);
    if (messages.length > 0) return [];
    if (this.#hasPaper) return this.#paper(record, document, sink);
    sink.unrendered(record);
    return [];
  }

  /** Like `compose`, but on paper, whatever the record's route and the channels. */
  composeOnPaper(record: CustomerRecord, sink: RenditionSink): readonly Diagnostic[] {
    const document = boundOr(record, () => this.#binder.bind(record));
    return "faults" in document ? document.faults : this.#paper(record, document, sink);
  }

  /** Like `composeOnPaper`, in the layout's large print, whether the customer wants it or not. */
  composeInLargePrint(record: CustomerRecord, sink: RenditionSink): readonly Diagnostic[] {
    const document = boundOr(record, () => this.#binder.bind(record));
    if ("faults" in document) return document.faults;
    return this.#paper(record, { ...document, isLarge: true }, sink);
  }

  /**
   * Like `composeOnPaper`, for a record that is bound already; but hands over the pages that came
   * of it where something is wrong with them, too: for people who look for the fault.
   */
  showOnPaper(
    record: CustomerRecord,
    document: Document,
    sink: RenditionSink,
    stop?: StopSignal,
  ): RefusedPages {
    this.#composer.stopOn(stop);
    try {
      const faults = this.#paper(record, document, sink);
      if (faults.length === 0) return SOUND_PAGES;
      const { pageCount: pages } = this.#composer.compose(document);
      sink.beginPrint();
      this.#paint(document.ordinal, pages, sink);
      return { faults, flaws: this.#composer.flaws() };
    } finally {
      this.#composer.stopOn(undefined);
    }
  }

  /** Where on its pages a document's blocks and lines stand: for people who look for them. */
  maps(document: Document): readonly PageMap[] {
    const maps = this.#composer.maps(document);
    // Large print has no block that was painted once.
    if (document.isLarge === true) return maps;
    return withStaticLines(maps, document, (block, widthMpt) =>
      this.#composer.composeRegion([block], widthMpt, document.locale),
    );
  }

  /** Faults for which the record's pages would be refused; the address is not checked. */
  pageFaults(record: CustomerRecord): readonly Diagnostic[] {
    const document = boundOr(record, () => this.#binder.bind(record));
    if ("faults" in document) return document.faults;
    const { pageCount, faults } = this.#composer.compose(document);
    // Furniture is set page by page, so its faults appear only then.
    const framed = faults.length > 0 ? 0 : pageCount;
    for (let page = 0; page < framed; page += 1) this.#composer.frame(page);
    return [...faults];
  }

  /**
   * The record's document and messages; no messages for one that goes on paper. None is passed on
   * before all are made: a fault of the last also takes back the first.
   */
  #routed(record: CustomerRecord): Routed {
    const { primary, beside } = this.#router.route(record.values);
    const document = this.#binder.bind(record);
    this.#clock.book(PART_BIND);
    if (primary === "print") return { document, messages: NO_MESSAGES };
    const first = this.#message(record, document, primary, true);
    if (first === undefined) return { document, messages: NO_MESSAGES };
    const more = beside.map((channel) => this.#message(record, document, channel, false));
    return { document, messages: [first, ...more].filter((one) => one !== undefined) };
  }

  /** Undefined if the document cannot go out as such a message. */
  #message(
    record: CustomerRecord,
    document: Document,
    channel: MessageChannel,
    isPrimary: boolean,
  ): ComposedMessage | undefined {
    const maker = this.#makers[channel];
    const bytes = maker.make(record, document);
    const message = bytes && { channel, isPrimary, bytes, ...this.#requiredOn(channel, document) };
    const textKind = message && maker.textKind?.(document);
    return textKind ? { ...message, textKind } : message;
  }

  #paper(record: CustomerRecord, document: Document, sink: RenditionSink): readonly Diagnostic[] {
    const address = this.#address === undefined ? NOWHERE : document.address;
    if (address === undefined) return [noAddress()];
    const findings = this.#address?.checkAddress(address) ?? [];
    const addressFaults = findings.filter(({ severity }) => severity === "error");
    if (addressFaults.length > 0) return addressFaults;
    const { pageCount: pages, faults, choices } = this.#composer.compose(document);
    this.#clock.book(PART_COMPOSE);
    const { sheets } = this.#sheets.plan(pages);
    const stopped = [...faults, ...checkSheets(sheets)];
    if (stopped.length > 0) return stopped;
    sink.beginPrint();
    this.#paint(document.ordinal, pages, sink);
    // Furniture is set page by page, so its faults appear only now.
    if (faults.length > 0) {
      sink.cancelPrint();
      // The composer empties its own list for the next document.
      return [...faults];
    }
    this.#addressGlyphs(address);
    const substitutions = this.#composer.substitutions + findings.length;
    const classified = classifyAddress(address);
    const required = this.#requiredOn("print", document);
    const piece = { address, classified, pages, sheets, substitutions, ...required };
    const noted = document.isLarge === true ? { ...piece, isLarge: true as const } : piece;
    sink.endPrint(record, choices === undefined ? noted : { ...noted, choices });
    return [];
  }

  /** The texts that a document must show on a channel, if its layout requires any. */
  #requiredOn(channel: Channel, { required }: Document): Pick<ComposedPiece, "required"> {
    if (required === undefined) return NOTHING_REQUIRED;
    const isOn = (text: number): boolean => this.#texts[text]?.channels.includes(channel) === true;
    return { required: required.filter(isOn) };
  }

  /** Paints the pages of the composed document and compresses them. */
  #paint(ordinal: Ordinal, pages: PageCount, sink: RenditionSink): void {
    for (let page = 0; page < pages; page += 1) {
      const frame = this.#composer.frame(page);
      addFrameGlyphs(frame, this.usage);
      this.#clock.book(PART_COMPOSE);
      this.#page.clear();
      this.#painter.paintPage(frame, { ordinal, page: page + 1, pages }, this.#page);
      this.#clock.book(PART_PAINT);
      sink.page(this.#deflater.deflate(this.#page.view()), drawnNames(frame), frame.isTurned);
      this.#clock.book(PART_DEFLATE);
    }
  }

  #addressGlyphs(address: RawAddress): void {
    this.#address?.addressGlyphs(address, (font, glyphs, start, end) =>
      this.usage[font]?.addAll(glyphs, start, end),
    );
  }
}

/** The bound record, or the faults that only binding can find, with the record's place. */
export function boundOr<T extends object>(record: CustomerRecord, bind: () => T): T | Refused {
  try {
    return bind();
  } catch (fault) {
    if (fault instanceof BindFault) return { faults: [fault.at(record).diagnostic] };
    throw fault;
  }
}

function noAddress(): Diagnostic {
  return diagnostic("mail.no-address", "The record goes to print but has no address.", {
    hint: "Give it an address, or consent and an address for another channel.",
  });
}
