import type { StatedFault } from "../check/fault.ts";
import type { FileWindow } from "../files/file-window.ts";
import type { UnitCursor, UnitFault } from "../unit-cursor.ts";
import { FRAME_BYTES, type FrameNote } from "./frame.ts";

/** Steps through the rows or records of a work copy; places are those in the sender's file. */
export class FramedCursor implements UnitCursor {
  start: number;
  contentStart: number;
  contentEnd: number;
  end: number;
  line = 0;
  byteOffset = 0;
  sizeBytes = 0;
  part = 0;
  fault: UnitFault = "";
  readonly #window: FileWindow;

  constructor(window: FileWindow) {
    this.#window = window;
    this.start = this.contentStart = this.contentEnd = this.end = window.base;
  }

  next(): boolean {
    if (this.end >= this.#window.end) return false;
    this.start = this.end;
    this.#need(FRAME_BYTES);
    const { bytes, base } = this.#window;
    const frame = this.start - base;
    this.line = bytes.readUInt32LE(frame + 8);
    this.sizeBytes = bytes.readUInt32LE(frame + 12);
    this.byteOffset = bytes.readDoubleLE(frame + 16);
    this.part = bytes.readUInt32LE(frame + 24);
    this.contentStart = this.start + FRAME_BYTES;
    this.contentEnd = this.contentStart + bytes.readUInt32LE(frame);
    this.end = this.contentEnd + bytes.readUInt32LE(frame + 4);
    this.#need(this.end - this.start);
    return true;
  }

  /** What the format's reader noted of the row. */
  get note(): FrameNote | undefined {
    if (this.end === this.contentEnd) return undefined;
    return JSON.parse(this.#window.view(this.contentEnd, this.end).toString("utf8")) as FrameNote;
  }

  /** The fault that the format's reader found in the row. */
  get stated(): StatedFault | undefined {
    const { note } = this;
    return note !== undefined && "fault" in note ? note.fault : undefined;
  }

  #need(sizeBytes: number): void {
    this.#window.reach(this.start, this.start + sizeBytes);
  }
}
