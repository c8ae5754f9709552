import type { AuditEntry } from "../../model/audit.ts";
import type { CertificateBody } from "../../model/certificate.ts";
import { filesBelow } from "../../run/folder/files-below.ts";
import type { FrozenRun } from "../../run/folder/frozen-run.ts";
import { lateLists } from "../../run/folder/suppressions.ts";
import { sampleFiles } from "../../run/decisions/sample-files.ts";
import { reprintFiles } from "../../run/pieces/reprint-files.ts";
import { againEntries } from "../../run/pieces/printed-places.ts";
import { fragmentPath, type RunFolder } from "../../run/folder/run-folder.ts";
import type { OpenRun, RunPlace } from "../../run/folder/open-run.ts";

/** Databases with what SQLite keeps beside them, and those that were set aside. */
const DATABASES = /^((damaged|replaced|unfinished)-)?(ledger|search)\.db(-wal|-shm)?$/;
const REPORTS: readonly string[] = [
  "certificate.html",
  "certificate.json",
  "certificate.pdf",
  "counts.html",
  "counts.json",
  "pieces.leaves",
  "run.html",
  "run.json",
  "suppressions.json",
  "verification.json",
];
/** Lists that a reconciliation writes. */
const RECONCILED = /^[a-z-]+-\d{3,}\.csv$/;
/** Claims of child runs: each names its run. */
const CLAIM = /^child-\d{3,}\.json$/;
/** Incomplete files have names that nothing else uses. */
const BEGUN = /\.partial$/;

/** What determines which files a run has. */
export interface FilesOfRun {
  readonly frozen: FrozenRun;
  readonly body: CertificateBody;
  readonly entries: readonly AuditEntry[];
}

/** Files in a run's folder that neither the run has made nor a decision asks for. */
export function unknownFiles({ host, folder }: RunPlace, run: FilesOfRun): string[] {
  const known = new Set([
    ...outputFilesOf(run.body).flatMap((list) => [...list.files, ...pullLists(list, run.entries)]),
    ...fragmentsOf({ folder, frozen: run.frozen }),
    ...reprintFilesOf(folder, run.entries),
    ...sampleFiles(folder, run.entries).map((path) => below(folder, path)),
    ...listsOf(run),
    ...(run.body.rejects === null ? [] : [below(folder, folder.rejectsFile)]),
  ]);
  return filesBelow(host, folder.root)
    .map((path) => below(folder, path))
    .filter((file) => !known.has(file) && !isOwn(folder, file));
}

function isOwn(folder: RunFolder, file: string): boolean {
  const { jobFile, assemblyFile, auditFile, destroyedFile, lockFile } = folder;
  const own = [jobFile, assemblyFile, auditFile, destroyedFile, lockFile];
  const name = file.replace(BEGUN, "");
  if (!name.includes("/")) return own.includes(`${folder.root}/${name}`) || DATABASES.test(name);
  const [inside, inner = "", ...deeper] = name.split("/");
  // Copies of the input, which are removed at the end of the run.
  if (inside === "work") return true;
  if (deeper.length > 0) return BEGUN.test(file);
  if (inside === "reports") return REPORTS.includes(inner) || RECONCILED.test(inner);
  return inside === "decisions" ? CLAIM.test(inner) : BEGUN.test(file);
}

interface OutputFiles {
  /** Control file or index. */
  readonly list: string;
  readonly files: readonly string[];
}

function outputFilesOf({ spools, batches }: CertificateBody): OutputFiles[] {
  return [...spools, ...batches].map(({ file, companions }) => {
    const inFolder = file.slice(0, file.lastIndexOf("/") + 1);
    const list = `${file.slice(0, file.lastIndexOf("."))}.csv`;
    return { list, files: [file, ...companions.map(({ name }) => `${inFolder}${name}`)] };
  });
}

function pullLists({ list }: OutputFiles, entries: readonly AuditEntry[]): string[] {
  const pulls = entries.filter(({ action }) => action === "pull");
  return pulls.map(({ seq }) => pullListOf(list, seq));
}

/** The list of what a decision pulled from a spool or batch, beside its control file or index. */
export function pullListOf(list: string, seq: number): string {
  return list.replace(/\.csv$/, `-pull-${String(seq).padStart(3, "0")}.csv`);
}

function fragmentsOf({ folder, frozen: { scan } }: Pick<OpenRun, "folder" | "frozen">): string[] {
  return scan.shards.map(({ index }) => below(folder, fragmentPath(folder, index)));
}

function reprintFilesOf(folder: RunFolder, entries: readonly AuditEntry[]): string[] {
  return againEntries(entries).flatMap(({ details }) => reprintFiles(folder, details));
}

function listsOf({ frozen, entries }: FilesOfRun): string[] {
  const own = frozen.suppressions === undefined ? [] : [frozen.suppressions.list];
  return [...own, ...lateLists(entries).map(({ list }) => list)];
}

function below({ root }: RunFolder, path: string): string {
  return path.slice(root.length + 1);
}
