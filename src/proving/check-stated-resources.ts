import type { Breach } from "../model/verification.ts";
import type { FrozenRun } from "../run/folder/frozen-run.ts";
import type { AssemblyMark } from "../run/folder/assembly-mark.ts";
import { otherArt } from "../run/folder/stated-resources.ts";

const FILE = "assembly.json";

/**
 * Checks what assembly began with against what the run began with: `job.json` is sealed and has the
 * static art and images, and anyone who changed one of them in a spool may have changed it here,
 * too.
 */
export function statedResourceBreaches(
  { art }: FrozenRun,
  mark: AssemblyMark | undefined,
): readonly Breach[] {
  if (art === undefined || mark === undefined) return [];
  const code = "verify.resource-changed";
  if (mark.resources === undefined)
    return [{ code, message: "It does not say what spools share, but job.json does.", file: FILE }];
  return otherArt(art, mark.resources).map((name) => {
    return { code, message: `Resource ${name} differs from the one in job.json.`, file: FILE };
  });
}
