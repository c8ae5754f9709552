import { readFileSync, writeFileSync } from "node:fs";
import { crc32 } from "node:zlib";
import {
  encodeTail,
  HEAD_BYTES,
  type Section,
  SECTIONS,
  type SectionName,
  TAIL_BYTES,
} from "../../src/spool/fragment-directory.ts";
import { FragmentIndex, ROW_BYTES } from "../../src/spool/fragment-index.ts";

const ORDINAL = 16;
const CRC32 = 36;

/** Changes a fragment the way somebody would who knows its form: all its checksums are right. */
export class FragmentEditor {
  readonly #bytes: Buffer;
  readonly #shard: number;
  readonly #sections: Record<SectionName, Section>;

  constructor(path: string) {
    this.#bytes = readFileSync(path);
    const tailAt = this.#bytes.length - TAIL_BYTES;
    this.#shard = this.#bytes.readUInt32LE(12);
    const pairs = SECTIONS.map((name, index) => {
      const at = tailAt + index * 20;
      const [offset, bytes] = [this.#bytes.readDoubleLE(at), this.#bytes.readDoubleLE(at + 8)];
      return [name, { offset, bytes, crc32: this.#bytes.readUInt32LE(at + 16) }] as const;
    });
    this.#sections = Object.fromEntries(pairs) as Record<SectionName, Section>;
  }

  get prints(): FragmentIndex {
    return new FragmentIndex(this.#index("printIndex"));
  }

  /** Gives two documents on paper each other's place in the index. */
  swapOrdinals(one: number, other: number): void {
    const rows = this.#index("printIndex");
    for (let at = ORDINAL; at < rows.length; at += ROW_BYTES) {
      const ordinal = rows.readUInt32LE(at);
      if (ordinal === one) rows.writeUInt32LE(other, at);
      if (ordinal === other) rows.writeUInt32LE(one, at);
    }
  }

  /** Gives two documents each other's ordinal in their facts, too: both have as many digits. */
  swapFacts(one: number, other: number): void {
    const index = this.prints;
    for (let entry = 0; entry < index.length; entry += 1) {
      const start = index.dataOffset(entry);
      const data = this.#bytes.subarray(start, start + index.dataBytes(entry));
      const meta = data.subarray(index.contentBytes(entry));
      const text = meta.toString("latin1");
      const swapped = text.replace(/"ordinal":(\d+),/, (known, ordinal: string) => {
        if (Number(ordinal) === one) return `"ordinal":${other},`;
        return Number(ordinal) === other ? `"ordinal":${one},` : known;
      });
      if (swapped.length !== text.length) throw new Error("the ordinals are not as long");
      meta.write(swapped, "latin1");
      this.#index("printIndex").writeUInt32LE(crc32(data), entry * ROW_BYTES + CRC32);
    }
  }

  /** Writes the file; its checksum, as ledgers have it. */
  save(path: string): string {
    const { offset, bytes } = this.#sections.printIndex;
    const index = { offset, bytes, crc32: crc32(this.#index("printIndex")) };
    const sections = { ...this.#sections, printIndex: index };
    const { tail, tailCrc32 } = encodeTail(this.#shard, sections);
    tail.forEach((byte, at) => (this.#bytes[this.#bytes.length - TAIL_BYTES + at] = byte));
    writeFileSync(path, this.#bytes);
    return tailCrc32.toString(16).padStart(8, "0");
  }

  #index(name: SectionName): Buffer {
    const { offset, bytes } = this.#sections[name];
    if (offset < HEAD_BYTES) throw new Error("the fragment has no such section");
    return this.#bytes.subarray(offset, offset + bytes);
  }
}
