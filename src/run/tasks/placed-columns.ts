import { type PieceColumns, pieceColumns, type PieceFields } from "../../model/piece-columns.ts";
import { KeyColumn } from "./key-column.ts";

const NAMES = ["ordinals", "pieceSheets", "piecePages", "serials", "primaries"] as const;

/** What a spool or batch holds, in order, for the ledger. */
export interface PlacedColumns extends Pick<
  PieceColumns,
  (typeof NAMES)[number] | "keyBytes" | "keyEnds"
> {
  /** Totals of the money fields, see `MoneySums`. */
  readonly sums: readonly string[];
}

export interface PlacedRow extends Pick<
  PieceFields,
  "ordinal" | "key" | "sheets" | "pages" | "serial"
> {
  readonly isPrimary: boolean;
}

/** Collects the rows of one spool or batch, which has `capacity` of them. */
export class PlacedRows {
  readonly #columns: Pick<PieceColumns, (typeof NAMES)[number]>;
  readonly #keys = new KeyColumn();
  #count = 0;

  constructor(capacity: number) {
    this.#columns = pieceColumns(NAMES, capacity);
  }

  add({ ordinal, key, sheets, pages, serial, isPrimary }: PlacedRow): void {
    const at = this.#count;
    this.#keys.add(key);
    this.#columns.ordinals[at] = ordinal;
    this.#columns.pieceSheets[at] = sheets;
    this.#columns.piecePages[at] = pages;
    this.#columns.serials[at] = serial;
    this.#columns.primaries[at] = Number(isPrimary);
    this.#count += 1;
  }

  columns(sums: readonly string[]): PlacedColumns {
    return { ...this.#columns, ...this.#keys.columns(), sums };
  }
}
