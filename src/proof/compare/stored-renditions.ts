import { inflateSync } from "node:zlib";
import type { Ordinal } from "../../base/units.ts";
import { type Channel, CHANNELS, isMessageChannel } from "../../model/channel.ts";
import type { CustomerRecord } from "../../model/record.ts";
import type { SharedResource } from "../../model/shared-resource.ts";
import { fragmentPath } from "../../run/folder/run-folder.ts";
import type { BegunRun } from "../../run/folder/open-run.ts";
import { FragmentReader } from "../../spool/fragment-reader.ts";
import { composeDocument } from "../../work/composed-document.ts";
import { DocumentComposer } from "../../work/document-composer.ts";
import { madeArt } from "../../work/made-resources.ts";
import type { LetterBy } from "../../work/letter/letter-composer.ts";

/**
 * Holds what a run has stored of its documents against what this program composes of the same
 * records: only where they are the same, a comparison of what is composed is one of what was sent.
 * Records come in the order of the input.
 */
export class StoredRenditions {
  readonly #run: BegunRun;
  readonly #documents: DocumentComposer;
  /** Pages only name what is the same for all records. */
  readonly #hasOtherArt: boolean;
  #reader: FragmentReader | undefined;
  #shard = -1;
  #entries: Readonly<Partial<Record<Channel, ReadonlyMap<Ordinal, number>>>> = {};

  constructor(run: BegunRun, { prepared, emailImages }: LetterBy) {
    const { fonts, statics } = prepared;
    this.#run = run;
    this.#documents = new DocumentComposer(run.frozen, { fonts, statics, emailImages });
    const { art } = run.frozen;
    this.#hasOtherArt = art !== undefined && isOther(art, madeArt(prepared));
  }

  /** The channels on which a record is stored otherwise than it would be composed now. */
  otherwise(record: CustomerRecord, channels: readonly Channel[]): Channel[] {
    const made = composeDocument(this.#documents, record);
    for (const usage of this.#documents.usage) usage.clear();
    return channels.filter((channel) => {
      const entry = this.#entryOf(channel, record.ordinal);
      if (this.#reader === undefined || entry === undefined) return false;
      if (isMessageChannel(channel)) {
        const bytes = made.messages[channel];
        const stored = this.#reader.readRendition(channel, entry).bytes;
        return bytes === undefined || !isSame(stored, bytes);
      }
      const { pages } = this.#reader.readPrint(entry);
      if (this.#hasOtherArt || pages.length !== made.pages.length) return true;
      return pages.some((page, index) => !isSamePage(page, made.pages[index]?.content));
    });
  }

  close(): void {
    this.#reader?.close();
    this.#reader = undefined;
  }

  #entryOf(channel: Channel, ordinal: Ordinal): number | undefined {
    const { shards } = this.#run.frozen.scan;
    const shard = shards.findLast(({ firstOrdinal }) => firstOrdinal <= ordinal);
    if (shard !== undefined && shard.index !== this.#shard) this.#open(shard.index);
    return this.#entries[channel]?.get(ordinal);
  }

  #open(shard: number): void {
    this.close();
    const { host, folder } = this.#run;
    const path = fragmentPath(folder, shard);
    this.#shard = shard;
    this.#entries = {};
    if (!host.exists(path)) return;
    const reader = FragmentReader.open(host, path);
    this.#reader = reader;
    const entries = CHANNELS.map((channel) => {
      const index = reader.index(channel);
      const all = Array.from({ length: index.length }, (_, entry) => entry);
      return [channel, new Map(all.map((entry) => [index.ordinal(entry), entry]))] as const;
    });
    this.#entries = Object.fromEntries(entries);
  }
}

function isOther(stored: readonly SharedResource[], made: readonly SharedResource[]): boolean {
  return JSON.stringify(stored) !== JSON.stringify(made);
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

/** Another version of zlib may pack the same page otherwise. */
function isSamePage(stored: Uint8Array, made: Uint8Array | undefined): boolean {
  if (made === undefined) return false;
  return isSame(stored, made) || isSame(inflated(stored), inflated(made));
}

function inflated(bytes: Uint8Array): Uint8Array {
  return inflateSync(bytes);
}
