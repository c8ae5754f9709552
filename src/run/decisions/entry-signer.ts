import { createPublicKey } from "node:crypto";
import { AuditError } from "../../audit/audit-error.ts";
import { isDecisionSignedBy } from "../../audit/decision-signature.ts";
import { keyidOf } from "../../base/ed25519.ts";
import type { Host } from "../../base/host.ts";
import type { AuditEntry } from "../../model/audit.ts";
import type { Person } from "../../model/person.ts";
import type { Shop } from "../../model/shop.ts";
import { runGovernance } from "./governance.ts";

/**
 * What is known of who entered something: `signed` by the key of a known person; `typed`, a name
 * and the user of the machine; `unknown-key` of nobody the shop names now; `wrong`, which no person
 * can have signed.
 */
export type SignerState = "signed" | "typed" | "unknown-key" | "wrong";

/**
 * Tells of entries whether they were signed by the person whom they name, as a shop knows them: the
 * keys are those that its file has now, and those that a run began with.
 */
export function signerStates(
  host: Host,
  shop: Shop | undefined,
): (entry: AuditEntry) => SignerState {
  const began = shop?.people ?? [];
  const now = runGovernance(host, shop)?.people ?? [];
  return signerStatesBy([...began, ...now]);
}

export function signerStatesBy(people: readonly Person[]): (entry: AuditEntry) => SignerState {
  const keys = new Map(
    people.flatMap(({ name, publicKey }) =>
      publicKey === undefined
        ? []
        : [[keyidOf(createPublicKey(publicKey)), { name, publicKey }] as const],
    ),
  );
  return (entry) => {
    if (entry.signature === undefined) return "typed";
    const key = keys.get(entry.signature.keyid);
    if (key === undefined) return "unknown-key";
    const isTheirs = key.name === entry.person && isDecisionSignedBy(entry, key.publicKey);
    return isTheirs ? "signed" : "wrong";
  };
}

/** The error for an entry that its person did not sign. */
export function notSigned(where: string, { seq, by }: AuditEntry): AuditError {
  const message =
    `${where}entry ${seq} is not signed by ${by}: whoever entered it forged it; restore the ` +
    "original log, and find out who changed it";
  return new AuditError("audit.bad-signature", message);
}
