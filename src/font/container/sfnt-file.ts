import { defined } from "../../base/assert.ts";

/** A table of a font that is put together again. */
export interface SfntTable {
  readonly tag: string;
  readonly bytes: Uint8Array;
  /** As the source states it; whoever opens the file holds the bytes against it. */
  readonly checksum: number;
}

const HEADER_BYTES = 12;
const RECORD_BYTES = 16;

/** A TrueType or OpenType file of the tables (OpenType 1.9, "Table directory"), in their order. */
export function sfntFile(version: number, tables: readonly SfntTable[]): Uint8Array<ArrayBuffer> {
  const head = HEADER_BYTES + RECORD_BYTES * tables.length;
  const sizeBytes = tables.reduce((sum, { bytes }) => sum + padded(bytes.length), head);
  const file = new Uint8Array(sizeBytes);
  const view = new DataView(file.buffer);
  writeHeader(view, version, tables.length);
  let offset = head;
  const byTag = tables.map((_, index) => index).sort((a, b) => compareTags(tables, a, b));
  for (const [place, index] of byTag.entries()) {
    const { tag, bytes, checksum } = defined(tables[index], "a table");
    const record = HEADER_BYTES + RECORD_BYTES * place;
    for (let at = 0; at < 4; at += 1) view.setUint8(record + at, tag.charCodeAt(at));
    view.setUint32(record + 4, checksum);
    view.setUint32(record + 8, offset);
    view.setUint32(record + 12, bytes.length);
    file.set(bytes, offset);
    offset += padded(bytes.length);
  }
  return file;
}

function writeHeader(view: DataView, version: number, count: number): void {
  const power = count === 0 ? 0 : 31 - Math.clz32(count);
  view.setUint32(0, version);
  view.setUint16(4, count);
  view.setUint16(6, RECORD_BYTES << power);
  view.setUint16(8, power);
  view.setUint16(10, RECORD_BYTES * count - (RECORD_BYTES << power));
}

function compareTags(tables: readonly SfntTable[], a: number, b: number): number {
  return (tables[a]?.tag ?? "") < (tables[b]?.tag ?? "") ? -1 : 1;
}

function padded(sizeBytes: number): number {
  return (sizeBytes + 3) & ~3;
}
