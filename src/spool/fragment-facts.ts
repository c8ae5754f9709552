import type { Ordinal, PageCount, ShardIndex, SheetCount } from "../base/units.ts";
import type { Channel, CHANNEL_FACTS } from "../model/channel.ts";
import type { PieceFacts } from "../model/piece.ts";
import type { TextKind } from "../model/text-format.ts";
import type { ZoneChoice, ZoneCount } from "../model/zone-choice.ts";
import type { SuppressedUnit } from "../model/suppression.ts";

/** Where the bytes of an entry's record are in the input. */
export interface EntryPlace {
  /** Index of the input file in the run's list of files. */
  readonly file: number;
  readonly line: number;
  readonly byteOffset: number;
  readonly sizeBytes: number;
}

/** What a document's customer can be found by, beside the key: account and name, or "". */
export type SearchTerms = readonly [account: string, name: string];

/** What a composing worker says of a document's print pages. */
export interface PrintEntry {
  readonly facts: PieceFacts;
  readonly place: EntryPlace;
  readonly keyHashHigh: number;
  readonly keyHashLow: number;
  readonly postalKey: number;
  /** False if the document has another primary channel and print accompanies it. */
  readonly isPrimary: boolean;
  readonly search?: SearchTerms | undefined;
  readonly choices?: readonly ZoneChoice[];
  /** True for one in large print. */
  readonly isLarge?: true;
  readonly required?: readonly number[];
}

/** What a composing worker says of a message. */
export interface RenditionEntry {
  readonly amounts?: readonly number[];
  readonly ordinal: Ordinal;
  readonly key: string;
  readonly place: EntryPlace;
  readonly keyHashHigh: number;
  readonly keyHashLow: number;
  readonly isPrimary: boolean;
  readonly search?: SearchTerms | undefined;
  readonly required?: readonly number[];
  /** Of a message that is text alone. */
  readonly textKind?: TextKind;
}

/** Kept beside a document's page streams, as JSON. */
export interface PieceMeta {
  readonly facts: PieceFacts;
  readonly place: EntryPlace;
  /** Sizes of the page streams, which follow each other in this order. */
  readonly pageBytes: readonly number[];
  /** What each page draws by name, such as `A0 I1`; see `FragmentSummary.drawn`. */
  readonly drawn: readonly string[];
  /** If the job declares what to look up; only for a record's primary rendition. */
  readonly search?: SearchTerms | undefined;
  /** What became of messages of zones, and of blocks that wait for room, if the layout has any. */
  readonly choices?: readonly ZoneChoice[];
  /** True for one in large print. */
  readonly isLarge?: true;
  /** Texts that it must show, by their numbers in the plan, if the layout requires any. */
  readonly required?: readonly number[];
}

/** Kept beside a message, as JSON. */
export interface RenditionMeta {
  readonly key: string;
  /** As `PieceFacts.amounts`; only for a record's primary rendition. */
  readonly amounts?: readonly number[];
  readonly place: EntryPlace;
  readonly search?: SearchTerms | undefined;
  /** As those of a document's pages. */
  readonly required?: readonly number[];
  /** Of a message that is text alone. */
  readonly textKind?: TextKind;
}

/** Renditions by channel, under the names that the channels' facts give. */
export type RenditionCounts = Readonly<Record<(typeof CHANNEL_FACTS)[Channel]["data"], number>>;

/** What a fragment holds, for the ledger. */
export interface FragmentSummary extends RenditionCounts {
  readonly shardIndex: ShardIndex;
  /** SHA-256 of the job that composed it, as in `job.json`. */
  readonly job: string;
  readonly bytes: number;
  /** Eight hex digits that represent the whole file: the CRC of all the CRCs in it. */
  readonly crc32: string;
  /** Records, rejects and suppressed units. */
  readonly units: number;
  /** Records that were accepted. */
  readonly records: number;
  readonly rejects: number;
  /** Records for which at least one rendition was made. */
  readonly documents: number;
  readonly pages: PageCount;
  readonly sheets: SheetCount;
  /** Characters that were replaced because no font has them. */
  readonly substitutions: number;
  /** Pieces whose invalid postal codes were left out; absent if there are none. */
  readonly spoiltCodes?: number;
  /** What became of messages of zones in its documents, by block; absent if there are none. */
  readonly zones?: readonly ZoneCount[];
  /** What pages draw by name, each set of drawings once, sorted. */
  readonly drawn: readonly string[];
  /** Money totals in minor units, as decimal strings, by name. */
  readonly sums: Readonly<Record<string, string>>;
  /** Documents that are seeds: all of the fragment's, and none of them is counted above. */
  readonly seeds?: number;
  /** Units left out because of their keys, ordinals ascending; absent if there are none. */
  readonly suppressed?: readonly SuppressedUnit[];
}
