import type { KeyObject } from "node:crypto";
import { diagnostic, UsageError } from "../../base/diagnostic.ts";
import { privateKeyIn, publicKeyIn } from "../../base/ed25519.ts";
import type { Host } from "../../base/host.ts";

/** Names the file of the private key that the person at this machine signs decisions with. */
const KEY_VARIABLE = "NIGHTPRESS_KEY";

/** The file that signs what is decided in this process; undefined where nobody named one. */
export function signingKeyFile(): string | undefined {
  const file = process.env[KEY_VARIABLE];
  return file === "" ? undefined : file;
}

/** The private key of a file. Throws a `UsageError` if the file has none. */
export function readSigningKey(host: Host, file: string): KeyObject {
  return readKey(host, file, privateKeyIn);
}

/** A trusted public key. Throws a `UsageError` if the file has none. */
export function readPublicKey(host: Host, file: string): KeyObject {
  return readKey(host, file, publicKeyIn);
}

function readKey(host: Host, file: string, keyIn: (pem: string) => KeyObject | string): KeyObject {
  if (!host.exists(file)) throw badKey(`There is no key file ${file}.`);
  const key = keyIn(new TextDecoder().decode(host.readFile(file)));
  if (typeof key === "string") throw badKey(`${file} ${key}.`);
  return key;
}

function badKey(message: string): UsageError {
  const hint =
    "`nightpress certificate keygen FILE` makes a key pair: FILE signs, FILE.pub checks.";
  return new UsageError([diagnostic("certificate.bad-key", message, { hint })]);
}
