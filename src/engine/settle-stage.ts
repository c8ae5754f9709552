import { type Diagnostic, diagnostic } from "../base/diagnostic.ts";
import type { Host } from "../base/host.ts";
import type { GlyphUsage } from "../font/glyph-usage.ts";
import type { Removal } from "../ledger/account-rows.ts";
import { PieceSorter } from "../mail/sequence.ts";
import type { Channel } from "../model/piece.ts";
import type { Reject } from "../model/reject.ts";
import type { FragmentIndex } from "../spool/fragment-index.ts";
import { FragmentReader } from "../spool/fragment-reader.ts";
import { findDuplicates } from "./find-duplicates.ts";
import type { FrozenRun } from "./frozen-run.ts";
import { MoneyFields } from "./money-sums.ts";
import type { Prepared } from "./prepare.ts";
import { addFragmentGlyphs, preparedGlyphs } from "./run-glyphs.ts";
import { rejectOf } from "./reject-of.ts";
import { fragmentPath, type RunFolder } from "./run-folder.ts";

/** Messages of one channel in the order of their ordinals. */
export interface MessageList {
  readonly shards: number[];
  readonly entries: number[];
  readonly bytes: number[];
}

/** What is final once duplicates are out: from here on a run deals in numbers only. */
export interface Settlement {
  readonly sorter: PieceSorter;
  readonly emails: MessageList;
  readonly sms: MessageList;
  /** Glyphs used by font. */
  readonly usage: readonly GlyphUsage[];
  readonly duplicates: readonly Reject[];
  readonly removal: Removal;
  /** Primary renditions by channel. */
  readonly primaries: Readonly<Record<Channel, number>>;
  /** Good records of which no rendition was asked. */
  readonly unrendered: number;
  /** Records and rejects of all fragments. */
  readonly units: number;
  readonly rejects: number;
  /** Pages, sheets and pieces that go to print. */
  readonly pages: number;
  readonly sheets: number;
  /** Characters that were replaced because no font has them. */
  readonly substitutions: number;
  /** Money totals in minor units, by field, of what goes out: duplicates are taken off. */
  readonly sums: ReadonlyMap<string, bigint>;
}

/** Reads the fragments' indexes, takes duplicates out, and lines up what is left. */
export function settle(
  host: Host,
  frozen: FrozenRun,
  folder: RunFolder,
  prepared: Prepared,
): Settlement {
  return new Settling(host, frozen, folder, prepared).settle();
}

type Counts = { documents: number; pages: number; sheets: number } & Record<Channel, number>;

class Settling {
  readonly #host: Host;
  readonly #frozen: FrozenRun;
  readonly #folder: RunFolder;
  readonly #sorter: PieceSorter;
  readonly #usage: readonly GlyphUsage[];
  readonly #emails: MessageList = { shards: [], entries: [], bytes: [] };
  readonly #sms: MessageList = { shards: [], entries: [], bytes: [] };
  readonly #duplicates: Reject[] = [];
  readonly #removed: Counts = noCounts();
  readonly #primaries = { print: 0, email: 0, sms: 0 };
  readonly #money: MoneyFields;
  readonly #sums = new Map<string, bigint>();
  #units = 0;
  #rejects = 0;
  #unrendered = 0;
  #substitutions = 0;
  #pages = 0;
  #sheets = 0;

