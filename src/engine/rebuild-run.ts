import { resolve } from "node:path";
import { UsageError } from "../base/diagnostic.ts";
import type { RunReport } from "../model/run-report.ts";
import { openExecution } from "./open-execution.ts";
import { bookOutputs } from "./stages/assemble.ts";
import { closeAgain } from "./stages/close.ts";
import { bookFragments } from "./stages/compose.ts";
import { holdForApproval } from "./stages/hold.ts";
import { keepProof } from "./stages/prove.ts";
import type { Stage } from "./stages/run-in-progress.ts";
import { runStages } from "./stages/run-stages.ts";
import { settleAgain } from "./stages/settle.ts";
import { readFrozenRun } from "../run/folder/frozen-run.ts";
import { machine } from "../run/host/machine.ts";
import { prepare } from "../work/prepare.ts";
import { checkFilesUnchanged } from "../run/folder/resources-unchanged.ts";
import { noRun } from "../run/decisions/decision-session.ts";
import { runFolder } from "../run/folder/run-folder.ts";
import { RunWatch } from "../run/folder/run-watch.ts";
import type { RunPlace } from "../run/folder/open-run.ts";

/** Where a replaced ledger is moved, with its log beside it, and where a new one is built. */
const [REPLACED, UNFINISHED] = ["replaced-", "unfinished-"];
const ENDINGS = ["", "-wal", "-shm"];

const STAGES: readonly Stage[] = [
  bookFragments,
  settleAgain,
  holdForApproval,
  bookOutputs,
  keepProof,
  closeAgain,
];

/**
 * Rebuilds a run's ledger from its folder: books its fragments, settles again, books spools and
 * batches that match their own lists, and applies the decisions in its audit log. Writes no
 * fragment, spool or batch; if some are missing the report says `stopped`, and `resume` makes them.
 * An existing ledger is set aside once the new one is complete, so that a crash never leaves an
 * incomplete ledger in its place.
 */
export async function rebuildRun(outFolder: string): Promise<RunReport> {
  const host = machine().host;
  const folder = runFolder(resolve(outFolder));
  if (!host.exists(folder.jobFile)) throw new UsageError([noRun(host, outFolder)]);
  const frozen = readFrozenRun({ host, folder });
  checkFilesUnchanged({ host, frozen });
  const prepared = await prepare(host, frozen.plan, frozen.job);
  const ledgerFile = `${folder.root}/${UNFINISHED}ledger.db`;
  for (const ending of ENDINGS) host.remove(`${ledgerFile}${ending}`);
  const report = await openExecution(
    {
      host,
      folder: { ...folder, ledgerFile },
      watch: new RunWatch(() => undefined),
      frozen,
      prepared,
      warnings: [],
      workers: 1,
      priority: frozen.job.priority,
      // Nothing is made: existing output is booked.
      stopped: () => true,
      verifies: true,
    },
    (run) => runStages(run, STAGES),
  );
  setLedgerAside({ host, folder });
  host.rename(ledgerFile, folder.ledgerFile);
  host.syncFolder(folder.root);
  return report;
}

function setLedgerAside({ host, folder: { root, ledgerFile } }: RunPlace): void {
  const name = ledgerFile.slice(root.length + 1);
  for (const ending of ENDINGS) {
    const aside = `${root}/${REPLACED}${name}${ending}`;
    host.remove(aside);
    if (host.exists(`${ledgerFile}${ending}`)) host.rename(`${ledgerFile}${ending}`, aside);
  }
}
