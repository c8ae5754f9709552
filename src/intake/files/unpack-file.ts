import { crc32 } from "node:zlib";
import { UsageError } from "../../base/diagnostic.ts";
import { RunningHash } from "../../base/hash.ts";
import type { Host, HostFile } from "../../base/host.ts";
import { limits } from "../../base/limits.ts";
import { withFile } from "./file-window.ts";
import { inputFinding } from "../check/input-findings.ts";
import { type Packing, SyncUnpack, UnpackError } from "./sync-unpack.ts";

const CHUNK_BYTES = 256 * 1024;

/** Takes bytes in order. */
export type TakeBytes = (bytes: Uint8Array) => void;

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
  const unpacked = host.openWrite(target);
  try {
    return unpackFile(host, file, "gzip", (bytes) => unpacked.write(bytes), onBytes);
  } finally {
    unpacked.close();
  }
}

/** Unpacks a file; returns the SHA-256 of the packed one. Throws a `UsageError` as above. */
export function unpackFile(
  host: Host,
  file: string,
  packing: Packing,
  take: TakeBytes,
  onBytes: (count: number) => void,
): string {
  const hash = new RunningHash();
  const seen = (bytes: Uint8Array): void => {
    hash.update(bytes);
    onBytes(bytes.length);
  };
  withFile(host, file, (packed) => {
    const range = { start: 0, end: host.sizeBytes(file) };
    explained(file, packing, () => unpackRange(packed, range, packing, take, seen));
  });
  return hash.hex();
}

/** A member of a zip archive: where its bytes lie, and what its directory says of it. */
export interface PackedMember {
  readonly start: number;
  readonly end: number;
  readonly isPacked: boolean;
  readonly unpackedBytes: number;
  readonly crc32: number;
}

/** Unpacks a member of an archive; throws a `UsageError` if it is damaged. */
export function unpackMember(
  archive: HostFile,
  file: string,
  member: PackedMember,
  take: TakeBytes,
): void {
  let sum = 0;
  let sizeBytes = 0;
  const counted: TakeBytes = (bytes) => {
    sum = crc32(bytes, sum);
    sizeBytes += bytes.length;
    if (sizeBytes > member.unpackedBytes) throw new UnpackError("longer than stated", false);
    take(bytes);
  };
  explained(file, "deflate", () => {
    if (member.isPacked) unpackRange(archive, member, "deflate", counted, () => {});
    else copyRange(archive, member, (bytes) => counted(bytes));
    if (sizeBytes < member.unpackedBytes) throw new UnpackError("shorter than stated", true);
    if (sum !== member.crc32) throw new UnpackError("wrong checksum", false);
  });
}

/** Turns what is wrong with packed bytes into what to say of the file. */
function explained(file: string, packing: Packing, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (error instanceof UnpackError) throw unreadable(file, packing, error);
    if (error instanceof UnpacksTooLarge) throw tooLarge(file, packing);
    throw error;
  }
}

function unpackRange(
  packed: HostFile,
  range: Pick<PackedMember, "start" | "end">,
  packing: Packing,
  take: TakeBytes,
  seen: TakeBytes,
): void {
  const unpack = new SyncUnpack(packing);
  let packedBytes = 0;
  let unpackedBytes = 0;
  try {
    copyRange(packed, range, (bytes, isLast) => {
      seen(bytes);
      packedBytes += bytes.length;
      unpack.push(bytes, isLast, (output) => {
        unpackedBytes += output.length;
        if (isBomb(packedBytes, unpackedBytes)) throw new UnpacksTooLarge();
        take(output);
      });
    });
  } finally {
    unpack.close();
  }
}

/** Reads a range in pieces; one without bytes comes last if the file ends before its range. */
function copyRange(
  file: HostFile,
  { start, end }: Pick<PackedMember, "start" | "end">,
  take: (bytes: Uint8Array, isLast: boolean) => void,
): void {
  const chunk = new Uint8Array(CHUNK_BYTES);
  for (let position = start; ;) {
    const count = file.read(chunk, 0, Math.min(chunk.length, end - position), position);
    position += count;
    const isLast = count === 0 || position >= end;
    take(chunk.subarray(0, count), isLast);
    if (isLast) return;
  }
}

class UnpacksTooLarge extends Error {}

/** Real data is never so regular and so large that a few packed megabytes would fill a disk. */
function isBomb(packedBytes: number, unpackedBytes: number): boolean {
  const { gzipBytesMax, gzipFreeBytes, gzipRatioMax } = limits;
  if (unpackedBytes > gzipBytesMax) return true;
  return unpackedBytes > gzipFreeBytes && unpackedBytes > packedBytes * gzipRatioMax;
}

const NAMES: Readonly<Record<Packing, { readonly what: string; readonly end: string }>> = {
  gzip: { what: "gzip", end: ".gz" },
  zstd: { what: "zstd", end: ".zst" },
  deflate: { what: "zip", end: ".zip" },
};

function tooLarge(file: string, packing: Packing): UsageError {
  const message =
    `the ${NAMES[packing].what} file unpacks to far more than a real file would: ` +
    "check where it comes from";
  const hint = "if it is right, unpack it by hand and name the unpacked file in the job";
  return new UsageError([inputFinding("input.unpacks-too-large", message, { file }, hint)]);
}

function unreadable(file: string, packing: Packing, error: UnpackError): UsageError {
  const { what, end } = NAMES[packing];
  const code = error.endsEarly ? "input.truncated" : "input.format";
  const message = error.endsEarly
    ? `the ${what} file ends early: send it again`
    : `the file is not ${what}, or it is damaged: send it again`;
  const hint = error.endsEarly
    ? undefined
    : `if it is not packed, give it a name that does not end in ${end}`;
  return new UsageError([inputFinding(code, message, { file }, hint)]);
}
