import { UsageError } from "../../base/diagnostic.ts";
import { RunningHash } from "../../base/hash.ts";
import type { Host, HostFile } from "../../base/host.ts";
import { limits } from "../../base/limits.ts";
import { withFile } from "./file-window.ts";
import { inputFinding } from "../check/input-findings.ts";
import { GunzipError, SyncGunzip } from "./sync-gunzip.ts";

const CHUNK_BYTES = 256 * 1024;

/**
 * Unpacks a gzip file to `target`; returns the SHA-256 of the packed file. Throws a `UsageError` if
 * the file is not gzip, is damaged, or ends early.
 */
export function unpackGzip(
  host: Host,
  file: string,
  target: string,
  onBytes: (count: number) => void,
): string {
  const gunzip = new SyncGunzip();
  try {
    return withFile(host, file, (packed) => {
      const unpacked = host.openWrite(target);
      try {
        return unpack(packed, host.sizeBytes(file), gunzip, unpacked, onBytes);
      } finally {
        unpacked.close();
      }
    });
  } catch (error) {
    if (error instanceof GunzipError) throw unreadable(file, error);
    if (error instanceof UnpacksTooLarge) throw tooLarge(file);
    throw error;
  } finally {
    gunzip.close();
  }
}

function unpack(
  packed: HostFile,
  sizeBytes: number,
  gunzip: SyncGunzip,
  unpacked: HostFile,
  onBytes: (count: number) => void,
): string {
  const hash = new RunningHash();
  const chunk = new Uint8Array(CHUNK_BYTES);
  let unpackedBytes = 0;
  for (let position = 0; ;) {
    const count = packed.read(chunk, 0, chunk.length, position);
    const bytes = chunk.subarray(0, count);
    position += count;
    hash.update(bytes);
    const isLast = count === 0 || position >= sizeBytes;
    gunzip.push(bytes, isLast, (output) => {
      unpackedBytes += output.length;
      if (isBomb(position, unpackedBytes)) throw new UnpacksTooLarge();
      unpacked.write(output);
    });
    onBytes(count);
    if (isLast) return hash.hex();
  }
}

class UnpacksTooLarge extends Error {}

/** Real data is never so regular and so large that a few packed megabytes would fill a disk. */
function isBomb(packedBytes: number, unpackedBytes: number): boolean {
  const { gzipBytesMax, gzipFreeBytes, gzipRatioMax } = limits;
  if (unpackedBytes > gzipBytesMax) return true;
  return unpackedBytes > gzipFreeBytes && unpackedBytes > packedBytes * gzipRatioMax;
}

function tooLarge(file: string): UsageError {
  const message =
    "the gzip file unpacks to far more than a real file would: check where it comes from";
  const hint = "if it is right, unpack it by hand and name the unpacked file in the job";
  return new UsageError([inputFinding("input.unpacks-too-large", message, { file }, hint)]);
}

function unreadable(file: string, error: GunzipError): UsageError {
  const code = error.endsEarly ? "input.truncated" : "input.format";
  const message = error.endsEarly
    ? "the gzip file ends early: send it again"
    : "the file is not gzip, or it is damaged: send it again";
  const hint = error.endsEarly
    ? undefined
    : "if it is not packed, give it a name that does not end in .gz";
  return new UsageError([inputFinding(code, message, { file }, hint)]);
}
