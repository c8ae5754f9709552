import { type Diagnostic, UsageError } from "../base/diagnostic.ts";
import type { Path } from "../layout/yaml/yaml-source.ts";

/** What is wrong with a part of a layout, and where in its file that part stands. */
export interface PlanFault {
  readonly path: Path;
  readonly found: Diagnostic;
}

/** The path of a block or box, whose id it is. */
export function pathOfId(id: string): Path {
  return id.split(".");
}

/** Throws a `UsageError` where there are faults, as they stand: without places in the file. */
export function throwFaults(faults: readonly PlanFault[]): void {
  if (faults.length > 0) throw new UsageError(faults.map(({ found }) => found));
}
