import { limits } from "../../base/limits.ts";
import type { FileWindow } from "../files/file-window.ts";

const LF = 10;
/** How many bytes are parsed at a time: few after a fault, as its lines are parsed again. */
const BLOCK_BYTES = 256 * 1024;
const BLOCK_BYTES_MIN = 2 * 1024;

/** Cuts the lines of a file into blocks of whole lines. */
export class LineBlocks {
  /** Offset where the next block begins. */
  at: number;
  readonly #window: FileWindow;
  #targetBytes = BLOCK_BYTES;

  constructor(window: FileWindow) {
    this.#window = window;
    this.at = window.base;
  }

  get isAtEnd(): boolean {
    return this.at >= this.#window.end;
  }

  /** Whether the current block reaches the end of the file. */
  reachesEnd(block: Buffer): boolean {
    return this.at + block.length >= this.#window.end;
  }

  /** Whole lines from `at` on; empty if a single one is longer than a row may be. */
  take(): Buffer {
    for (;;) {
      const { bytes, base, reachesEnd } = this.#window;
      const start = this.at - base;
      const held = bytes.length - start;
      if (held >= this.#targetBytes || reachesEnd) {
        const end = this.#blockEnd(bytes, start, reachesEnd);
        if (end > start) return bytes.subarray(start, end);
        if (held > limits.csvRowBytesMax) return bytes.subarray(start, start);
      }
      this.#window.slide(this.at);
    }
  }

  #blockEnd(bytes: Buffer, start: number, isLast: boolean): number {
    const wanted = start + this.#targetBytes;
    if (wanted >= bytes.length && isLast) return bytes.length;
    const before = bytes.lastIndexOf(LF, Math.min(wanted, bytes.length) - 1);
    if (before >= start) return before + 1;
    const after = bytes.indexOf(LF, start);
    if (after >= 0) return after - start > limits.csvRowBytesMax ? start : after + 1;
    return isLast && bytes.length - start <= limits.csvRowBytesMax ? bytes.length : start;
  }

  /** Goes on past what was read well, with larger blocks. */
  advance(sizeBytes: number): void {
    this.at += sizeBytes;
    this.#targetBytes = Math.min(this.#targetBytes * 2, BLOCK_BYTES);
  }

  /** Asks for a larger block from the same place; false if a row may not be as long. */
  grow(block: Buffer): boolean {
    if (this.reachesEnd(block) || block.length > limits.csvRowBytesMax) return false;
    this.#targetBytes = Math.max(this.#targetBytes, block.length) * 2;
    return true;
  }

  /** Goes past one line, which is at fault; returns its size without its line end. */
  skipLine(): number {
    const start = this.at;
    for (let from = start; ;) {
      const found = this.#window.bytes.indexOf(LF, from - this.#window.base);
      if (found >= 0 || this.#window.reachesEnd) {
        const end = found < 0 ? this.#window.end : this.#window.base + found;
        this.at = found < 0 ? end : end + 1;
        this.#targetBytes = BLOCK_BYTES_MIN;
        return end - start;
      }
      from = this.#window.base + this.#window.bytes.length;
      this.#window.slide(from - start > limits.csvRowBytesMax ? from : start);
    }
  }
}
