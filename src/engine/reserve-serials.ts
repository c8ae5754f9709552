import type { Host } from "../base/host.ts";
import { Register } from "../ledger/register.ts";
import type { FrozenRun } from "./frozen-run.ts";

const IMB_SERIAL_DIGITS_WITH_MAILER_ID = 15;

/**
 * Enters a production run in the register and gives the first of the IMb serials that it alone has,
 * or -1 where it draws none. The range is on the register's disk before this returns; a resumed run
 * gets the same one again. A test run leaves no trace.
 */
export function reserveSerials(
  host: Host,
  frozen: FrozenRun,
  outFolder: string,
  count: number,
): number {
  const { job, runId } = frozen;
  if (job.mode !== "production") return -1;
  const register = Register.open(host, job.registerFile);
  try {
    register.recordRun({
      runId,
      job: job.name,
      cycle: job.cycle,
      folder: outFolder,
      inputHashes: frozen.scan.files.map((file) => file.sha256),
      mode: job.mode,
      startedAtIso: new Date(host.nowMs()).toISOString(),
    });
    if (count === 0) return -1;
    const { mailerId } = job.mail;
    const serialDigits = IMB_SERIAL_DIGITS_WITH_MAILER_ID - mailerId.length === 9 ? 9 : 6;
    const atIso = new Date(host.nowMs()).toISOString();
    return register.reserveSerials({ runId, mailerId, count, serialDigits, atIso }).first;
  } finally {
    register.close();
  }
}
