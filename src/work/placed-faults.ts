import type { Diagnostic } from "../base/diagnostic.ts";
import type { Host } from "../base/host.ts";
import { sharedPaths } from "../run/host/program.ts";
import { readLayout } from "../layout/parts/read-layout.ts";
import type { PlanFault } from "./plan-fault.ts";

/**
 * Adds to findings their places in the layout's file, if it still exists. In a module of its own,
 * so that workers, which know faults but not places, need not load the YAML reader.
 */
export function placedFaults(
  host: Host,
  layoutFolder: string,
  faults: readonly PlanFault[],
): Diagnostic[] {
  const file = `${layoutFolder}/layout.yaml`;
  const source =
    faults.length > 0 && host.exists(file)
      ? readLayout(host, layoutFolder, sharedPaths()).source
      : undefined;
  return faults.map(({ path, found }) =>
    source === undefined ? found : { ...found, source: source.place(path) },
  );
}
