import { BrokenFont } from "./broken-font.ts";

const HEADER_BYTES = 12;
const RECORD_BYTES = 16;
const VERSIONS = [0x0001_0000, 0x7472_7565, 0x4f54_544f];

/** The tables of a TrueType or OpenType file (OpenType 1.9, "otff"), by their tags. */
export class SfntTables {
  readonly #tables = new Map<string, DataView>();

  constructor(bytes: Uint8Array) {
    const file = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.length < HEADER_BYTES || !VERSIONS.includes(file.getUint32(0)))
      throw new BrokenFont("it is not a TrueType or OpenType font");
    const count = file.getUint16(4);
    for (let index = 0; index < count; index += 1) {
      const record = HEADER_BYTES + index * RECORD_BYTES;
      if (record + RECORD_BYTES > bytes.length) throw new BrokenFont("its table list is cut");
      const tag = Buffer.from(bytes.subarray(record, record + 4)).toString("latin1");
      const [offset, length] = [file.getUint32(record + 8), file.getUint32(record + 12)];
      if (offset + length > bytes.length) throw new BrokenFont(`its table ${tag} is cut`);
      if (this.#tables.has(tag)) throw new BrokenFont(`it has two tables ${tag}`);
      this.#tables.set(tag, new DataView(file.buffer, file.byteOffset + offset, length));
    }
  }

  get tags(): readonly string[] {
    return [...this.#tables.keys()];
  }

  has(tag: string): boolean {
    return this.#tables.has(tag);
  }

  get(tag: string): DataView {
    const table = this.#tables.get(tag);
    if (table === undefined) throw new BrokenFont(`it has no table ${tag}`);
    return table;
  }
}
