import type { RejectLimit } from "../../model/job.ts";
import { type Channel, CHANNELS } from "../../model/channel.ts";
import type { RunStatus } from "../../model/run-report.ts";
import { grouped } from "../../report/figures.ts";

/** How many rejects a run with so many records may have before people must review it. */
export function rejectsAllowed(limit: RejectLimit, read: number): number {
  if (limit.kind === "count") return limit.countMax;
  // A share such as 0.1 is not an exact binary number, but its part of whole thousands must be
  // whole.
  return Math.max(limit.countMin, Math.floor((read * limit.percentMax) / 100 + 1e-9));
}

/** The limit as a job states it, such as `2 % of the records, at least 10`. */
export function rejectLimitText(limit: RejectLimit): string {
  if (limit.kind === "count") return grouped(limit.countMax);
  return `${limit.percentMax} % of the records, at least ${grouped(limit.countMin)}`;
}

/** The figures of a settled run that decide how it ended. */
interface SettledCounts {
  /** Units of all fragments, whatever their outcome. */
  readonly units: number;
  readonly rejects: number;
  /** Primary renditions by channel. */
  readonly primaries: Readonly<Record<Channel, number>>;
}

/**
 * How a run ended that has made all it could: it is finished without review only if it is within
 * its reject limit and anything was made of its records at all.
 */
export function endOf(
  { rejects, units, primaries }: SettledCounts,
  limit: RejectLimit,
): Extract<RunStatus, "finished" | "past-reject-limit" | "nothing-made"> {
  if (CHANNELS.every((channel) => primaries[channel] === 0)) return "nothing-made";
  return rejects > rejectsAllowed(limit, units) ? "past-reject-limit" : "finished";
}
