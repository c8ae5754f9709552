import type { EntryIndex, Ordinal, PageCount, SheetCount } from "../base/units.ts";
import { assert } from "../base/assert.ts";
import { keysOf } from "../base/keys-of.ts";
import { limits } from "../base/limits.ts";
import { ADDRESS_CLASSES } from "../model/piece.ts";
import type { TextKind } from "../model/text-format.ts";
import type { AddressClass } from "../model/piece.ts";

/** One entry of a fragment: a document's print pages, or a message of another channel. */
export interface IndexRow {
  readonly ordinal: Ordinal;
  /** 64 bits of a hash of the record's key, for settling duplicates. */
  readonly keyHashHigh: number;
  readonly keyHashLow: number;
  readonly isPrimary: boolean;
  readonly isLarge?: boolean | undefined;
  /** Of a message that is text alone. */
  readonly textKind?: TextKind | undefined;
  readonly addressClass: AddressClass;
  readonly pages: PageCount;
  readonly sheets: SheetCount;
  /** Rank in the postal sequence; any finite number. */
  readonly postalKey: number;
  readonly dataOffset: number;
  /** Content, followed by the JSON meta. */
  readonly dataBytes: number;
  readonly metaBytes: number;
  /** CRC-32 of the data. */
  readonly crc32: number;
}

/** Bytes of a row: little-endian float64, uint32, uint16 and uint8 fields, and two of padding. */
export const ROW_BYTES = 48;

const DATA_OFFSET = 0;
const POSTAL_KEY = 8;
const ORDINAL = 16;
const KEY_HASH_HIGH = 20;
const KEY_HASH_LOW = 24;
const DATA_BYTES = 28;
const META_BYTES = 32;
const CRC32 = 36;
const PAGES = 40;
const SHEETS = 42;
const ADDRESS_CLASS = 44;
const FLAGS = 45;

const FLAG_PRIMARY = 1;
const FLAG_LARGE = 2;
const TEXT_FLAGS: Readonly<Record<TextKind, number>> = { text: 4, braille: 8 };

/** Reads the rows of an index in place. `entry` is 0-based everywhere. */
export class FragmentIndex {
  readonly length: number;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.length = Math.floor(bytes.length / ROW_BYTES);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  ordinal(entry: EntryIndex): Ordinal {
    return this.#view.getUint32(entry * ROW_BYTES + ORDINAL, true);
  }

  keyHashHigh(entry: EntryIndex): number {
    return this.#view.getUint32(entry * ROW_BYTES + KEY_HASH_HIGH, true);
  }

  keyHashLow(entry: EntryIndex): number {
    return this.#view.getUint32(entry * ROW_BYTES + KEY_HASH_LOW, true);
  }

  isPrimary(entry: EntryIndex): boolean {
    return (this.#view.getUint8(entry * ROW_BYTES + FLAGS) & FLAG_PRIMARY) !== 0;
  }

  /** Whether it is in large print. */
  isLarge(entry: EntryIndex): boolean {
    return (this.#view.getUint8(entry * ROW_BYTES + FLAGS) & FLAG_LARGE) !== 0;
  }

  /** Of a message that is text alone: what kind of it. */
  textKind(entry: EntryIndex): TextKind | undefined {
    const flags = this.#view.getUint8(entry * ROW_BYTES + FLAGS);
    return keysOf(TEXT_FLAGS).find((kind) => (flags & TEXT_FLAGS[kind]) !== 0);
  }

  /** The class as its index in `ADDRESS_CLASSES`. */
  addressClassIndex(entry: EntryIndex): number {
    return this.#view.getUint8(entry * ROW_BYTES + ADDRESS_CLASS);
  }

  pages(entry: EntryIndex): PageCount {
    return this.#view.getUint16(entry * ROW_BYTES + PAGES, true);
  }

  sheets(entry: EntryIndex): SheetCount {
    return this.#view.getUint16(entry * ROW_BYTES + SHEETS, true);
  }

  postalKey(entry: EntryIndex): number {
    return this.#view.getFloat64(entry * ROW_BYTES + POSTAL_KEY, true);
  }

  /** Where the entry's data begins in the file. */
  dataOffset(entry: EntryIndex): number {
    return this.#view.getFloat64(entry * ROW_BYTES + DATA_OFFSET, true);
  }

  dataBytes(entry: EntryIndex): number {
    return this.#view.getUint32(entry * ROW_BYTES + DATA_BYTES, true);
  }

  metaBytes(entry: EntryIndex): number {
    return this.#view.getUint32(entry * ROW_BYTES + META_BYTES, true);
  }

  /** Size of the page streams or of the message, without the meta. */
  contentBytes(entry: EntryIndex): number {
    return this.dataBytes(entry) - this.metaBytes(entry);
  }

  crc32(entry: EntryIndex): number {
    return this.#view.getUint32(entry * ROW_BYTES + CRC32, true);
  }
}

/** Collects the rows of an index that is being written. */
export class IndexRows {
  #bytes = new Uint8Array(256 * ROW_BYTES);
  #view = new DataView(this.#bytes.buffer);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  clear(): void {
    this.#count = 0;
  }

  add(row: IndexRow): void {
    const at = this.#next();
    const view = this.#view;
    view.setFloat64(at + DATA_OFFSET, row.dataOffset, true);
    view.setFloat64(at + POSTAL_KEY, row.postalKey, true);
    view.setUint32(at + ORDINAL, row.ordinal, true);
    view.setUint32(at + KEY_HASH_HIGH, row.keyHashHigh, true);
    view.setUint32(at + KEY_HASH_LOW, row.keyHashLow, true);
    view.setUint32(at + DATA_BYTES, row.dataBytes, true);
    view.setUint32(at + META_BYTES, row.metaBytes, true);
    view.setUint32(at + CRC32, row.crc32, true);
    view.setUint16(at + PAGES, row.pages, true);
    view.setUint16(at + SHEETS, row.sheets, true);
    view.setUint8(at + ADDRESS_CLASS, ADDRESS_CLASSES.indexOf(row.addressClass));
    const large = row.isLarge === true ? FLAG_LARGE : 0;
    const text = row.textKind === undefined ? 0 : TEXT_FLAGS[row.textKind];
    view.setUint8(at + FLAGS, (row.isPrimary ? FLAG_PRIMARY : 0) | large | text);
    view.setUint16(at + FLAGS + 1, 0, true);
  }

  /** Adds a row of another index, its data moved to `dataOffset`. */
  addMoved(from: IndexRows, entry: EntryIndex, dataOffset: number): void {
    const at = this.#next();
    const source = from.#bytes.subarray(entry * ROW_BYTES, (entry + 1) * ROW_BYTES);
    this.#bytes.set(source, at);
    this.#view.setFloat64(at + DATA_OFFSET, dataOffset, true);
  }

  /** The rows as they are written; overwritten by later changes. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#count * ROW_BYTES);
  }

  index(): FragmentIndex {
    return new FragmentIndex(this.bytes());
  }

  #next(): number {
    const at = this.#count * ROW_BYTES;
    if (at === this.#bytes.length) {
      const larger = new Uint8Array(at * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
      this.#view = new DataView(larger.buffer);
    }
    this.#count += 1;
    return at;
  }
}

assert(limits.pagesPerDocumentMax <= 0xffff, "a row has two bytes for the number of pages");
