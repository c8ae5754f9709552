import { errorCode } from "../base/error-facts.ts";
import { hostName } from "../run/host/this-machine.ts";
import type { RunningRun } from "../model/running-run.ts";

/**
 * Whether a process of this machine is alive can be checked; one of another machine is assumed to
 * be for this long.
 */
const REMOTE_BEAT_MS = 60_000;
/** After this the process number has been reused: even settling a large run takes less. */
const LOCAL_BEAT_MS = 900_000;

/** Whether the process of a row is still working. */
export function isLiving(run: RunningRun, nowMs: number): boolean {
  const silentMs = nowMs - run.beatMs;
  if (run.hostName !== hostName()) return silentMs < REMOTE_BEAT_MS;
  return silentMs < LOCAL_BEAT_MS && hasProcess(run.pid);
}

function hasProcess(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process exists all the same.
    return errorCode(error) === "EPERM";
  }
}