  constructor(host: Host, frozen: FrozenRun, folder: RunFolder, prepared: Prepared) {
    const { job, plan } = frozen;
    this.#host = host;
    this.#frozen = frozen;
    this.#folder = folder;
    this.#money = new MoneyFields(plan.shape, plan.currencyDigits);
    this.#sorter = new PieceSorter({
      sheetClasses: job.print.sheetClasses,
      imbFor: job.print.imbFor,
      naming: {
        jobName: job.name,
        cycle: job.cycle,
        stockName: plan.stock.name,
        mode: job.mode,
      },
    });
    this.#usage = preparedGlyphs(prepared);
  }

  settle(): Settlement {
    const removed = findDuplicates(() => this.#fragments());
    for (const { shard, reader } of this.#fragments()) {
      const out = removed.get(shard) ?? new Set<number>();
      this.#shard(shard, reader, out);
    }
    const { print, email, sms, documents, pages, sheets } = this.#removed;
    return {
      sorter: this.#sorter,
      emails: this.#emails,
      sms: this.#sms,
      usage: this.#usage,
      duplicates: this.#duplicates,
      removal: {
        reason: "data.duplicate-key",
        rejected: true,
        documents,
        pages,
        sheets,
        renditions: { print, email, sms },
      },
      primaries: this.#primaries,
      unrendered: this.#unrendered,
      units: this.#units,
      rejects: this.#rejects + this.#duplicates.length,
      pages: this.#pages,
      sheets: this.#sheets,
      substitutions: this.#substitutions,
      sums: this.#sums,
    };
  }

  *#fragments(): Generator<{ shard: number; reader: FragmentReader }> {
    for (const { index } of this.#frozen.scan.shards) {
      const reader = FragmentReader.open(this.#host, fragmentPath(this.#folder, index));
      try {
        yield { shard: index, reader };
      } finally {
        reader.close();
      }
    }
  }

  #shard(shard: number, reader: FragmentReader, removed: ReadonlySet<number>): void {
    const { summary } = reader;
    this.#units += summary.units;
    this.#rejects += summary.rejects;
    this.#unrendered += summary.records - summary.documents;
    this.#substitutions += summary.substitutions;
    for (const [name, units] of Object.entries(summary.sums)) {
      this.#sums.set(name, (this.#sums.get(name) ?? 0n) + BigInt(units));
    }
    addFragmentGlyphs(this.#usage, reader);
    this.#prints(shard, reader, removed);
    this.#messages("email", shard, reader, removed);
    this.#messages("sms", shard, reader, removed);
  }

  #prints(shard: number, reader: FragmentReader, removed: ReadonlySet<number>): void {
    const { entries } = reader;
    for (let entry = 0; entry < entries.length; entry += 1) {
      const ordinal = entries.ordinal(entry);
      const pages = entries.pages(entry);
      const sheets = entries.sheets(entry);
      if (removed.has(ordinal)) {
        this.#remove(reader, "print", entries, entry);
        this.#removed.pages += pages;
        this.#removed.sheets += sheets;
        continue;
      }
      this.#pages += pages;
      this.#sheets += sheets;
      this.#primaries.print += 1;
      this.#sorter.add(
        shard,
        entry,
        ordinal,
        entries.addressClassIndex(entry),
        sheets,
        pages,
        entries.contentBytes(entry),
        entries.postalKey(entry),
      );
    }
  }

  #messages(
    channel: "email" | "sms",
    shard: number,
    reader: FragmentReader,
    removed: ReadonlySet<number>,
  ): void {
    const index = channel === "email" ? reader.emailIndex : reader.smsIndex;
    const list = channel === "email" ? this.#emails : this.#sms;
    for (let entry = 0; entry < index.length; entry += 1) {
      if (removed.has(index.ordinal(entry))) {
        this.#remove(reader, channel, index, entry);
        continue;
      }
      if (index.isPrimary(entry)) this.#primaries[channel] += 1;
      list.shards.push(shard);
      list.entries.push(entry);
      list.bytes.push(index.contentBytes(entry));
    }
  }

  #remove(reader: FragmentReader, channel: Channel, index: FragmentIndex, entry: number): void {
    this.#removed[channel] += 1;
    if (!index.isPrimary(entry)) return;
    this.#removed.documents += 1;
    const meta =
      channel === "print" ? reader.readMeta(entry) : reader.readRenditionMeta(channel, entry);
    const key = "facts" in meta ? meta.facts.key : meta.key;
    const amounts = ("facts" in meta ? meta.facts.amounts : meta.amounts) ?? [];
    this.#money.names.forEach((name, field) => {
      this.#sums.set(name, (this.#sums.get(name) ?? 0n) - BigInt(amounts[field] ?? 0));
    });
    const { file, line, byteOffset, sizeBytes } = meta.place;
    const name = this.#frozen.scan.files[file]?.file ?? "";
    const record = {
      ordinal: index.ordinal(entry),
      key,
      place: { file: name, line, byteOffset, sizeBytes },
    };
    this.#duplicates.push(rejectOf(this.#host, this.#frozen, record, [duplicateKey()]));
  }
}

function duplicateKey(): Diagnostic {
  return diagnostic("data.duplicate-key", "An earlier record of the input has the same key.", {
    hint: "The first one was kept. Correct the key, or withdraw the record.",
  });
}

function noCounts(): Counts {
  return { documents: 0, pages: 0, sheets: 0, print: 0, email: 0, sms: 0 };
}
