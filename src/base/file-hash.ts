import { RunningHash } from "./hash.ts";
import type { Host } from "./host.ts";

const WINDOW_BYTES = 4 * 1024 * 1024;

/** SHA-256 of a file of any size. */
export function fileHash(host: Host, path: string): string {
  const hash = new RunningHash();
  const window = new Uint8Array(WINDOW_BYTES);
  const file = host.openRead(path);
  try {
    for (let at = 0; ;) {
      const count = file.read(window, 0, window.length, at);
      if (count <= 0) return hash.hex();
      hash.update(window.subarray(0, count));
      at += count;
    }
  } finally {
    file.close();
  }
}
