import { writeFileAtomic } from "../../base/host.ts";
import { readOwnJson } from "../../base/own-json.ts";
import type { AuditRoot } from "../../model/audit.ts";
import type { SharedResource } from "../../model/shared-resource.ts";
import { checkSameResources } from "./same-resources.ts";
import type { RunPlace } from "./open-run.ts";

/**
 * What is fixed when assembly begins and printed on every trailer sheet. It is kept in the run's
 * folder and not in the ledger, so that it survives a lost ledger, and holds no time, so that the
 * same decisions give the same bytes.
 */
export interface AssemblyMark {
  readonly audit: AuditRoot;
  /** What all spools share, as it was made; runs of earlier versions did not record it. */
  readonly resources?: readonly SharedResource[];
}

/** What was fixed when assembly began, or undefined if it has not begun. */
export function assemblyMark({
  host,
  folder: { assemblyFile },
}: RunPlace): AssemblyMark | undefined {
  if (!host.exists(assemblyFile)) return undefined;
  return readOwnJson(host, assemblyFile) as AssemblyMark;
}

/** Fixes what assembly begins with, unless it has begun before: then the first version is kept. */
export function beginAssembly(
  run: RunPlace,
  root: AuditRoot,
  resources: readonly SharedResource[],
): AssemblyMark {
  const { host, folder } = run;
  const known = assemblyMark(run);
  if (known !== undefined) {
    checkSameResources(resources, known.resources);
    return known;
  }
  const mark: AssemblyMark = { audit: { seq: root.seq, hash: root.hash }, resources };
  writeFileAtomic(host, folder.assemblyFile, new TextEncoder().encode(`${JSON.stringify(mark)}\n`));
  return mark;
}
