import { dayAt } from "../base/calendar-day.ts";
import { type Diagnostic, diagnostic } from "../base/diagnostic.ts";
import type { Host } from "../base/host.ts";
import { Register } from "../register/register.ts";
import type { Job } from "../model/job.ts";
import type { Scan } from "../model/shard.ts";
import { diskRoom } from "../run/host/disk-room.ts";
import { diskShort } from "./disk-short.ts";
import type { RunEstimate } from "./estimate-run.ts";

/** What the machine and the register have for a run, and what of it will not do. */
export interface ReadyCheck {
  readonly diskFreeBytes: number;
  /** Of the job's mailer id; of production runs alone, since no other draws any. */
  readonly serials?: {
    readonly mailerId: string;
    /** How many a single run can have. */
    readonly left: number;
    readonly needed: number;
  };
  readonly diagnostics: readonly Diagnostic[];
}

const IMB_SERIAL_DIGITS_WITH_MAILER_ID = 15;

/** Holds what a run is estimated to want against what there is. */
export function readyChecks(
  host: Host,
  job: Job,
  scan: Scan,
  estimate: RunEstimate,
  out: string,
  copiesBytes = 0,
): ReadyCheck {
  const diskFreeBytes = diskRoom(host, out).freeBytes;
  const serials = serialsOf(host, job, estimate);
  return {
    diskFreeBytes,
    ...(serials && { serials }),
    diagnostics: [
      ...emptyInput(scan),
      ...diskShort(host, out, estimate, copiesBytes),
      ...serialsShort(estimate, serials),
    ],
  };
}

/** What is guessed without history may be wrong, so it warns only. */
function severityOf({ fromRuns }: RunEstimate): Diagnostic["severity"] {
  return fromRuns > 0 ? "error" : "warning";
}

function serialsShort(estimate: RunEstimate, serials: ReadyCheck["serials"]): Diagnostic[] {
  if (serials === undefined || serials.needed <= serials.left) return [];
  const { mailerId, left, needed } = serials;
  const message = `Mailer id ${mailerId} has ${left} serials left, but the run may need ${needed}.`;
  return [
    diagnostic("run.serials-short", message, {
      severity: severityOf(estimate),
      hint: "Use another mailer id, split the job, or wait until mailed ones are free again.",
    }),
  ];
}

function emptyInput({ unitCount }: Scan): Diagnostic[] {
  if (unitCount > 0) return [];
  const message = "The input holds no record: check that it is the right file.";
  return [diagnostic("input.empty", message, { severity: "warning" })];
}

function serialsOf(host: Host, job: Job, estimate: RunEstimate): ReadyCheck["serials"] {
  if (job.mode !== "production") return undefined;
  const { mailerId } = job.mail;
  const digits = IMB_SERIAL_DIGITS_WITH_MAILER_ID - mailerId.length === 9 ? 9 : 6;
  const day = dayAt(host.nowMs());
  const left = host.exists(job.registerFile)
    ? Register.with(
        host,
        job.registerFile,
        ({ serials }) => serials.left(mailerId, digits, day).inOneRange,
      )
    : 10 ** digits - 1;
  return { mailerId, left, needed: estimate.pieces };
}
