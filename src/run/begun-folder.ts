import type { RunPlace } from "./open-run.ts";

/**
 * Whether a run that was to be in the folder was killed before its `job.json` was written: then it
 * is in no register, and nothing has been composed but perhaps seeds.
 */
export function hasNotBegun({
  host,
  folder: { lockFile, jobFile, ledgerFile },
}: RunPlace): boolean {
  return host.exists(lockFile) && !host.exists(jobFile) && !host.exists(ledgerFile);
}

/** What a beginning writes, but for its lock and a folder that was there before it. */
export function removeBegun({ host, folder }: RunPlace): void {
  const { work, shards, jobFile, auditFile, decisions } = folder;
  for (const path of [work, shards, jobFile, auditFile, decisions]) host.remove(path);
}
