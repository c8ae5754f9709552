import { outputFolders } from "../../run/folder/run-folder.ts";
import { assert } from "../../base/assert.ts";
import { type Diagnostic, diagnostic, UsageError } from "../../base/diagnostic.ts";
import type { Host } from "../../base/host.ts";
import { listNamed } from "../../intake/lists/list-name.ts";
import { compileKey } from "../../intake/mapped-key.ts";
import { shellWord } from "../../base/shell-word.ts";
import { actorNamed, checkRequest } from "../../run/decisions/actor.ts";
import { inDecisionSession, type DecisionSession } from "../../run/decisions/decision-session.ts";
import {
  type FrozenList,
  freezeList,
  gatherSuppressions,
  lateLists,
} from "../../run/folder/suppressions.ts";

/** A list of keys that are to get nothing after all, and who says so. */
export interface LateSuppression {
  readonly files: readonly string[];
  readonly by: string;
  readonly reason: string;
}

/**
 * Suppresses keys in a run that is composed, or being composed, and not yet assembled: keeps the
 * list in its folder and enters the decision in its audit log; settling then acts on it. Throws a
 * `UsageError` if a list is wrong or assembly has begun.
 */
export function suppressLate(
  host: Host,
  outFolder: string,
  { files, by, reason }: LateSuppression,
): Promise<FrozenList> {
  assert(files.length > 0, "a late suppression names a list");
  checkRequest(by, reason);
  return inDecisionSession(host, outFolder, actorNamed(by), async (desk) => {
    if (assemblyHasBegun(desk)) throw new UsageError([tooLate(desk.folder.root)]);
    const keyOf = compileKey(desk.frozen.job.input);
    const lists = files.map((file) => listNamed(file));
    const gathered = await gatherSuppressions(host, { lists, keyOf });
    assert(gathered !== undefined, "files were read");
    const number = lateLists(desk.audit.entries).length + 1;
    const name = `suppress-${String(number).padStart(3, "0")}.csv`;
    const frozen = freezeList({ host, folder: desk.folder }, name, gathered.suppressions);
    desk.decide({
      action: "suppress",
      reason,
      details: { ...frozen, sources: gathered.sources.map((source) => ({ ...source })) },
    });
    return frozen;
  });
}

/** From its first spool or batch on, what a run leaves out can no longer change. */
function assemblyHasBegun({ host, ledger, folder }: DecisionSession): boolean {
  if (ledger.fact("sequence-totals") !== undefined) return true;
  if (host.exists(`${folder.reports}/run.json`)) return true;
  return outputFolders(folder).some((output) => host.list(output).length > 0);
}

function tooLate(root: string): Diagnostic {
  return diagnostic("suppress.too-late", `The run in ${root} is being assembled, or has been.`, {
    hint: `Pull its pieces instead: \`nightpress pull ${shellWord(root)} --from FILE\`.`,
  });
}
