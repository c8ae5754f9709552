import { resolve } from "node:path";
import { diagnostic, UsageError } from "../base/diagnostic.ts";
import { type Host, writeFileAtomic } from "../base/host.ts";
import { Register } from "../register/register.ts";
import { RegisterError } from "../register/register-error.ts";
import { countText } from "../report/figures.ts";
import { actorNamed, checkRequest } from "../run/decisions/actor.ts";
import { fileHash } from "../base/file-hash.ts";
import { machine } from "../run/host/machine.ts";
import {
  chosenRegister,
  noRegister,
  presentRegister,
  type RegisterChoice,
} from "../run/folder/register-file.ts";
import { enterBesideRegister, keepShopLog } from "../run/decisions/shop-audit.ts";

export interface BackupReport {
  readonly register: string;
  readonly to: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly counts: Readonly<Record<string, number>>;
}

/** Writes a verified copy of the register while runs go on; replaces an older copy there. */
export function backUpRegister(choice: RegisterChoice, to: string): BackupReport {
  const host = machine().host;
  const register = presentRegister(host, choice);
  const target = resolve(to);
  if (target === register)
    throw new UsageError([
      diagnostic("register.same-file", "The backup would overwrite the register.", {
        hint: "Name another file, on another disk if possible.",
      }),
    ]);
  Register.with(host, register, (open) => open.copyTo(host, target));
  const counts = Register.with(host, target, (copy) => copy.rowCounts());
  const sizeBytes = host.sizeBytes(target);
  return { register, to: target, sizeBytes, sha256: fileHash(host, target), counts };
}

export interface RestoreRequest extends RegisterChoice {
  readonly from: string;
  /** Go on although the register that is there knows more than the copy. */
  readonly older?: boolean | undefined;
  readonly by: string;
  readonly reason: string;
}

export interface RestoreReport {
  readonly register: string;
  readonly from: string;
  /** Where the register that was there lies now; empty if there was none. */
  readonly keptAs: string;
  readonly counts: Readonly<Record<string, number>>;
}

/**
 * Puts a copy in the register's place and keeps the old register aside. Throws a `UsageError` if
 * the copy is damaged, or if it knows less than the register and nobody answers for that.
 */
export function restoreRegister(request: RestoreRequest): RestoreReport {
  checkRequest(request.by, request.reason);
  const host = machine().host;
  const register = chosenRegister(host, request);
  const from = resolve(request.from);
  if (!host.exists(from)) throw new UsageError([noRegister(from)]);
  const arriving = `${register}.restoring`;
  writeFileAtomic(host, arriving, host.readFile(from));
  try {
    const counts = checkedCopy(host, arriving, from);
    const lost = host.exists(register) ? lostRows(host, register, arriving) : [];
    if (lost.length > 0 && request.older !== true) throw new UsageError([older(lost)]);
    enterBesideRegister(host, register, actorNamed(request.by), {
      action: "register",
      reason: request.reason,
      details: { what: "restore", from, sha256: fileHash(host, from), lost },
    });
    const keptAs = putAside(host, register);
    host.rename(arriving, register);
    host.syncFolder(register.slice(0, register.lastIndexOf("/")));
    keepShopLog(host, register);
    return { register, from, keptAs, counts };
  } finally {
    for (const end of ["", "-wal", "-shm"]) host.remove(`${arriving}${end}`);
  }
}

function checkedCopy(host: Host, copy: string, from: string): Record<string, number> {
  try {
    return Register.with(host, copy, (open) => open.rowCounts());
  } catch (error) {
    if (!(error instanceof RegisterError)) throw error;
    throw new UsageError([
      diagnostic("register.bad-copy", `The copy ${from} is damaged or not a register.`, {
        hint: "Name another copy; if none is whole, use `nightpress register rebuild`.",
      }),
    ]);
  }
}

/** Runs and ranges that the register has and the copy lacks; nothing if the register is damaged. */
function lostRows(host: Host, register: string, copy: string): string[] {
  const known = (file: string): string[] =>
    Register.with(host, file, ({ runs, serials }) => [
      ...runs.all().map(({ runId }) => `run ${runId}`),
      ...serials
        .ranges()
        .map((range) => `serials ${range.mailerId} ${range.first} +${range.count}`),
    ]);
  try {
    const kept = new Set(known(copy));
    return known(register).filter((row) => !kept.has(row));
  } catch (error) {
    if (error instanceof RegisterError) return [];
    throw error;
  }
}

function older(lost: readonly string[]) {
  const lostText = countText(lost.length, "run or serial range", "runs and serial ranges");
  const message =
    `The copy is older than the register: ${lostText} would be forgotten, ` + `such as ${lost[0]}.`;
  return diagnostic("register.older-copy", message, {
    hint: "Serials would be used twice. To restore it anyway, add --older.",
  });
}

/** Moves a register out of the way, with its log where it has one; where it lies then. */
export function putAside(host: Host, register: string): string {
  if (!host.exists(register)) return "";
  const stamp = new Date(host.nowMs()).toISOString().replaceAll(/[-:]|\.\d+/g, "");
  const keptAs = `${register.replace(/\.db$/, "")}.before-${stamp}.db`;
  for (const end of ["-wal", "-shm", ""])
    if (host.exists(`${register}${end}`)) host.rename(`${register}${end}`, `${keptAs}${end}`);
  return keptAs;
}
