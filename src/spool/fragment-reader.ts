import { tableOf } from "../base/keys-of.ts";
import type { EntryIndex } from "../base/units.ts";
import { crc32 } from "node:zlib";
import type { Host, HostFile } from "../base/host.ts";
import { utf8Text } from "../base/utf8-text.ts";
import type { Reject } from "../model/reject.ts";
import { corruptFragment, readDirectory, TAIL_BYTES } from "./fragment-directory.ts";
import type { FragmentDirectory, SectionName } from "./fragment-directory.ts";
import type { FragmentSummary, PieceMeta, RenditionMeta } from "./fragment-facts.ts";
import {
  type Channel,
  CHANNEL_FACTS,
  CHANNELS,
  isMessageChannel,
  type MessageChannel,
} from "../model/channel.ts";
import { FragmentIndex } from "./fragment-index.ts";
import { readFully } from "../base/read-fully.ts";

export interface StoredPrint {
  readonly meta: PieceMeta;
  /** The deflated content streams of its pages. */
  readonly pages: readonly Uint8Array[];
}

export interface StoredRendition {
  readonly meta: RenditionMeta;
  readonly bytes: Uint8Array;
}

/**
 * A committed fragment. `open` checks head, tail, indexes and summary; every other part is checked
 * when it is read, and all of it by `verifyAll`. Whatever is not as it was written is a `HostError`
 * with code `fragment.corrupt`.
 */
export class FragmentReader {
  readonly summary: FragmentSummary;
  /** Print documents in print order. */
  readonly entries: FragmentIndex;
  /** For all channels: messages are in the order of their ordinals. */
  readonly #indexes: Readonly<Record<Channel, FragmentIndex>>;
  readonly #file: HostFile;
  readonly #path: string;
  readonly #directory: FragmentDirectory;
  #glyphs: Map<number, Uint8Array> | undefined;

  private constructor(file: HostFile, path: string, directory: FragmentDirectory) {
    this.#file = file;
    this.#path = path;
    this.#directory = directory;
    this.#indexes = tableOf(
      CHANNELS,
      (channel) => new FragmentIndex(this.#section(CHANNEL_FACTS[channel].index)),
    );
    this.entries = this.#indexes.print;
    const facts = this.#json<Omit<FragmentSummary, "shardIndex" | "bytes" | "crc32">>(
      utf8Text(this.#section("summary")),
    );
    const { summary } = directory.sections;
    this.summary = {
      shardIndex: directory.shardIndex,
      bytes: summary.offset + summary.bytes + TAIL_BYTES,
      crc32: directory.crc32.toString(16).padStart(8, "0"),
      ...facts,
    };
  }

  static open(host: Host, path: string): FragmentReader {
    const file = host.openRead(path);
    try {
      return new FragmentReader(file, path, readDirectory(file, path, host.sizeBytes(path)));
    } catch (error) {
      file.close();
      throw error;
    }
  }

  index(channel: Channel): FragmentIndex {
    return this.#indexes[channel];
  }

