import { createPublicKey, type KeyObject } from "node:crypto";
import { isSignedBy, signPayload } from "../base/dsse.ts";
import { keyidOf } from "../base/ed25519.ts";
import { hashValue } from "../base/hash.ts";
import type { AuditEntry, DecisionSignature } from "../model/audit.ts";

const PAYLOAD_TYPE = "application/vnd.nightpress.decision-sha256";

/** A person's signature over an entry, by the hash of all of it but signature and own hash. */
export function signDecision(entryHash: string, key: KeyObject): DecisionSignature {
  const sig = signPayload(PAYLOAD_TYPE, new TextEncoder().encode(entryHash), key);
  return { keyid: keyidOf(createPublicKey(key)), sig };
}

/** Whether an entry's signature was made with the other half of this key (PEM), over the entry. */
export function isDecisionSignedBy(entry: AuditEntry, publicKey: string): boolean {
  const { hash: _, signature, ...told } = entry;
  if (signature === undefined) return false;
  const payload = new TextEncoder().encode(hashValue(told));
  return isSignedBy(PAYLOAD_TYPE, payload, signature.sig, createPublicKey(publicKey));
}
