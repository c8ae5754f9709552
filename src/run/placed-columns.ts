import { utf8Text } from "../base/utf8-text.ts";
import { ByteWriter } from "../pdf/byte-writer.ts";

/**
 * What a spool or batch holds, in order, for the ledger: one column a field. Flat arrays, since a
 * worker hands them to the main thread for every piece of the run.
 */
export interface PlacedColumns {
  readonly ordinals: Uint32Array;
  /** The keys in UTF-8, one behind the other, and where each ends. */
  readonly keyBytes: Uint8Array;
  readonly keyEnds: Uint32Array;
  readonly sheets: Uint32Array;
  readonly pages: Uint32Array;
  /** IMb serials, or -1. */
  readonly serials: Float64Array;
  /** 1 for a document's primary rendition. */
  readonly primaries: Uint8Array;
  /** Totals of the money fields, see `MoneySums`. */
  readonly sums: readonly string[];
}

export interface PlacedRow {
  readonly ordinal: number;
  readonly key: string;
  readonly sheets: number;
  readonly pages: number;
  readonly serial: number;
  readonly isPrimary: boolean;
}

const encoder = new TextEncoder();

/** Collects the rows of one spool or batch, of which there are `capacity`. */
export class PlacedRows {
  readonly #columns: Omit<PlacedColumns, "keyBytes" | "sums">;
  readonly #keys = new ByteWriter();
  #count = 0;

  constructor(capacity: number) {
    this.#columns = {
      ordinals: new Uint32Array(capacity),
      keyEnds: new Uint32Array(capacity),
      sheets: new Uint32Array(capacity),
      pages: new Uint32Array(capacity),
      serials: new Float64Array(capacity),
      primaries: new Uint8Array(capacity),
    };
  }

  add({ ordinal, key, sheets, pages, serial, isPrimary }: PlacedRow): void {
    const at = this.#count;
    this.#keys.append(encoder.encode(key));
    this.#columns.ordinals[at] = ordinal;
    this.#columns.keyEnds[at] = this.#keys.length;
    this.#columns.sheets[at] = sheets;
    this.#columns.pages[at] = pages;
    this.#columns.serials[at] = serial;
    this.#columns.primaries[at] = Number(isPrimary);
    this.#count += 1;
  }

  columns(sums: readonly string[]): PlacedColumns {
    return { ...this.#columns, keyBytes: this.#keys.view().slice(), sums };
  }
}

/** The key of a row. */
export function keyAt({ keyBytes, keyEnds }: PlacedColumns, at: number): string {
  return utf8Text(keyBytes.subarray(at === 0 ? 0 : keyEnds[at - 1], keyEnds[at]));
}
