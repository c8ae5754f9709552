import { hostName } from "../host/this-machine.ts";
import type { Host } from "../../base/host.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { RunAttempt } from "../../model/certificate.ts";
import type { OpenRun } from "./open-run.ts";

const FACT = "attempts";

/** The processes that have worked on a run, by its ledger; the first one first. */
export function runAttempts(ledger: Ledger): readonly RunAttempt[] {
  return ledger.fact(FACT) ?? [];
}

/** Notes that a process begins to work on a run. If it dies, its entry has no end. */
export function beginAttempt(
  { host, ledger }: Pick<OpenRun, "host" | "ledger">,
  workers: number,
): void {
  const attempt = { beganAtIso: isoNow(host), workers, hostName: hostName() };
  ledger.setFact(FACT, [...runAttempts(ledger), attempt]);
}

/** Notes that the process that began last has ended. */
export function endAttempt({ host, ledger }: Pick<OpenRun, "host" | "ledger">): void {
  const attempts = runAttempts(ledger);
  const last = attempts.at(-1);
  if (last === undefined) return;
  ledger.setFact(FACT, [...attempts.slice(0, -1), { ...last, endedAtIso: isoNow(host) }]);
}

export function isoNow(host: Host): string {
  return new Date(host.nowMs()).toISOString();
}
