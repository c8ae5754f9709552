import { canonicalJson } from "../base/canonical-json.ts";
import { fileHash } from "../base/file-hash.ts";
import type { Host } from "../base/host.ts";
import { type Diagnostic, UsageError } from "../base/diagnostic.ts";
import { inputFiles, placedFile, specIndex, unsortedFile } from "../intake/files/input-files.ts";
import { readInput } from "../intake/read-input.ts";
import type { Scan, ScannedFile } from "../model/shard.ts";
import { inputChanged, rowsChanged } from "../run/folder/inputs-unchanged.ts";
import type { FrozenRun } from "../run/folder/frozen-run.ts";
import type { BegunRun } from "../run/folder/open-run.ts";

/**
 * Makes the copies of the input again that a run began with and that are gone or damaged. Throws a
 * `UsageError` if they cannot be made as they were, because an input has changed.
 */
export async function remakeCopies({ host, folder, frozen }: BegunRun): Promise<void> {
  const { scan, job, plan } = frozen;
  if (scan.files.every((file) => isThere(host, file))) return;
  const workFolder = `${folder.work}/again`;
  host.remove(workFolder);
  try {
    const options = { workFolder, isOverridden: () => true };
    const again = await readInput(host, job.input, plan.shape, options);
    const changed = scan.files.filter((file, index) => !isAlike(file, again.files[index]));
    if (changed.length === 0 && !areCutAlike(scan, again)) changed.push(...scan.files);
    if (changed.length > 0) throw new UsageError(changed.map((file) => changeOf(frozen, file)));
    host.makeFolder(folder.work);
    // In the order of their names, a file comes after those that it was made of.
    for (const name of host.list(workFolder))
      host.rename(`${workFolder}/${name}`, `${folder.work}/${name}`);
    host.syncFolder(folder.work);
  } finally {
    host.remove(workFolder);
  }
}

function changeOf({ job, scan }: FrozenRun, changed: ScannedFile): Diagnostic {
  const spec = inputFiles(job.input)[specIndex(scan.files, scan.files.indexOf(changed))];
  return spec?.foreign?.kind === "sql" ? rowsChanged(changed.file) : inputChanged(changed.file);
}

function isThere(host: Host, scanned: ScannedFile): boolean {
  const { file, workFile, copySha256 } = scanned;
  if (workFile === file) return true;
  const copy = unsortedFile(scanned);
  const needed = [workFile, placedFile(scanned), ...(copySha256 === undefined ? [] : [copy])];
  if (!needed.every((path) => path === file || host.exists(path))) return false;
  return copySha256 === undefined || fileHash(host, copy) === copySha256;
}

function isAlike(before: ScannedFile, now: ScannedFile | undefined): boolean {
  return (
    now !== undefined &&
    now.sha256 === before.sha256 &&
    now.copySha256 === before.copySha256 &&
    now.rowCount === before.rowCount
  );
}

/** Seeds, and shards beyond a limit on records, are not of the input's scan. */
function areCutAlike({ shards }: Scan, again: Scan): boolean {
  const own = shards.filter(({ isSeeds }) => isSeeds !== true);
  return canonicalJson(own) === canonicalJson(again.shards.slice(0, own.length));
}
