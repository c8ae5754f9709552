import { basename } from "node:path";
import { sha256 } from "../../base/hash.ts";
import type { Host } from "../../base/host.ts";
import type { CertifiedFile } from "../../model/certificate.ts";
import { undivertedBytes } from "../../spool/divert-pieces.ts";
import { fileHash } from "../../base/file-hash.ts";

/** As it was assembled: what was pulled since is marked in control files. */
export function companionFile(host: Host, path: string): CertifiedFile {
  if (!path.endsWith(".csv")) return certifiedFile(host, path);
  const bytes = undivertedBytes(host, path);
  return { name: basename(path), bytes: bytes.length, sha256: sha256(bytes) };
}

export function certifiedFile(host: Host, path: string): CertifiedFile {
  return { name: basename(path), bytes: host.sizeBytes(path), sha256: fileHash(host, path) };
}
