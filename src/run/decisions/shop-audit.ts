import type { Host } from "../../base/host.ts";
import { AuditLog } from "../../audit/audit-log.ts";
import { Register } from "../../register/register.ts";
import { RunLock } from "../../ledger/run-lock.ts";
import type { Actor, AuditEntry, Decision } from "../../model/audit.ts";
import { RunFailure } from "../run-failure.ts";

/** The name under which the register keeps the root of the shop's own log. */
const SHOP = "shop";
const WAIT_MS = 20;
const ATTEMPTS_MAX = 500;

/** The shop's own audit log: beside its register. */
function shopAuditFile(registerFile: string): string {
  return `${registerFile.replace(/\.db$/, "")}.audit.ndjson`;
}

/**
 * Enters an action on the shop, rather than on a single run, in its own log beside the register,
 * durably; entries of several processes follow each other. Throws an `AuditError` if the log was
 * changed.
 */
export function enterForShop(
  host: Host,
  registerFile: string,
  actor: Actor,
  decision: Decision,
): AuditEntry {
  const file = shopAuditFile(registerFile);
  return alone(host, `${file}.lock`, () =>
    Register.with(host, registerFile, ({ auditRoots }) => {
      const log = AuditLog.open(host, file, SHOP);
      const kept = auditRoots.of(SHOP);
      if (kept !== undefined) log.checkRoot(kept);
      const entry = log.append(actor, decision);
      auditRoots.keep(SHOP, entry);
      return entry;
    }),
  );
}

/**
 * Enters an action on the register itself, which may be damaged or missing. The register learns of
 * it with the next entry.
 */
export function enterBesideRegister(
  host: Host,
  registerFile: string,
  actor: Actor,
  decision: Decision,
): AuditEntry {
  const file = shopAuditFile(registerFile);
  return alone(host, `${file}.lock`, () => AuditLog.open(host, file, SHOP).append(actor, decision));
}

/** Records in a restored register how far the shop's log has got. */
export function keepShopRoot(host: Host, registerFile: string): void {
  const { root } = AuditLog.open(host, shopAuditFile(registerFile), SHOP);
  Register.with(host, registerFile, ({ auditRoots }) => auditRoots.keep(SHOP, root));
}

/** All entries so far; throws an `AuditError` if the log was changed or truncated. */
export function readShopAudit(host: Host, registerFile: string): readonly AuditEntry[] {
  const log = AuditLog.open(host, shopAuditFile(registerFile), SHOP);
  if (host.exists(registerFile)) {
    const kept = Register.with(host, registerFile, ({ auditRoots }) => auditRoots.of(SHOP));
    if (kept !== undefined) log.checkRoot(kept);
  }
  return log.entries;
}

/** Waits for the lock: two processes that append at once would break the chain. */
function alone<T>(host: Host, lockFile: string, work: () => T): T {
  for (let attempt = 1; ; attempt += 1) {
    const lock = RunLock.take(host, lockFile);
    if (lock === undefined) {
      if (attempt === ATTEMPTS_MAX)
        throw new RunFailure(
          `Another process keeps ${lockFile} locked.`,
          "Check what it is doing, or end it; then try again.",
          "",
        );
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAIT_MS);
      continue;
    }
    try {
      return work();
    } finally {
      lock.release();
    }
  }
}
