import type { Host } from "../base/host.ts";
import { copiesOf, inputParts, placedFile } from "../intake/files/input-files.ts";
import { unpackedBytes } from "../intake/source/packed-size.ts";
import type { Compression } from "../base/packing-name.ts";
import { readInPlace } from "../intake/files/read-in-place.ts";
import type { InputSpec } from "../model/job.ts";
import type { Scan } from "../model/shard.ts";

/** What an input takes that was read, whose copies are still there. */
export interface InputSizes {
  /** Of its files as they are read: unpacked if they are packed. */
  readonly plainBytes: number;
  /** Of all copies that were made. */
  readonly copiesBytes: number;
}

export function inputSizes(host: Host, { files }: Pick<Scan, "files">): InputSizes {
  const sizeOf = (path: string): number => (host.exists(path) ? host.sizeBytes(path) : 0);
  const copies = new Set(files.flatMap((file) => copiesOf(file)));
  const plain = files.map((file) => {
    const placed = placedFile(file);
    return placed === file.file ? file.sizeBytes : sizeOf(placed);
  });
  return {
    plainBytes: plain.reduce((sum, bytes) => sum + bytes, 0),
    copiesBytes: [...copies].reduce((sum, path) => sum + sizeOf(path), 0),
  };
}

/**
 * What the unpacked and sorted copies of an input will take, at the least: each is about as large
 * as what packed files unpack to. A missing file is reported when it is read; how much standard
 * input holds nobody knows.
 */
export async function copiesWanted(host: Host, input: InputSpec): Promise<number> {
  let bytes = 0;
  const parts = inputParts(input);
  const isPacked = (index: number): boolean => parts[index]?.spec.compression !== "none";
  const isInPlace = readInPlace(input, parts, isPacked);
  for (const { of, spec } of parts) {
    const { file, compression, members } = spec;
    if (!host.exists(file)) continue;
    const count = isInPlace(of) ? 0 : copyCount(input, of, compression);
    bytes += count * (await unpackedBytes(host, file, compression, members));
  }
  return bytes;
}

/**
 * How many copies are made of a file: packed ones are unpacked, other formats have a work copy, and
 * what is joined by key is sorted where it is not.
 */
function copyCount(input: InputSpec, of: number, packing: Compression): number {
  const { order, foreign } = input.details[of - 1] ?? input;
  const isSorted = input.details.length > 0 && order === "none";
  return [packing !== "none", foreign !== undefined, isSorted].filter(Boolean).length;
}
