import { tableOf } from "../base/keys-of.ts";
import type { Ordinal, PageCount, ShardIndex, SheetCount } from "../base/units.ts";
import { crc32 } from "node:zlib";
import { assert, defined } from "../base/assert.ts";
import { type Host, parentFolder } from "../base/host.ts";
import { limits } from "../base/limits.ts";
import { utf8Text } from "../base/utf8-text.ts";
import type { Reject } from "../model/reject.ts";
import type { SuppressedUnit } from "../model/suppression.ts";
import { ByteWriter } from "../pdf/byte-writer.ts";
import { encodeHead, encodeTail, SECTIONS } from "./fragment-directory.ts";
import type { Section, SectionName } from "./fragment-directory.ts";
import type {
  FragmentSummary,
  PieceMeta,
  PrintEntry,
  RenditionCounts,
  RenditionEntry,
  RenditionMeta,
} from "./fragment-facts.ts";
import { ZoneCounts } from "../rules/zone-counts.ts";
import { CHANNEL_FACTS, CHANNELS, type MessageChannel } from "../model/channel.ts";
import { IndexRows } from "./fragment-index.ts";
import { PartialFile } from "./partial-file.ts";
import { printOrder } from "./print-order.ts";
import { appendUtf8 } from "./utf8.ts";

/** An arena that one large shard has grown beyond this is not kept for the next. */
const ARENA_KEPT_BYTES_MAX = 32 * 1024 * 1024;

/** The totals of composing some units. */
export interface CollectedShard {
  readonly rejects: readonly Reject[];
  readonly suppressed: number;
  readonly documents: number;
  readonly pieces: number;
  readonly pages: PageCount;
  readonly sheets: SheetCount;
  /** Of their pages and messages, as a fragment holds them. */
  readonly bytes: number;
  /** Pieces without automation because of an invalid postal code. */
  readonly spoiltCodes: number;
}

type Counts = Pick<FragmentSummary, "rejects" | "documents" | "pages" | "sheets">;

/**
 * Collects what composing one shard yields and commits it as one file. Entries are added in the
 * order of their ordinals; print pages are written in print order. One writer serves shard after
 * shard and keeps its buffers.
 */
export class FragmentWriter {
  #arena = new ByteWriter(1024 * 1024);
  readonly #rows = tableOf(CHANNELS, () => new IndexRows());
  readonly #rejects = new ByteWriter();
  readonly #glyphs = new Map<number, Uint8Array>();
  readonly #drawn = new Set<string>();
  #sums: Readonly<Record<string, string>> = {};
  #suppressed: SuppressedUnit[] = [];
  #holdsSeeds = false;
  #substitutions = 0;
  #spoiltCodes = 0;
  readonly #zones = new ZoneCounts();
  #shardIndex = 0;
  #job = "";
  #rejectCount = 0;
  #documentCount = 0;
  #unrenderedCount = 0;
  #pageCount = 0;
  #sheetCount = 0;
  #lastOrdinal = -1;
  #lastRejected = -1;
  /** Where the open print document begins, or -1. */
  #printStart = -1;
  readonly #pageBytes: number[] = [];
  readonly #pageDrawn: string[] = [];