  /** The rejects in the order of their ordinals. */
  *rejects(): Generator<Reject> {
    for (const line of utf8Text(this.#section("rejects")).split("\n")) {
      if (line !== "") yield this.#json<Reject>(line);
    }
  }

  /** See `FragmentSummary.drawn`. Fragments of earlier programs can be read, but not spooled. */
  drawn(): readonly string[] {
    const drawn: unknown = this.summary.drawn;
    if (Array.isArray(drawn)) return this.summary.drawn;
    return this.#corrupt("it does not say what its pages draw");
  }

  /** What `setGlyphUsage` was given for the font; empty if nothing was. */
  glyphUsage(fontIndex: number): Uint8Array {
    return this.#glyphUsages().get(fontIndex) ?? new Uint8Array(0);
  }

  /** The fonts that have a glyph usage, ascending. */
  glyphFonts(): readonly number[] {
    return [...this.#glyphUsages().keys()];
  }

  /** A print document whole: its meta and its pages' streams. */
  readPrint(entry: EntryIndex): StoredPrint {
    const { content, metaText } = this.#data("print", entry);
    const meta = this.#json<PieceMeta>(metaText);
    if (!Array.isArray(meta.pageBytes)) this.#corrupt("what it says in JSON lacks its pages");
    let at = 0;
    const pages = meta.pageBytes.map((count) => {
      at += count;
      return content.subarray(at - count, at);
    });
    return { meta, pages };
  }

  readRendition(channel: MessageChannel, entry: EntryIndex): StoredRendition {
    const { content, metaText } = this.#data(channel, entry);
    return { meta: this.#json<RenditionMeta>(metaText), bytes: content };
  }

  /** The meta of a print document, without its pages. It is not checked against the entry's CRC. */
  readMeta(entry: EntryIndex): PieceMeta {
    return this.#json<PieceMeta>(this.#metaText("print", entry));
  }

  readRenditionMeta(channel: MessageChannel, entry: EntryIndex): RenditionMeta {
    return this.#json<RenditionMeta>(this.#metaText(channel, entry));
  }

  /** What a rendition of any channel says of its record; see `readMeta`. */
  readRecordMeta(channel: Channel, entry: EntryIndex): RenditionMeta {
    if (isMessageChannel(channel)) return this.readRenditionMeta(channel, entry);
    const { facts, place, search } = this.readMeta(entry);
    const { key, amounts } = facts;
    return { key, place, ...(amounts && { amounts }), search };
  }

  /** Reads and checks every byte of the file. */
  verifyAll(): void {
    for (const name of ["rejects", "glyphs"] as const) this.#section(name);
    for (const channel of CHANNELS) this.#verifyData(channel);
  }

  close(): void {
    this.#file.close();
  }

  #verifyData(channel: Channel): void {
    const { data, index: name } = CHANNEL_FACTS[channel];
    const section = this.#directory.sections[data];
    const index = this.index(channel);
    let end = section.offset;
    for (let entry = 0; entry < index.length; entry += 1) {
      if (index.dataOffset(entry) !== end) this.#corrupt(`entry ${entry} of ${name} is misplaced`);
      this.#data(channel, entry);
      end += index.dataBytes(entry);
    }
    if (end !== section.offset + section.bytes) this.#corrupt(`${name} does not cover its data`);
  }

  #glyphUsages(): Map<number, Uint8Array> {
    this.#glyphs ??= decodeGlyphs(this.#section("glyphs"));
    return this.#glyphs ?? this.#corrupt("its section glyphs is damaged");
  }

  /** An object that is stored in the file as JSON. */
  #json<T extends object>(text: string): T {
    const value = parsed(text);
    if (typeof value === "object" && value !== null) return value as T;
    return this.#corrupt("what it says in JSON cannot be read");
  }

  /** Rows are checked before they are followed: a wrong one must not request all of the memory. */
  #checkRow(channel: Channel, entry: EntryIndex): void {
    const index = this.index(channel);
    const { data, index: name } = CHANNEL_FACTS[channel];
    const { offset, bytes } = this.#directory.sections[data];
    const [from, count] = [index.dataOffset(entry), index.dataBytes(entry)];
    const isInside = from >= offset && from + count <= offset + bytes;
    if (!isInside || index.metaBytes(entry) > count)
      this.#corrupt(`entry ${entry} of ${name} lies outside of its section`);
  }

  #metaText(channel: Channel, entry: EntryIndex): string {
    this.#checkRow(channel, entry);
    const index = this.index(channel);
    const metaBytes = index.metaBytes(entry);
    const end = index.dataOffset(entry) + index.dataBytes(entry);
    return utf8Text(this.#read(end - metaBytes, metaBytes));
  }

  #data(channel: Channel, entry: EntryIndex): { content: Uint8Array; metaText: string } {
    this.#checkRow(channel, entry);
    const index = this.index(channel);
    const data = this.#read(index.dataOffset(entry), index.dataBytes(entry));
    if (crc32(data) !== index.crc32(entry))
      this.#corrupt(`entry ${entry} of ${CHANNEL_FACTS[channel].index} is damaged`);
    const contentBytes = index.contentBytes(entry);
    return {
      content: data.subarray(0, contentBytes),
      metaText: utf8Text(data.subarray(contentBytes)),
    };
  }

  #section(name: SectionName): Uint8Array {
    const section = this.#directory.sections[name];
    const bytes = this.#read(section.offset, section.bytes);
    if (crc32(bytes) !== section.crc32) this.#corrupt(`its section ${name} is damaged`);
    return bytes;
  }

  #read(offset: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    readFully(this.#file, this.#path, bytes, 0, length, offset);
    return bytes;
  }

  #corrupt(finding: string): never {
    throw corruptFragment(this.#path, finding);
  }
}

/** The value of JSON text; undefined if it is not JSON. */
function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** Undefined if the section ends within an item. */
function decodeGlyphs(section: Uint8Array): Map<number, Uint8Array> | undefined {
  const view = new DataView(section.buffer, section.byteOffset, section.length);
  const glyphs = new Map<number, Uint8Array>();
  let at = 0;
  while (at < section.length) {
    if (at + 8 > section.length) return undefined;
    const length = view.getUint32(at + 4, true);
    if (at + 8 + length > section.length) return undefined;
    glyphs.set(view.getUint32(at, true), section.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  return glyphs;
}
