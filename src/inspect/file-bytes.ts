import { diagnostic, UsageError } from "../base/diagnostic.ts";
import type { Host, HostFile } from "../base/host.ts";
import { readRange, withFile } from "../intake/files/file-window.ts";
import { SyncUnpack, UnpackError } from "../intake/files/sync-unpack.ts";
import type { FileFinding } from "../model/inspection.ts";

const CHUNK_BYTES = 1024 * 1024;
const HEAD_BYTES = 256 * 1024;

type Compression = FileFinding["compression"];

/** Hands the bytes of a file to `take` piece by piece, unpacked, until it returns false. */
export function eachChunk(
  host: Host,
  path: string,
  compression: Compression,
  take: (bytes: Buffer) => boolean,
): void {
  withFile(host, path, (file) => {
    const sizeBytes = host.sizeBytes(path);
    if (compression === "none") return plainChunks(file, sizeBytes, take);
    const unpack = new SyncUnpack(compression);
    try {
      unpackedChunks(file, sizeBytes, unpack, take);
    } catch (error) {
      if (!(error instanceof UnpackError)) throw error;
      const message = `The file cannot be unpacked: ${path}`;
      throw new UsageError([diagnostic("file.unreadable", message, { hint: "Send it again." })]);
    } finally {
      unpack.close();
    }
  });
}

/** The first bytes of a file, unpacked. */
export function headOf(host: Host, path: string, compression: Compression): Buffer {
  const pieces: Buffer[] = [];
  let length = 0;
  eachChunk(host, path, compression, (bytes) => {
    pieces.push(Buffer.from(bytes));
    length += bytes.length;
    return length < HEAD_BYTES;
  });
  return Buffer.concat(pieces).subarray(0, HEAD_BYTES);
}

function plainChunks(
  file: HostFile,
  sizeBytes: number,
  take: (bytes: Buffer, isLast: boolean) => boolean,
): void {
  for (let at = 0; at < sizeBytes; at += CHUNK_BYTES) {
    const end = Math.min(sizeBytes, at + CHUNK_BYTES);
    if (!take(readRange(file, at, end), end === sizeBytes)) return;
  }
}

function unpackedChunks(
  file: HostFile,
  sizeBytes: number,
  unpack: SyncUnpack,
  take: (bytes: Buffer) => boolean,
): void {
  let isWanted = true;
  plainChunks(file, sizeBytes, (bytes, isLast) => {
    unpack.push(bytes, isLast, (piece) => {
      isWanted &&= take(Buffer.from(piece));
    });
    return isWanted;
  });
}