  /** Forgets the previous shard and begins the next; `job` is the hash of what composes it. */
  begin(shardIndex: ShardIndex, job = ""): void {
    if (this.#arena.bytes.length > ARENA_KEPT_BYTES_MAX) this.#arena = new ByteWriter(1024 * 1024);
    this.#arena.clear();
    for (const channel of CHANNELS) this.#rows[channel].clear();
    this.#rejects.clear();
    this.#glyphs.clear();
    this.#drawn.clear();
    this.#sums = {};
    this.#suppressed = [];
    this.#holdsSeeds = false;
    this.#substitutions = 0;
    this.#spoiltCodes = 0;
    this.#zones.clear();
    this.#shardIndex = shardIndex;
    this.#job = job;
    this.#rejectCount = 0;
    this.#documentCount = 0;
    this.#unrenderedCount = 0;
    this.#pageCount = 0;
    this.#sheetCount = 0;
    this.#lastOrdinal = -1;
    this.#lastRejected = -1;
    this.#printStart = -1;
  }

  /** Begins a print document; its pages follow by `page`, and `endPrint` or `cancelPrint`. */
  beginPrint(): void {
    assert(this.#printStart < 0, "a print document is begun within another");
    this.#printStart = this.#arena.length;
    this.#pageBytes.length = 0;
    this.#pageDrawn.length = 0;
  }

  /**
   * Adds a page's deflated content stream, which is copied at once. `drawn` names the art, images
   * and forms that it draws, the same ones always in the same order.
   */
  page(stream: Uint8Array, drawn: string): void {
    assert(this.#printStart >= 0, "a page stands outside a print document");
    this.#pageBytes.push(stream.length);
    this.#pageDrawn.push(drawn);
    this.#arena.append(stream);
  }

  /** Takes back the open document, such as one that turned out to be a reject. */
  cancelPrint(): void {
    assert(this.#printStart >= 0, "no print document is begun");
    this.#arena.length = this.#printStart;
    this.#printStart = -1;
  }

  endPrint(entry: PrintEntry): void {
    const { facts } = entry;
    assert(this.#printStart >= 0, "no print document is begun");
    assert(facts.pages === this.#pageBytes.length, "a document's pages are not those it counts");
    assert(facts.pages > 0 && facts.pages <= limits.pagesPerDocumentMax, "a document is too long");
    assert(Number.isFinite(entry.postalKey), "a postal key is no number");
    const dataOffset = this.#printStart;
    this.#printStart = -1;
    const { place, search, choices, required, isLarge } = entry;
    const [pageBytes, drawn] = [this.#pageBytes, this.#pageDrawn];
    const account = {
      ...(choices && { choices }),
      ...(required && { required }),
      ...(isLarge && { isLarge }),
    };
    const meta: PieceMeta = { facts, place, pageBytes, drawn, search, ...account };
    if (choices !== undefined && !this.#holdsSeeds)
      for (const choice of choices) this.#zones.addChoice(choice);
    for (const names of drawn) this.#drawn.add(names);
    const { ordinal, addressClass, pages, sheets } = facts;
    const { keyHashHigh, keyHashLow, postalKey, isPrimary } = entry;
    const rest = this.#sealData(dataOffset, meta);
    const hash = { keyHashHigh, keyHashLow };
    const print = { ordinal, addressClass, pages, sheets, postalKey, isPrimary, isLarge };
    this.#rows.print.add({ ...print, ...hash, ...rest });
    this.#countDocument(ordinal);
    this.#pageCount += pages;
    this.#sheetCount += sheets;
  }

  /** Adds a message: complete RFC 5322 bytes, or a line of an SMS batch. */
  addRendition(channel: MessageChannel, entry: RenditionEntry, bytes: Uint8Array): void {
    assert(this.#printStart < 0, "a message is added within a print document");
    const dataOffset = this.#arena.length;
    this.#arena.append(bytes);
    const { key, place, amounts, search, required, textKind } = entry;
    const more = { ...(required && { required }), ...(textKind && { textKind }) };
    const meta: RenditionMeta = { key, place, ...(amounts && { amounts }), search, ...more };
    const { ordinal, keyHashHigh, keyHashLow, isPrimary } = entry;
    const rest = this.#sealData(dataOffset, meta);
    const hash = { keyHashHigh, keyHashLow };
    const print = { addressClass: "automation", pages: 0, sheets: 0, postalKey: 0 } as const;
    this.#rows[channel].add({ ordinal, ...hash, isPrimary, textKind, ...print, ...rest });
    this.#countDocument(ordinal);
  }

  /**
   * Counts a good record for which no rendition is wanted, for example in a run for other channels.
   */
  addUnrendered(ordinal: Ordinal): void {
    assert(ordinal > this.#lastOrdinal, "records are added out of order");
    this.#lastOrdinal = ordinal;
    this.#unrenderedCount += 1;
  }

  /**
   * Declares that the shard's documents are seeds: they are counted apart from those of records.
   */
  setSeeds(): void {
    this.#holdsSeeds = true;
  }

  /** Counts a unit that is left out because its key is on a list; ordinals must rise. */
  addSuppressed(unit: SuppressedUnit): void {
    assert(unit.ordinal > (this.#suppressed.at(-1)?.ordinal ?? -1), "suppressed out of order");
    this.#suppressed.push(unit);
  }

  /** Adds a reject; ordinals must rise. */
  addReject(reject: Reject): void {
    assert(reject.ordinal > this.#lastRejected, "rejects are added out of order");
    this.#lastRejected = reject.ordinal;
    this.#rejectCount += 1;
    appendUtf8(this.#rejects, `${JSON.stringify(reject)}\n`);
  }

  /** Keeps which glyphs of a font the shard's pages use; the bytes are copied. */
  setGlyphUsage(fontIndex: number, bytes: Uint8Array): void {
    this.#glyphs.set(fontIndex, bytes.slice());
  }

  /** How many characters were replaced because no font has them. */
  setSubstitutions(count: number): void {
    this.#substitutions = count;
  }

  /** Counts a piece that goes without automation because of an invalid postal code. */
  addSpoiltCode(): void {
    this.#spoiltCodes += 1;
  }

  /** Money totals in minor units, as decimal strings, by name. */
  setSums(sums: Readonly<Record<string, string>>): void {
    const entries = Object.entries(sums);
    this.#sums = Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  }

  /** The totals of the shard so far, if nothing is to be written. */
  collected(): CollectedShard {
    const lines = utf8Text(this.#rejects.view()).split("\n").slice(0, -1);
    return {
      rejects: lines.map((line) => JSON.parse(line) as Reject),
      suppressed: this.#suppressed.length,
      documents: this.#documentCount,
      pieces: this.#rows.print.count,
      pages: this.#pageCount,
      sheets: this.#sheetCount,
      bytes: this.#arena.length,
      spoiltCodes: this.#spoiltCodes,
    };
  }

  /**
   * Writes the fragment to `path` so that after any crash it is there whole or not at all. Throws a
   * `HostError` if the machine fails; the shard must then be started over.
   */
  commit(host: Host, path: string): FragmentSummary {
    assert(this.#printStart < 0, "a print document was not ended");
    const file = new PartialFile(host, path);
    try {
      const summary = this.#writeTo(file);
      file.seal();
      file.publish();
      host.syncFolder(parentFolder(path));
      return summary;
    } catch (error) {
      file.discard();
      throw error;
    }
  }

  /**
   * Writes the meta after the content that begins at `dataOffset`; returns the row's part about
   * both.
   */
  #sealData(dataOffset: number, meta: PieceMeta | RenditionMeta) {
    const metaBytes = appendUtf8(this.#arena, JSON.stringify(meta));
    const data = this.#arena.bytes.subarray(dataOffset, this.#arena.length);
    return { dataOffset, dataBytes: data.length, metaBytes, crc32: crc32(data) };
  }

  #countDocument(ordinal: Ordinal): void {
    assert(ordinal >= this.#lastOrdinal, "documents are added out of order");
    if (ordinal > this.#lastOrdinal) this.#documentCount += 1;
    this.#lastOrdinal = ordinal;
  }

  #writeTo(file: PartialFile): FragmentSummary {
    file.write(encodeHead(this.#shardIndex));
    const sections = new Map<SectionName, Section>();
    const put = (name: SectionName, bytes: Uint8Array): void => {
      sections.set(name, { offset: file.sizeBytes, bytes: bytes.length, crc32: crc32(bytes) });
      file.write(bytes);
    };
    const moved = tableOf(CHANNELS, (channel) =>
      this.#writeData(file, sections, CHANNEL_FACTS[channel].data, this.#rows[channel]),
    );
    for (const channel of CHANNELS) put(CHANNEL_FACTS[channel].index, moved[channel]);
    put("rejects", this.#rejects.view());
    put("glyphs", this.#glyphSection());
    const facts = this.#facts();
    put("summary", new TextEncoder().encode(JSON.stringify(facts)));
    const byName = tableOf(SECTIONS, (name) => defined(sections.get(name), "a section"));
    const { tail, tailCrc32 } = encodeTail(this.#shardIndex, byName);
    file.write(tail);
    const crc = tailCrc32.toString(16).padStart(8, "0");
    return { shardIndex: this.#shardIndex, bytes: file.sizeBytes, crc32: crc, ...facts };
  }

  /**
   * Writes the data of an index in print order; returns the index's rows with their places in the
   * file.
   */
  #writeData(
    file: PartialFile,
    sections: Map<SectionName, Section>,
    name: SectionName,
    rows: IndexRows,
  ): Uint8Array {
    const start = file.sizeBytes;
    const index = rows.index();
    const moved = new IndexRows();
    for (const entry of printOrder(index)) {
      const from = index.dataOffset(entry);
      moved.addMoved(rows, entry, file.sizeBytes);
      file.write(this.#arena.bytes.subarray(from, from + index.dataBytes(entry)));
    }
    sections.set(name, { offset: start, bytes: file.sizeBytes - start, crc32: 0 });
    return moved.bytes();
  }

  /** Font index and size as uint32, then the bytes; font after font. */
  #glyphSection(): Uint8Array {
    const section = new ByteWriter(1024);
    const head = new Uint8Array(8);
    const view = new DataView(head.buffer);
    for (const [fontIndex, bytes] of [...this.#glyphs].sort(([a], [b]) => a - b)) {
      view.setUint32(0, fontIndex, true);
      view.setUint32(4, bytes.length, true);
      section.append(head);
      section.append(bytes);
    }
    return section.view();
  }

  #renditionCounts(): RenditionCounts {
    const counts = CHANNELS.map((channel) => {
      return [CHANNEL_FACTS[channel].data, this.#rows[channel].count] as const;
    });
    return Object.fromEntries(counts) as RenditionCounts;
  }

  #facts(): Omit<FragmentSummary, "shardIndex" | "bytes" | "crc32"> {
    const documents = this.#holdsSeeds ? 0 : this.#documentCount;
    const counts: Counts = {
      rejects: this.#rejectCount,
      documents,
      pages: this.#pageCount,
      sheets: this.#sheetCount,
    };
    const records = documents + this.#unrenderedCount;
    const zones = this.#zones.list();
    return {
      job: this.#job,
      units: records + this.#rejectCount + this.#suppressed.length,
      records,
      ...counts,
      ...this.#renditionCounts(),
      substitutions: this.#substitutions,
      ...(this.#spoiltCodes > 0 && { spoiltCodes: this.#spoiltCodes }),
      ...(zones.length > 0 && { zones }),
      drawn: [...this.#drawn].sort(),
      sums: this.#sums,
      ...(this.#holdsSeeds && { seeds: this.#documentCount }),
      ...(this.#suppressed.length > 0 && { suppressed: this.#suppressed }),
    };
  }
}
