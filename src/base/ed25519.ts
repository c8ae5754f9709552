import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { sha256 } from "./hash.ts";

/** The private key in a PEM text, or what is wrong with it. */
export function privateKeyIn(pem: string): KeyObject | string {
  return keyIn(pem, "private", createPrivateKey);
}

/** The public key in a PEM text, or what is wrong with it. */
export function publicKeyIn(pem: string): KeyObject | string {
  return keyIn(pem, "public", createPublicKey);
}

/** SHA-256 of a public key as SubjectPublicKeyInfo in DER: what people compare by voice. */
export function keyidOf(publicKey: KeyObject): string {
  return sha256(publicKey.export({ type: "spki", format: "der" }));
}

export function publicPem(publicKey: KeyObject): string {
  return publicKey.export({ type: "spki", format: "pem" }) as string;
}

function keyIn(
  pem: string,
  kind: "private" | "public",
  parse: (pem: string) => KeyObject,
): KeyObject | string {
  const isPrivate = pem.includes("PRIVATE KEY");
  if (isPrivate !== (kind === "private")) return `holds no ${kind} key`;
  const key = parsed(pem, parse);
  if (key === undefined) return "holds no readable key";
  return key.asymmetricKeyType === "ed25519" ? key : "holds a key that is not Ed25519";
}

/** A library's message about a broken key is for programmers, and could quote the key. */
function parsed(pem: string, parse: (pem: string) => KeyObject): KeyObject | undefined {
  try {
    return parse(pem);
  } catch {
    return undefined;
  }
}
