import { HostError } from "./host.ts";
import type { HostFile } from "./host.ts";

/** Reads `length` bytes at `position`, or as many as there are, and returns the count. */
export function readUpTo(
  file: HostFile,
  buffer: Uint8Array,
  offset: number,
  length: number,
  position: number,
): number {
  let done = 0;
  while (done < length) {
    const count = file.read(buffer, offset + done, length - done, position + done);
    if (count <= 0) break;
    done += count;
  }
  return done;
}

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
  if (readUpTo(file, buffer, offset, length, position) < length)
    throw new HostError("file.short", path, `${path} ends before byte ${position + length}`);
}
