import { hashValue } from "../../base/hash.ts";
import type { AgainDetails, MadeDetails } from "../../model/reprint.ts";
import { recordedActor } from "../../run/decisions/actor.ts";
import { enterDecision } from "../../run/decisions/decision-session.ts";
import type { DecisionSession } from "../../run/decisions/decision-session.ts";
import { RunFailure } from "../../run/run-failure.ts";
import { filesAsTheyLie, filesEntered } from "../../run/pieces/reprint-files.ts";
import { reprintFiles } from "../../run/pieces/reprint-files.ts";

/** Whose entry it is: nobody decides anything by it. */
const PROGRAM = "nightpress reprint";

/**
 * Enters the files of a re-image or reprint in the audit log, once they are durable. If they are
 * already entered and were made again because somebody had removed them, they must have the same
 * bytes: otherwise throws a `RunFailure` and leaves them without a control file.
 */
export function enterMade(desk: DecisionSession, details: AgainDetails): void {
  const { host, folder, ledger, audit } = desk;
  const { number, kind } = details;
  const files = filesAsTheyLie(desk, details);
  const entered = filesEntered(audit.entries, number);
  if (entered === undefined) {
    const made: MadeDetails = { number, files };
    const reason = `the files of ${kind === "reimage" ? "re-image" : "reprint"} ${number} are made`;
    const decision = { action: "reprint-made", reason, details: { ...made } } as const;
    enterDecision(desk, recordedActor(PROGRAM), decision);
    ledger.applyDecisions(audit.entries);
    return;
  }
  if (hashValue(files) === hashValue(entered)) return;
  const [, controlFile] = reprintFiles(folder, details);
  host.remove(`${folder.root}/${controlFile}`);
  throw new RunFailure(
    `The files of ${kind} ${number} were made again with bytes that differ from the audit log.`,
    "Do not print them. Restore the originals from a copy, and find out what changed.",
    folder.root,
  );
}
