import { FontError } from "./font-error.ts";

/** The tables of one font file, each as a view whose bounds are those of the table. */
export type FontTables = ReadonlyMap<string, DataView>;

const VERSION_TRUETYPE = 0x0001_0000;
const VERSION_APPLE = 0x7472_7565;
const VERSION_CFF = 0x4f54_544f;

const HEADER_BYTES = 12;
const RECORD_BYTES = 16;

/**
 * The table directory of a TrueType or OpenType file (OpenType 1.9, "otff"). Every table must lie
 * in the file and match its checksum: a damaged outline is invisible to every other check and
 * would be printed a million times. Throws a `FontError`.
 */
export function readTables(bytes: Uint8Array): FontTables {
  const file = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  checkFormat(file);
  const count = file.getUint16(4);
  if (count === 0 || HEADER_BYTES + count * RECORD_BYTES > file.byteLength)
    throw new FontError(
      "font.truncated",
      "The font file ends within its table list: copy it again.",
    );
  const tables = new Map<string, DataView>();
  for (let index = 0; index < count; index += 1) {
    const at = HEADER_BYTES + index * RECORD_BYTES;
    const tag = tagAt(file, at);
    if (tables.has(tag)) throw damaged(tag);
    tables.set(tag, readTable(file, at, tag));
  }
  return tables;
}

function checkFormat(file: DataView): void {
  if (file.byteLength < HEADER_BYTES)
    throw new FontError("font.truncated", "The font file is empty or truncated: copy it again.");
  const version = file.getUint32(0);
  if (version === VERSION_TRUETYPE || version === VERSION_CFF || version === VERSION_APPLE) return;
  throw new FontError(
    "font.format",
    "The file is not a TrueType or OpenType font: use a TTF, OTF, TTC, WOFF or WOFF2 file.",
  );
}

function readTable(file: DataView, record: number, tag: string): DataView {
  const offset = file.getUint32(record + 8);
  const length = file.getUint32(record + 12);
  if (offset + length > file.byteLength)
    throw new FontError("font.truncated", `The font's ${tag} table is truncated: copy it again.`);
  const table = new DataView(file.buffer, file.byteOffset + offset, length);
  if (checksum(table, tag) !== file.getUint32(record + 4)) throw damaged(tag);
  return table;
}

/** The sum of a table's 32-bit words; in `head` the file's own adjustment counts as zero. */
function checksum(table: DataView, tag: string): number {
  const whole = table.byteLength & ~3;
  let sum = 0;
  for (let at = 0; at < whole; at += 4) sum = (sum + table.getUint32(at)) | 0;
  for (let at = whole; at < table.byteLength; at += 1)
    sum = (sum + (table.getUint8(at) << (24 - 8 * (at & 3)))) | 0;
  if (tag === "head" && table.byteLength >= 12) sum = (sum - table.getUint32(8)) | 0;
  return sum >>> 0;
}

function damaged(tag: string): FontError {
  return new FontError(
    "font.damaged",
    `The font's ${tag} table is damaged (its checksum is wrong): get it from its source again.`,
  );
}

function tagAt(file: DataView, at: number): string {
  return String.fromCharCode(
    file.getUint8(at),
    file.getUint8(at + 1),
    file.getUint8(at + 2),
    file.getUint8(at + 3),
  );
}
