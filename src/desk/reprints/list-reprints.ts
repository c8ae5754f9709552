import { resolve } from "node:path";
import { UsageError } from "../../base/diagnostic.ts";
import { Ledger } from "../../ledger/ledger.ts";
import type { BalanceLine } from "../../model/run-report.ts";
import type { AgainDetails } from "../../model/reprint.ts";
import { readFrozenRun } from "../../run/folder/frozen-run.ts";
import { machine } from "../../run/host/machine.ts";
import { isFinished } from "../../run/pieces/reprint-files.ts";
import { againEntries, againFolder } from "../../run/pieces/printed-places.ts";
import { readPrintingSums } from "../../run/pieces/printing-sums.ts";
import { noLedger, noRun, openAudit } from "../../run/decisions/decision-session.ts";
import { type RunFolder, runFolder } from "../../run/folder/run-folder.ts";

/** A re-image or reprint in a list of them. */
export interface ListedAgain {
  readonly number: number;
  readonly kind: AgainDetails["kind"];
  /** The spool's path. */
  readonly file: string;
  /** False if it was decided and an interruption came before it was made. */
  readonly made: boolean;
  readonly details: AgainDetails;
  readonly atIso: string;
  readonly by: string;
  readonly reason: string;
}

export interface ReprintList {
  readonly out: string;
  readonly reprints: readonly ListedAgain[];
  /** Whether what was printed, wasted and voided adds up; only where all is made. */
  readonly sums: readonly BalanceLine[];
}

/** The re-images and reprints of a run, and its sums after them. Changes nothing. */
export function listReprints(outFolder: string): ReprintList {
  const host = machine().host;
  const folder = runFolder(resolve(outFolder));
  if (!host.exists(folder.jobFile)) throw new UsageError([noRun(host, outFolder)]);
  if (!host.exists(folder.ledgerFile)) throw new UsageError([noLedger(folder)]);
  const frozen = readFrozenRun({ host, folder });
  const { entries } = openAudit({ host, folder, frozen });
  const ledger = Ledger.open(host, folder.ledgerFile);
  try {
    ledger.applyDecisions(entries);
    const reprints = againEntries(entries).map((entry) => ({
      number: entry.details.number,
      kind: entry.details.kind,
      file: spoolFile(folder, entry.details),
      made: isFinished({ host, folder }, entries, entry.details),
      ...entry,
    }));
    const isWhole = reprints.every(({ made }) => made);
    const sums = isWhole ? readPrintingSums({ host, folder, frozen, ledger }, entries) : [];
    return { out: folder.root, reprints, sums };
  } finally {
    ledger.close();
  }
}

function spoolFile(folder: RunFolder, { number, spool }: AgainDetails): string {
  return `${againFolder(folder, number)}/${spool}.pdf`;
}
