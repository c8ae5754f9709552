import { sha256 } from "../../base/hash.ts";
import { Binder } from "../../bind/binder.ts";
import { Composer } from "../../compose/composer.ts";
import type { BlockStart } from "../../compose/set-context.ts";
import { compileRecordCheck } from "../../intake/check/record-check.ts";
import { compileFaultFinder } from "../../intake/check/record-faults.ts";
import {
  type Channel,
  CHANNELS,
  isMessageChannel,
  MESSAGE_CHANNELS,
  type MessageChannel,
} from "../../model/channel.ts";
import type { Document } from "../../model/document.ts";
import type { LayoutPlan } from "../../model/layout-plan.ts";
import type { CustomerRecord, RawObject } from "../../model/record.ts";
import { CHANNEL_RENDERERS } from "../../work/channel-renderers.ts";
import { boundOr } from "../../work/document-composer.ts";
import type { LetterBy } from "../../work/letter/letter-composer.ts";
import type { MessageMaker, ShownMessage } from "../../work/message-maker.ts";
import type { BlockPlace, SetPages } from "./compare-pages.ts";
import { DocumentPieces, type Piece, plainId } from "./document-pieces.ts";
import { markedPlan } from "./marked-plan.ts";
import { type FrameNames, frameNames } from "./placed-items.ts";

/** What a layout makes of a record, as far as it can be compared. */
export interface ViewedRecord {
  readonly record: CustomerRecord;
  readonly document: Document;
  /** The same, with marks around values. */
  readonly marked: Document;
}

export interface RefusedRecord {
  /** Codes, with the fields they are about. */
  readonly faults: readonly string[];
}

/** A document in print: its texts, and its pages to be compared with others. */
export interface ViewedPages extends SetPages {
  /** Its texts, with those of the boxes of some masters. */
  pieces(masters: Iterable<number>): readonly Piece[];
  /** Codes; those of boxes are there once all frames were made. */
  faults(): readonly string[];
}

/** A layout, opened to be compared with another one. */
export class LayoutView {
  readonly plan: LayoutPlan;
  readonly names: FrameNames;
  /** Of all that is neither text nor condition: if two are the same, e-mails look alike. */
  readonly shell: string;
  /** Of paper, envelopes and the address's style: these decide where addresses are. */
  readonly paper: string;
  readonly #check: (raw: unknown) => RawObject | undefined;
  readonly #findFaults: ReturnType<typeof compileFaultFinder>;
  readonly #binder: Binder;
  readonly #marked: Binder;
  readonly #pieces: DocumentPieces;
  readonly #composer: Composer;
  readonly #makers: ReadonlyMap<Channel, MessageMaker>;

  constructor({ plan, prepared, job, emailImages }: LetterBy) {
    const { fonts, statics } = prepared;
    const marked = markedPlan(plan);
    this.plan = plan;
    this.names = frameNames(plan, prepared);
    this.shell = shellOf(plan);
    const { stock, papers, envelope, envelopes, sender, styles, addressStyle } = plan;
    const style = styles[addressStyle];
    this.paper = JSON.stringify([stock, papers, envelope, envelopes, sender, style]);
    this.#check = compileRecordCheck(plan.shape);
    this.#findFaults = compileFaultFinder(plan.shape);
    this.#binder = new Binder(plan);
    this.#marked = new Binder(marked);
    this.#pieces = new DocumentPieces(marked, this.#marked.staticFurniture);
    this.#composer = new Composer(plan, fonts, {
      missingGlyph: job.missingGlyph,
      pagesMax: job.limits.pagesPerDocumentMax,
      statics,
    });
    const by = { plan, job, binder: this.#binder, fonts, emailImages };
    const channels = this.channels.filter(isMessageChannel);
    this.#makers = new Map(channels.map((one) => [one, CHANNEL_RENDERERS[one].maker(by)]));
  }

  get channels(): Channel[] {
    return CHANNELS.filter((one) => !isMessageChannel(one) || this.plan[one] !== undefined);
  }

  bind(given: CustomerRecord): ViewedRecord | RefusedRecord {
    const values = this.#check(given.values);
    if (values === undefined)
      return {
        faults: this.#findFaults(given.values).map(({ code, field }) => `${code} ${field}`),
      };
    const record = { ...given, values };
    const bound = boundOr(record, () => this.#binder.bind(record));
    if ("faults" in bound) return { faults: bound.faults.map(({ code }) => code) };
    return { record, document: bound, marked: this.#marked.bind(record) };
  }

  print({ document, marked }: ViewedRecord): ViewedPages {
    const starts: BlockStart[] = [];
    const composer = this.#composer;
    const { pageCount: pages, faults, leftOut } = composer.compose(document, starts);
    const isSound = faults.length === 0;
    const left = new Set(leftOut.map(({ id }) => plainId(id)));
    return {
      plan: this.plan,
      names: this.names,
      pages: isSound ? pages : 0,
      blocks: isSound ? this.#blocks(starts) : [],
      masterOf: (page) => composer.masterOf(page),
      pieces: (used) => [...this.#pieces.flow(marked, left), ...this.#pieces.boxes(marked, used)],
      frame: (page) => composer.frame(page),
      faults: () => faults.map(({ code }) => code),
    };
  }

  /** The texts of a message. */
  said({ record, marked }: ViewedRecord, channel: MessageChannel): Piece[] {
    return this.#pieces.message(channel, this.#marked, record, marked);
  }

  show({ record, document }: ViewedRecord, channel: MessageChannel): ShownMessage | undefined {
    return this.#makers.get(channel)?.show(record, document);
  }

  /** Where blocks begin; of those that begin together, the inner one comes last. */
  #blocks(starts: readonly BlockStart[]): BlockPlace[] {
    const { masters } = this.plan;
    const places = starts.toReversed().map(({ item, id }) => {
      const { page, yMpt } = this.#composer.placeOf(item);
      const body = masters[this.#composer.masterOf(page)]?.body;
      return { name: plainId(id), page, yMpt: yMpt + (body?.yMpt ?? 0), item };
    });
    return places.sort((a, b) => a.page - b.page || a.yMpt - b.yMpt || a.item - b.item);
  }
}

/** What of a plan decides on looks: without what it says and when, and where its files lie. */
function shellOf(own: LayoutPlan): string {
  const { styles, colors, images, blocks, notes } = own;
  const sections = MESSAGE_CHANNELS.map((channel) => own[channel]);
  const plan = { styles, colors, images, blocks, notes, sections };
  const text = JSON.stringify(plan, (key, value: unknown) =>
    key === "file" || (typeof value === "object" && value !== null && "op" in value)
      ? undefined
      : value,
  );
  return sha256(text);
}
