/** Where things lie in a run's output folder. */
export interface RunFolder {
  readonly root: string;
  readonly jobFile: string;
  readonly ledgerFile: string;
  /** Locked by the one process that works on the run. */
  readonly lockFile: string;
  readonly shards: string;
  /** Unpacked and sorted copies of inputs; removed when the run has finished. */
  readonly work: string;
  readonly print: string;
  readonly email: string;
  readonly sms: string;
  readonly rejectsFile: string;
  readonly reports: string;
}

export function runFolder(root: string): RunFolder {
  return {
    root,
    jobFile: `${root}/job.json`,
    ledgerFile: `${root}/ledger.db`,
    lockFile: `${root}/run.lock`,
    shards: `${root}/shards`,
    work: `${root}/work`,
    print: `${root}/print`,
    email: `${root}/email`,
    sms: `${root}/sms`,
    rejectsFile: `${root}/rejects/rejects.ndjson`,
    reports: `${root}/reports`,
  };
}

/** The path of a shard's fragment. */
export function fragmentPath(folder: RunFolder, shard: number): string {
  return `${folder.shards}/shard-${String(shard).padStart(6, "0")}.frag`;
}
