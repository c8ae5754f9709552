import type { RejectLimit } from "../model/job.ts";
import { type Channel, CHANNELS } from "../model/channel.ts";
import type { RunStatus } from "../model/run-report.ts";
import { grouped } from "../report/figures.ts";

/** How many rejects a run of so many records may have before people must look at it. */
export function rejectsAllowed(limit: RejectLimit, read: number): number {
  if (limit.kind === "count") return limit.countMax;
  // A share such as 0.1 is no binary number: what it makes of whole thousands must be whole.
  return Math.max(limit.countMin, Math.floor((read * limit.percentMax) / 100 + 1e-9));
}

/** The limit as a job has it, such as `2 % of the records, at least 10`. */
export function rejectLimitText(limit: RejectLimit): string {
  if (limit.kind === "count") return grouped(limit.countMax);
  return `${limit.percentMax} % of the records, at least ${grouped(limit.countMin)}`;
}

/** What of a settled run says how it ended. */
interface SettledCounts {
  /** Units of all fragments, however they ended. */
  readonly units: number;
  readonly rejects: number;
  /** Primary renditions by channel. */
  readonly primaries: Readonly<Record<Channel, number>>;
}

/**
 * How a run ended that has made what it could: only within its reject limit, and with anything made
 * of its records at all, it is finished without anyone having to look at it.
 */
export function endOf(
  { rejects, units, primaries }: SettledCounts,
  limit: RejectLimit,
): Extract<RunStatus, "finished" | "past-reject-limit" | "nothing-made"> {
  if (CHANNELS.every((channel) => primaries[channel] === 0)) return "nothing-made";
  return rejects > rejectsAllowed(limit, units) ? "past-reject-limit" : "finished";
}
