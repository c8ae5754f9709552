import type { Host } from "../../base/host.ts";
import { UsageError } from "../../base/diagnostic.ts";
import { limits } from "../../base/limits.ts";
import type { Compression } from "../../base/packing-name.ts";
import { readRange, withFile } from "../files/file-window.ts";
import { SyncUnpack, UnpackError } from "../files/sync-unpack.ts";

/** The beginning of a packed file, by which the rest is judged. */
const SAMPLE_BYTES = 256 * 1024;

/**
 * About how many bytes a file unpacks to: as an archive states, or as its beginning has shown. Of
 * one that cannot be unpacked nothing is known; why, is told when it is read.
 */
export async function unpackedBytes(
  host: Host,
  file: string,
  packing: Compression,
  members?: string,
): Promise<number> {
  if (packing === "none") return host.sizeBytes(file);
  return packing === "zip" ? statedBytes(host, file, members) : judgedBytes(host, file, packing);
}

async function statedBytes(host: Host, file: string, pattern: string | undefined): Promise<number> {
  const { zipMembers } = await import("./zip-members.ts");
  const archive = host.openRead(file);
  try {
    const members = await zipMembers(host, archive, file, pattern);
    const bytes = members.reduce((sum, member) => sum + member.unpackedBytes, 0);
    const isBomb = bytes > limits.gzipFreeBytes + host.sizeBytes(file) * limits.gzipRatioMax;
    return isBomb ? 0 : bytes;
  } catch (error) {
    if (error instanceof UsageError) return 0;
    throw error;
  } finally {
    archive.close();
  }
}

function judgedBytes(host: Host, file: string, packing: "gzip" | "zstd"): number {
  const sizeBytes = host.sizeBytes(file);
  const sample = withFile(host, file, (open) =>
    readRange(open, 0, Math.min(sizeBytes, SAMPLE_BYTES)),
  );
  const unpack = new SyncUnpack(packing);
  let bytes = 0;
  try {
    unpack.push(sample, sample.length === sizeBytes, (part) => {
      bytes += part.length;
      if (bytes > limits.gzipFreeBytes) throw new UnpackError("a bomb", false);
    });
    return sample.length === 0 ? 0 : Math.round((bytes / sample.length) * sizeBytes);
  } catch (error) {
    if (error instanceof UnpackError) return 0;
    throw error;
  } finally {
    unpack.close();
  }
}
