import { type Ordinal, NO_SERIAL } from "../../base/units.ts";
import { assert, defined } from "../../base/assert.ts";
import type { PrintStream, SpoolPlan } from "../../model/piece.ts";
import type { Channel } from "../../model/channel.ts";
import { columnsFrom, type PieceFields } from "../../model/piece-columns.ts";
import type { Shard } from "../../model/shard.ts";
import { corruptFragment } from "../../spool/fragment-directory.ts";
import { FragmentReader } from "../../spool/fragment-reader.ts";
import { fragmentPath } from "../folder/run-folder.ts";
import type { BegunRun } from "../folder/open-run.ts";

/** Where the composed bytes of one rendition of a document are. */
export type StoredPlace = Pick<PieceFields, "ordinal" | "shard" | "entry" | "pages" | "sheets">;

/**
 * Finds the renditions of documents in the run's fragments, by ordinal; omits what a channel does
 * not have. `checksums`, by shard, are those of the ledger. Throws a `HostError` if a fragment is
 * damaged or does not match its checksum.
 */
export function storedPlaces(
  { host, folder, frozen: { scan } }: BegunRun,
  channel: Channel,
  ordinals: Iterable<number>,
  checksums: ReadonlyMap<number, { readonly checksum: string }>,
): Map<number, StoredPlace> {
  const places = new Map<number, StoredPlace>();
  for (const [shard, wanted] of ordinalsByShard(scan.shards, ordinals)) {
    const path = fragmentPath(folder, shard);
    const reader = FragmentReader.open(host, path);
    try {
      const known = checksums.get(shard)?.checksum;
      if (
        reader.summary.shardIndex !== shard ||
        (known ?? reader.summary.crc32) !== reader.summary.crc32
      )
        throw corruptFragment(path, "it is not the one that the run composed");
      const index = reader.index(channel);
      for (let entry = 0; entry < index.length; entry += 1) {
        const ordinal = index.ordinal(entry);
        if (!wanted.has(ordinal)) continue;
        const [pages, sheets] = [index.pages(entry), index.sheets(entry)];
        places.set(ordinal, { ordinal, shard, entry, pages, sheets });
      }
    } finally {
      reader.close();
    }
  }
  return places;
}

function ordinalsByShard(
  shards: readonly Shard[],
  ordinals: Iterable<number>,
): Map<number, Set<number>> {
  const found = new Map<number, Set<number>>();
  for (const ordinal of ordinals) {
    const shard = shardOf(shards, ordinal);
    if (shard === undefined) continue;
    const wanted = found.get(shard.index) ?? new Set();
    found.set(shard.index, wanted.add(ordinal));
  }
  return found;
}

/** The shard that holds an ordinal, found by binary search. */
function shardOf(shards: readonly Shard[], ordinal: Ordinal): Shard | undefined {
  let [low, high] = [0, shards.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (defined(shards[middle], "a shard").firstOrdinal <= ordinal) low = middle;
    else high = middle - 1;
  }
  const shard = shards[low];
  const isIn =
    shard !== undefined &&
    ordinal >= shard.firstOrdinal &&
    ordinal < shard.firstOrdinal + shard.unitCount;
  return isIn ? shard : undefined;
}

/** A piece to be reprinted, and the marks it gets. */
export interface RepeatedPiece extends Pick<PieceFields, "pieceNumber" | "serial" | "generation"> {
  readonly place: StoredPlace;
}

/** The names of a file of reprinted pieces. */
export interface RepeatedName {
  /** File name without extension. */
  readonly name: string;
  readonly stream: PrintStream;
  /** 0-based; no other spool of the run has it. */
  readonly index: number;
}

/** The plan of a file that holds pieces of the run once more, in the given order. */
export function repeatedPlan(pieces: readonly RepeatedPiece[], naming: RepeatedName): SpoolPlan {
  assert(pieces.length > 0, "a plan has a piece");
  return {
    ...naming,
    part: 1,
    parts: 1,
    firstPieceNumber: defined(pieces[0], "a piece").pieceNumber,
    ...columnsFrom({
      shards: pieces.map(({ place }) => place.shard),
      entries: pieces.map(({ place }) => place.entry),
    }),
    sheetCount: pieces.reduce((sum, { place }) => sum + place.sheets, 0),
    pageCount: pieces.reduce((sum, { place }) => sum + place.pages, 0),
    firstSerial: NO_SERIAL,
    repeated: columnsFrom({
      pieceNumbers: pieces.map(({ pieceNumber }) => pieceNumber),
      serials: pieces.map(({ serial }) => serial),
      generations: pieces.map(({ generation }) => generation),
    }),
  };
}
