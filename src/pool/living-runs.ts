import { hostName } from "../run/host/this-machine.ts";
import type { RunningRun } from "../model/running-run.ts";

/** A process of this machine is known to live; that of another is believed for so long. */
const REMOTE_BEAT_MS = 60_000;
/** Past this the process number belongs to another by now: settling a large run takes less. */
const LOCAL_BEAT_MS = 900_000;

/** Whether the process behind a row still works. */
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
    // Another user's process is there all the same.
    return (error as { code?: string }).code === "EPERM";
  }
}
