import type { WorkCopies } from "./copy/work-copy.ts";
import type { Diagnostic } from "../base/diagnostic.ts";

/** How an input is scanned, and who is told about it. */
export interface ScanOptions {
  /** For unpacked or sorted copies of input files; created if missing. */
  readonly workFolder: string;
  /** What `prepareCopies` has made of the input's files. */
  readonly copies?: WorkCopies;
  onProgress?(bytesDone: number, bytesTotal: number): void;
  /** Whether somebody answers for overriding a finding; it is asked about each of them. */
  readonly isOverridden?: (finding: Diagnostic) => boolean;
  /** Takes findings that do not stop the run but must be reported. */
  onWarning?(warning: Diagnostic): void;
}
