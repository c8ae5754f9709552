import type { AuditEntry } from "../../model/audit.ts";
import type { CertificateEnvelope } from "../../model/certificate.ts";
import { filesEntered } from "../../run/pieces/reprint-files.ts";
import { againEntries, againFolder } from "../../run/pieces/printed-places.ts";
import { destructionOf } from "../../run/decisions/destruction.ts";
import type { RunFolder } from "../../run/folder/run-folder.ts";
import type { CheckLine } from "./seal-certificate.ts";
import { type PlacedFile, statedLine } from "./stated-files.ts";
import type { RunPlace } from "../../run/folder/open-run.ts";

/**
 * The files of reprints, if there are any: as the certificate states them, and as the audit log has
 * had them since they were made.
 */
export function reprintLines(
  run: RunPlace,
  { reprints }: Pick<CertificateEnvelope, "reprints">,
  entries: readonly AuditEntry[],
): CheckLine[] {
  const { folder } = run;
  const stated: PlacedFile[] = reprints.flatMap(({ folder: inside, files }) =>
    files.map((file) => ({ ...file, path: `${inside}/${file.name}` })),
  );
  const known = new Set(stated.map(nameOf));
  const entered = filesOfLog(folder, entries).filter((file) => !known.has(nameOf(file)));
  const all = [...stated, ...entered];
  if (all.length === 0) return [];
  const destroyed = new Set(destructionOf(run)?.record.files.map(({ path }) => path));
  const left = all.filter(({ path }) => !destroyed.has(path));
  return [statedLine(run, "reprints", left)];
}

function filesOfLog(folder: RunFolder, entries: readonly AuditEntry[]): PlacedFile[] {
  return againEntries(entries).flatMap(({ details: { number } }) => {
    const inside = againFolder(folder, number).slice(folder.root.length + 1);
    const files = filesEntered(entries, number) ?? [];
    return files.map((file) => ({ ...file, path: `${inside}/${file.name}`, since: "it was made" }));
  });
}

function nameOf({ path, bytes, sha256 }: PlacedFile): string {
  return `${path} ${bytes} ${sha256}`;
}
