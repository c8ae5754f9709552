import { type Diagnostic, diagnostic } from "../../base/diagnostic.ts";
import { Ledger } from "../../ledger/ledger.ts";
import { StoreError } from "../../store/store-error.ts";
import type { RunPlace } from "./open-run.ts";

/** Where a damaged ledger is moved, with its log beside it. */
const DAMAGED = "damaged-";

export interface OpenedLedger {
  readonly ledger: Ledger;
  readonly warnings: readonly Diagnostic[];
}

/**
 * Opens the ledger of a run that begins or continues. A damaged one is set aside and begun again:
 * all its contents are also in the run's folder and in its audit log, and are booked from there.
 */
export function openRunLedger(run: RunPlace): OpenedLedger {
  const { host, folder } = run;
  try {
    return { ledger: Ledger.openWhole(host, folder.ledgerFile), warnings: [] };
  } catch (error) {
    const isDamaged = error instanceof StoreError && error.code === "ledger.damaged-file";
    if (!isDamaged) throw error;
    const aside = setAside(run);
    const message = "The run's ledger was damaged; it was rebuilt from the run's folder.";
    const hint = `Check the disk. The damaged file is kept as ${aside}.`;
    const warning = diagnostic("run.ledger-replaced", message, { severity: "warning", hint });
    return { ledger: Ledger.open(host, folder.ledgerFile), warnings: [warning] };
  }
}

function setAside({ host, folder: { root, ledgerFile } }: RunPlace): string {
  const aside = `${root}/${DAMAGED}${ledgerFile.slice(root.length + 1)}`;
  // The log first: if this is interrupted, the file without its log is still found to be damaged.
  for (const ending of ["-shm", "-wal", ""]) {
    host.remove(`${aside}${ending}`);
    if (host.exists(`${ledgerFile}${ending}`))
      host.rename(`${ledgerFile}${ending}`, `${aside}${ending}`);
  }
  host.syncFolder(root);
  return aside;
}
