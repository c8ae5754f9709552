import type { RunPlace } from "./open-run.ts";

/**
 * Whether a run in this folder was killed before its `job.json` was written: then it is in no
 * register, and nothing has been composed except perhaps seeds.
 */
export function hasNotBegun({
  host,
  folder: { lockFile, jobFile, ledgerFile },
}: RunPlace): boolean {
  return host.exists(lockFile) && !host.exists(jobFile) && !host.exists(ledgerFile);
}

/** What a beginning run writes, except for its lock and a folder that existed before. */
export function removeBegun({ host, folder }: RunPlace): void {
  const { work, shards, fonts, jobFile, auditFile, decisions } = folder;
  for (const path of [work, shards, fonts, jobFile, auditFile, decisions]) host.remove(path);
}
