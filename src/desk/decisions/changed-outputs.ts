import type { Ledger } from "../../ledger/ledger.ts";
import type { CertifiedFile } from "../../model/certificate.ts";
import type { OutputState } from "../../model/piece-state.ts";
import type { Progress } from "../../model/run-report.ts";
import { companionFile } from "../../run/folder/companion-file.ts";
import { storedCertificate } from "../../run/folder/stored-certificate.ts";
import { fileHash } from "../../base/file-hash.ts";
import type { OpenRun, RunPlace } from "../../run/folder/open-run.ts";

/** A file that has changed since the run made it, relative to its folder, and how that shows. */
export interface ChangedFile {
  readonly file: string;
  readonly fault: string;
}

interface MadeFile {
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Which of these spools and batches differ from the ledger in any byte; and which of their control
 * files, tickets and indexes differ from what was certified. Reads all of them.
 */
export function changedOutputs(
  run: Pick<OpenRun, "host" | "folder" | "ledger">,
  outputs: readonly OutputState[],
  onProgress: (progress: Progress) => void = () => undefined,
): ChangedFile[] {
  const { ledger } = run;
  const made = madeFiles(ledger);
  const lists = certifiedLists(run);
  const total = outputs.reduce((sum, output) => sum + (made.get(fileOf(output))?.bytes ?? 0), 0);
  let done = 0;
  return outputs.flatMap((output) => {
    const file = fileOf(output);
    const known = made.get(file);
    const found = known === undefined ? [] : dataFault(run, file, known);
    done += known?.bytes ?? 0;
    onProgress({ stage: "verify", done, total, unit: "bytes", pages: 0, rejects: 0 });
    const own = (lists.get(file) ?? []).flatMap((list) => listFault(run, file, list));
    return [...found, ...own];
  });
}

function fileOf({ channel, name }: OutputState): string {
  return `${channel}/${name}`;
}

function madeFiles(ledger: Ledger): Map<string, MadeFile> {
  return new Map<string, MadeFile>([
    ...ledger.spools().map((spool) => [`print/${spool.name}`, spool] as const),
    ...ledger.batches().map((batch) => [`${batch.channel}/${batch.name}`, batch] as const),
  ]);
}

/** By spool or batch, the files beside it as they were certified; none of a run without that. */
function certifiedLists(run: RunPlace): Map<string, readonly CertifiedFile[]> {
  const { body } = storedCertificate(run) ?? {};
  const outputs = [...(body?.spools ?? []), ...(body?.batches ?? [])];
  return new Map(outputs.map(({ file, companions }) => [file, companions]));
}

function dataFault(
  { host, folder: { root } }: RunPlace,
  file: string,
  { bytes, sha256 }: MadeFile,
): ChangedFile[] {
  const path = `${root}/${file}`;
  if (!host.exists(path)) return [{ file, fault: "is missing" }];
  if (host.sizeBytes(path) !== bytes) return [{ file, fault: "has a different size" }];
  return fileHash(host, path) === sha256 ? [] : [{ file, fault: "has different bytes" }];
}

/** Control files show later pulls: without those marks they must be as they were. */
function listFault(
  { host, folder: { root } }: RunPlace,
  output: string,
  { name, sha256 }: CertifiedFile,
): ChangedFile[] {
  const file = `${output.slice(0, output.lastIndexOf("/") + 1)}${name}`;
  const path = `${root}/${file}`;
  if (!host.exists(path)) return [{ file, fault: "is missing" }];
  return companionFile(host, path).sha256 === sha256
    ? []
    : [{ file, fault: "has different bytes" }];
}
