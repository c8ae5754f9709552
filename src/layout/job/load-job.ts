import type { Diagnostic } from "../../base/diagnostic.ts";
import type { Host } from "../../base/host.ts";
import type { Job } from "../../model/job.ts";
import type { LayoutPlan } from "../../model/layout-plan.ts";
import { checkJob, checkJobAgainst } from "./check-job.ts";
import { checkLayout } from "../check-layout.ts";
import type { SharedFolders } from "../layout-files.ts";

export interface LoadedJob {
  readonly job?: Job;
  readonly plan?: LayoutPlan;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Checks the job file at the absolute path `file` together with its layout, and gives both, or the
 * errors of both at once: first the job's, each file's in order. A job may come with warnings.
 */
export function loadJob(
  host: Host,
  file: string,
  shared: SharedFolders & { readonly layoutsFolder: string },
): LoadedJob {
  const checked = checkJob(host, file, shared);
  if (checked.layoutFolder === undefined) return { diagnostics: checked.diagnostics };
  const layout = checkLayout(host, checked.layoutFolder, shared);
  if (layout.plan === undefined)
    return { diagnostics: [...checked.diagnostics, ...layout.diagnostics] };
  const finished = checkJobAgainst(checked, layout.plan, {
    host,
    folder: checked.layoutFolder,
    ...shared,
  });
  const diagnostics = [...finished.diagnostics, ...layout.diagnostics];
  if (finished.job === undefined) return { diagnostics };
  return { job: finished.job, plan: layout.plan, diagnostics };
}
