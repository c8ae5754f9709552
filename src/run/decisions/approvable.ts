import { UsageError } from "../../base/diagnostic.ts";
import { hashValue } from "../../base/hash.ts";
import type { Host } from "../../base/host.ts";
import { checkLayout } from "../../layout/check-layout.ts";
import type { Approvable } from "../../model/approval.ts";
import type { Job } from "../../model/job.ts";
import type { LayoutPlan } from "../../model/layout-plan.ts";
import { programVersions, sharedPaths } from "../host/program.ts";

/**
 * What an approval of a job's layout is of. Values of parameters are the job's own each cycle, and
 * no part of it.
 */
export function approvableOf(host: Host, job: Job, plan: LayoutPlan): Approvable {
  const { channels, channelsAsWritten = channels, missingGlyph, print } = job;
  const parts = {
    layout: unparameterized(host, job, plan).hash,
    channels: hashValue(channelsAsWritten),
    print: hashValue({ missingGlyph, furnitureStock: print.furnitureStock ?? null }),
    program: programVersions().nightpress,
  };
  return { sha256: hashValue(parts), parts };
}

/** The layout's plan without the values that a job gives its parameters. */
function unparameterized(host: Host, { layout }: Job, plan: LayoutPlan): LayoutPlan {
  if (plan.parameters === undefined) return plan;
  const { plan: own, diagnostics } = checkLayout(host, layout, sharedPaths());
  if (own === undefined) throw new UsageError(diagnostics);
  return own;
}
