import { statfsSync } from "node:fs";
import { dirname } from "node:path";
import type { Host } from "../../base/host.ts";

/** What a disk holds and has left, in bytes. */
export interface DiskRoom {
  readonly freeBytes: number;
  readonly sizeBytes: number;
}

/** The room of the disk on which a file or folder lies, or will lie. */
export function diskRoom(host: Host, path: string): DiskRoom {
  let there = path;
  while (!host.exists(there) && there !== "/") there = dirname(there);
  const { bavail, blocks, bsize } = statfsSync(there);
  return { freeBytes: bavail * bsize, sizeBytes: blocks * bsize };
}
