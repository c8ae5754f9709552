import { resolve } from "node:path";
import type { Host } from "../base/host.ts";
import { frozenRunOr } from "../run/folder/frozen-run.ts";
import type { JobSettings } from "../run/folder/load-run.ts";
import { runFolder } from "../run/folder/run-folder.ts";

/**
 * The period and parameters of the run whose rejects a job redrives; undefined where there is no
 * such run, which is reported when it is opened.
 */
export function inheritedSettings(host: Host, rejectsOf: string): JobSettings["inherited"] {
  const folder = runFolder(resolve(rejectsOf));
  const frozen = host.exists(folder.jobFile) ? frozenRunOr({ host, folder }) : undefined;
  if (frozen === undefined || frozen instanceof Error) return undefined;
  const { cycle, asOf, parameters = {} } = frozen.job;
  return { cycle, asOf, parameters };
}
