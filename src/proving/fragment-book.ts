import type { OpenRun } from "../run/folder/open-run.ts";
import type { Ordinal, ShardIndex } from "../base/units.ts";
import type { ShardRow } from "../ledger/account-rows.ts";
import type { Shard } from "../model/shard.ts";
import type { FragmentExpectation } from "../model/verification.ts";
import { fragmentPath, type RunFolder } from "../run/folder/run-folder.ts";

/** Finds the fragment that holds a document's composed bytes, by the ledger's list of fragments. */
export class FragmentBook {
  readonly #folder: RunFolder;
  readonly #shards: readonly Shard[];
  readonly #job: string;
  readonly #rows: ReadonlyMap<number, ShardRow>;

  constructor({ folder, frozen, ledger }: Pick<OpenRun, "folder" | "frozen" | "ledger">) {
    const { scan, jobSha256 } = frozen;
    this.#folder = folder;
    this.#shards = scan.shards;
    this.#job = jobSha256;
    this.#rows = ledger.shardsDone();
  }

  /** The fragments of documents, and for each document an index into them. */
  fragmentsOf(ordinals: Uint32Array): {
    readonly fragmentOf: Uint32Array;
    readonly fragments: readonly FragmentExpectation[];
  } {
    const fragments: FragmentExpectation[] = [];
    const indexes = new Map<number, number>();
    const fragmentOf = ordinals.map((ordinal) => {
      const shard = this.#shardOf(ordinal);
      const known = indexes.get(shard);
      if (known !== undefined) return known;
      indexes.set(shard, fragments.length);
      return fragments.push(this.#fragment(shard)) - 1;
    });
    return { fragmentOf, fragments };
  }

  /** No file can match the checksum of a fragment that the ledger does not have. */
  #fragment(shard: ShardIndex): FragmentExpectation {
    const file = fragmentPath(this.#folder, shard).slice(this.#folder.root.length + 1);
    const { bytes, checksum } = this.#rows.get(shard) ?? { bytes: -1, checksum: "" };
    return { file, bytes, checksum, job: this.#job };
  }

  /** The index of the last shard that begins at or before an ordinal, found by binary search. */
  #shardOf(ordinal: Ordinal): number {
    let [low, high] = [0, this.#shards.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#shards[middle] as Shard).firstOrdinal <= ordinal) low = middle;
      else high = middle - 1;
    }
    return this.#shards[low]?.index ?? 0;
  }
}
