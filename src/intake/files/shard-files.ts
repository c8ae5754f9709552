import type { Host, HostFile } from "../../base/host.ts";
import type { ScannedFile, Shard } from "../../model/shard.ts";
import { specIndex } from "./input-files.ts";

/**
 * Opens the work files that a shard lies in for the duration of `use`: the master, then the
 * details.
 */
export function withShardFiles(
  host: Host,
  scanned: readonly ScannedFile[],
  shard: Shard,
  use: (files: readonly HostFile[]) => void,
): void {
  const files: HostFile[] = [];
  try {
    for (const { workFile } of filesOf(scanned, shard)) files.push(host.openRead(workFile));
    use(files);
  } finally {
    for (const file of files) file.close();
  }
}

/** The first of each list, except that of a master in several files. */
function filesOf(scanned: readonly ScannedFile[], shard: Shard): readonly ScannedFile[] {
  return scanned.filter((_, index) => {
    const of = specIndex(scanned, index);
    if (of === 0) return index === (shard.file ?? 0);
    return index === 0 || specIndex(scanned, index - 1) !== of;
  });
}
