import { statfsSync } from "node:fs";
import { dirname } from "node:path";
import type { Host } from "../../base/host.ts";

/** Size and free space of a disk, in bytes. */
export interface DiskRoom {
  readonly freeBytes: number;
  readonly sizeBytes: number;
}

/** The size and free space of the disk that a file or folder is on, or will be on. */
export function diskRoom(host: Host, path: string): DiskRoom {
  let there = path;
  while (!host.exists(there) && there !== "/") there = dirname(there);
  const { bavail, blocks, bsize } = statfsSync(there);
  return { freeBytes: bavail * bsize, sizeBytes: blocks * bsize };
}
