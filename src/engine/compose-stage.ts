import { tableOf } from "../base/keys-of.ts";
import type { PageCount } from "../base/units.ts";
import { CHANNEL_FACTS, CHANNELS } from "../model/channel.ts";
import { isFaultOfFile } from "../base/host.ts";
import type { ShardRow } from "../ledger/account-rows.ts";
import type { Shard } from "../model/shard.ts";
import type { FragmentSummary } from "../spool/fragment-facts.ts";
import { FragmentReader } from "../spool/fragment-reader.ts";
import { fragmentPath } from "../run/folder/run-folder.ts";
import type { RunWatch } from "../run/folder/run-watch.ts";
import { COMPOSE_PARTS } from "../run/tasks/stage-clock.ts";
import type { WorkerPool } from "../pool/worker-pool.ts";
import type { BookedRun, OpenRun, RunPlace } from "../run/folder/open-run.ts";

/** What composing cost, for the report. */
export interface ComposeCost {
  readonly partMs: number[];
  documents: number;
}

/**
 * Composes every shard that is not done yet. A fragment that is on disk and intact is kept, even if
 * the ledger does not have it (after a crash); any other is composed again, even if the ledger has
 * it as done (the file may have been damaged or changed since).
 */
export async function composeShards(
  run: BookedRun,
  pool: WorkerPool,
  watch: RunWatch,
  stopped: () => boolean,
): Promise<ComposeCost> {
  const { frozen, ledger } = run;
  const cost: ComposeCost = { partMs: COMPOSE_PARTS.map(() => 0), documents: 0 };
  const known = ledger.shardsDone();
  const { shards } = frozen.scan;
  let units = 0;
  const total = Math.min(frozen.scan.unitCount, frozen.unitLimit);
  const advance = (done: number, pages: PageCount, rejects: number): void => {
    units += done;
    watch.advance("compose", { done: units, total, unit: "records", pages, rejects });
  };
  advance(0, 0, 0);
  const open: Shard[] = [];
  for (const shard of shards) {
    const row = known.get(shard.index);
    const summary = wholeFragment(run, shard, row, frozen.jobSha256);
    if (summary === undefined) {
      open.push(shard);
      continue;
    }
    if (row === undefined) bookShard(run, summary);
    advance(summary.units, summary.pages, summary.rejects);
  }
  const tasks = open.map((shard) => ({ kind: "compose", shard }) as const);
  await pool.runAll(
    tasks,
    (_, { summary, partMs }) => {
      bookShard(run, summary);
      partMs.forEach((ms, part) => {
        cost.partMs[part] = (cost.partMs[part] as number) + ms;
      });
      cost.documents += summary.documents;
      advance(summary.units, summary.pages, summary.rejects);
    },
    stopped,
  );
  return cost;
}

/** The fragment on disk, if it is intact, matches the ledger and belongs to this shard and job. */
function wholeFragment(
  { host, folder }: RunPlace,
  shard: Shard,
  row: ShardRow | undefined,
  job: string,
): FragmentSummary | undefined {
  const path = fragmentPath(folder, shard.index);
  if (!host.exists(path)) return undefined;
  try {
    const reader = FragmentReader.open(host, path);
    try {
      reader.verifyAll();
      const { summary } = reader;
      const isKnown = row === undefined || row.checksum === summary.crc32;
      const isOwn = summary.shardIndex === shard.index && summary.job === job;
      return isKnown && isOwn ? summary : undefined;
    } finally {
      reader.close();
    }
  } catch (error) {
    if (!isFaultOfFile(error)) throw error;
    // Any fault in the fragment means that the shard is composed again.
    return undefined;
  }
}

function bookShard(
  { folder, ledger }: Pick<OpenRun, "folder" | "ledger">,
  summary: FragmentSummary,
): void {
  const { shardIndex, bytes, crc32, units, records, rejects, documents, pages, sheets } = summary;
  const path = fragmentPath(folder, shardIndex);
  ledger.shardDone({
    index: shardIndex,
    fragment: path.slice(path.lastIndexOf("/") + 1),
    checksum: crc32,
    bytes,
    units,
    records,
    rejects,
    seeds: summary.seeds ?? 0,
    suppressed: summary.suppressed?.length ?? 0,
    documents,
    pages,
    sheets,
    renditions: tableOf(CHANNELS, (channel) => summary[CHANNEL_FACTS[channel].data]),
  });
}
