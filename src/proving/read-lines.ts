import type { Host } from "../base/host.ts";
import { utf8Text } from "../base/utf8-text.ts";

const READ_BYTES = 256 * 1024;
const NEWLINE = 0x0a;

/**
 * The lines of a UTF-8 file, one at a time, without their line ends; the last one may have none.
 */
export function* readLines(host: Host, path: string): Generator<string> {
  const file = host.openRead(path);
  try {
    const buffer = new Uint8Array(READ_BYTES);
    let begun: Uint8Array[] = [];
    for (let at = 0; ;) {
      const count = file.read(buffer, 0, READ_BYTES, at);
      if (count === 0) break;
      at += count;
      let from = 0;
      for (let end = buffer.indexOf(NEWLINE); end >= 0 && end < count;) {
        yield utf8Text(Buffer.concat([...begun, buffer.subarray(from, end)]));
        begun = [];
        from = end + 1;
        end = buffer.indexOf(NEWLINE, from);
      }
      if (from < count) begun.push(buffer.slice(from, count));
    }
    if (begun.length > 0) yield utf8Text(Buffer.concat(begun));
  } finally {
    file.close();
  }
}
