import type { ReprintTotals } from "../../model/run-report.ts";
import type { DecisionSession } from "../decisions/decision-session.ts";
import type { OpenRun } from "../folder/open-run.ts";
import { reprintReport } from "./reprint-report.ts";
import { isFinished } from "./reprint-files.ts";
import { againEntries, againFolder, printedSpools } from "./printed-places.ts";
import { readPrintingSums } from "./printing-sums.ts";

/** The pieces and sheets reprinted in a run so far; undefined if there are none. */
export function reprintTotals(
  desk: Omit<DecisionSession, "audit" | "decide" | "refuse"> & {
    readonly audit: Pick<OpenRun["audit"], "entries">;
  },
): ReprintTotals | undefined {
  const { host, folder, audit } = desk;
  const entries = againEntries(audit.entries);
  if (entries.length === 0) return undefined;
  const totals = { reimages: 0, reprints: 0, pieces: 0, wastedSheets: 0, unmade: 0 };
  for (const entry of entries) {
    const { kind, pieces, wastedSheets } = reprintReport(desk, entry, [], false);
    totals[kind === "reimage" ? "reimages" : "reprints"] += 1;
    totals.pieces += pieces;
    totals.wastedSheets += wastedSheets;
    if (!isFinished(desk, audit.entries, entry.details)) totals.unmade += 1;
  }
  // Decisions about a run must work even if its spools have been moved away.
  const files = [
    ...printedSpools(desk, audit.entries).map(({ controlFile }) => controlFile),
    ...entries.map(({ details }) => `${againFolder(folder, details.number)}/waste.csv`),
  ];
  const isWhole = totals.unmade === 0 && files.every((file) => host.exists(file));
  const sums = isWhole ? readPrintingSums(desk, audit.entries) : [];
  return { ...totals, sums };
}
