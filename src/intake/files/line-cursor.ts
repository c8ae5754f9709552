import { limits } from "../../base/limits.ts";
import type { FileWindow } from "./file-window.ts";
import type { UnitCursor, UnitFault } from "../unit-cursor.ts";

const LF = 10;
const CR = 13;
const SPACE = 32;

/** Steps through the lines of NDJSON. Blank lines are not units; a line that is too long is one. */
export class LineCursor implements UnitCursor {
  start: number;
  contentEnd: number;
  end: number;
  line = 0;
  fault: UnitFault = "";
  readonly #window: FileWindow;
  #nextLine: number;

  constructor(window: FileWindow, firstLine: number) {
    this.#window = window;
    this.#nextLine = firstLine;
    this.start = this.contentEnd = this.end = window.base;
  }

  get contentStart(): number {
    return this.start;
  }

  get byteOffset(): number {
    return this.start;
  }

  get sizeBytes(): number {
    return this.contentEnd - this.start;
  }

  next(): boolean {
    while (this.end < this.#window.end) {
      this.start = this.end;
      this.line = this.#nextLine;
      this.#nextLine += 1;
      this.fault = "";
      this.#findEnd();
      if (this.fault !== "" || !this.#isBlank()) return true;
    }
    return false;
  }

  #findEnd(): void {
    const window = this.#window;
    let from = this.start;
    for (;;) {
      const found = window.bytes.indexOf(LF, from - window.base);
      if (found >= 0) return this.#close(window.base + found, window.base + found + 1);
      if (window.reachesEnd) return this.#close(window.end, window.end);
      from = window.base + window.bytes.length;
      window.slide(from - this.start > limits.recordBytesMax ? from : this.start);
    }
  }

  #close(contentEnd: number, end: number): void {
    this.contentEnd = contentEnd;
    this.end = end;
    if (contentEnd - this.start > limits.recordBytesMax) this.fault = "data.record-too-large";
    else if (this.#byteAt(contentEnd - 1) === CR && contentEnd > this.start) this.contentEnd -= 1;
  }

  #isBlank(): boolean {
    for (let at = this.start; at < this.contentEnd; at += 1) {
      const byte = this.#byteAt(at);
      if (byte !== SPACE && byte !== CR && byte !== 9) return false;
    }
    return true;
  }

  #byteAt(offset: number): number {
    return this.#window.bytes[offset - this.#window.base] ?? -1;
  }
}
