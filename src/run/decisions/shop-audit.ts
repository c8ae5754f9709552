import { hashValue } from "../../base/hash.ts";
import type { Host } from "../../base/host.ts";
import { AuditLog } from "../../audit/audit-log.ts";
import { detailsOf, type RulesDetails } from "../../model/decision-details.ts";
import type { Shop } from "../../model/shop.ts";
import { Register } from "../../register/register.ts";
import type { KnownPeople } from "../../register/register-shop.ts";
import { RunLock } from "../../ledger/run-lock.ts";
import type { Actor, AuditEntry, Decision, EnteringActor } from "../../model/audit.ts";
import { RunFailure } from "../run-failure.ts";
import { recordedActor } from "./actor.ts";
import { Decider, decisionName, earlierActs } from "./decider.ts";
import {
  governanceBy,
  knownPeople,
  peopleNow,
  refuseOtherShop,
  shopGovernance,
} from "./governance.ts";
import { refuseAlone } from "./second-person.ts";

/** The name under which the register keeps the root of the shop's own log. */
const SHOP = "shop";
/** Whose entry it is that rules have changed: the program finds it, whoever did it. */
const PROGRAM = "nightpress shop";
const WAIT_MS = 20;
const ATTEMPTS_MAX = 500;

/** The shop's own audit log: beside its register. */
function shopAuditFile(registerFile: string): string {
  return `${registerFile.replace(/\.db$/, "")}.audit.ndjson`;
}

/**
 * Enters an action on the shop, rather than on a single run, in its own log beside the register,
 * durably; entries of several processes follow each other. Throws an `AuditError` if the log was
 * changed, a `UsageError` if the shop's rules refuse it to the person.
 */
export function enterForShop(
  host: Host,
  registerFile: string,
  actor: Actor,
  decision: Decision,
): AuditEntry {
  return inShopLog(host, registerFile, (log, register) => {
    const now = peopleNow(host, register.shop.people());
    const decider = new Decider(host, governanceBy(now), actor);
    if (now !== undefined) notePeople(log, register, now);
    const entry = entered(log, decider, decision);
    register.auditRoots.keep(SHOP, entry);
    return entry;
  });
}

/**
 * Lets the register know of a shop's people and rules, if there are any, or were: that they have
 * changed is entered in the shop's log, so that nobody takes a rule away unseen. Throws a
 * `UsageError` if the register has those of another file.
 */
export function keepPeople(host: Host, shop: Shop): void {
  const { file, registerFile, people = [], rules } = shop;
  const known = knownPeople(host, registerFile);
  if (known === undefined && people.length === 0 && rules === undefined) return;
  refuseOtherShop(host, registerFile, shop);
  // Of two files that agree, the first stays the one that is read: the other may change next.
  const read = known !== undefined && host.exists(known.file) ? known.file : file;
  inShopLog(host, registerFile, (log, register) => {
    notePeople(log, register, { file: read, people, rules });
  });
}

/** Enters in the shop's log that its file has other people or rules by now, if it does. */
export function noteChangedPeople(host: Host, registerFile: string): void {
  const known = knownPeople(host, registerFile);
  const now = peopleNow(host, known);
  if (now === undefined || hashValue(known) === hashValue(now)) return;
  inShopLog(host, registerFile, (log, register) => {
    notePeople(log, register, now);
  });
}

function notePeople(log: AuditLog, { shop, auditRoots }: Register, now: KnownPeople): void {
  const known = shop.people();
  if (known !== undefined && hashValue(known) === hashValue(now)) return;
  const reason = known === undefined ? "the shop has rules" : "the shop's people or rules changed";
  const { file, people, rules = null } = now;
  const details: RulesDetails = { file, people, rules };
  const decision = { action: "rules", reason, details: { ...details } } as const;
  const entry = log.append(recordedActor(PROGRAM), decision);
  auditRoots.keep(SHOP, entry);
  shop.keepPeople(now);
}

/** Works on the shop's log, found whole, with nobody else at it. */
function inShopLog<T>(
  host: Host,
  registerFile: string,
  work: (log: AuditLog, register: Register) => T,
): T {
  const file = shopAuditFile(registerFile);
  return alone(host, `${file}.lock`, () =>
    Register.with(host, registerFile, (register) => {
      const log = AuditLog.open(host, file, SHOP);
      const kept = register.auditRoots.of(SHOP);
      if (kept !== undefined) log.checkRoot(kept);
      return work(log, register);
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
  return alone(host, `${file}.lock`, () => {
    const log = AuditLog.open(host, file, SHOP);
    const known = knownPeople(host, registerFile) ?? peopleIn(log);
    const decider = new Decider(host, governanceBy(peopleNow(host, known)), actor);
    return entered(log, decider, decision);
  });
}

/** Who decided for the shop when that was last entered: nobody is rid of rules with a register. */
function peopleIn({ entries }: AuditLog): KnownPeople | undefined {
  const last = entries.findLast(({ action }) => action === "rules");
  const told = last && detailsOf(last, "rules");
  return told && { ...told, rules: told.rules ?? undefined };
}

/** Who decides something of a shop, as its people and rules stand now. */
export function shopDecider(host: Host, registerFile: string, actor: Actor): Decider {
  return new Decider(host, shopGovernance(host, registerFile), actor);
}

/** Throws a `UsageError` if the shop's rules refuse it to the person. */
function entered(log: AuditLog, decider: Decider & EnteringActor, decision: Decision): AuditEntry {
  decider.refuse(decisionName(decision), earlierActs(log.entries));
  refuseAlone(decider, decision, log.entries);
  return log.append(decider, decision);
}

/** Records in a restored register how far the shop's log has got, and whose rules hold by it. */
export function keepShopLog(host: Host, registerFile: string): void {
  const log = AuditLog.open(host, shopAuditFile(registerFile), SHOP);
  const people = peopleIn(log);
  Register.with(host, registerFile, ({ auditRoots, shop }) => {
    auditRoots.keep(SHOP, log.root);
    if (people !== undefined) shop.keepPeople(people);
  });
}

/** All entries so far; throws an `AuditError` if the log was changed or truncated. */
export function readShopAudit(host: Host, registerFile: string): readonly AuditEntry[] {
  return openShopAudit(host, registerFile).entries;
}

/** The shop's log; throws an `AuditError` if it was changed or truncated. */
export function openShopAudit(host: Host, registerFile: string): AuditLog {
  // The root first: another process may enter something meanwhile, in the log and then as root.
  const kept = host.exists(registerFile)
    ? Register.with(host, registerFile, ({ auditRoots }) => auditRoots.of(SHOP))
    : undefined;
  const log = AuditLog.open(host, shopAuditFile(registerFile), SHOP);
  if (kept !== undefined) log.checkRoot(kept);
  return log;
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
