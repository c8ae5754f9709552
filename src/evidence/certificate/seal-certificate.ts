import { createPublicKey, type KeyObject } from "node:crypto";
import { canonicalJson } from "../../base/canonical-json.ts";
import { sha256 } from "../../base/hash.ts";
import type {
  Certificate,
  CertificateBody,
  CertificateEnvelope,
  CertificateSignature,
} from "../../model/certificate.ts";
import { isSignedBy, signPayload } from "../../base/dsse.ts";
import { keyidOf, publicPem } from "../../base/ed25519.ts";

const PAYLOAD_TYPE = "application/vnd.nightpress.certificate.v1+json";

/** Hashes the body and signs that hash with the envelope, if there is a key. */
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

/** What a certificate says about its signature before it is signed, for its sheets. */
export function unsealed(
  body: CertificateBody,
  envelope: CertificateEnvelope,
  privateKey: KeyObject | undefined,
): Certificate {
  const bodySha256 = sha256(canonicalJson(body));
  if (privateKey === undefined) return { body, bodySha256, envelope, signature: null };
  return { body, bodySha256, envelope, signature: { ...signerOf(privateKey), sig: "" } };
}

/** What is signed, before DSSE's encoding. */
function signedPayload({
  bodySha256,
  envelope,
}: Pick<Certificate, "bodySha256" | "envelope">): Uint8Array {
  return new TextEncoder().encode(canonicalJson({ bodySha256, envelope }));
}

function signatureOf(payload: Uint8Array, privateKey: KeyObject): CertificateSignature {
  return { ...signerOf(privateKey), sig: signPayload(PAYLOAD_TYPE, payload, privateKey) };
}

function signerOf(privateKey: KeyObject): Omit<CertificateSignature, "sig"> {
  const publicKey = createPublicKey(privateKey);
  return {
    construction: "DSSEv1",
    algorithm: "Ed25519",
    payloadType: PAYLOAD_TYPE,
    keyid: keyidOf(publicKey),
    publicKey: publicPem(publicKey),
  };
}

/** One thing that was checked, and what was found. */
export interface CheckLine {
  readonly what: string;
  readonly ok: boolean;
  readonly found: string;
  /** Nothing contradicts it, and no known signer vouches for it. */
  readonly isUnproven?: true;
}

/** Whose signature is accepted. */
export interface Trust {
  /** The key that must have signed; without one, no signature counts. */
  readonly key?: KeyObject | undefined;
  /** Without a key, accepts a missing signature and that of an unknown signer. */
  readonly unsignedOk?: boolean | undefined;
}

/** Checks a certificate for consistency, and its signature against the trusted key. */
export function checkSeal(certificate: Certificate, trust: Trust): CheckLine[] {
  const { body, bodySha256 } = certificate;
  const isBody = sha256(canonicalJson(body)) === bodySha256;
  const found = isBody ? bodySha256 : "the body does not match its hash";
  return [{ what: "body", ok: isBody, found }, signatureLine(certificate, trust)];
}

function signatureLine(certificate: Certificate, { key, unsignedOk }: Trust): CheckLine {
  const { signature } = certificate;
  const what = "signature";
  const isTaken = unsignedOk === true && key === undefined;
  const unknown = (found: string): CheckLine =>
    isTaken ? { what, ok: true, found } : { what, ok: false, found, isUnproven: true };
  if (signature === null) return unknown("none: nothing says who issued it");
  const fault = signatureFault(certificate, signature);
  if (fault !== undefined) return { what, ok: false, found: fault };
  const { keyid } = signature;
  if (key === undefined)
    return unknown(`by the key it contains, ${keyid}; to trust it, give --public-key`);
  if (keyidOf(key) !== keyid) return unknown(`by a key other than the trusted one, ${keyid}`);
  return { what, ok: true, found: `by the trusted key ${keyid}` };
}

/** Why a signature is invalid, whoever the signer is. */
function signatureFault(
  certificate: Certificate,
  { publicKey, keyid, payloadType, sig }: CertificateSignature,
): string | undefined {
  const own = publicKeyOf(publicKey);
  if (own === undefined) return "the key it contains cannot be read";
  if (keyidOf(own) !== keyid) return "its key is not the one it names";
  if (payloadType !== PAYLOAD_TYPE) return "it signs another kind of payload";
  if (isSignedBy(PAYLOAD_TYPE, signedPayload(certificate), sig, own)) return undefined;
  return "it does not match this body and envelope";
}

function publicKeyOf(pem: string): KeyObject | undefined {
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyType === "ed25519" ? key : undefined;
  } catch {
    return undefined;
  }
}
