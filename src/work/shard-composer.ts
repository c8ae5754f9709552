import { assert, defined } from "../base/assert.ts";
import { type Diagnostic, diagnostic } from "../base/diagnostic.ts";
import type { Host } from "../base/host.ts";
import { BindFault, Binder } from "../bind/binder.ts";
import { Composer } from "../compose/composer.ts";
import type { OpenFont } from "../compose/type-style.ts";
import { GlyphUsage } from "../font/glyph-usage.ts";
import { ShardReader } from "../intake/shard-reader.ts";
import type { UnitChoice, UnitRange } from "../intake/unit-choice.ts";
import { type ClassifiedAddress, classifyAddress } from "../mail/classify-address.ts";
import { checkSheets, type OverlayMaker } from "../mail/overlay-maker.ts";
import type { Document } from "../model/document.ts";
import type { PieceFacts } from "../model/piece.ts";
import type { CustomerRecord, RawAddress, RawObject } from "../model/record.ts";
import type { Reject } from "../model/reject.ts";
import type { Shard } from "../model/shard.ts";
import { SheetPlanner } from "../rules/sheet-plan.ts";
import { paintSms } from "../paint/sms/sms-painter.ts";
import { ByteWriter } from "../pdf/byte-writer.ts";
import { Deflater } from "../pdf/deflater.ts";
import type { EntryPlace, RenditionEntry, SearchTerms } from "../spool/fragment-facts.ts";
import { type CollectedShard, FragmentWriter } from "../spool/fragment-writer.ts";
import { smsLine } from "../spool/sms-line.ts";
import { ChannelRouter } from "./channel-router.ts";
import { EmailMaker } from "./email-maker.ts";
import { type FrozenRun, recordFiles } from "../run/frozen-run.ts";
import { keyHash } from "../run/key-hash.ts";
import { MoneyFields, MoneySums } from "../run/money-sums.ts";
import { recipientOf } from "./message-recipient.ts";
import { openFonts } from "./open-fonts.ts";
import { overlayMaker } from "./overlay-kit.ts";
import { contentPainter } from "./content-painter.ts";
import { type PoisonUnit, poisonFault } from "../run/poison-unit.ts";
import { paintPages, type PrintParts } from "./print-painter.ts";
import { rejectOf } from "../run/reject-of.ts";
import { searchTerms } from "./search-terms.ts";
import type { ComposedShard, ComposeSetup } from "../run/composed-shard.ts";
import { TaskPulse } from "../run/task-pulse.ts";
import {
  PART_BIND,
  PART_COMPOSE,
  PART_FRAGMENT,
  PART_INTAKE,
  StageClock,
} from "../run/stage-clock.ts";

/** Faults of rows that may not be what they seem, their keys included. */
const TORN_ROWS: ReadonlySet<string> = new Set([
  "data.csv-quote",
  "data.field-count",
  "data.json-syntax",
  "data.bad-utf8",
  "data.record-too-large",
]);

/** What guards composing against records that workers die of. */
export interface ShardCare {
  /** Is told of each unit before it is read and before it is composed. */
  readonly pulse: TaskPulse;
  /** Units that are rejected without being composed. */
  readonly poison: readonly PoisonUnit[];
}

const CARELESS: ShardCare = { pulse: new TaskPulse(TaskPulse.memory(1), 0), poison: [] };

/** Composes shard after shard in one worker: records in, a fragment out. */
export class ShardComposer {
  readonly #host: Host;
  readonly #frozen: FrozenRun;
  readonly #reader: ShardReader;
  readonly #seedReader: ShardReader | undefined;
  /** Names of the files that places number. */
  readonly #files: readonly string[];
  readonly #binder: Binder;
  readonly #router: ChannelRouter;
  readonly #emails: EmailMaker;
  readonly #overlays: OverlayMaker;
  readonly #suppressed: ReadonlyMap<string, string> | undefined;
  readonly #sheets: SheetPlanner;
  readonly #money: MoneyFields;
  readonly #sums: MoneySums;
  readonly #searchTerms: (values: RawObject) => SearchTerms | undefined;
  /** Of the record that is being rendered. */
  #amounts: readonly number[] = [];
  /** What units of the shard under way are not to be composed for, by ordinal. */
  readonly #poison = new Map<number, readonly Diagnostic[]>();
  readonly #print: PrintParts;
  readonly #page = new ByteWriter(64 * 1024);
  #substitutions = 0;

