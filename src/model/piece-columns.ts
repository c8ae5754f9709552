import { keysOf, tableOf } from "../base/keys-of.ts";
import type {
  EntryIndex,
  Generation,
  Ordinal,
  PageCount,
  PieceNumber,
  Serial,
  ShardIndex,
  SheetCount,
} from "../base/units.ts";

/**
 * The columns of a run's pieces and messages, from sorting them to booking and verifying them: one
 * column a field, one entry a piece, all in the same order. Flat arrays, since they cross between
 * threads for every piece of the run. Every table of pieces is some of these.
 */
const PIECE_COLUMNS = {
  /** The shard whose fragment holds the piece. */
  shards: Uint32Array,
  /** Its 0-based place in the fragment's index of the channel. */
  entries: Uint32Array,
  /** 0-based ordinal of the record in the run's input. */
  ordinals: Uint32Array,
  /** 1-based number of the piece in the run, in spool order. */
  pieceNumbers: Uint32Array,
  pieceSheets: Uint32Array,
  piecePages: Uint32Array,
  /** IMb serials, or -1; a double holds their nine digits and the sign. */
  serials: Float64Array,
  /** 0 for a first printing, one more for each reprint. */
  generations: Uint8Array,
  /** 1 for a document's primary rendition. */
  primaries: Uint8Array,
  /** 1 if the piece was pulled: its rows in the control file then say so. */
  pulled: Uint8Array,
  /** Where each key ends in `keyBytes`: the keys in UTF-8, one behind the other. */
  keyEnds: Uint32Array,
} as const;

type ColumnName = keyof typeof PIECE_COLUMNS;

/** What the numbers of a column are. */
interface ColumnUnits {
  readonly shards: ShardIndex;
  readonly entries: EntryIndex;
  readonly ordinals: Ordinal;
  readonly pieceNumbers: PieceNumber;
  readonly pieceSheets: SheetCount;
  readonly piecePages: PageCount;
  readonly serials: Serial;
  readonly generations: Generation;
  readonly primaries: number;
  readonly pulled: number;
  readonly keyEnds: number;
}

/** A flat array whose entries are of one unit, when they are read and when they are written. */
type Column<Numbers, Unit> = Numbers & { [index: number]: Unit };

/** All columns there are; a table has those it needs, by `Pick`. */
export type PieceColumns = {
  readonly [Name in ColumnName]: Column<
    InstanceType<(typeof PIECE_COLUMNS)[Name]>,
    ColumnUnits[Name]
  >;
} & {
  readonly keyBytes: Uint8Array;
};

/** Empty columns of `count` pieces. */
export function pieceColumns<Name extends ColumnName>(
  names: readonly Name[],
  count: number,
): Pick<PieceColumns, Name> {
  return tableOf(names, (name) => new PIECE_COLUMNS[name](count)) as Pick<PieceColumns, Name>;
}

/** What is collected to become columns. */
export type ColumnLists<Name extends ColumnName> = { readonly [Each in Name]: ColumnUnits[Each][] };

/** Columns of the numbers that were collected of each. */
export function columnsFrom<Name extends ColumnName>(lists: {
  readonly [Each in Name]: readonly ColumnUnits[Each][];
}): Pick<PieceColumns, Name> {
  const columns = tableOf(keysOf(lists), (name) => PIECE_COLUMNS[name].from(lists[name]));
  return columns as Pick<PieceColumns, Name>;
}

/** One piece of the table, by field. */
export interface PieceFields {
  readonly shard: ShardIndex;
  readonly entry: EntryIndex;
  readonly ordinal: Ordinal;
  readonly pieceNumber: PieceNumber;
  readonly sheets: SheetCount;
  readonly pages: PageCount;
  /** IMb serial, or -1. */
  readonly serial: Serial;
  /** 0 for the first printing, one more for each reprint, up to 9. */
  readonly generation: Generation;
  readonly key: string;
}
