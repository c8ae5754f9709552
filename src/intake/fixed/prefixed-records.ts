import { UsageError } from "../../base/diagnostic.ts";
import type { RecordPrefix } from "../../model/input-format.ts";
import { inputFinding } from "../check/input-findings.ts";
import type { ForeignFile } from "../copy/foreign-source.ts";
import { FileWindow } from "../files/file-window.ts";
import type { RawRecord } from "./raw-records.ts";
import { MIDDLE, SpannedRecords } from "./spanned-records.ts";

const WORD_BYTES = 4;
/** In the first half word of a block longer than 32 KB. */
const LARGE_BLOCK = 0x8000;

/**
 * Records that their length precedes: two bytes, the prefix counted, and one that tells segments of
 * a record that was split (RDW, SDW). Blocks may have such a prefix as well (BDW).
 */
export function* prefixedRecords(file: ForeignFile, prefix: RecordPrefix): Iterable<RawRecord> {
  const reader = new PrefixReader(file);
  const spanned = new SpannedRecords();
  let blockEnd = prefix === "bdw" ? 0 : file.sizeBytes;
  for (let at = 0; at < file.sizeBytes;) {
    if (at === blockEnd) {
      blockEnd = at + reader.block(at);
      at += WORD_BYTES;
    }
    const { sizeBytes, segment } = reader.record(at, blockEnd);
    const bytes = reader.bytes(at + WORD_BYTES, at + sizeBytes);
    yield* spanned.take({ bytes, byteOffset: at, sizeBytes, segment });
    at += sizeBytes;
  }
  yield* spanned.end();
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

  /** The size of the record or segment at an offset, its prefix counted, and which it is. */
  record(at: number, end: number): { readonly sizeBytes: number; readonly segment: number } {
    const word = this.#word(at, end);
    const sizeBytes = word.readUInt16BE(0);
    const [segment = 0, unused] = word.subarray(2);
    if (sizeBytes < WORD_BYTES || at + sizeBytes > end || segment > MIDDLE || unused !== 0)
      throw this.#wrong(at, "record", "`rdw`");
    return { sizeBytes, segment };
  }

  bytes(start: number, end: number): Buffer {
    const window = this.#window;
    window.reach(start, end);
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
    const place = { file: this.#file.file, byteOffset };
    return new UsageError([inputFinding("input.truncated", message, place, hint)]);
  }
}