  constructor(
    host: Host,
    frozen: FrozenRun,
    setup: ComposeSetup,
    fonts: readonly OpenFont[] = openFonts(host, frozen.plan),
  ) {
    const { job, plan, scan, channels, seeds } = frozen;
    this.#host = host;
    this.#frozen = frozen;
    this.#reader = new ShardReader(host, job.input, plan.shape, scan);
    this.#seedReader = seeds && new ShardReader(host, seeds.input, plan.shape, seeds);
    this.#files = recordFiles(frozen).map(({ file }) => file);
    this.#binder = new Binder(plan);
    this.#router = new ChannelRouter(plan, job, channels);
    this.#emails = new EmailMaker(plan, job, this.#binder, setup.emailImages);
    this.#overlays = overlayMaker(frozen, fonts);
    this.#suppressed = setup.suppressed;
    this.#sheets = new SheetPlanner(plan);
    this.#money = new MoneyFields(plan.shape, plan.currencyDigits);
    this.#sums = new MoneySums(this.#money.names.length);
    this.#searchTerms = searchTerms(job.search);
    this.#print = {
      composer: new Composer(plan, fonts, {
        missingGlyph: job.missingGlyph,
        pagesMax: job.limits.pagesPerDocumentMax,
        statics: setup.statics,
      }),
      painter: contentPainter(plan, fonts),
      deflater: new Deflater(job.print.deflateLevel),
      fragment: new FragmentWriter(),
      usage: fonts.map(() => new GlyphUsage()),
      clock: new StageClock(),
    };
  }

  /** Composes a shard and commits its fragment at `path`. Throws where the machine fails. */
  compose(shard: Shard, path: string, care: ShardCare = CARELESS): ComposedShard {
    const { fragment, usage, clock } = this.#print;
    clock.start();
    this.#begin(shard);
    const all = { from: 0, to: Number.POSITIVE_INFINITY };
    this.#read(shard, care, care.poison.length === 0 ? undefined : all);
    care.pulse.writes();
    clock.book(PART_INTAKE);
    usage.forEach((font, index) => fragment.setGlyphUsage(index, font.toBytes()));
    const totals = this.#sums.totals();
    fragment.setSums(
      Object.fromEntries(this.#money.names.map((name, field) => [name, totals[field] ?? "0"])),
    );
    fragment.setSubstitutions(this.#substitutions);
    const summary = fragment.commit(this.#host, path);
    clock.book(PART_FRAGMENT);
    return { summary, partMs: clock.take() };
  }

  /** Composes some units of a shard and writes nothing: the question is what comes of them. */
  probe(shard: Shard, units: UnitRange, care: ShardCare = CARELESS): CollectedShard {
    this.#print.clock.start();
    this.#begin(shard);
    this.#read(shard, care, units);
    return this.#print.fragment.collected();
  }

  #begin(shard: Shard): void {
    this.#substitutions = 0;
    this.#sums.clear();
    for (const font of this.#print.usage) font.clear();
    this.#print.fragment.begin(shard.index, this.#frozen.jobSha256);
    if (shard.isSeeds === true) this.#print.fragment.setSeeds();
  }

  #read(shard: Shard, { pulse, poison }: ShardCare, units: UnitRange | undefined): void {
    const { firstOrdinal, isSeeds = false } = shard;
    this.#poison.clear();
    for (const { unit, phase, manner } of poison)
      if (phase === "compose") this.#poison.set(firstOrdinal + unit, [poisonFault(manner)]);
    const reader = isSeeds ? defined(this.#seedReader, "the reader of seeds") : this.#reader;
    pulse.reads(units?.from ?? 0);
    const sink = {
      record: (record: CustomerRecord): void => {
        const unit = record.ordinal - firstOrdinal;
        pulse.composes(unit);
        if (isSeeds) this.#seed(record);
        else this.#record(record);
        pulse.reads(unit + 1);
      },
      reject: (reject: Reject): void => {
        if (isSeeds) this.#print.fragment.addReject(reject);
        else this.#reject(reject);
        pulse.reads(reject.ordinal - firstOrdinal + 1);
      },
    };
    reader.read(shard, sink, units && { ...units, untouched: untouched(poison) });
  }

  /** A seed goes on paper and counts in no sum; there are a few of them in a run. */
  #seed(seed: CustomerRecord): void {
    this.#amounts = [];
    const faults = this.#poison.get(seed.ordinal) ?? this.#renderSeed(seed);
    if (faults.length === 0) return;
    this.#print.fragment.addReject(rejectOf(this.#host, this.#frozen, seed, faults));
  }

  #renderSeed(seed: CustomerRecord): readonly Diagnostic[] {
    const bound = this.#bind(seed);
    return "faults" in bound ? bound.faults : this.#paper(seed, bound, true);
  }

  #bind(record: CustomerRecord): Document | { readonly faults: readonly Diagnostic[] } {
    try {
      return this.#binder.bind(record);
    } catch (fault) {
      if (fault instanceof BindFault) return { faults: [fault.diagnostic] };
      throw fault;
    }
  }

  #reject(reject: Reject): void {
    if (reject.ordinal >= this.#frozen.unitLimit) return;
    // The key of a torn row may be another's: such a row stays open for a person to look at.
    const isSure = reject.key !== "" && !TORN_ROWS.has(reject.code);
    if (isSure && this.#suppress(reject)) return;
    this.#print.fragment.addReject(reject);
  }

  /** Leaves a unit out where its key stands on the list. */
  #suppress({ ordinal, key }: { readonly ordinal: number; readonly key: string }): boolean {
    const reason = this.#suppressed?.get(key);
    if (reason === undefined) return false;
    this.#print.fragment.addSuppressed({ ordinal, key, reason });
    return true;
  }

  #record(record: CustomerRecord): void {
    const { clock, fragment } = this.#print;
    clock.book(PART_INTAKE);
    if (record.ordinal >= this.#frozen.unitLimit) return;
    if (this.#suppressed !== undefined && this.#suppress(record)) return;
    this.#amounts = this.#money.amounts(record.values);
    const faults = this.#poison.get(record.ordinal) ?? this.#render(record);
    if (faults.length > 0) fragment.addReject(rejectOf(this.#host, this.#frozen, record, faults));
    else this.#sums.add(this.#amounts);
    clock.book(PART_FRAGMENT);
  }

  /** Makes the record's renditions; what stands in their way, where there is something. */
  #render(record: CustomerRecord): readonly Diagnostic[] {
    const route = this.#router.route(record.values);
    const document = this.#bind(record);
    if ("faults" in document) return document.faults;
    this.#print.clock.book(PART_BIND);
    if (route.primary === "email" && this.#email(record, document)) {
      if (route.smsBeside) this.#sms(record, false);
      return [];
    }
    if (route.primary === "sms" && this.#sms(record, true)) return [];
    if (!this.#frozen.channels.includes("print")) {
      this.#print.fragment.addUnrendered(record.ordinal);
      return [];
    }
    return this.#paper(record, document, false);
  }

  #email(record: CustomerRecord, document: Document): boolean {
    const bytes = this.#emails.make(record, document);
    if (bytes === undefined) return false;
    this.#print.fragment.addRendition("email", this.#entry(record, true), bytes);
    return true;
  }

  #sms(record: CustomerRecord, isPrimary: boolean): boolean {
    const { plan, job } = this.#frozen;
    const { to, text } = this.#binder.bindSms(record);
    const said = job.mode === "test" ? `SPECIMEN ${text}` : text;
    const { rendition } = paintSms(to ?? "", said, {
      segmentsMax: plan.sms?.segmentsMax ?? 1,
      plainTypography: true,
    });
    if (rendition === undefined) return false;
    const reached = { ...rendition, to: recipientOf(job, "sms", rendition.to) };
    const line = smsLine(record.ordinal, reached);
    this.#print.fragment.addRendition("sms", this.#entry(record, isPrimary), line);
    return true;
  }

  #paper(record: CustomerRecord, document: Document, isSeed: boolean): readonly Diagnostic[] {
    const { address } = document;
    if (address === undefined) return [noAddress()];
    const findings = this.#overlays.checkAddress(address);
    const addressFaults = findings.filter(({ severity }) => severity === "error");
    if (addressFaults.length > 0) return addressFaults;
    const { composer, clock, fragment } = this.#print;
    const { pageCount, faults } = composer.compose(document);
    clock.book(PART_COMPOSE);
    const sheets = this.#sheets.plan(pageCount).sheets;
    const stopped = [...faults, ...checkSheets(sheets)];
    if (stopped.length > 0) return stopped;
    paintPages(this.#print, document, pageCount, this.#page);
    // Furniture is set page by page, so its faults show only now.
    if (faults.length > 0) {
      fragment.cancelPrint();
      return faults;
    }
    this.#substitutions += composer.substitutions + findings.length;
    const classified = classifyAddress(address);
    if (!isSeed && this.#isSpoilt(address, classified)) fragment.addSpoiltCode();
    this.#endPrint(record, address, classified, pageCount, sheets, isSeed);
    return [];
  }

  /** Whether a postal code of the address was given and cannot be used. */
  #isSpoilt(address: RawAddress, { addressClass, routing }: ClassifiedAddress): boolean {
    const { zip = "", plus4 = "", deliveryPoint = "" } = address;
    const isUnused = routing.length < zip.length + plus4.length + deliveryPoint.length;
    if (isUnused && addressClass !== "foreign") return true;
    return this.#reader.hasSpoiltCode(this.#frozen.plan.address.path);
  }

  #endPrint(
    record: CustomerRecord,
    address: RawAddress,
    { addressClass, routing, postalKey }: ClassifiedAddress,
    pages: number,
    sheets: number,
    isSeed: boolean,
  ): void {
    const { ordinal, key } = record;
    // Written out: objects put together by spreading cost more here, and again in JSON.stringify.
    const facts: PieceFacts = isSeed
      ? { ordinal, key, address, addressClass, routing, pages, sheets, isSeed }
      : { ordinal, key, address, addressClass, routing, pages, sheets, amounts: this.#amounts };
    const { usage, fragment } = this.#print;
    this.#overlays.addressGlyphs(address, (font, glyphs, start, end) =>
      usage[font]?.addAll(glyphs, start, end),
    );
    const { high: keyHashHigh, low: keyHashLow } = keyHash(key);
    const place = this.#place(record);
    const search = this.#searchTerms(record.values);
    fragment.endPrint({
      facts,
      place,
      keyHashHigh,
      keyHashLow,
      postalKey,
      isPrimary: true,
      search,
    });
  }

  #entry(record: CustomerRecord, isPrimary: boolean): RenditionEntry {
    const { ordinal, key } = record;
    const { high, low } = keyHash(key);
    return {
      ordinal,
      key,
      place: this.#place(record),
      keyHashHigh: high,
      keyHashLow: low,
      isPrimary,
      ...(isPrimary && { amounts: this.#amounts, search: this.#searchTerms(record.values) }),
    };
  }

  #place({ place }: CustomerRecord): EntryPlace {
    const { line, byteOffset, sizeBytes } = place;
    const file = this.#files.indexOf(place.file);
    assert(file >= 0, "a record comes from a scanned file");
    return { file, line, byteOffset, sizeBytes };
  }
}

/** The units that are not even to be taken apart. */
function untouched(poison: readonly PoisonUnit[]): UnitChoice["untouched"] {
  const read = poison.filter(({ phase }) => phase === "read");
  return new Map(
    read.map(({ unit, manner }) => {
      const { code, message } = poisonFault(manner);
      return [unit, { code, message, field: "" }];
    }),
  );
}

function noAddress(): Diagnostic {
  return diagnostic("mail.no-address", "The record goes on paper and has no address.", {
    hint: "Give it an address, or consent and an address for another channel.",
  });
}
