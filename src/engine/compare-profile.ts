import type { Diagnostic } from "../base/diagnostic.ts";
import type { Host } from "../base/host.ts";
import { profileInput } from "../intake/profile/profile-input.ts";
import type { InputProfile } from "../model/input-profile.ts";
import type { Job } from "../model/job.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";
import type { Scan } from "../model/shard.ts";
import { lastCycleProfile } from "../run/decisions/last-cycle.ts";
import { areComparable, profileFindings } from "./profile-findings.ts";

/** How an input is filled, beside that of the job's last cycle. */
export interface ComparedProfile {
  readonly profile: InputProfile;
  /** The last cycle, if the register has its profile. */
  readonly lastCycle?: string;
  /** Whether one of the two has too few records to be compared. */
  readonly isTooSmall?: boolean;
  readonly findings: readonly Diagnostic[];
}

/** Looks at a sample of a scanned input, and compares it with the last cycle's. */
export function compareProfile(
  host: Host,
  { job, plan }: { readonly job: Job; readonly plan: LayoutPlan },
  scan: Scan,
): ComparedProfile {
  const profile = profileInput(host, job.input, plan.shape, scan);
  const last = lastCycleProfile(host, job);
  if (last === undefined) return { profile, findings: [] };
  const isTooSmall = !areComparable(profile, last.profile);
  return { profile, lastCycle: last.cycle, isTooSmall, findings: profileFindings(profile, last) };
}
