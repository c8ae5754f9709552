import type { AuditEntry } from "../../model/audit.ts";
import type { AgainDetails, MadeDetails, MadeFile } from "../../model/reprint.ts";
import { fileHash } from "../../base/file-hash.ts";
import type { RunFolder } from "../folder/run-folder.ts";
import { againFolder, isMade } from "./printed-places.ts";
import type { RunPlace } from "../folder/open-run.ts";

/** The files of a re-image or reprint, below the run's folder: the spool first. */
export function reprintFiles(
  folder: RunFolder,
  { number, spool }: Pick<AgainDetails, "number" | "spool">,
): readonly [spool: string, controlFile: string, ticket: string, waste: string] {
  const inside = againFolder(folder, number).slice(folder.root.length + 1);
  const path = `${inside}/${spool}`;
  return [`${path}.pdf`, `${path}.csv`, `${path}.ticket.json`, `${inside}/waste.csv`];
}

/** The same with their hashes, as they are on disk. */
export function filesAsTheyLie(
  { host, folder }: RunPlace,
  details: AgainDetails,
): readonly MadeFile[] {
  return reprintFiles(folder, details).map((file) => {
    const path = `${folder.root}/${file}`;
    const name = file.slice(file.lastIndexOf("/") + 1);
    return { name, bytes: host.sizeBytes(path), sha256: fileHash(host, path) };
  });
}

/** The files of a re-image or reprint as entered; undefined before it was made. */
export function filesEntered(
  entries: readonly AuditEntry[],
  number: number,
): readonly MadeFile[] | undefined {
  const entry = entries.find(
    ({ action, details }) => action === "reprint-made" && details["number"] === number,
  );
  return (entry?.details as MadeDetails | undefined)?.files;
}

/** Whether a re-image or reprint is on disk, and its files are entered in the audit log. */
export function isFinished(
  run: RunPlace,
  entries: readonly AuditEntry[],
  details: AgainDetails,
): boolean {
  return filesEntered(entries, details.number) !== undefined && isMade(run, details);
}
