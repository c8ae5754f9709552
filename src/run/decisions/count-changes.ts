import type { HoldSpec } from "../../model/job.ts";
import type { CountChange, CountLine, RunCounts } from "../../model/run-counts.ts";

export type Tolerance = Pick<HoldSpec, "tolerancePercent" | "toleranceCount">;

/** The counts whose change holds a run again after approval: what is printed, and for how many. */
const HELD_FOR: Readonly<Record<CountLine["group"], (name: string) => boolean>> = {
  records: (name) => name === "accepted",
  print: () => true,
  stream: () => true,
  channel: () => true,
  money: () => false,
};

/** Counts beside the earlier ones; a count that no longer exists counts as 0. */
export function compareCounts(
  counts: RunCounts,
  before: RunCounts | undefined,
  tolerance: Tolerance,
): CountChange[] {
  const known = new Map(before?.map((line) => [nameOf(line), line]));
  const gone = [...known.values()].filter(
    (line) => !counts.some((other) => nameOf(other) === nameOf(line)),
  );
  return [...counts, ...gone.map((line) => ({ ...line, value: 0 }))].map((line) => {
    if (before === undefined) return { ...line, before: undefined, ...NO_CHANGE };
    const earlier = known.get(nameOf(line))?.value ?? 0;
    return {
      ...line,
      before: earlier,
      ...changeOf(Number(earlier), Number(line.value), tolerance),
    };
  });
}

/** The changes beyond the tolerance, which an approval does not cover. */
export function changesPastApproval(
  counts: RunCounts,
  approved: RunCounts,
  tolerance: Tolerance,
): CountChange[] {
  return compareCounts(counts, approved, tolerance).filter(
    ({ group, name, isPast }) => isPast && HELD_FOR[group](name),
  );
}

/** Whether a count has changed by more than both bounds of a tolerance. */
export function isPastTolerance(before: number, now: number, tolerance: Tolerance): boolean {
  const change = Math.abs(now - before);
  return (
    change > tolerance.toleranceCount &&
    change * 100 > Math.abs(before) * tolerance.tolerancePercent
  );
}

/** A change in words, such as `sheets: 900 instead of 1,000 (-10 %)`. */
export function changeText({ name, value, before, changePercent }: CountChange): string {
  const percent = changePercent === undefined ? "" : ` (${percentText(changePercent)})`;
  return `${name}: ${value} instead of ${before ?? 0}${percent}`;
}

/** A change in percent with its sign, such as `+2.1 %`. */
function percentText(percent: number): string {
  return `${percent > 0 ? "+" : ""}${percent.toFixed(1)} %`;
}

const NO_CHANGE = { changePercent: undefined, isPast: false };

function changeOf(
  before: number,
  now: number,
  tolerance: Tolerance,
): Pick<CountChange, "changePercent" | "isPast"> {
  const changePercent = before === 0 ? undefined : ((now - before) / Math.abs(before)) * 100;
  return { changePercent, isPast: isPastTolerance(before, now, tolerance) };
}

function nameOf({ group, name }: CountLine): string {
  return `${group} ${name}`;
}
