import type { Progress } from "../model/run-report.ts";
import { write } from "./console-output.ts";
import { ProgressLine } from "./progress.ts";

/** A progress display on standard error, or none if the answer is for a machine. */
export interface ProgressDisplay {
  readonly onProgress?: (progress: Progress) => void;
  end(): void;
}

/** What `--json` and the current terminal ask for. */
export function progressDisplay(asJson: boolean): ProgressDisplay {
  if (asJson) return { end: () => undefined };
  const stream = process.stderr;
  const line = new ProgressLine({
    write: (text) => write("stderr", text),
    isTerminal: stream.isTTY === true && process.env["TERM"] !== "dumb",
    columns: () => (stream.columns > 0 ? stream.columns : 80),
    nowMs: () => performance.now(),
  });
  return { onProgress: (progress) => line.show(progress), end: () => line.end() };
}
