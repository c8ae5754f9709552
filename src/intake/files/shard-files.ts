import type { Host, HostFile } from "../../base/host.ts";
import type { ScannedFile } from "../../model/shard.ts";

/** Opens the work files of a scan for the duration of `use`. */
export function withShardFiles(
  host: Host,
  scanned: readonly ScannedFile[],
  use: (files: readonly HostFile[]) => void,
): void {
  const files: HostFile[] = [];
  try {
    for (const { workFile } of scanned) files.push(host.openRead(workFile));
    use(files);
  } finally {
    for (const file of files) file.close();
  }
}
