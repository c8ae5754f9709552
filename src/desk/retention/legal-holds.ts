import { resolve } from "node:path";
import { diagnostic, UsageError } from "../../base/diagnostic.ts";
import type { Host } from "../../base/host.ts";
import { Register } from "../../register/register.ts";
import type { LegalHold } from "../../register/register-holds.ts";
import type { HoldDetails, HoldSubject } from "../../model/decision-details.ts";
import { actorNamed, checkRequest, checkVisible } from "../../run/decisions/actor.ts";
import { readFrozenRun } from "../../run/folder/frozen-run.ts";
import { machine } from "../../run/host/machine.ts";
import { agreement } from "../../run/decisions/agreement.ts";
import { noRun } from "../../run/decisions/decision-session.ts";
import { runFolder } from "../../run/folder/run-folder.ts";
import { noRegister } from "../../run/folder/run-places.ts";
import { enterForShop, readShopAudit } from "../../run/decisions/shop-audit.ts";

/** What is to be held; exactly one of run, key and job. */
export interface HoldRequest {
  readonly register: string;
  /** A run's output folder. */
  readonly run?: string | undefined;
  readonly key?: string | undefined;
  /** A job's name. */
  readonly job?: string | undefined;
  readonly by: string;
  readonly reason: string;
}

/** Places a legal hold, in the shop's audit log and in the register. */
export function addLegalHold(request: HoldRequest): LegalHold {
  const host = machine().host;
  const registerFile = knownRegister(host, request.register);
  const { subject, value } = subjectOf(host, request);
  const seq = decide(host, registerFile, request, { change: "add", subject, value });
  return holdById(holdsOf(host, registerFile), seq);
}

/**
 * Lifts an active hold, or enters that the first of two people would, if the shop's rules want two:
 * it is then still active. Throws a `UsageError` if there is none with that number.
 */
export function liftLegalHold(
  request: Pick<HoldRequest, "register" | "by" | "reason"> & { readonly hold: number },
): LegalHold {
  const host = machine().host;
  const registerFile = knownRegister(host, request.register);
  const { hold } = request;
  if (holdById(holdsOf(host, registerFile), hold).liftedAtIso !== "") throw noHold(hold);
  const { by, reason } = request;
  checkRequest(by, reason);
  const act = { decision: "lift-hold", about: { hold }, reason } as const;
  const { isSecond, agreed } = agreement(host, registerFile, actorNamed(by), act);
  const second = agreed > 0 ? { agreed } : {};
  if (isSecond) decide(host, registerFile, request, { change: "lift", hold, ...second });
  return holdById(holdsOf(host, registerFile), hold);
}

/** All holds of a shop, including lifted ones. */
export function listLegalHolds(register: string): LegalHold[] {
  const host = machine().host;
  return holdsOf(host, knownRegister(host, register));
}

/** The holds by the shop's audit log, with the register brought up to date. */
export function holdsOf(host: Host, registerFile: string): LegalHold[] {
  const entries = readShopAudit(host, registerFile);
  return Register.with(host, registerFile, ({ holds }) => {
    holds.apply(entries);
    return holds.all();
  });
}

function decide(
  host: Host,
  registerFile: string,
  { by, reason }: Pick<HoldRequest, "by" | "reason">,
  details: HoldDetails,
): number {
  checkRequest(by, reason);
  const decision = { action: "legal-hold", reason, details: { ...details } } as const;
  return enterForShop(host, registerFile, actorNamed(by), decision).seq;
}

function subjectOf(
  host: Host,
  { run, key, job }: HoldRequest,
): { subject: HoldSubject; value: string } {
  const given = [run, key, job].filter((value) => value !== undefined);
  if (given.length !== 1)
    throw new UsageError([
      diagnostic("retention.hold-subject", "A hold applies to one run, one key or one job.", {
        hint: "Give exactly one of them.",
      }),
    ]);
  if (key !== undefined) return { subject: "key", value: key };
  if (job !== undefined) {
    checkVisible("name of the job", job);
    return { subject: "job", value: job };
  }
  const folder = runFolder(resolve(run ?? ""));
  if (!host.exists(folder.jobFile)) throw new UsageError([noRun(host, folder.root)]);
  return { subject: "run", value: readFrozenRun({ host, folder }).runId };
}

function knownRegister(host: Host, register: string): string {
  const file = resolve(register);
  if (!host.exists(file)) throw new UsageError([noRegister(file)]);
  return file;
}

function holdById(holds: readonly LegalHold[], id: number): LegalHold {
  const hold = holds.find((one) => one.id === id);
  if (hold === undefined) throw noHold(id);
  return hold;
}

function noHold(id: number): UsageError {
  return new UsageError([
    diagnostic("retention.no-hold", `No active hold ${id}.`, {
      hint: "`nightpress legal-hold list` lists the active ones.",
    }),
  ]);
}
