import type { Diagnostic } from "../base/diagnostic.ts";
import type { Host } from "../base/host.ts";
import type { Job } from "../model/job.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";
import { checkJob, checkJobAgainst } from "./check-job.ts";
import type { JobSettings } from "./job-settings.ts";
import { checkLayout } from "../layout/check-layout.ts";
import type { SharedFolders } from "../layout/layout-files.ts";

export interface LoadedJob {
  readonly job?: Job;
  readonly plan?: LayoutPlan;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Checks the job file at the absolute path `file` together with its layout, and gives both, or the
 * errors of both at once: first the job's, each file's in order. A job may come with warnings. What
 * the command line says comes before what stands in the file.
 */
export function loadJob(
  host: Host,
  file: string,
  shared: SharedFolders & { readonly layoutsFolder: string },
  settings: JobSettings = {},
): LoadedJob {
  const checked = checkJob(host, file, shared, settings);
  if (checked.layoutFolder === undefined) return { diagnostics: checked.diagnostics };
  const layout = checkLayout(host, checked.layoutFolder, shared, checked.parameters);
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
