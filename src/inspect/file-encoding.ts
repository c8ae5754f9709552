import { isUtf8 } from "node:buffer";
import type { Host } from "../base/host.ts";
import type { EncodingFinding, FileFinding } from "../model/inspection.ts";
import { eachChunk } from "./file-bytes.ts";
import { byteOrderMark, isEbcdic } from "./file-format.ts";

const LF = 10;
/** Bytes that windows-1252 has no character for. */
const UNDEFINED: ReadonlySet<number> = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

/** The encoding of a text file, told by all of its bytes. */
export function encodingOf(
  host: Host,
  path: string,
  compression: FileFinding["compression"],
): EncodingFinding {
  const look = new EncodingLook();
  eachChunk(host, path, compression, (bytes) => look.take(bytes));
  return look.finding();
}

class EncodingLook {
  #mark: ReturnType<typeof byteOrderMark> | "ebcdic";
  #isFirst = true;
  #isAscii = true;
  #line = 1;
  /** The first line that is not UTF-8; 0 if all are. */
  #wrongLine = 0;
  #strange = 0;
  #rest: Buffer = Buffer.alloc(0);

  /** False once no further byte can change the finding. */
  take(bytes: Buffer): boolean {
    if (this.#isFirst) this.#mark = isEbcdic(bytes) ? "ebcdic" : byteOrderMark(bytes);
    this.#isFirst = false;
    if (this.#mark !== undefined && this.#mark !== "utf-8") return false;
    // Characters do not cross line ends.
    const whole = Buffer.concat([this.#rest, bytes]);
    const end = whole.lastIndexOf(LF) + 1;
    this.#lines(whole.subarray(0, end));
    this.#rest = whole.subarray(end);
    return true;
  }

  finding(): EncodingFinding {
    this.#lines(this.#rest);
    const mark = this.#mark;
    if (mark === "ebcdic")
      return { name: "cp037", evidence: "bytes look like EBCDIC; the code page is a guess" };
    if (mark !== undefined && this.#wrongLine === 0)
      return { name: mark, evidence: "it begins with a byte order mark" };
    if (this.#wrongLine > 0) return this.#singleByte();
    if (this.#isAscii) return { name: "utf-8", evidence: "all bytes are ASCII" };
    return { name: "utf-8", evidence: "all bytes are valid UTF-8, and not only ASCII" };
  }

  #singleByte(): EncodingFinding {
    const first = `bytes are not UTF-8, first in line ${this.#wrongLine}`;
    if (this.#strange === 0) return { name: "windows-1252", evidence: first };
    const evidence = `${first}; ${this.#strange} have no character in windows-1252 either`;
    return { name: "windows-1252", evidence };
  }

  #lines(bytes: Buffer): void {
    if (bytes.length === 0) return;
    if (this.#wrongLine === 0 && !isUtf8(bytes)) this.#wrongLine = this.#firstWrong(bytes);
    for (const byte of bytes) {
      if (byte === LF) this.#line += 1;
      else if (byte > 127) {
        this.#isAscii = false;
        if (UNDEFINED.has(byte)) this.#strange += 1;
      }
    }
  }

  #firstWrong(bytes: Buffer): number {
    let line = this.#line;
    for (let from = 0; from < bytes.length; line += 1) {
      const end = bytes.indexOf(LF, from) + 1 || bytes.length;
      if (!isUtf8(bytes.subarray(from, end))) return line;
      from = end;
    }
    return line;
  }
}
