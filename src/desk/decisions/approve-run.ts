import { hashValue } from "../../base/hash.ts";
import { shellWord } from "../../base/shell-word.ts";
import { assemblyMark } from "../../run/folder/assembly-mark.ts";
import {
  decideAbout,
  type DecisionRequest,
  type DecisionResult,
  refusal,
} from "../../run/decisions/decision-request.ts";
import { RUN_FACTS } from "../../run/decisions/run-state.ts";

/**
 * Approves the counts with which a run is held before assembly; `resume` then goes on. Throws a
 * `UsageError` if the run is not held for that, or if these counts are already approved.
 */
export async function approveRun(
  outFolder: string,
  request: DecisionRequest,
): Promise<DecisionResult> {
  return decideAbout(outFolder, request, (desk) => {
    const { folder, ledger, audit } = desk;
    const counts = ledger.fact(RUN_FACTS.held);
    if (counts === undefined || assemblyMark(desk) !== undefined)
      throw refusal("decision.not-held", "The run is not held for approval of its counts.", {
        hint: "`nightpress status DIR` says where it stands.",
      });
    const earlier = audit.entries.findLast(({ action }) => action === "approve");
    if (earlier?.details["countsHash"] === hashValue(counts))
      throw refusal(
        "decision.approved-already",
        `${earlier.by} has already approved these counts.`,
        {
          hint: `Run \`nightpress resume ${shellWord(folder.root)}\`.`,
        },
      );
    const details = { at: "assembly", countsHash: hashValue(counts), counts };
    const { seq } = desk.decide({ action: "approve", reason: request.reason, details });
    return { action: "approve", seq, outputs: [], documents: 0 };
  });
}
