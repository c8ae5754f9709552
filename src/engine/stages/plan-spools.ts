import { defined } from "../../base/assert.ts";
import { type Serial, NO_SERIAL } from "../../base/units.ts";
import { furnitureRules, type SpoolRules } from "../../mail/piece-sorter.ts";
import type { PrintSpec } from "../../model/job.ts";
import type { SpoolPlan } from "../../model/piece.ts";
import { reserveSerials } from "../../run/reserve-serials.ts";
import { RUN_FACTS } from "../../run/decisions/run-state.ts";
import { countsOf } from "../run-counts.ts";
import type { Settlement } from "../settle-stage.ts";
import type { RunInProgress } from "./run-in-progress.ts";

/** What the settle stage found. */
export function settlementOf({ settlement }: RunInProgress): Settlement {
  return defined(settlement, "the settlement");
}

/** The planned spools: serials are drawn once it is certain that the run continues. */
export function foreseenSpools(run: RunInProgress): readonly SpoolPlan[] {
  return settlementOf(run).sorter.spools(cutRules(run.frozen.job.print, NO_SERIAL));
}

/** The spools of the run, with the serials reserved for it. */
export function planSpools(run: RunInProgress): readonly SpoolPlan[] {
  const { frozen, folder, ledger } = run;
  const settlement = settlementOf(run);
  const { sorter, pages, sheets } = settlement;
  const firstSerial = reserveSerials(run, folder.root, sorter.serialCount);
  const spools = sorter.spools(cutRules(frozen.job.print, firstSerial));
  ledger.setFact(RUN_FACTS.counts, countsOf(run, settlement, spools));
  const pieces = sorter.pieceCount;
  ledger.sequenceDone({ spools: spools.length, documents: pieces, pieces, pages, sheets });
  return spools;
}

function cutRules(print: PrintSpec, firstSerial: Serial): SpoolRules {
  return {
    sheetsMax: print.spoolSheetsMax,
    bytesMax: print.spoolBytesMax,
    ...furnitureRules(print),
    firstSerial,
  };
}
