import { hashValue } from "../../base/hash.ts";
import { writeFileAtomic } from "../../base/host.ts";
import {
  type DestroyedFile,
  type DestructionRecord,
  destructionOf,
} from "../../run/decisions/destruction.ts";
import { fileHash } from "../../base/file-hash.ts";
import { filesBelow } from "../../run/folder/files-below.ts";
import { SUPPRESSIONS_FILE } from "../../run/rejects/suppression-report.ts";
import { removeDatabase } from "../../run/folder/index-run.ts";
import type { RetentionTerm } from "./retention.ts";
import type { DecisionSession } from "../../run/decisions/decision-session.ts";
import { outputFolders, type RunFolder } from "../../run/folder/run-folder.ts";
import type { OpenRun, RunPlace } from "../../run/folder/open-run.ts";

/** Who destroys, and why. */
export interface DestructionOrder {
  readonly by: string;
  readonly reason: string;
  readonly term: RetentionTerm;
}

/**
 * Destroys a run's output and what it was made from. The run's audit log and `destroyed.json` say
 * so before the first file goes; an interrupted destruction continues from there. What names no
 * customer stays: job.json, audit log, reports, and the ledger without keys.
 */
export function destroyRun(desk: DecisionSession, order: DestructionOrder): DestructionRecord {
  const { host, folder, ledger } = desk;
  const begun = destructionOf(desk)?.record ?? begin(desk, order);
  for (const path of destroyedPaths(folder)) host.remove(path);
  removeDatabase(host, folder.searchFile);
  removeDatabase(host, `${folder.searchFile}.partial`);
  host.syncFolder(folder.root);
  ledger.forgetCustomers();
  const done: DestructionRecord = { ...begun, state: "done" };
  write(desk, done);
  return done;
}

function begin(desk: DecisionSession, order: DestructionOrder): DestructionRecord {
  const { frozen, ledger } = desk;
  const { by, reason, term } = order;
  const files = destroyedFiles(desk);
  const { atIso } = desk.decide({
    action: "purge",
    reason,
    details: { files: files.length, bytes: totalBytes(files), filesHash: hashValue(files) },
  });
  const { job, runId } = frozen;
  const record: DestructionRecord = {
    state: "begun",
    runId,
    job: job.name,
    cycle: job.cycle,
    asOf: job.asOf,
    documentClass: term.documentClass,
    retentionDays: term.days,
    countedFrom: term.countedFrom,
    by,
    reason,
    atIso,
    files,
    counts: ledger.counts(),
  };
  write(desk, record);
  return record;
}

/** Folders and files that hold what was sent, what it was made of, or who got it. */
function destroyedPaths(folder: RunFolder): string[] {
  const { shards, work, reprints, samples, decisions, rejectsFile } = folder;
  const rejects = rejectsFile.slice(0, rejectsFile.lastIndexOf("/"));
  // Of the reports one names customers; certificate and leaves hold hashes alone, and stay.
  const suppressions = `${folder.reports}/${SUPPRESSIONS_FILE}`;
  const decided = [reprints, samples, decisions, rejects, suppressions];
  return [...outputFolders(folder), shards, work, ...decided];
}

/** What will be destroyed. Hashes that the ledger has are taken from there: runs are large. */
export function destroyedFiles({
  host,
  folder,
  ledger,
}: Pick<OpenRun, "host" | "folder" | "ledger">): DestroyedFile[] {
  const known = new Map<string, string>([
    ...ledger.spools().map(({ name, sha256 }) => [`${folder.print}/${name}`, sha256] as const),
    ...ledger
      .batches()
      .map(({ channel, name, sha256 }) => [`${folder.root}/${channel}/${name}`, sha256] as const),
    ...[...ledger.shardsDone().values()].map(
      ({ fragment, checksum }) => [`${folder.shards}/${fragment}`, checksum] as const,
    ),
  ]);
  return destroyedPaths(folder)
    .flatMap((path) => filesBelow(host, path))
    .map((path) => ({
      path: path.slice(folder.root.length + 1),
      bytes: host.sizeBytes(path),
      hash: known.get(path) ?? fileHash(host, path),
    }));
}

export function totalBytes(files: readonly DestroyedFile[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

function write({ host, folder }: RunPlace, record: DestructionRecord): void {
  const bytes = new TextEncoder().encode(`${JSON.stringify(record, null, 1)}\n`);
  writeFileAtomic(host, folder.destroyedFile, bytes);
}
