import { HostError } from "./host.ts";
import type { HostFile } from "./host.ts";

/**
 * Reads exactly `length` bytes at `position` into `buffer` at `offset`. Throws a `HostError` if the
 * file ends before.
 */
export function readFully(
  file: HostFile,
  path: string,
  buffer: Uint8Array,
  offset: number,
  length: number,
  position: number,
): void {
  let done = 0;
  while (done < length) {
    const count = file.read(buffer, offset + done, length - done, position + done);
    if (count <= 0) {
      throw new HostError("file.short", path, `${path} ends before byte ${position + length}`);
    }
    done += count;
  }
}
