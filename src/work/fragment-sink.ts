import { assert } from "../base/assert.ts";
import type { ClassifiedAddress } from "../mail/classify-address.ts";
import type { PieceFacts } from "../model/piece.ts";
import type { CustomerRecord, RawAddress, RawObject } from "../model/record.ts";
import { type FrozenRun, recordFiles } from "../run/folder/frozen-run.ts";
import { keyHash } from "../run/pieces/key-hash.ts";
import type { EntryPlace, RenditionEntry, SearchTerms } from "../spool/fragment-facts.ts";
import type { FragmentWriter } from "../spool/fragment-writer.ts";
import type { ComposedMessage, ComposedPiece, RenditionSink } from "./rendition-sink.ts";
import { searchTerms } from "./search-terms.ts";

/** Writes renditions to a fragment, with the data that later stages need about each. */
export class FragmentSink implements RenditionSink {
  readonly #fragment: FragmentWriter;
  /** Names of the files that places refer to by number. */
  readonly #files: readonly string[];
  readonly #searchTerms: (values: RawObject) => SearchTerms | undefined;
  readonly #hasSpoiltCode: () => boolean;
  #holdsSeeds = false;
  #substitutions = 0;
  /** For the record that is being composed. */
  #amounts: readonly number[] = [];

  /** `hasSpoiltCode` returns whether the record just read has a postal code that intake dropped. */
  constructor(fragment: FragmentWriter, frozen: FrozenRun, hasSpoiltCode: () => boolean) {
    this.#fragment = fragment;
    this.#files = recordFiles(frozen).map(({ file }) => file);
    this.#searchTerms = searchTerms(frozen.job.search);
    this.#hasSpoiltCode = hasSpoiltCode;
  }

  get substitutions(): number {
    return this.#substitutions;
  }

  /** Begins a shard. */
  begin(holdsSeeds: boolean): void {
    this.#holdsSeeds = holdsSeeds;
    this.#substitutions = 0;
    this.#amounts = [];
  }

  /** The money fields of the next record, which its primary rendition carries. */
  setAmounts(amounts: readonly number[]): void {
    this.#amounts = amounts;
  }

  beginPrint(): void {
    this.#fragment.beginPrint();
  }

  page(content: Uint8Array, drawn: string): void {
    this.#fragment.page(content, drawn);
  }

  cancelPrint(): void {
    this.#fragment.cancelPrint();
  }

  endPrint(record: CustomerRecord, piece: ComposedPiece): void {
    const { address, classified, substitutions, choices, required, isLarge } = piece;
    this.#substitutions += substitutions;
    if (!this.#holdsSeeds && this.#isSpoilt(address, classified)) this.#fragment.addSpoiltCode();
    const { high: keyHashHigh, low: keyHashLow } = keyHash(record.key);
    this.#fragment.endPrint({
      facts: this.#facts(record, piece),
      place: this.#place(record),
      keyHashHigh,
      keyHashLow,
      postalKey: classified.postalKey,
      isPrimary: true,
      search: this.#searchTerms(record.values),
      ...(choices && { choices }),
      ...(isLarge && { isLarge }),
      ...(required && { required }),
    });
  }

  message(record: CustomerRecord, message: ComposedMessage): void {
    const { channel, isPrimary, bytes, required, textKind } = message;
    const more = { ...(required && { required }), ...(textKind && { textKind }) };
    const entry = { ...this.#entry(record, isPrimary), ...more };
    this.#fragment.addRendition(channel, entry, bytes);
  }

  unrendered({ ordinal }: CustomerRecord): void {
    this.#fragment.addUnrendered(ordinal);
  }

  /** Written out: building objects by spreading costs more here, and in JSON.stringify. */
  #facts({ ordinal, key }: CustomerRecord, piece: ComposedPiece): PieceFacts {
    const { address, classified, pages, sheets } = piece;
    const { addressClass, routing } = classified;
    return this.#holdsSeeds
      ? { ordinal, key, address, addressClass, routing, pages, sheets, isSeed: true }
      : { ordinal, key, address, addressClass, routing, pages, sheets, amounts: this.#amounts };
  }

  /** Whether a postal code was given for the address and is unusable. */
  #isSpoilt(address: RawAddress, { addressClass, routing }: ClassifiedAddress): boolean {
    const { zip = "", plus4 = "", deliveryPoint = "" } = address;
    const isUnused = routing.length < zip.length + plus4.length + deliveryPoint.length;
    return (isUnused && addressClass !== "foreign") || this.#hasSpoiltCode();
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
