import { diagnostic, UsageError } from "../../base/diagnostic.ts";
import { Register } from "../../register/register.ts";
import type { BegunRun } from "./open-run.ts";

/**
 * Throws a `UsageError` if the register no longer has a production run that it knew: another
 * register in its place would give out serials that are already used. A run has a ledger only once
 * it is entered in the register.
 */
export function checkStillRegistered({ host, folder, frozen }: BegunRun): void {
  const { job, runId } = frozen;
  if (job.mode !== "production" || !host.exists(folder.ledgerFile)) return;
  const isThere = host.exists(job.registerFile);
  if (isThere && Register.with(host, job.registerFile, ({ runs }) => runs.find(runId))) return;
  const message = isThere
    ? `The register ${job.registerFile} no longer knows this run.`
    : `The register ${job.registerFile} no longer exists.`;
  const hint =
    "Put a copy back with `nightpress register restore`, or move the file away and rebuild it " +
    "with `nightpress register rebuild`; then resume the run.";
  throw new UsageError([diagnostic("register.lost", message, { hint })]);
}
