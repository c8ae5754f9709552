import { UsageError } from "../../base/diagnostic.ts";
import type { RecordPrefix } from "../../model/input-format.ts";
import { inputFinding } from "../check/input-findings.ts";
import type { ForeignFile } from "../copy/foreign-source.ts";
import { FileWindow } from "../files/file-window.ts";
import type { RawRecord } from "./raw-records.ts";

const WORD_BYTES = 4;
/** In the first half word of a block longer than 32 KB. */
const LARGE_BLOCK = 0x8000;

/**
 * Records that their length precedes: two bytes, the prefix counted, and two that tell segments of
 * a record that was split (RDW). Blocks may have such a prefix as well (BDW).
 */
export function* prefixedRecords(file: ForeignFile, prefix: RecordPrefix): Iterable<RawRecord> {
  const reader = new PrefixReader(file);
  let blockEnd = prefix === "bdw" ? 0 : file.sizeBytes;
  for (let at = 0, line = 1; at < file.sizeBytes; line += 1) {
    if (at === blockEnd) {
      blockEnd = at + reader.block(at);
      at += WORD_BYTES;
    }
    const sizeBytes = reader.record(at, blockEnd);
    const bytes = reader.bytes(at + WORD_BYTES, at + sizeBytes);
    const place = { line, byteOffset: at, sizeBytes };
    yield { bytes, place };
    at += sizeBytes;
  }
}

class PrefixReader {
  readonly #file: ForeignFile;
  readonly #window: FileWindow;

  constructor(file: ForeignFile) {
    this.#file = file;
    this.#window = new FileWindow(file.open, { start: 0, end: file.sizeBytes });
  }

  /** The size of the block at an offset, its prefix counted. */
  block(at: number): number {
    const word = this.#word(at, this.#file.sizeBytes);
    const half = word.readUInt16BE(0);
    const sizeBytes = half >= LARGE_BLOCK ? word.readUInt32BE(0) - 0x8000_0000 : half;
    if (sizeBytes < 2 * WORD_BYTES || at + sizeBytes > this.#file.sizeBytes)
      throw this.#wrong(at, "block", "`bdw`");
    return sizeBytes;
  }

  /** The size of the record at an offset, its prefix counted. */
  record(at: number, end: number): number {
    const word = this.#word(at, end);
    const sizeBytes = word.readUInt16BE(0);
    if (word.readUInt16BE(2) !== 0 && word[3] === 0) throw this.#split(at);
    if (sizeBytes < WORD_BYTES || at + sizeBytes > end || word[3] !== 0)
      throw this.#wrong(at, "record", "`rdw`");
    return sizeBytes;
  }

  bytes(start: number, end: number): Buffer {
    const window = this.#window;
    while (end > window.base + window.bytes.length) window.slide(start);
    return window.view(start, end);
  }

  #word(at: number, end: number): Buffer {
    if (at + WORD_BYTES > end) throw this.#wrong(at, "record", "`rdw`");
    return this.bytes(at, at + WORD_BYTES);
  }

  #wrong(byteOffset: number, what: string, prefix: string): UsageError {
    const message = `no length of a ${what} stands at byte ${byteOffset}`;
    const hint =
      `check that the records have the prefix ${prefix} that the job states, that the file was ` +
      "transferred in binary, and that it is whole";
    return this.#finding(byteOffset, message, hint);
  }

  #split(byteOffset: number): UsageError {
    const message = `the record at byte ${byteOffset} is split into segments`;
    return this.#finding(byteOffset, message, "request the file in a format without spanning (VB)");
  }

  #finding(byteOffset: number, message: string, hint: string): UsageError {
    const place = { file: this.#file.file, byteOffset };
    return new UsageError([inputFinding("input.truncated", message, place, hint)]);
  }
}
