import { fileHash } from "../../base/file-hash.ts";
import type { Host } from "../../base/host.ts";
import type { Scan, ScannedFile } from "../../model/shard.ts";
import { copiesOf } from "../files/input-files.ts";

/** SHA-256 of the copies that were made of inputs; a copy that several share is read once. */
export class CopyHashes {
  readonly #host: Host;
  readonly #known = new Map<string, string | undefined>();

  constructor(host: Host) {
    this.#host = host;
  }

  /** In the order of `copiesOf`; undefined for a copy that is gone. */
  of(scanned: ScannedFile): readonly (string | undefined)[] {
    return copiesOf(scanned).map((path) => this.#hash(path));
  }

  #hash(path: string): string | undefined {
    if (!this.#known.has(path))
      this.#known.set(path, this.#host.exists(path) ? fileHash(this.#host, path) : undefined);
    return this.#known.get(path);
  }
}

/** The scan with the hashes of all copies, by which a resume knows them again. */
export function withCopyHashes(host: Host, scan: Scan): Scan {
  const hashes = new CopyHashes(host);
  const files = scan.files.map((file): ScannedFile => {
    const copiesSha256 = hashes.of(file).filter((hash) => hash !== undefined);
    return copiesSha256.length === 0 ? file : { ...file, copiesSha256 };
  });
  return { ...scan, files };
}
