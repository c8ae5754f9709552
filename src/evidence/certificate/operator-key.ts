import { generateKeyPairSync } from "node:crypto";
import { resolve } from "node:path";
import { diagnostic, UsageError } from "../../base/diagnostic.ts";
import { keyidOf, publicPem } from "../../base/ed25519.ts";
import { writeFileAtomic } from "../../base/host.ts";
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

function keyThere(file: string): UsageError {
  return new UsageError([
    diagnostic("certificate.key-there", `The file ${file} already exists; it was left as it is.`, {
      hint: "Name a new file. Keep the old key as long as anyone checks what it signed.",
    }),
  ]);
}
