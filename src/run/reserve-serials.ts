import { asSerial, NO_SERIAL, type Serial } from "../base/units.ts";
import { Register } from "../register/register.ts";
import { registeredRun } from "./folder/registered-run.ts";
import { serialDigitsOf } from "./serial-digits.ts";
import type { OpenRun } from "./folder/open-run.ts";

/**
 * Enters a production run in the register and returns the first of the IMb serials reserved for it,
 * or `NO_SERIAL` if it needs none. The range is on the register's disk before this returns; a
 * resumed run gets the same one again. A test run leaves no trace.
 */
export function reserveSerials(
  { host, frozen }: Pick<OpenRun, "host" | "frozen">,
  outFolder: string,
  count: number,
): Serial {
  const { job, runId } = frozen;
  if (job.mode !== "production") return NO_SERIAL;
  return Register.with(host, job.registerFile, ({ runs, serials }) => {
    const atIso = new Date(host.nowMs()).toISOString();
    runs.record(registeredRun(frozen, outFolder, atIso));
    if (count === 0) return NO_SERIAL;
    const { mailerId } = job.mail;
    const serialDigits = serialDigitsOf(mailerId);
    return asSerial(serials.reserve({ runId, mailerId, count, serialDigits, atIso }).first);
  });
}
