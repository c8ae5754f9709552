import { type Diagnostic, UsageError } from "../base/diagnostic.ts";
export { pathOfId } from "../layout/block-path.ts";
import type { Path } from "../yaml/yaml-source.ts";

/** A fault in a part of a layout, and the path of that part in its file. */
export interface PlanFault {
  readonly path: Path;
  readonly found: Diagnostic;
}

/** Throws a `UsageError` if there are faults, as they are: without places in the file. */
export function throwFaults(faults: readonly PlanFault[]): void {
  if (faults.length > 0) throw new UsageError(faults.map(({ found }) => found));
}
