import type { CertificateBody, CertifiedFile } from "../../model/certificate.ts";
import { destructionOf } from "../../run/decisions/destruction.ts";
import { countText } from "../../report/figures.ts";
import { fileHash } from "../../base/file-hash.ts";
import type { RunFolder } from "../../run/folder/run-folder.ts";
import { companionFile } from "../../run/folder/companion-file.ts";
import type { CheckLine } from "./seal-certificate.ts";
import type { RunPlace } from "../../run/folder/open-run.ts";

interface StatedFile {
  /** Below the run's folder. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly isCompanion: boolean;
}

/** Compares all files that a certificate names with the hashes it states: one line per kind. */
export function fileLines(run: RunPlace, body: CertificateBody): CheckLine[] {
  const { folder } = run;
  const { spools, batches, rejects } = body;
  const kinds: readonly (readonly [string, readonly StatedFile[]])[] = [
    ["spools", spools.flatMap(statedFiles)],
    ["batches", batches.flatMap(statedFiles)],
    [
      "rejects",
      rejects === null ? [] : [{ ...rejects, path: rejectsPath(folder), isCompanion: false }],
    ],
  ];
  const destroyed = destroyedHashes(run);
  return kinds
    .filter(([, files]) => files.length > 0)
    .map(([what, files]) => kindLine(run, what, files, destroyed));
}

function kindLine(
  run: RunPlace,
  what: string,
  files: readonly StatedFile[],
  destroyed: ReadonlyMap<string, string>,
): CheckLine {
  // A list may have been marked since, so the record has a hash of its own for it.
  const isGone = ({ path, sha256, isCompanion }: StatedFile): boolean =>
    isCompanion ? destroyed.has(path) : destroyed.get(path) === sha256;
  const gone = files.filter(isGone).length;
  const faults = files.filter((file) => !isGone(file)).flatMap((file) => faultOf(run, file));
  const count = countText(files.length, "file");
  const more = faults.length > 1 ? `, and ${faults.length - 1} other` : "";
  if (faults.length > 0) return { what, ok: false, found: `${faults[0]}${more}` };
  const found = gone === 0 ? "" : `; ${gone} of them destroyed since, after their retention`;
  return { what, ok: true, found: `${count} with the stated hashes${found}` };
}

function faultOf({ host, folder: { root } }: RunPlace, file: StatedFile): string[] {
  const path = `${root}/${file.path}`;
  if (file.path.split("/").includes("..")) return [`${file.path} is not in the run's folder`];
  if (!host.exists(path)) return [`${file.path} is missing`];
  const found = file.isCompanion
    ? companionFile(host, path)
    : { bytes: host.sizeBytes(path), sha256: "" };
  if (found.bytes !== file.bytes) return [`${file.path} has a different size`];
  const hash = file.isCompanion ? found.sha256 : fileHash(host, path);
  return hash === file.sha256 ? [] : [`${file.path} has different bytes`];
}

interface StatedOutput {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly companions: readonly CertifiedFile[];
}

function statedFiles({ file, bytes, sha256, companions }: StatedOutput): StatedFile[] {
  const inFolder = file.slice(0, file.lastIndexOf("/") + 1);
  return [
    { path: file, bytes, sha256, isCompanion: false },
    ...companions.map((one) => ({ ...one, path: `${inFolder}${one.name}`, isCompanion: true })),
  ];
}

function rejectsPath({ root, rejectsFile }: RunFolder): string {
  return rejectsFile.slice(root.length + 1);
}

function destroyedHashes(run: RunPlace): ReadonlyMap<string, string> {
  const files = destructionOf(run)?.record.files ?? [];
  return new Map(files.map(({ path, hash }) => [path, hash]));
}
