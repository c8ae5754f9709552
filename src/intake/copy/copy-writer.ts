import type { HostFile } from "../../base/host.ts";
import type { StatedFault } from "../check/fault.ts";
import { FRAME_BYTES, type FrameNote, noteText, writeFrame } from "./frame.ts";
import type { ForeignFault, ForeignPlace, ForeignRecord, ForeignRow } from "./foreign-source.ts";

const BUFFER_BYTES = 1024 * 1024;
/** UTF-8 takes at most three bytes for a UTF-16 unit. */
const UNIT_BYTES_MAX = 3;
const SIGNS = /["\r\n]/;
const NEEDS_QUOTES = /[",\r\n]/;
/** A trailer is looked for among these. */
const LAST_ROWS = 16;
const NO_PLACE: ForeignPlace = { line: 0, byteOffset: 0, sizeBytes: 0 };

/** Writes a work copy: rows as CSV or records as NDJSON, each in a frame with its place. */
export class CopyWriter {
  readonly lastRows: number[] = [];
  /** Offset past what has been written. */
  end = 0;
  readonly #file: HostFile;
  #buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
  #usedBytes = 0;

  constructor(file: HostFile) {
    this.#file = file;
  }

  header(columns: readonly string[]): void {
    this.#write(csvLine(columns), NO_PLACE, "");
  }

  row({ fields, place, fault }: ForeignRow): void {
    this.#unit(csvLine(fields), place, fault && { fault: faultOf(fault) });
  }

  record({ value, place, fault, rowPlaces }: ForeignRecord): void {
    const note = fault === undefined ? rowPlaces && { rows: rowPlaces } : { fault: faultOf(fault) };
    this.#unit(JSON.stringify(value), place, note);
  }

  trailer(text: string): void {
    this.#write(text, NO_PLACE, "");
  }

  /** Writes what is left, and makes it durable. */
  finish(): void {
    this.#flush();
    this.#file.sync();
  }

  #unit(text: string, place: ForeignPlace, note: FrameNote | undefined): void {
    if (this.lastRows.length === LAST_ROWS) this.lastRows.shift();
    this.lastRows.push(this.end);
    this.#write(text, place, noteText(note));
  }

  #write(text: string, place: ForeignPlace, note: string): void {
    this.#makeRoom(FRAME_BYTES + (text.length + note.length) * UNIT_BYTES_MAX);
    const at = this.#usedBytes;
    const content = at + FRAME_BYTES;
    const contentBytes = this.#buffer.write(text, content, "utf8");
    const noteBytes = note === "" ? 0 : this.#buffer.write(note, content + contentBytes, "utf8");
    const ownPlace = { ...place, byteOffset: this.end + FRAME_BYTES, sizeBytes: contentBytes };
    const framePlace = place.sizeBytes === 0 ? ownPlace : place;
    writeFrame(this.#buffer, at, framePlace, contentBytes, noteBytes);
    const sizeBytes = FRAME_BYTES + contentBytes + noteBytes;
    this.#usedBytes += sizeBytes;
    this.end += sizeBytes;
  }

  #makeRoom(sizeBytes: number): void {
    if (this.#usedBytes + sizeBytes <= this.#buffer.length) return;
    this.#flush();
    if (sizeBytes > this.#buffer.length) this.#buffer = Buffer.allocUnsafeSlow(sizeBytes);
  }

  #flush(): void {
    this.#file.write(this.#buffer.subarray(0, this.#usedBytes));
    this.#usedBytes = 0;
  }
}

function faultOf({ code, column = "", message, place }: ForeignFault): StatedFault {
  return { code, field: column, message, ...(place && { place }) };
}

function csvLine(fields: readonly string[]): string {
  const line = fields.join(",");
  // Mostly no field has a sign that means anything in CSV, and then nothing else is looked at.
  if (!SIGNS.test(line) && !fields.some((field) => field.includes(","))) return line;
  return fields.map(csvField).join(",");
}

function csvField(field: string): string {
  return NEEDS_QUOTES.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
