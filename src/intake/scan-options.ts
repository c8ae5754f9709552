import type { WorkCopies } from "./copy/work-copy.ts";
import type { PreparedSources } from "./source/plain-copy.ts";
import type { Diagnostic } from "../base/diagnostic.ts";

/** How an input is scanned, and who is told about it. */
export interface ScanOptions {
  /** For unpacked or sorted copies of input files; created if missing. */
  readonly workFolder: string;
  /** What `prepareSources` has found; without it, files are read as they are. */
  readonly sources?: PreparedSources;
  /** What comes by standard input, if a file of the input is `-`. */
  readonly standardInput?: AsyncIterable<Uint8Array>;
  /** What `prepareCopies` has made of the input's files. */
  readonly copies?: WorkCopies;
  onProgress?(bytesDone: number, bytesTotal: number): void;
  /** Whether somebody answers for overriding a finding; it is asked about each of them. */
  readonly isOverridden?: (finding: Diagnostic) => boolean;
  /** Takes findings that do not stop the run but must be reported. */
  onWarning?(warning: Diagnostic): void;
}

/** Reports how many of these bytes are done, as counts of bytes come in. */
export function byteCounter(options: ScanOptions, bytesTotal: number): (count: number) => void {
  let bytesDone = 0;
  return (count) => {
    bytesDone += count;
    options.onProgress?.(Math.min(bytesDone, bytesTotal), bytesTotal);
  };
}
