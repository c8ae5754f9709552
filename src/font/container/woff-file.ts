import { inflateSync } from "node:zlib";
import { FontError } from "../font-error.ts";
import { sfntFile, type SfntTable } from "./sfnt-file.ts";

const HEADER_BYTES = 44;
const ENTRY_BYTES = 20;

/**
 * The font that a WOFF 1.0 file packs (W3C Recommendation, sections 3 to 5). What a table unpacks
 * to is bounded by what its entry states, and all of them by `sizeBytesMax`. Throws a `FontError`.
 */
export function unpackWoff(bytes: Uint8Array, sizeBytesMax: number): Uint8Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.byteLength < HEADER_BYTES ? 0 : view.getUint16(12);
  if (count === 0 || HEADER_BYTES + count * ENTRY_BYTES > view.byteLength) throw truncated();
  const entries = Array.from({ length: count }, (_, index) => HEADER_BYTES + index * ENTRY_BYTES);
  const sizeBytes = entries.reduce((sum, entry) => sum + view.getUint32(entry + 12), 0);
  if (sizeBytes > sizeBytesMax) throw tooLarge(sizeBytesMax);
  const tables = entries.map((entry) => readEntry(bytes, view, entry));
  return sfntFile(view.getUint32(4), tables);
}

function readEntry(bytes: Uint8Array, view: DataView, entry: number): SfntTable {
  const tag = String.fromCharCode(...bytes.subarray(entry, entry + 4));
  const [offset, packed] = [view.getUint32(entry + 4), view.getUint32(entry + 8)];
  const length = view.getUint32(entry + 12);
  if (offset + packed > bytes.length) throw truncated();
  const part = bytes.subarray(offset, offset + packed);
  const whole = packed < length ? inflated(part, length) : part;
  if (whole?.length !== length) throw damagedTable(tag);
  return { tag, bytes: whole, checksum: view.getUint32(entry + 16) };
}

/** Undefined if the part is no zlib stream or is longer unpacked than it may be. */
function inflated(part: Uint8Array, maxOutputLength: number): Uint8Array | undefined {
  try {
    return inflateSync(part, { maxOutputLength: Math.max(1, maxOutputLength) });
  } catch {
    return undefined;
  }
}

function truncated(): FontError {
  return new FontError("font.truncated", "The WOFF file is truncated: copy it again.");
}

function damagedTable(tag: string): FontError {
  return new FontError(
    "font.damaged",
    `The WOFF file's ${tag} table cannot be unpacked: get the file from its source again.`,
  );
}

/** The fault of a packed font that would unpack to more than is read of any font. */
export function tooLarge(sizeBytesMax: number): FontError {
  const size = `${sizeBytesMax / 1024 / 1024} MB`;
  return new FontError(
    "font.format",
    `The font unpacks to more than ${size}: use one with fewer characters.`,
  );
}
