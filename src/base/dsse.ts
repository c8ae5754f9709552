import { sign, verify, type KeyObject } from "node:crypto";

const encoder = new TextEncoder();

/**
 * The bytes that a signature is made over: the pre-authentication encoding of DSSE 1.0
 * (github.com/secure-systems-lab/dsse, protocol.md), which binds the kind of the payload to it.
 */
function signedBytes(payloadType: string, payload: Uint8Array): Uint8Array {
  const typeBytes = encoder.encode(payloadType).length;
  const head = encoder.encode(`DSSEv1 ${typeBytes} ${payloadType} ${payload.length} `);
  return Buffer.concat([head, payload]);
}

/** An Ed25519 signature (RFC 8032), in base64. */
export function signPayload(type: string, payload: Uint8Array, privateKey: KeyObject): string {
  return sign(null, signedBytes(type, payload), privateKey).toString("base64");
}

export function isSignedBy(
  type: string,
  payload: Uint8Array,
  signature: string,
  publicKey: KeyObject,
): boolean {
  return verify(null, signedBytes(type, payload), publicKey, Buffer.from(signature, "base64"));
}
