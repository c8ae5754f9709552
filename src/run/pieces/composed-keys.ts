import { diagnostic } from "../../base/diagnostic.ts";
import type { Host } from "../../base/host.ts";
import { shellWord } from "../../base/shell-word.ts";
import type { PieceRow } from "../../ledger/ledger-view.ts";
import type { Channel } from "../../model/channel.ts";
import { FragmentReader } from "../../spool/fragment-reader.ts";
import type { FrozenRun } from "../folder/frozen-run.ts";
import { RunFailure } from "../run-failure.ts";
import { fragmentPath, type RunFolder } from "../folder/run-folder.ts";

/** A row of the ledger that a decision or query uses. */
export type KeyedRow = Pick<PieceRow, "channel" | "ordinal" | "key">;

interface RunAtHand {
  readonly host: Host;
  readonly folder: RunFolder;
  readonly frozen: FrozenRun;
}

/**
 * Throws a `RunFailure` if the ledger's key for a document differs from the one it was composed
 * with: a query for one customer would return another's document.
 */
export function checkComposedKeys(run: RunAtHand, rows: readonly KeyedRow[]): void {
  const [first] = otherKeys(run, rows);
  if (first === undefined) return;
  const { root, ledgerFile } = run.folder;
  const message =
    `The ledger's key for document ${first.ordinal} is not the one it was composed with: ` +
    "it has changed since.";
  const hint =
    `Rebuild it with \`nightpress rebuild ${shellWord(root)}\`, verify, and find out who ` +
    "changed it. Nothing was done.";
  const source = { file: ledgerFile, line: 1, column: 1, path: `document ${first.ordinal}` };
  throw new RunFailure(message, hint, root, [
    diagnostic("run.key-differs", message, { source, hint }),
  ]);
}

/** The rows whose keys differ from those that their documents were composed with. */
export function otherKeys(
  { host, folder, frozen }: RunAtHand,
  rows: readonly KeyedRow[],
): KeyedRow[] {
  const { shards } = frozen.scan;
  const shardOf = ({ ordinal }: KeyedRow): number =>
    shards.findLast(({ firstOrdinal }) => firstOrdinal <= ordinal)?.index ?? -1;
  const byShard = [...Map.groupBy(rows, shardOf)];
  return byShard.flatMap(([shard, own]) => {
    const path = fragmentPath(folder, shard);
    // If the fragment is gone there is nothing to compare with, and none of it is given out.
    if (!host.exists(path)) return [];
    const reader = FragmentReader.open(host, path);
    try {
      const keys = new Map(
        channelsOf(own).map((channel) => [channel, keysIn(reader, channel, own)]),
      );
      return own.filter(({ channel, ordinal, key }) => keys.get(channel)?.get(ordinal) !== key);
    } finally {
      reader.close();
    }
  });
}

function channelsOf(rows: readonly KeyedRow[]): Channel[] {
  return [...new Set(rows.map(({ channel }) => channel))];
}

/** Keys by ordinal, for the ordinals requested. */
function keysIn(
  reader: FragmentReader,
  channel: Channel,
  rows: readonly KeyedRow[],
): Map<number, string> {
  const wanted = new Set(rows.map(({ ordinal }) => ordinal));
  const index = reader.index(channel);
  const found = new Map<number, string>();
  for (let entry = 0; entry < index.length; entry += 1) {
    const ordinal = index.ordinal(entry);
    if (!wanted.has(ordinal)) continue;
    found.set(ordinal, reader.readRecordMeta(channel, entry).key);
  }
  return found;
}
