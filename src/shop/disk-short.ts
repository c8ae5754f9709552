import { type Diagnostic, diagnostic, UsageError } from "../base/diagnostic.ts";
import type { Host } from "../base/host.ts";
import type { DetailSpec, InputSpec, Job } from "../model/job.ts";
import type { Scan } from "../model/shard.ts";
import { sizeText } from "../report/figures.ts";
import { diskRoom } from "../run/host/disk-room.ts";
import type { Overrides } from "../run/decisions/overrides.ts";
import { estimateRun, type RunEstimate } from "./estimate-run.ts";
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

/**
 * What the unpacked and sorted copies of the input want of the disk they are made on, at the least:
 * they are as large as what they are copies of.
 */
export function copiesShort(host: Host, folder: string, input: InputSpec): Diagnostic[] {
  const bytes = [input, ...input.details].reduce(
    (sum, file) => sum + copiesOf(input, file) * sizesOf(host, file),
    0,
  );
  const wanted = { bytes, what: "copies of the input take" };
  return shortOf(host, folder, wanted, "Free some; copies are made while the input is read.");
}

/** Bytes of the copies that a scan has made. */
export function copiesIn({ files }: Scan): number {
  const copies = files.filter(({ file, workFile }) => file !== workFile);
  return copies.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
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
  const inputBytes = scan.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) * share;
  const asked = { records, inputBytes, workers: 1, cores: 1 };
  refuse(diskShort(host, out, estimateRun(asked, historyOf(host, job))), overrides);
}

/** Throws a `UsageError` where the disk has no room for copies of the input. */
export function refuseCopiesShort(
  host: Host,
  folder: string,
  input: InputSpec,
  overrides: Overrides,
): void {
  refuse(copiesShort(host, folder, input), overrides);
}

function refuse(found: readonly Diagnostic[], overrides: Overrides): void {
  const stands = found.filter((finding) => !overrides.lifts(finding));
  if (stands.length > 0) throw new UsageError(stands);
}

/**
 * How many copies are made of a file: packed ones are unpacked, other formats have a work copy, and
 * what is joined by key is sorted where it is not.
 */
function copiesOf({ details }: InputSpec, file: InputSpec | DetailSpec): number {
  const isSorted = details.length > 0 && file.order === "none";
  const isMade = [file.compression !== "none", file.foreign !== undefined, isSorted];
  return isMade.filter(Boolean).length;
}

function sizesOf(host: Host, { file, more = [] }: InputSpec | DetailSpec): number {
  return [file, ...more].reduce((sum, name) => sum + sizeOf(host, name), 0);
}

/** A missing file is reported when it is read; how much standard input holds nobody knows. */
function sizeOf(host: Host, file: string): number {
  return host.exists(file) ? host.sizeBytes(file) : 0;
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
