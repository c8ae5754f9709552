import type { CertifiedFile } from "../../model/certificate.ts";
import { countText } from "../../report/figures.ts";
import { fileHash } from "../../base/file-hash.ts";
import type { CheckLine } from "./seal-certificate.ts";
import type { RunPlace } from "../../run/folder/open-run.ts";

/** A file with a stated hash, by its path below the run's folder. */
export interface PlacedFile extends CertifiedFile {
  readonly path: string;
  /** Since when it must be unchanged: since the certificate was issued if omitted. */
  readonly since?: string;
}

/** Compares files with the hashes that are stated for them, in one line. */
export function statedLine(
  { host, folder: { root } }: RunPlace,
  what: string,
  files: readonly PlacedFile[],
): CheckLine {
  const faults = files.flatMap(({ path, bytes, sha256, since = "this was issued" }) => {
    const file = `${root}/${path}`;
    if (path.split("/").includes("..")) return [`${path} is not in the run's folder`];
    if (!host.exists(file)) return [`${path} is missing`];
    const isSame = host.sizeBytes(file) === bytes && fileHash(host, file) === sha256;
    return isSame ? [] : [`${path} has changed since ${since}`];
  });
  if (faults.length > 0) return { what, ok: false, found: [...new Set(faults)].join("; ") };
  return { what, ok: true, found: `${countText(files.length, "file")} with the stated hashes` };
}
