import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from "node:crypto";
import { resolve } from "node:path";
import { diagnostic, UsageError } from "../../base/diagnostic.ts";
import { sha256 } from "../../base/hash.ts";
import { type Host, writeFileAtomic } from "../../base/host.ts";
import { commandHost } from "../../run/host/machine.ts";

/** Where a new pair of keys is. */
export interface KeyPairReport {
  readonly privateKey: string;
  readonly publicKey: string;
  readonly keyid: string;
}

/**
 * Makes an Ed25519 pair: the private key in `file` (PKCS#8 in PEM, readable by its owner only), the
 * public one beside it in `file.pub`. Throws a `UsageError` if either exists already.
 */
export async function makeOperatorKey(file: string): Promise<KeyPairReport> {
  const host = commandHost();
  const [privateFile, publicFile] = [resolve(file), `${resolve(file)}.pub`];
  for (const path of [privateFile, publicFile]) if (host.exists(path)) throw keyThere(path);
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const text = privateKey.export({ type: "pkcs8", format: "pem" }) as string;
  writeFileAtomic(host, privateFile, new TextEncoder().encode(text));
  writeFileAtomic(host, publicFile, new TextEncoder().encode(publicPem(publicKey)));
  return { privateKey: privateFile, publicKey: publicFile, keyid: keyidOf(publicKey) };
}

/** The key that certificates are signed with. Throws a `UsageError` if the file has none. */
export function readSigningKey(host: Host, file: string): KeyObject {
  return readKey(host, file, "private", createPrivateKey);
}

/** A trusted public key. Throws a `UsageError` if the file has none. */
export function readPublicKey(host: Host, file: string): KeyObject {
  return readKey(host, file, "public", createPublicKey);
}

/** SHA-256 of a public key as SubjectPublicKeyInfo in DER: what people compare by voice. */
export function keyidOf(publicKey: KeyObject): string {
  return sha256(publicKey.export({ type: "spki", format: "der" }));
}

export function publicPem(publicKey: KeyObject): string {
  return publicKey.export({ type: "spki", format: "pem" }) as string;
}

function readKey(
  host: Host,
  file: string,
  kind: "private" | "public",
  parse: (pem: string) => KeyObject,
): KeyObject {
  if (!host.exists(file)) throw badKey(`There is no key file ${file}.`);
  const pem = new TextDecoder().decode(host.readFile(file));
  const isPrivate = pem.includes("PRIVATE KEY");
  if (isPrivate !== (kind === "private")) throw badKey(`${file} holds no ${kind} key.`);
  const key = parsed(pem, parse);
  if (key === undefined) throw badKey(`${file} holds no readable key.`);
  if (key.asymmetricKeyType === "ed25519") return key;
  throw badKey(`${file} holds a key that is not Ed25519.`);
}

/** A library's message about a broken key is for programmers, and could quote the key. */
function parsed(pem: string, parse: (pem: string) => KeyObject): KeyObject | undefined {
  try {
    return parse(pem);
  } catch {
    return undefined;
  }
}

function badKey(message: string): UsageError {
  const hint =
    "`nightpress certificate keygen FILE` makes a key pair: FILE signs, FILE.pub checks.";
  return new UsageError([diagnostic("certificate.bad-key", message, { hint })]);
}

function keyThere(file: string): UsageError {
  return new UsageError([
    diagnostic("certificate.key-there", `The file ${file} already exists; it was left as it is.`, {
      hint: "Name a new file. Keep the old key as long as anyone checks what it signed.",
    }),
  ]);
}
