import { exitCodes } from "./exit-codes.ts";
import { noteLine } from "./terminal.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs `work` with a signal that the first Ctrl-C aborts (or SIGTERM, or the SIGHUP of a closing
 * terminal), so that it can stop at its next checkpoint; the second ends the program at once.
 */
export async function untilStopped<T>(
  work: (signal: AbortSignal) => Promise<T>,
  stopping = "stopping at the next checkpoint",
): Promise<T> {
  const controller = new AbortController();
  const onSignal = (): void => {
    // What is on disk is whole at any moment, so quitting at once loses only the work in hand.
    if (controller.signal.aborted) process.exit(exitCodes.stopped);
    noteLine(`\n${stopping}… (press Ctrl-C again to quit at once)`);
    controller.abort();
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  try {
    return await work(controller.signal);
  } finally {
    for (const name of SIGNALS) process.off(name, onSignal);
  }
}
