import { setTimeout } from "node:timers/promises";
import { type Diagnostic, diagnostic, UsageError } from "../../base/diagnostic.ts";
import { type LockDegree, RunLock } from "../../ledger/run-lock.ts";
import { lockHolder } from "../host/lock-holder.ts";
import type { RunFolder } from "./run-folder.ts";
import type { RunPlace } from "./open-run.ts";

/**
 * A decision takes less than a second; a holder that still has the run after five does longer work.
 */
const WAIT_MS = 50;
const ATTEMPTS_MAX = 100;

/**
 * Takes a run's lock once it is free, and waits some seconds for that. Throws a `UsageError` that
 * names the holder if that was not enough.
 */
export async function runTurn(
  { host, folder }: RunPlace,
  degree: LockDegree = "alone",
  attemptsMax: number = ATTEMPTS_MAX,
): Promise<RunLock> {
  for (let attempt = 1; ; attempt += 1) {
    const lock = RunLock.take(host, folder.lockFile, degree);
    if (lock !== undefined) return lock;
    if (attempt >= attemptsMax) throw new UsageError([runInUse(folder)]);
    await setTimeout(WAIT_MS);
  }
}

/** The same for work that is not asynchronous: the thread waits. */
export function runTurnHere({ host, folder }: RunPlace): RunLock {
  for (let attempt = 1; ; attempt += 1) {
    const lock = RunLock.take(host, folder.lockFile);
    if (lock !== undefined) return lock;
    if (attempt >= ATTEMPTS_MAX) throw new UsageError([runInUse(folder)]);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAIT_MS);
  }
}

/** Runs `work` while nobody else changes the run; readers may continue. */
export async function inTurn<T>(run: RunPlace, work: () => T): Promise<T> {
  const lock = await runTurn(run, "deciding");
  try {
    return work();
  } finally {
    lock.release();
  }
}

/** The finding for a run that another process holds. */
export function runInUse({ root, lockFile }: Pick<RunFolder, "root" | "lockFile">): Diagnostic {
  const holder = lockHolder(lockFile) ?? "Another process";
  return diagnostic("run.in-use", `${holder} is working on the run in ${root}.`, {
    hint: "Wait for it to end, or stop it; then try again.",
  });
}
