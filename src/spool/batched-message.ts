import type { Ordinal } from "../base/units.ts";
import { sha256 } from "../base/hash.ts";
import { type Host, HostError } from "../base/host.ts";
import { utf8Text } from "../base/utf8-text.ts";
import { readFully } from "../base/read-fully.ts";

/**
 * The bytes of a message in a batch, found through the batch's index; undefined if it is not there.
 * Throws a `HostError` if they are not those that the index was made from.
 */
export function batchedMessage(
  host: Host,
  batchFile: string,
  indexFile: string,
  ordinal: Ordinal,
): Uint8Array | undefined {
  const start = `M,${ordinal},`;
  const lines = utf8Text(host.readFile(indexFile)).split("\r\n");
  const line = lines.find((text) => text.startsWith(start));
  if (line === undefined) return undefined;
  const [, , offset, size, hash] = line.split(",");
  const bytes = new Uint8Array(Number(size));
  const file = host.openRead(batchFile);
  try {
    readFully(file, batchFile, bytes, 0, bytes.length, Number(offset));
  } finally {
    file.close();
  }
  if (sha256(bytes) === hash) return bytes;
  throw new HostError(
    "spool.differs",
    batchFile,
    `${batchFile} does not have the message that was put there: it has changed since; put it ` +
      "back from a copy",
  );
}
