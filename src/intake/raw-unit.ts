import type { Host } from "../base/host.ts";
import { limits } from "../base/limits.ts";
import type { RecordPlace } from "../model/record.ts";
import type { ScannedFile } from "../model/shard.ts";
import { readRange, withFile } from "./files/file-window.ts";
import { placedFile } from "./files/input-files.ts";

/**
 * The bytes of a record as they are in its input, base64, at most `limits.rejectRawBytesMax` of
 * them: for rejects found after intake. Throws a `HostError` if the file is gone.
 */
export function readRaw(
  host: Host,
  file: ScannedFile,
  place: RecordPlace,
): { raw: string; truncated: boolean } {
  const sizeBytes = Math.min(place.sizeBytes, limits.rejectRawBytesMax);
  const bytes = withFile(host, placedFile(file), (open) =>
    readRange(open, place.byteOffset, place.byteOffset + sizeBytes),
  );
  return { raw: bytes.toString("base64"), truncated: place.sizeBytes > bytes.length };
}
