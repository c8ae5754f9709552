import { diagnostic, UsageError } from "../base/diagnostic.ts";
import { RunningHash } from "../base/hash.ts";
import type { Host } from "../base/host.ts";
import type { ScannedFile } from "../model/shard.ts";

const READ_BYTES = 4 * 1024 * 1024;

/** Throws a `UsageError` where an input is not the file that the run began with. */
export function checkInputsUnchanged(host: Host, files: readonly ScannedFile[]): void {
  const changed = files.filter((file) => !isSame(host, file));
  if (changed.length === 0) return;
  throw new UsageError(
    changed.map(({ file }) =>
      diagnostic("run.input-changed", `The input ${file} is not what this run began with.`, {
        hint: "Put the first file back, or start a new run in a new folder.",
      }),
    ),
  );
}

function isSame(host: Host, { file, workFile, sizeBytes, sha256 }: ScannedFile): boolean {
  if (!host.exists(workFile)) return false;
  if (workFile !== file) return true;
  return host.sizeBytes(file) === sizeBytes && hashOf(host, file) === sha256;
}

function hashOf(host: Host, path: string): string {
  const hash = new RunningHash();
  const buffer = new Uint8Array(READ_BYTES);
  const file = host.openRead(path);
  try {
    for (let position = 0; ;) {
      const count = file.read(buffer, 0, buffer.length, position);
      if (count === 0) return hash.hex();
      hash.update(buffer.subarray(0, count));
      position += count;
    }
  } finally {
    file.close();
  }
}
