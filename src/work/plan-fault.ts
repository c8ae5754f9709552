import { type Diagnostic, UsageError } from "../base/diagnostic.ts";
import type { Path } from "../yaml/yaml-source.ts";

/** A fault in a part of a layout, and the path of that part in its file. */
export interface PlanFault {
  readonly path: Path;
  readonly found: Diagnostic;
}

/** The path of a block or box, with this id, which may begin with whose variant it is. */
export function pathOfId(id: string): Path {
  return id.slice(id.lastIndexOf("@") + 1).split(".");
}

/** Throws a `UsageError` if there are faults, as they are: without places in the file. */
export function throwFaults(faults: readonly PlanFault[]): void {
  if (faults.length > 0) throw new UsageError(faults.map(({ found }) => found));
}
