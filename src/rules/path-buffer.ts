import { grown } from "../base/grown.ts";
import type { Mpt } from "../base/units.ts";
import {
  PATH_CLOSE,
  PATH_CURVE,
  PATH_FILL,
  PATH_LINE,
  PATH_MOVE,
  PATH_RECT,
  PATH_STROKE,
} from "../model/path.ts";

/** Collects vector graphics (see `model/path`) in a buffer that grows and is kept. */
export class PathBuffer {
  words = new Int32Array(1024);
  length = 0;

  clear(): void {
    this.length = 0;
  }

  fill(color: number): void {
    const at = this.#room(2);
    this.words[at] = PATH_FILL;
    this.words[at + 1] = color;
  }

  /** `dashMpt` is 0 for a line without gaps. */
  stroke(color: number, widthMpt: Mpt, dashMpt: Mpt): void {
    const at = this.#room(4);
    this.words[at] = PATH_STROKE;
    this.words[at + 1] = color;
    this.words[at + 2] = widthMpt;
    this.words[at + 3] = dashMpt;
  }

  move(xMpt: Mpt, yMpt: Mpt): void {
    this.#point(PATH_MOVE, xMpt, yMpt);
  }

  line(xMpt: Mpt, yMpt: Mpt): void {
    this.#point(PATH_LINE, xMpt, yMpt);
  }

  curve(x1Mpt: Mpt, y1Mpt: Mpt, x2Mpt: Mpt, y2Mpt: Mpt, xMpt: Mpt, yMpt: Mpt): void {
    const at = this.#room(7);
    const { words } = this;
    words[at] = PATH_CURVE;
    words[at + 1] = x1Mpt;
    words[at + 2] = y1Mpt;
    words[at + 3] = x2Mpt;
    words[at + 4] = y2Mpt;
    words[at + 5] = xMpt;
    words[at + 6] = yMpt;
  }

  rect(xMpt: Mpt, yMpt: Mpt, widthMpt: Mpt, heightMpt: Mpt): void {
    const at = this.#room(5);
    const { words } = this;
    words[at] = PATH_RECT;
    words[at + 1] = xMpt;
    words[at + 2] = yMpt;
    words[at + 3] = widthMpt;
    words[at + 4] = heightMpt;
  }

  close(): void {
    this.words[this.#room(1)] = PATH_CLOSE;
  }

  #point(word: number, xMpt: Mpt, yMpt: Mpt): void {
    const at = this.#room(3);
    this.words[at] = word;
    this.words[at + 1] = xMpt;
    this.words[at + 2] = yMpt;
  }

  #room(count: number): number {
    const at = this.length;
    this.length += count;
    if (this.length > this.words.length)
      this.words = grown(this.words, new Int32Array(this.words.length * 2));
    return at;
  }
}
