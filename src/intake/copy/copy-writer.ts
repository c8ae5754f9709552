import type { HostFile } from "../../base/host.ts";
import type { CsvSpec } from "../../model/job.ts";
import { FRAME_BYTES, type FrameNote, noteText, writeFrame } from "./frame.ts";
import type { ForeignPlace, ForeignRecord, ForeignRow } from "./foreign-source.ts";
import { statedFault } from "./stated-fault.ts";

const BUFFER_BYTES = 1024 * 1024;
/** UTF-8 takes at most three bytes for a UTF-16 unit. */
const UNIT_BYTES_MAX = 3;
/** A trailer is looked for among these. */
const LAST_ROWS = 16;
const NO_PLACE: ForeignPlace = { line: 0, byteOffset: 0, sizeBytes: 0 };

/** What stands between the fields of rows, and around those that it or the quote occurs in. */
export type CopySigns = Pick<CsvSpec, "delimiter" | "quote">;

/** Writes a work copy: rows as CSV or records as NDJSON, each in a frame with its place. */
export class CopyWriter {
  readonly lastRows: number[] = [];
  /** Offset past what has been written. */
  end = 0;
  readonly #file: HostFile;
  readonly #signs: CopySigns;
  #buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
  #usedBytes = 0;

  constructor(file: HostFile, signs: CopySigns) {
    this.#file = file;
    this.#signs = signs;
  }

  header(columns: readonly string[]): void {
    this.#write(this.#line(columns), NO_PLACE, "");
  }

  row({ fields, place, fault }: ForeignRow): void {
    this.#unit(this.#line(fields), place, fault && { fault: statedFault(fault) });
  }

  record({ value, place, fault, rowPlaces }: ForeignRecord): void {
    const note =
      fault === undefined ? rowPlaces && { rows: rowPlaces } : { fault: statedFault(fault) };
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

  /** Frames tell where a row ends, so that line breaks mean nothing. */
  #line(fields: readonly string[]): string {
    const { delimiter, quote } = this.#signs;
    const line = fields.join(delimiter);
    const hasSign = line.includes(quote) || fields.some((field) => field.includes(delimiter));
    if (!hasSign) return line;
    return fields.map((field) => this.#quoted(field)).join(delimiter);
  }

  #quoted(field: string): string {
    const { delimiter, quote } = this.#signs;
    if (!field.includes(delimiter) && !field.includes(quote)) return field;
    return quote + field.replaceAll(quote, quote + quote) + quote;
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
    const framePlace =
      place.sizeBytes === 0
        ? { line: place.line, byteOffset: this.end + FRAME_BYTES, sizeBytes: contentBytes }
        : place;
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
