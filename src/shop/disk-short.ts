import { type Diagnostic, diagnostic, UsageError } from "../base/diagnostic.ts";
import type { Host } from "../base/host.ts";
import type { InputSpec, Job } from "../model/job.ts";
import type { Scan } from "../model/shard.ts";
import { sizeText } from "../report/figures.ts";
import { diskRoom } from "../run/host/disk-room.ts";
import type { Overrides } from "../run/decisions/overrides.ts";
import { estimateRun, type RunEstimate } from "./estimate-run.ts";
import { copiesWanted, inputSizes } from "./input-sizes.ts";
import { historyOf } from "./job-history.ts";

/** What a run's fragments and spools want of the disk its folder lies on, or will lie on. */
export function diskShort(
  host: Host,
  out: string,
  { fragmentBytes, outputBytes }: Pick<RunEstimate, "fragmentBytes" | "outputBytes">,
  copiesBytes = 0,
): Diagnostic[] {
  const wanted = { bytes: fragmentBytes + outputBytes + copiesBytes, what: "the run will write" };
  return shortOf(host, out, wanted, "Free some, or name a folder on another disk with --out.");
}

/** What the unpacked and sorted copies of the input want of the disk they are made on. */
export async function copiesShort(
  host: Host,
  folder: string,
  input: InputSpec,
): Promise<Diagnostic[]> {
  const wanted = { bytes: await copiesWanted(host, input), what: "copies of the input take" };
  return shortOf(host, folder, wanted, "Free some; copies are made while the input is read.");
}

/** Throws a `UsageError` where a run that begins will not have room enough. */
export function refuseDiskShort(
  host: Host,
  out: string,
  job: Job,
  scan: Scan,
  unitLimit: number,
  overrides: Overrides,
): void {
  const records = Math.min(unitLimit, scan.unitCount);
  const share = scan.unitCount === 0 ? 0 : records / scan.unitCount;
  const inputBytes = inputSizes(host, scan).plainBytes * share;
  const asked = { records, inputBytes, workers: 1, cores: 1 };
  refuse(diskShort(host, out, estimateRun(asked, historyOf(host, job))), overrides);
}

/** Throws a `UsageError` where the disk has no room for copies of the input. */
export async function refuseCopiesShort(
  host: Host,
  folder: string,
  input: InputSpec,
  overrides: Overrides,
): Promise<void> {
  refuse(await copiesShort(host, folder, input), overrides);
}

function refuse(found: readonly Diagnostic[], overrides: Overrides): void {
  const stands = found.filter((finding) => !overrides.lifts(finding));
  if (stands.length > 0) throw new UsageError(stands);
}

interface Wanted {
  readonly bytes: number;
  readonly what: string;
}

function shortOf(host: Host, folder: string, { bytes, what }: Wanted, hint: string): Diagnostic[] {
  const { freeBytes } = diskRoom(host, folder);
  if (bytes <= freeBytes) return [];
  const left = `The disk of ${folder} has ${sizeText(freeBytes)} left`;
  const message = `${left}, and ${what} about ${sizeText(bytes)}.`;
  return [diagnostic("run.disk-short", message, { hint })];
}
