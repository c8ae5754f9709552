import { tableOf } from "../base/keys-of.ts";
import type { ShardIndex } from "../base/units.ts";
import { crc32 } from "node:zlib";
import { assert } from "../base/assert.ts";
import { HostError } from "../base/host.ts";
import { type Channel, CHANNEL_FACTS, CHANNELS } from "../model/channel.ts";
import type { HostFile } from "../base/host.ts";
import { readFully } from "../base/read-fully.ts";

/**
 * A fragment file is a head, these sections one after the other, and a tail that says where they
 * are. Data sections are checked entry by entry, by the CRC in the entry's row; the others as a
 * whole.
 */
export const SECTIONS: readonly SectionName[] = [
  ...CHANNELS.map((channel) => CHANNEL_FACTS[channel].data),
  ...CHANNELS.map((channel) => CHANNEL_FACTS[channel].index),
  "rejects",
  "glyphs",
  "summary",
];
export type SectionName = DataName | IndexName | "rejects" | "glyphs" | "summary";
export type DataName = (typeof CHANNEL_FACTS)[Channel]["data"];
export type IndexName = (typeof CHANNEL_FACTS)[Channel]["index"];

export interface Section {
  readonly offset: number;
  readonly bytes: number;
  /** CRC-32 of the section; 0 for data sections. */
  readonly crc32: number;
}

export interface FragmentDirectory {
  readonly shardIndex: ShardIndex;
  readonly sections: Readonly<Record<SectionName, Section>>;
  /** CRC-32 of the tail, which holds all the others. */
  readonly crc32: number;
}

const VERSION = 1;
const HEAD_MAGIC = [0x4e, 0x50, 0x46, 0x52, 0x41, 0x47, 0x0d, 0x0a];
const TAIL_MAGIC = [0x4e, 0x50, 0x46, 0x52, 0x45, 0x4e, 0x44, 0x0a];
export const HEAD_BYTES = 16;

/** Offset and size as float64, CRC as uint32, little-endian. */
const SECTION_BYTES = 20;
const SHARD_AT = SECTIONS.length * SECTION_BYTES;
const VERSION_AT = SHARD_AT + 4;
const CRC_AT = VERSION_AT + 4;
const MAGIC_AT = CRC_AT + 4;
export const TAIL_BYTES = MAGIC_AT + TAIL_MAGIC.length;

export function encodeHead(shardIndex: ShardIndex): Uint8Array {
  const head = new Uint8Array(HEAD_BYTES);
  head.set(HEAD_MAGIC);
  const view = new DataView(head.buffer);
  view.setUint32(8, VERSION, true);
  view.setUint32(12, shardIndex, true);
  return head;
}

/** The tail of a fragment, and its CRC. */
export function encodeTail(
  shardIndex: ShardIndex,
  sections: Readonly<Record<SectionName, Section>>,
): { tail: Uint8Array; tailCrc32: number } {
  const tail = new Uint8Array(TAIL_BYTES);
  const view = new DataView(tail.buffer);
  SECTIONS.forEach((name, index) => {
    const section = sections[name];
    view.setFloat64(index * SECTION_BYTES, section.offset, true);
    view.setFloat64(index * SECTION_BYTES + 8, section.bytes, true);
    view.setUint32(index * SECTION_BYTES + 16, section.crc32, true);
  });
  view.setUint32(SHARD_AT, shardIndex, true);
  view.setUint32(VERSION_AT, VERSION, true);
  const tailCrc32 = crc32(tail.subarray(0, CRC_AT));
  view.setUint32(CRC_AT, tailCrc32, true);
  tail.set(TAIL_MAGIC, MAGIC_AT);
  return { tail, tailCrc32 };
}

/** Reads and checks head and tail. Throws a `HostError` if the file is not a whole fragment. */
export function readDirectory(file: HostFile, path: string, sizeBytes: number): FragmentDirectory {
  if (sizeBytes < HEAD_BYTES + TAIL_BYTES) throw corruptFragment(path, "it is too short");
  const tail = new Uint8Array(TAIL_BYTES);
  readFully(file, path, tail, 0, TAIL_BYTES, sizeBytes - TAIL_BYTES);
  const view = new DataView(tail.buffer);
  const tailCrc32 = view.getUint32(CRC_AT, true);
  const isWhole =
    TAIL_MAGIC.every((byte, index) => tail[MAGIC_AT + index] === byte) &&
    tailCrc32 === crc32(tail.subarray(0, CRC_AT)) &&
    view.getUint32(VERSION_AT, true) === VERSION;
  if (!isWhole) throw corruptFragment(path, "its tail is damaged");
  const shardIndex = view.getUint32(SHARD_AT, true);
  checkHead(file, path, shardIndex);
  const sections = decodeSections(view);
  const end = contiguousEnd(sections);
  if (end !== sizeBytes - TAIL_BYTES) throw corruptFragment(path, "its sections do not fill it");
  return { shardIndex, sections, crc32: tailCrc32 };
}

function checkHead(file: HostFile, path: string, shardIndex: ShardIndex): void {
  const head = new Uint8Array(HEAD_BYTES);
  readFully(file, path, head, 0, HEAD_BYTES, 0);
  const expected = encodeHead(shardIndex);
  if (!expected.every((byte, index) => head[index] === byte)) {
    throw corruptFragment(path, "its head is damaged");
  }
}

function decodeSections(view: DataView): Record<SectionName, Section> {
  return tableOf(SECTIONS, (name) => {
    const at = SECTIONS.indexOf(name) * SECTION_BYTES;
    const offset = view.getFloat64(at, true);
    const bytes = view.getFloat64(at + 8, true);
    return { offset, bytes, crc32: view.getUint32(at + 16, true) };
  });
}

/** Where the last section ends, or -1 if one has no size or there is a gap between two. */
function contiguousEnd(sections: Readonly<Record<SectionName, Section>>): number {
  let at = HEAD_BYTES;
  for (const name of SECTIONS) {
    const { offset, bytes } = sections[name];
    if (offset !== at || !Number.isSafeInteger(bytes) || bytes < 0) return -1;
    at += bytes;
  }
  return at;
}

/** A fragment that cannot be trusted: it must be composed again. */
export function corruptFragment(path: string, finding: string): HostError {
  return new HostError(
    "fragment.corrupt",
    path,
    `${path} cannot be used: ${finding}; remove it and resume the run to compose its shard again`,
  );
}

assert(TAIL_BYTES === 200, "the tail of version 1 has 200 bytes");
