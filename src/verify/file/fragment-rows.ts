import { crc32 } from "node:zlib";
import type { HostFile } from "../../base/host.ts";
import type { Channel } from "../../model/channel.ts";
import type { FragmentExpectation } from "../../model/verification.ts";
import { utf8Text } from "../../base/utf8-text.ts";
import { readExactly } from "./read-exactly.ts";

/** An index of a fragment: a row for each document or message, which says where its bytes are. */
export interface FragmentRows {
  readonly count: number;
  readonly ordinal: (row: number) => number;
  readonly isPrimary: (row: number) => boolean;
  readonly pages: (row: number) => number;
  readonly sheets: (row: number) => number;
  /** Place in the file, and the size of content and meta together. */
  readonly offset: (row: number) => number;
  readonly bytes: (row: number) => number;
  readonly metaBytes: (row: number) => number;
  readonly crc32: (row: number) => number;
}

const HEAD = "NPFRAG\r\n";
const FOOT = "NPFREND\n";
const VERSION = 1;
const HEAD_BYTES = 16;
const TAIL_BYTES = 200;
const SECTIONS = 9;
/** Offset and size as float64, CRC-32 as uint32, all numbers little-endian. */
const SECTION_BYTES = 20;
const SHARD_AT = SECTIONS * SECTION_BYTES;
const CRC_AT = SHARD_AT + 8;
const ROW_BYTES = 48;
/** JSON that begins with the hash of the job. */
const SUMMARY_SECTION = 8;
/** The sections of each channel's index and data among the nine. */
const INDEX_SECTION: Readonly<Record<Channel, number>> = { print: 3, email: 4, sms: 5 };
const DATA_SECTION: Readonly<Record<Channel, number>> = { print: 0, email: 1, sms: 2 };

interface Section {
  readonly offset: number;
  readonly bytes: number;
  readonly crc32: number;
}

/**
 * Reads a channel's index of a fragment: a head, nine sections and a tail that says where they are
 * and has a checksum over all their checksums. Undefined if the file is incomplete, is not the
 * ledger's, or was composed by another job.
 */
export function fragmentRows(
  file: HostFile,
  expected: FragmentExpectation,
  channel: Channel,
): FragmentRows | undefined {
  const sections = soundSections(file, expected);
  const { job } = expected;
  if (job !== undefined && !isOfJob(file, sections?.[SUMMARY_SECTION], job)) return undefined;
  const index = sections?.[INDEX_SECTION[channel]];
  const data = sections?.[DATA_SECTION[channel]];
  if (index === undefined || data === undefined || index.bytes % ROW_BYTES !== 0) return undefined;
  const bytes = new Uint8Array(index.bytes);
  if (!readExactly(file, bytes, index.offset) || crc32(bytes) !== index.crc32) return undefined;
  const rows = rowsOf(bytes);
  for (let row = 0; row < rows.count; row += 1) {
    const offset = rows.offset(row);
    const end = offset + rows.bytes(row);
    const isInside = offset >= data.offset && end <= data.offset + data.bytes;
    if (!Number.isInteger(offset) || !isInside || rows.metaBytes(row) > rows.bytes(row))
      return undefined;
  }
  return rows;
}

function isOfJob(file: HostFile, summary: Section | undefined, job: string): boolean {
  const bytes = new Uint8Array(summary?.bytes ?? 0);
  if (!readExactly(file, bytes, summary?.offset ?? 0) || crc32(bytes) !== summary?.crc32)
    return false;
  try {
    const said: { readonly job?: unknown } = JSON.parse(utf8Text(bytes));
    return said.job === job;
  } catch {
    return false;
  }
}

function soundSections(file: HostFile, expected: FragmentExpectation): Section[] | undefined {
  const [head, tail] = [new Uint8Array(HEAD_BYTES), new Uint8Array(TAIL_BYTES)];
  const tailAt = expected.bytes - TAIL_BYTES;
  if (tailAt < HEAD_BYTES || !readExactly(file, head, 0)) return undefined;
  if (!readExactly(file, tail, tailAt) || file.read(new Uint8Array(1), 0, 1, expected.bytes) > 0)
    return undefined;
  const [headView, view] = [new DataView(head.buffer), new DataView(tail.buffer)];
  const checksum = view.getUint32(CRC_AT, true);
  const isSound =
    textOf(head, 0) === HEAD &&
    textOf(tail, TAIL_BYTES - FOOT.length) === FOOT &&
    headView.getUint32(8, true) === VERSION &&
    view.getUint32(SHARD_AT + 4, true) === VERSION &&
    headView.getUint32(12, true) === view.getUint32(SHARD_AT, true) &&
    crc32(tail.subarray(0, CRC_AT)) === checksum &&
    checksum.toString(16).padStart(8, "0") === expected.checksum;
  return isSound ? contiguous(view, tailAt) : undefined;
}

/** The sections, if they fill the file from head to tail. */
function contiguous(view: DataView, tailAt: number): Section[] | undefined {
  const sections: Section[] = [];
  let end = HEAD_BYTES;
  for (let at = 0; at < SHARD_AT; at += SECTION_BYTES) {
    const [offset, bytes] = [view.getFloat64(at, true), view.getFloat64(at + 8, true)];
    if (offset !== end || !Number.isInteger(bytes) || bytes < 0) return undefined;
    sections.push({ offset, bytes, crc32: view.getUint32(at + 16, true) });
    end += bytes;
  }
  return end === tailAt ? sections : undefined;
}

function rowsOf(bytes: Uint8Array): FragmentRows {
  const view = new DataView(bytes.buffer);
  return {
    count: bytes.length / ROW_BYTES,
    offset: (row) => view.getFloat64(row * ROW_BYTES, true),
    ordinal: (row) => view.getUint32(row * ROW_BYTES + 16, true),
    bytes: (row) => view.getUint32(row * ROW_BYTES + 28, true),
    metaBytes: (row) => view.getUint32(row * ROW_BYTES + 32, true),
    crc32: (row) => view.getUint32(row * ROW_BYTES + 36, true),
    pages: (row) => view.getUint16(row * ROW_BYTES + 40, true),
    sheets: (row) => view.getUint16(row * ROW_BYTES + 42, true),
    isPrimary: (row) => (view.getUint8(row * ROW_BYTES + 45) & 1) === 1,
  };
}

function textOf(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 8));
}
