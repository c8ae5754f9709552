import type { HostFile } from "../../base/host.ts";

/** Fills `into` with the bytes from `position` on; false if the file ends before. */
export function readExactly(file: HostFile, into: Uint8Array, position: number): boolean {
  let done = 0;
  while (done < into.length) {
    const count = file.read(into, done, into.length - done, position + done);
    if (count <= 0) return false;
    done += count;
  }
  return true;
}
