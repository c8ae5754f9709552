import type { Diagnostic } from "../base/diagnostic.ts";

/** How an input is scanned, and who is told of it. */
export interface ScanOptions {
  /** For unpacked or sorted copies of input files; made where it is not there. */
  readonly workFolder: string;
  onProgress?(bytesDone: number, bytesTotal: number): void;
  /** Whether somebody answers for going on in spite of a finding; all are asked for, then. */
  readonly isOverridden?: (finding: Diagnostic) => boolean;
  /** Takes what is no reason to stop but must be told. */
  onWarning?(warning: Diagnostic): void;
}
