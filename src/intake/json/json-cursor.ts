import { assert } from "../../base/assert.ts";
import { limits } from "../../base/limits.ts";
import type { FileWindow } from "../files/file-window.ts";
import { JsonWalker } from "./json-walker.ts";
import type { UnitCursor, UnitFault } from "../unit-cursor.ts";

/** Steps through the elements of an array, or of part of one, that `scanJson` has scanned. */
export class JsonCursor implements UnitCursor {
  start: number;
  contentEnd: number;
  end: number;
  readonly line = 0;
  fault: UnitFault = "";
  readonly #walker: JsonWalker;

  constructor(window: FileWindow) {
    this.#walker = new JsonWalker(window);
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
    if (this.#walker.skipSeparators() < 0) return false;
    this.start = this.#walker.at;
    this.#walker.skipValue();
    this.contentEnd = this.end = this.#walker.at;
    assert(this.end > this.start, "an element of a scanned document has at least one byte");
    const isTooLarge = this.end - this.start > limits.recordBytesMax;
    this.fault = isTooLarge ? "data.record-too-large" : "";
    return true;
  }
}
