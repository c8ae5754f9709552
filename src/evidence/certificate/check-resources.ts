import type { AuditEntry } from "../../model/audit.ts";
import type { CertificateBody } from "../../model/certificate.ts";
import { countText } from "../../report/figures.ts";
import { sharedResourceBreaches } from "../../verify/resources/shared-resources.ts";
import { assemblyMark } from "../../run/folder/assembly-mark.ts";
import { reprintFiles } from "../../run/pieces/reprint-files.ts";
import { againEntries } from "../../run/pieces/printed-places.ts";
import { differing, otherArt } from "../../run/folder/stated-resources.ts";
import type { CheckLine } from "./seal-certificate.ts";
import type { BegunRun } from "../../run/folder/open-run.ts";

/**
 * Compares the resources that a certificate states with those that the run began with, those that
 * assembly began with, and those in every existing spool, reprints included, as the verifier reads
 * them.
 */
export function resourceLines(
  run: BegunRun,
  { resources, spools }: Pick<CertificateBody, "resources" | "spools">,
  entries: readonly AuditEntry[],
): CheckLine[] {
  const {
    host,
    folder,
    frozen: { art },
  } = run;
  const what = "resources";
  if (resources === null) {
    if (art === undefined) return [];
    return [{ what, ok: false, found: "none are stated, but job.json has some" }];
  }
  const stated: readonly (readonly [file: string, names: readonly string[]])[] = [
    ["job.json", art === undefined ? [] : otherArt(art, resources)],
    ["assembly.json", differing(resources, assemblyMark(run)?.resources ?? [])],
  ];
  const again = againEntries(entries).map(({ details }) => reprintFiles(folder, details)[0]);
  const files = [...spools.map(({ file }) => file), ...again].filter(
    (file) => !file.split("/").includes("..") && host.exists(`${folder.root}/${file}`),
  );
  const faults = [
    ...stated.flatMap(([file, names]) => names.map((name) => `${name} differs in ${file}`)),
    ...files.flatMap((file) => {
      const [breach] = sharedResourceBreaches(host, folder.root, file, resources);
      return breach === undefined ? [] : [`${file}: ${breach.message}`];
    }),
  ];
  const count = countText(resources.length, "resource");
  if (faults.length > 0) return [{ what, ok: false, found: faults.join("; ") }];
  return [{ what, ok: true, found: `${count} as stated, in ${countText(files.length, "spool")}` }];
}
