import type { Diagnostic } from "../base/diagnostic.ts";
import type { Host } from "../base/host.ts";
import { readYaml } from "../layout/yaml/yaml-source.ts";
import type { PlanFault } from "./plan-fault.ts";

/**
 * The findings with their places in the layout's file, where that is still there. By itself, so
 * that workers, which know faults but not places, do not load what reads YAML.
 */
export function placedFaults(
  host: Host,
  layoutFolder: string,
  faults: readonly PlanFault[],
): Diagnostic[] {
  const file = `${layoutFolder}/layout.yaml`;
  const source =
    faults.length > 0 && host.exists(file) ? readYaml(host, file, "layout") : undefined;
  return faults.map(({ path, found }) =>
    source === undefined ? found : { ...found, source: source.place(path) },
  );
}
