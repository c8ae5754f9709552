import { tableOf } from "../base/keys-of.ts";
import { assert } from "../base/assert.ts";
import type { EntryIndex, PageCount, ShardIndex, SheetCount } from "../base/units.ts";
import {
  type Channel,
  CHANNELS,
  isMessageChannel,
  MESSAGE_CHANNELS,
  type MessageChannel,
} from "../model/channel.ts";
import { type Diagnostic, diagnostic } from "../base/diagnostic.ts";
import type { Host } from "../base/host.ts";
import type { Removal, SuppressedRow } from "../ledger/account-rows.ts";
import { PieceRouter } from "../mail/piece-router.ts";
import { PieceSorter } from "../mail/piece-sorter.ts";
import type { TextCounts } from "../model/text-format.ts";
import type { ZoneCount } from "../model/zone-choice.ts";
import { ZoneCounts } from "../rules/zone-counts.ts";
import type { Reject } from "../model/reject.ts";
import type { Shard } from "../model/shard.ts";
import type { FragmentIndex } from "../spool/fragment-index.ts";
import { FragmentReader } from "../spool/fragment-reader.ts";
import { findKeyTwins } from "./find-duplicates.ts";
import type { OpenFragment } from "../run/pieces/fragment-keys.ts";
import { type FrozenRun, runName } from "../run/folder/frozen-run.ts";
import { findLateSuppressed } from "./late-suppressions.ts";
import {
  checkSettled,
  HELD_COUNTS,
  noRemovedCounts,
  type RemovedCounts,
} from "./settled-account.ts";
import { MoneyFields } from "../run/sums/money-sums.ts";
import type { Prepared } from "../work/prepare.ts";
import { addFragmentUse, preparedUse, type ResourceUse } from "../work/resource-use.ts";
import { rejectOf } from "../run/rejects/reject-of.ts";
import { fragmentPath, type RunFolder } from "../run/folder/run-folder.ts";
import type { BegunRun } from "../run/folder/open-run.ts";

/** Renditions that go out, by channel. */
export function renditionCounts({
  sorter,
  messages,
}: Pick<Settlement, "sorter" | "messages">): Record<Channel, number> {
  return tableOf(CHANNELS, (channel) =>
    isMessageChannel(channel) ? messages[channel].shards.length : sorter.pieceCount,
  );
}

/** Messages of one channel in the order of their ordinals. */
export interface MessageList {
  readonly shards: number[];
  readonly entries: number[];
  readonly bytes: number[];
}

/**
 * What is final once it is settled who is left out: from here on a run works with numbers alone.
 */
export interface Settlement {
  readonly sorter: PieceSorter;
  readonly messages: Readonly<Record<MessageChannel, MessageList>>;
  readonly use: ResourceUse;
  readonly duplicates: readonly Reject[];
  /** Composed documents that were removed, by reason. */
  readonly removals: readonly Removal[];
  /** Units left out because of their keys, at intake or since, by ordinal. */
  readonly suppressed: readonly SuppressedRow[];
  /** Primary renditions by channel. */
  readonly primaries: Readonly<Record<Channel, number>>;
  /** Accepted records of which no rendition was requested. */
  readonly unrendered: number;
  /** Units of all fragments, whatever their outcome. */
  readonly units: number;
  readonly rejects: number;
  /** Pages, sheets and pieces that go to print. */
  readonly pages: PageCount;
  readonly sheets: SheetCount;
  /** Documents among them in large print. */
  readonly inLargePrint: number;
  /** Messages that are text alone, by kind. */
  readonly textMessages: TextCounts;
  /** Characters that were replaced because no font has them. */
  readonly substitutions: number;
  /** Pieces that go without automation because of an invalid postal code. */
  readonly spoiltCodes: number;
  /** Keys that differ from another only in case or composition. */
  readonly similarKeys: number;
  /** What became of messages of zones in all documents that were composed, by block. */
  readonly zones: readonly ZoneCount[];
  /** Money totals in minor units, by field, of what goes out: what was removed is subtracted. */
  readonly sums: ReadonlyMap<string, bigint>;
}

/**
 * Reads the fragments' indexes, removes the records that are left out, and orders the rest. The
 * bytes of duplicates are read from the input, unless told that it may be missing.
 */
export function settle(run: BegunRun, prepared: Prepared, readsInput = true): Settlement {
  return new Settling(run, prepared, readsInput).settle();
}

/** Why composed documents are removed; only duplicates are rejects. */
const REASONS = ["data.duplicate-key", "suppressed"] as const;
type Reason = (typeof REASONS)[number];
/** By ordinal. */
type Removed = ReadonlyMap<number, Reason>;

