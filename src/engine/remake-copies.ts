import { canonicalJson } from "../base/canonical-json.ts";
import { type Diagnostic, diagnostic, UsageError } from "../base/diagnostic.ts";
import { CopyHashes, withCopyHashes } from "../intake/copy/copy-hashes.ts";
import { inputFiles, specIndex, STANDARD_INPUT } from "../intake/files/input-files.ts";
import { readInput } from "../intake/read-input.ts";
import type { InputSpec } from "../model/job.ts";
import type { Scan, ScannedFile } from "../model/shard.ts";
import { inputChanged, rowsChanged } from "../run/folder/inputs-unchanged.ts";
import type { BegunRun } from "../run/folder/open-run.ts";
import { seedsFolder } from "../run/folder/seeds.ts";

const NAMES_SHOWN = 3;

/** What a run read when it began, and where it put the copies that were made for that. */
interface Reading {
  readonly input: InputSpec;
  readonly files: readonly ScannedFile[];
  readonly shards: Scan["shards"];
  readonly workFolder: string;
}

/**
 * Makes the copies of input and seeds again that a run began with and that are gone or damaged.
 * Throws a `UsageError` if they cannot be made as they were, because an input has changed.
 */
export async function remakeCopies(run: BegunRun): Promise<void> {
  const { folder, frozen } = run;
  const { scan, seeds, job } = frozen;
  const shards = scan.shards.filter(({ isSeeds }) => isSeeds !== true);
  const { files } = scan;
  await remake(run, { input: job.input, files, shards, workFolder: folder.work });
  if (seeds !== undefined)
    await remake(run, { ...seeds, shards: [], workFolder: seedsFolder(folder) });
}

async function remake({ host, frozen }: BegunRun, reading: Reading): Promise<void> {
  const { input, files, shards, workFolder } = reading;
  const hashes = new CopyHashes(host);
  const lost = files.filter((file) => !areSame(hashes.of(file), file.copiesSha256));
  if (lost.length === 0) return;
  const again = `${workFolder}/again`;
  host.remove(again);
  try {
    const options = { workFolder: again, isOverridden: () => true };
    const trying = readInput(host, input, frozen.plan.shape, options);
    const read = await trying.catch((error: unknown) => {
      throw error instanceof UsageError ? lostForGood(lost, error) : error;
    });
    const scan = withCopyHashes(host, read);
    const changed = files.filter((file, index) => !isAlike(file, scan.files[index]));
    if (changed.length === 0 && !areCutAlike(shards, scan)) changed.push(...files);
    if (changed.length > 0) throw new UsageError(changed.map((file) => changeOf(reading, file)));
    host.makeFolder(workFolder);
    // In the order of their names, a file comes after those that it was made of.
    for (const name of host.list(again)) host.rename(`${again}/${name}`, `${workFolder}/${name}`);
    host.syncFolder(workFolder);
  } finally {
    host.remove(again);
  }
}

/** What was read once and cannot be read now is nothing new, as long as there is a copy of it. */
function lostForGood(lost: readonly ScannedFile[], { diagnostics }: UsageError): UsageError {
  const names = lost.map(({ file }) => (file === STANDARD_INPUT ? "standard input" : file));
  const others = names.length > NAMES_SHOWN ? ` and ${names.length - NAMES_SHOWN} more` : "";
  const shown = names.slice(0, NAMES_SHOWN).join(", ") + others;
  const message =
    `This run reads ${shown} from copies in its \`work\` folder. ` +
    "They are gone or damaged, and cannot be made again for the reason below.";
  const hint =
    "Put the run's `work` folder back from a backup, or its sources as they were, then resume; " +
    "or start a new run in a new folder.";
  return new UsageError([diagnostic("run.copy-lost", message, { hint }), ...diagnostics]);
}

function changeOf({ input, files }: Reading, changed: ScannedFile): Diagnostic {
  const spec = inputFiles(input)[specIndex(files, files.indexOf(changed))];
  return spec?.foreign?.kind === "sql" ? rowsChanged(changed.file) : inputChanged(changed.file);
}

type Hashes = readonly (string | undefined)[];

function areSame(now: Hashes, before: Hashes = []): boolean {
  return now.length === before.length && now.every((hash, index) => hash === before[index]);
}

function isAlike(before: ScannedFile, now: ScannedFile | undefined): boolean {
  return (
    now !== undefined &&
    now.sha256 === before.sha256 &&
    areSame(now.copiesSha256 ?? [], before.copiesSha256) &&
    now.rowCount === before.rowCount
  );
}

/** Shards beyond a limit on records are not of the run's scan. */
function areCutAlike(shards: Scan["shards"], again: Scan): boolean {
  return canonicalJson(shards) === canonicalJson(again.shards.slice(0, shards.length));
}
