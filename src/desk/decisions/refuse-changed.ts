import { hashValue } from "../../base/hash.ts";
import { diagnostic } from "../../base/diagnostic.ts";
import { toldFindings } from "../../base/finding-list.ts";
import { shellWord } from "../../base/shell-word.ts";
import type { OutputState } from "../../model/piece-state.ts";
import type { Progress } from "../../model/run-report.ts";
import { countText } from "../../report/figures.ts";
import type { DecisionSession } from "../../run/decisions/decision-session.ts";
import { RunFailure } from "../../run/run-failure.ts";
import { breachedFiles } from "../../run/decisions/red-verdict.ts";
import type { VerdictDetails } from "../../model/decision-details.ts";
import { changedOutputs } from "./changed-outputs.ts";
import { renewReport } from "../../run/decisions/write-report.ts";

/**
 * Throws a `RunFailure` if one of the spools and batches about to go out has changed since the run
 * made it. The run has then failed, and stays so until a verification passes.
 */
export function refuseChanged(
  desk: DecisionSession,
  outputs: readonly OutputState[],
  onProgress?: (progress: Progress) => void,
): void {
  const changed = changedOutputs(desk, outputs, onProgress);
  if (changed.length === 0) return;
  const { root } = desk.folder;
  const files = breachedFiles(changed);
  const breachCount = changed.length;
  const details: VerdictDetails = {
    ok: false,
    breachCount,
    files,
    breachesHash: hashValue({ breachCount, changed }),
  };
  const reason = `changed since it was made, found at a release: ${countText(breachCount, "file")}`;
  desk.decide({ action: "verify", reason, details: { ...details } });
  renewReport(desk);
  const found = changed.map(({ file, fault }) =>
    diagnostic("decision.output-changed", `${file} ${fault}.`),
  );
  throw new RunFailure(
    `Not released: ${countText(breachCount, "file")} of the run ` +
      `${breachCount === 1 ? "has" : "have"} changed since the run made it.`,
    "Move the named files, with the others of the same name, out of the folder and run " +
      `\`nightpress resume ${shellWord(root)}\`, which makes them again; or restore copies and ` +
      `let \`nightpress verify ${shellWord(root)}\` pass. Then release.`,
    root,
    toldFindings(found),
  );
}