class Settling {
  readonly #host: Host;
  readonly #frozen: FrozenRun;
  readonly #folder: RunFolder;
  readonly #sorter: PieceSorter;
  readonly #use: ResourceUse;
  readonly #lists = tableOf(MESSAGE_CHANNELS, (): MessageList => {
    return { shards: [], entries: [], bytes: [] };
  });
  readonly #duplicates: Reject[] = [];
  readonly #suppressed: SuppressedRow[] = [];
  readonly #removed: Readonly<Record<Reason, RemovedCounts>> = {
    "data.duplicate-key": noRemovedCounts(),
    suppressed: noRemovedCounts(),
  };
  readonly #primaries = tableOf(CHANNELS, () => 0);
  readonly #money: MoneyFields;
  readonly #sums = new Map<string, bigint>();
  readonly #readsInput: boolean;
  #units = 0;
  #rejects = 0;
  #unrendered = 0;
  #substitutions = 0;
  #spoiltCodes = 0;
  readonly #zones = new ZoneCounts();
  #similarKeys = 0;
  #pages = 0;
  #sheets = 0;
  #inLargePrint = 0;
  readonly #textMessages = { text: 0, braille: 0 };
  #settledCount = 0;
  /** The fragments' own counts, which must equal what goes out plus what was removed. */
  readonly #held = tableOf(HELD_COUNTS, () => 0);

  constructor({ host, folder, frozen }: BegunRun, prepared: Prepared, readsInput: boolean) {
    const { job, plan } = frozen;
    this.#readsInput = readsInput;
    this.#host = host;
    this.#frozen = frozen;
    this.#folder = folder;
    this.#money = new MoneyFields(plan.shape, plan.currencyDigits);
    this.#sorter = new PieceSorter({
      sheetClasses: job.print.sheetClasses,
      // The barcode of USPS has no place in the windows of other posts.
      imbFor: plan.envelope?.post === undefined ? job.print.imbFor : [],
      naming: {
        jobName: runName(frozen),
        cycle: job.cycle,
        stockName: plan.stock.name,
        mode: job.mode,
      },
      router: new PieceRouter(plan),
    });
    this.#use = preparedUse(prepared);
  }

  settle(): Settlement {
    const removed = this.#findRemoved();
    for (const { shard, reader } of this.#fragments(this.#frozen.scan.shards))
      this.#shard(shard, reader, removed);
    this.#checkAll();
    return {
      sorter: this.#sorter,
      messages: this.#lists,
      use: this.#use,
      duplicates: this.#duplicates,
      removals: REASONS.map((reason) => this.#removal(reason)),
      suppressed: this.#suppressed.sort((a, b) => a.ordinal - b.ordinal),
      primaries: this.#primaries,
      unrendered: this.#unrendered,
      units: this.#units,
      rejects: this.#rejects + this.#duplicates.length,
      pages: this.#pages,
      sheets: this.#sheets,
      inLargePrint: this.#inLargePrint,
      textMessages: this.#textMessages,
      substitutions: this.#substitutions,
      spoiltCodes: this.#spoiltCodes,
      similarKeys: this.#similarKeys,
      zones: this.#zones.list(),
      sums: this.#sums,
    };
  }

  #checkAll(): void {
    checkSettled({
      shardCount: this.#frozen.scan.shards.length,
      settledCount: this.#settledCount,
      held: this.#held,
      going: {
        ...renditionCounts({ sorter: this.#sorter, messages: this.#lists }),
        pages: this.#pages,
        sheets: this.#sheets,
      },
      removed: REASONS.map((reason) => this.#removed[reason]),
    });
  }

  /** Who was composed and is left out. A suppressed record's duplicate does not take its place. */
  #findRemoved(): Removed {
    const removed = new Map<number, Reason>();
    const shards = this.#frozen.scan.shards.filter(({ isSeeds }) => isSeeds !== true);
    const fragments = (): Iterable<OpenFragment> => this.#fragments(shards);
    // A seed may have a customer's key: it is not a duplicate, and cannot be suppressed.
    const { duplicates: repeated, similarCount } = findKeyTwins(fragments);
    this.#similarKeys = similarCount;
    for (const { ordinal } of repeated) removed.set(ordinal, "data.duplicate-key");
    const duplicates = new Set(removed.keys());
    const late = findLateSuppressed(
      { host: this.#host, folder: this.#folder, frozen: this.#frozen },
      fragments,
      duplicates,
    );
    for (const row of late) removed.set(row.ordinal, "suppressed");
    this.#suppressed.push(...late);
    return removed;
  }

  #removal(reason: Reason): Removal {
    const { documents, pages, sheets, ...renditions } = this.#removed[reason];
    const rejected = reason === "data.duplicate-key";
    return { reason, rejected, documents, pages, sheets, renditions };
  }

  *#fragments(shards: readonly Shard[]): Generator<OpenFragment> {
    for (const { index } of shards) {
      const reader = FragmentReader.open(this.#host, fragmentPath(this.#folder, index));
      try {
        yield { shard: index, reader };
      } finally {
        reader.close();
      }
    }
  }

  #shard(shard: ShardIndex, reader: FragmentReader, removed: Removed): void {
    const { summary } = reader;
    assert(summary.shardIndex === shard, "a fragment belongs to another shard");
    this.#settledCount += 1;
    for (const what of HELD_COUNTS) this.#held[what] += summary[what];
    this.#units += summary.units;
    this.#rejects += summary.rejects;
    this.#unrendered += summary.records - summary.documents;
    this.#substitutions += summary.substitutions;
    this.#spoiltCodes += summary.spoiltCodes ?? 0;
    for (const zone of summary.zones ?? []) this.#zones.add(zone);
    const list = this.#frozen.suppressions?.list ?? "";
    for (const unit of summary.suppressed ?? []) this.#suppressed.push({ ...unit, list });
    for (const [name, units] of Object.entries(summary.sums)) {
      this.#sums.set(name, (this.#sums.get(name) ?? 0n) + BigInt(units));
    }
    addFragmentUse(this.#use, reader);
    this.#prints(shard, reader, removed);
    for (const channel of MESSAGE_CHANNELS) this.#messages(channel, shard, reader, removed);
  }

  #prints(shard: ShardIndex, reader: FragmentReader, removed: Removed): void {
    const { entries } = reader;
    const isRecord = reader.summary.seeds === undefined;
    for (let entry = 0; entry < entries.length; entry += 1) {
      const ordinal = entries.ordinal(entry);
      const pages = entries.pages(entry);
      const sheets = entries.sheets(entry);
      const reason = removed.get(ordinal);
      if (reason !== undefined) {
        this.#remove(reason, reader, "print", entries, entry);
        this.#removed[reason].pages += pages;
        this.#removed[reason].sheets += sheets;
        continue;
      }
      this.#pages += pages;
      this.#sheets += sheets;
      if (entries.isLarge(entry)) this.#inLargePrint += 1;
      if (isRecord) this.#primaries.print += 1;
      this.#sorter.add({
        shard,
        entry,
        ordinal,
        addressClass: entries.addressClassIndex(entry),
        sheets,
        pages,
        bytes: entries.contentBytes(entry),
        postalKey: entries.postalKey(entry),
      });
    }
  }

  #messages(
    channel: MessageChannel,
    shard: ShardIndex,
    reader: FragmentReader,
    removed: Removed,
  ): void {
    const index = reader.index(channel);
    const list = this.#lists[channel];
    for (let entry = 0; entry < index.length; entry += 1) {
      const reason = removed.get(index.ordinal(entry));
      if (reason !== undefined) {
        this.#remove(reason, reader, channel, index, entry);
        continue;
      }
      if (index.isPrimary(entry)) this.#primaries[channel] += 1;
      const textKind = index.textKind(entry);
      if (textKind !== undefined) this.#textMessages[textKind] += 1;
      list.shards.push(shard);
      list.entries.push(entry);
      list.bytes.push(index.contentBytes(entry));
    }
  }

  #remove(
    reason: Reason,
    reader: FragmentReader,
    channel: Channel,
    index: FragmentIndex,
    entry: EntryIndex,
  ): void {
    this.#removed[reason][channel] += 1;
    if (!index.isPrimary(entry)) return;
    this.#removed[reason].documents += 1;
    const { key, place, amounts = [] } = reader.readRecordMeta(channel, entry);
    this.#money.names.forEach((name, field) => {
      this.#sums.set(name, (this.#sums.get(name) ?? 0n) - BigInt(amounts[field] ?? 0));
    });
    if (reason === "suppressed") return;
    const { file, line, byteOffset, sizeBytes } = place;
    const name = this.#frozen.scan.files[file]?.file ?? "";
    const record = {
      ordinal: index.ordinal(entry),
      key,
      place: { file: name, line, byteOffset, sizeBytes },
    };
    this.#duplicates.push(
      rejectOf(
        { host: this.#host, frozen: this.#frozen },
        record,
        [duplicateKey()],
        this.#readsInput,
      ),
    );
  }
}

function duplicateKey(): Diagnostic {
  return diagnostic("data.duplicate-key", "An earlier record of the input has the same key.", {
    hint: "The first record was kept. Correct the key, or withdraw the record.",
  });
}
