import type { Host, HostFile } from "../../base/host.ts";

const CHUNK_BYTES = 256 * 1024;
/** No line of a control file or ticket comes near this. */
const LINE_BYTES_MAX = 64 * 1024;

/** A text file that is read line by line in little memory. */
export class LineFile {
  /** Number of the line that was read last, from 1. */
  line = 0;
  readonly #file: HostFile;
  readonly #end: Buffer;
  #buffer = Buffer.alloc(0);
  #at = 0;
  #position = 0;
  #isAtEnd = false;

  /** `lineEnd` follows every line. */
  constructor(host: Host, path: string, lineEnd: string) {
    this.#file = host.openRead(path);
    this.#end = Buffer.from(lineEnd, "latin1");
  }

  /**
   * The next line without its end; undefined after the last one, and for a line that is cut.
   * `isWanted` looks at the bytes from a line's beginning on: what it does not want is passed over.
   */
  next(isWanted?: (bytes: Uint8Array, at: number) => boolean): string | undefined {
    for (;;) {
      const start = this.#at;
      const end = this.#buffer.indexOf(this.#end, start);
      if (end >= 0) {
        this.#at = end + this.#end.length;
        this.line += 1;
        if (isWanted?.(this.#buffer, start) === false) continue;
        return this.#buffer.toString("utf8", start, end);
      }
      if (this.#isAtEnd || this.#buffer.length - this.#at > LINE_BYTES_MAX) return undefined;
      this.#fill();
    }
  }

  /** Whether bytes are left that are not a whole line. */
  hasRest(): boolean {
    return this.#at < this.#buffer.length;
  }

  close(): void {
    this.#file.close();
  }

  #fill(): void {
    const rest = this.#buffer.subarray(this.#at);
    const buffer = Buffer.allocUnsafe(rest.length + CHUNK_BYTES);
    rest.copy(buffer);
    const count = this.#file.read(buffer, rest.length, CHUNK_BYTES, this.#position);
    this.#position += count;
    this.#isAtEnd = count === 0;
    this.#buffer = buffer.subarray(0, rest.length + count);
    this.#at = 0;
  }
}
