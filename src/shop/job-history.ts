import type { Host } from "../base/host.ts";
import { Register } from "../register/register.ts";
import type { RunCost } from "../register/register-history.ts";
import type { Job } from "../model/job.ts";

/** Runs of the same job that estimates are made from. */
const HISTORY_RUNS = 5;

/** What the latest finished runs of a job made and took. */
export function historyOf(host: Host, job: Job): readonly RunCost[] {
  if (!host.exists(job.registerFile)) return [];
  return Register.with(host, job.registerFile, ({ history }) => history.of(job.name, HISTORY_RUNS));
}
