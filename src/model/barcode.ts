/** The kinds of barcodes that a layout can show. */
export const BARCODE_KINDS = [
  "qr",
  "data-matrix",
  "pdf417",
  "aztec",
  "code-128",
  "gs1-128",
  "ean-13",
  "ean-8",
  "code-39",
  "interleaved-2-of-5",
] as const;
export type BarcodeKind = (typeof BARCODE_KINDS)[number];

/** How much of a QR code may be damaged: 7, 15, 25 or 30 per cent. */
export type QrLevel = "L" | "M" | "Q" | "H";

/**
 * A symbol without its quiet zone: rows of modules from the top, each row padded to whole bytes,
 * the high bit of a byte its leftmost module, 1 is ink. The bars of a linear symbol are one row, or
 * several where some of them reach further down.
 */
export interface SymbolModules {
  readonly columns: number;
  readonly rows: number;
  readonly bits: Uint8Array;
}

/** Level of a QR code; of PDF417 0 to 8; of Aztec per cent; others have none and 0. */
export type BarcodeCorrection = QrLevel | number;

/** Fields of a payment that a code holds, by their names in a layout, such as `debtor.name`. */
export type PaymentFields = ReadonlyMap<string, string>;

/** A symbol with what it says, as bound to a record. */
export interface BoundCode {
  readonly kind: BarcodeKind;
  readonly modules: SymbolModules;
  /** Rows are so many modules high; 0 for bars, whose height the layout gives. */
  readonly rowModules: number;
  /** For people. */
  readonly shown: string;
  /** Of kind and payload: what a reader of the printed symbol must arrive at. */
  readonly digest: string;
  /** Of the modules: what is drawn must have it. */
  readonly modulesDigest: string;
  /** Whether the cross of Swiss payment slips stands in the middle. */
  readonly hasSwissCross: boolean;
}
