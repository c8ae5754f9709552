import type { Host } from "../base/host.ts";
import { Register } from "../ledger/register.ts";
import type { FrozenRun } from "./frozen-run.ts";

const IMB_SERIAL_DIGITS_WITH_MAILER_ID = 15;

/**
 * The first of the IMb serials that the run alone has, or -1 where it draws none. The range is on
 * the register's disk before this returns; a resumed run gets the same one again.
 */
export function reserveSerials(host: Host, frozen: FrozenRun, count: number): number {
  const { job, runId } = frozen;
  if (job.mode !== "production" || count === 0) return -1;
  const register = Register.open(host, job.registerFile);
  try {
    register.recordRun({
      runId,
      job: job.name,
      cycle: job.cycle,
      folder: job.folder,
      inputHashes: frozen.scan.files.map((file) => file.sha256),
      mode: job.mode,
      startedAtIso: new Date(host.nowMs()).toISOString(),
    });
    const { mailerId } = job.mail;
    const serialDigits = IMB_SERIAL_DIGITS_WITH_MAILER_ID - mailerId.length === 9 ? 9 : 6;
    const atIso = new Date(host.nowMs()).toISOString();
    return register.reserveSerials({ runId, mailerId, count, serialDigits, atIso }).first;
  } finally {
    register.close();
  }
}
