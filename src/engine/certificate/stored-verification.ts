import type { Host } from "../../base/host.ts";
import type { Verification } from "../../model/verification.ts";
import type { RunFolder } from "../run-folder.ts";

/** What the verifier found last, right or wrong; undefined where it was never asked. */
export function storedVerification(host: Host, { reports }: RunFolder): Verification | undefined {
  const file = `${reports}/verification.json`;
  if (!host.exists(file)) return undefined;
  return JSON.parse(new TextDecoder().decode(host.readFile(file))) as Verification;
}

/** The hashes of all pieces and messages in the tree's order; undefined where there are none. */
export function storedLeaves(host: Host, { reports }: RunFolder): Uint8Array | undefined {
  const file = `${reports}/pieces.leaves`;
  return host.exists(file) ? host.readFile(file) : undefined;
}
