import { limits } from "../base/limits.ts";
import type { Shard, ShardRange } from "../model/shard.ts";

/** Where a shard may begin: a place in the master file and one in each detail file. */
export interface CutPlace {
  readonly start: number;
  readonly line: number;
  readonly details: readonly DetailCut[];
  /** Where an input lies in several files: which of those scanned. */
  readonly file?: number;
}

export interface DetailCut {
  readonly offset: number;
  readonly line: number;
}

/** Gathers units into shards of about a given size. */
export class ShardCutter {
  readonly shards: Shard[] = [];
  unitCount = 0;
  readonly #targetBytes: number;
  #from: CutPlace | undefined;
  #firstOrdinal = 0;
  #end = 0;
  #sizeBytes = 0;

  /** `totalBytes` is the size of all files: large inputs get larger shards, never too many. */
  constructor(shardBytes: number, totalBytes: number) {
    this.#targetBytes = Math.max(shardBytes, Math.ceil(totalBytes / (limits.shardsMax / 2)));
  }

  get isOpen(): boolean {
    return this.#from !== undefined;
  }

  get isFull(): boolean {
    const unitCount = this.unitCount - this.#firstOrdinal;
    return this.#sizeBytes >= this.#targetBytes || unitCount >= limits.shardUnitsMax;
  }

  open(place: CutPlace): void {
    this.#from = place;
    this.#firstOrdinal = this.unitCount;
    this.#end = place.start;
    this.#sizeBytes = 0;
  }

  /** Counts a unit that ends at the file offset `end` of the master file. */
  add(end: number, sizeBytes: number): void {
    this.unitCount += 1;
    this.#end = end;
    this.#sizeBytes += sizeBytes;
  }

  /** Counts a unit that has no bytes in the master file. */
  addDetached(sizeBytes: number): void {
    this.unitCount += 1;
    this.#sizeBytes += sizeBytes;
  }

  /** Ends the open shard, if any; `detailEnds` says where it ends in each detail file. */
  close(detailEnds: readonly DetailCut[]): void {
    if (this.#from === undefined) return;
    const { start, line, details, file } = this.#from;
    this.#from = undefined;
    if (this.unitCount === this.#firstOrdinal) return;
    this.shards.push({
      index: this.shards.length,
      firstOrdinal: this.#firstOrdinal,
      unitCount: this.unitCount - this.#firstOrdinal,
      start,
      end: this.#end,
      firstLine: line,
      ...(file !== undefined && { file }),
      details: details.map((from, index): ShardRange => {
        const end = detailEnds[index]?.offset ?? from.offset;
        return { start: from.offset, end, firstLine: from.line };
      }),
    });
  }
}
