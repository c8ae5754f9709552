import type { ShardIndex } from "../../base/units.ts";
import { type Channel, CHANNELS } from "../../model/channel.ts";
import type { RunPlace } from "./open-run.ts";

/** The paths in a run's output folder. */
export interface RunFolder {
  readonly root: string;
  readonly jobFile: string;
  readonly ledgerFile: string;
  /** What was fixed when assembly began. */
  readonly assemblyFile: string;
  /** Locked by the one process that works on the run. */
  readonly lockFile: string;
  readonly shards: string;
  /** Plain files of fonts that the layout has packed, or as instances of variable ones. */
  readonly fonts: string;
  /** Unpacked and sorted copies of inputs; removed when the run has finished. */
  readonly work: string;
  readonly print: string;
  readonly rejectsFile: string;
  readonly reports: string;
  /** The index for customer searches; made when it is first needed. */
  readonly searchFile: string;
  /** What was destroyed of the run after its retention period, or is being destroyed. */
  readonly destroyedFile: string;
  /** The decisions of people about the run, chained by hashes. */
  readonly auditFile: string;
  /** Lists that decisions refer to, such as suppressions, as they were given. */
  readonly decisions: string;
  /** One folder for each reprint, by its number. */
  readonly reprints: string;
  /** One folder for each sample that people judge, by its number. */
  readonly samples: string;
}

export function runFolder(root: string): RunFolder {
  return {
    root,
    jobFile: `${root}/job.json`,
    ledgerFile: `${root}/ledger.db`,
    assemblyFile: `${root}/assembly.json`,
    lockFile: `${root}/run.lock`,
    shards: `${root}/shards`,
    fonts: `${root}/fonts`,
    work: `${root}/work`,
    print: `${root}/print`,
    rejectsFile: `${root}/rejects/rejects.ndjson`,
    reports: `${root}/reports`,
    searchFile: `${root}/search.db`,
    destroyedFile: `${root}/destroyed.json`,
    auditFile: `${root}/audit.ndjson`,
    decisions: `${root}/decisions`,
    reprints: `${root}/reprints`,
    samples: `${root}/samples`,
  };
}

/** The folder of the spools or batches of a channel. */
export function channelFolder({ root }: RunFolder, channel: Channel): string {
  return `${root}/${channel}`;
}

/** The folders of all channels. */
export function outputFolders(folder: RunFolder): string[] {
  return CHANNELS.map((channel) => channelFolder(folder, channel));
}

/** The path of a shard's fragment. */
export function fragmentPath(folder: RunFolder, shard: ShardIndex): string {
  return `${folder.shards}/shard-${String(shard).padStart(6, "0")}.frag`;
}

/** Removes temporary files for good, among them sorted copies of the input. */
export function removeWork({ host, folder: { work, root } }: RunPlace): void {
  if (!host.exists(work)) return;
  host.remove(work);
  host.syncFolder(root);
}
