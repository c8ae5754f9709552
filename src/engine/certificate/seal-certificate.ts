import { createPublicKey, type KeyObject } from "node:crypto";
import { canonicalJson } from "../../base/canonical-json.ts";
import { sha256 } from "../../base/hash.ts";
import type {
  Certificate,
  CertificateBody,
  CertificateEnvelope,
  CertificateSignature,
} from "../../model/certificate.ts";
import { isSignedBy, signPayload } from "./dsse.ts";
import { keyidOf, publicPem } from "./operator-key.ts";

export const PAYLOAD_TYPE = "application/vnd.nightpress.certificate.v1+json";

/** Hashes the body and signs that hash with the envelope, where there is a key. */
export function sealCertificate(
  body: CertificateBody,
  envelope: CertificateEnvelope,
  privateKey: KeyObject | undefined,
): Certificate {
  const bodySha256 = sha256(canonicalJson(body));
  const payload = signedPayload({ bodySha256, envelope });
  const signature = privateKey === undefined ? null : signatureOf(payload, privateKey);
  return { body, bodySha256, envelope, signature };
}

/** What the signature is over, before DSSE's encoding. */
export function signedPayload({
  bodySha256,
  envelope,
}: Pick<Certificate, "bodySha256" | "envelope">): Uint8Array {
  return new TextEncoder().encode(canonicalJson({ bodySha256, envelope }));
}

function signatureOf(payload: Uint8Array, privateKey: KeyObject): CertificateSignature {
  const publicKey = createPublicKey(privateKey);
  return {
    construction: "DSSEv1",
    algorithm: "Ed25519",
    payloadType: PAYLOAD_TYPE,
    keyid: keyidOf(publicKey),
    publicKey: publicPem(publicKey),
    sig: signPayload(PAYLOAD_TYPE, payload, privateKey),
  };
}

/** One thing that was looked at, and what was found. */
export interface CheckLine {
  readonly what: string;
  readonly ok: boolean;
  readonly found: string;
}

/** Holds a certificate against itself, and its signature against a trusted key, if one is given. */
export function checkSeal(certificate: Certificate, trusted: KeyObject | undefined): CheckLine[] {
  const { body, bodySha256 } = certificate;
  const isBody = sha256(canonicalJson(body)) === bodySha256;
  const found = isBody ? bodySha256 : "the body is not the one that was hashed";
  return [{ what: "body", ok: isBody, found }, signatureLine(certificate, trusted)];
}

function signatureLine(certificate: Certificate, trusted: KeyObject | undefined): CheckLine {
  const { signature } = certificate;
  const line = (ok: boolean, found: string): CheckLine => ({ what: "signature", ok, found });
  if (signature === null) {
    if (trusted !== undefined) return line(false, "it is not signed");
    return line(true, "none: it says nothing about who issued it");
  }
  const own = publicKeyOf(signature.publicKey);
  if (own === undefined) return line(false, "the key it contains cannot be read");
  const key = trusted ?? own;
  if (keyidOf(own) !== signature.keyid) return line(false, "its key is not the one it names");
  if (keyidOf(key) !== signature.keyid)
    return line(false, `it is by another key, ${signature.keyid}`);
  if (signature.payloadType !== PAYLOAD_TYPE) return line(false, "it is of another kind of thing");
  if (!isSignedBy(PAYLOAD_TYPE, signedPayload(certificate), signature.sig, key))
    return line(false, "it is not over this body and envelope");
  if (trusted !== undefined) return line(true, `by the trusted key ${signature.keyid}`);
  return line(
    true,
    `by the key it contains, ${signature.keyid}: that proves nothing about who; give --public-key`,
  );
}

function publicKeyOf(pem: string): KeyObject | undefined {
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyType === "ed25519" ? key : undefined;
  } catch {
    return undefined;
  }
}
