import { UsageError } from "../../base/diagnostic.ts";
import type { HostFile } from "../../base/host.ts";
import { inputFinding } from "../check/input-findings.ts";
import { crRecoder, inTurn, MixedLineEnds, type Recoder, utf8Recoder } from "./recode.ts";
import { encodingOf, hasCrLines, HEAD_BYTES, isReadAs, type TextFile } from "./text-form.ts";

/** Writes a file as it can be read: in UTF-8 or Windows-1252, with LF at the ends of its lines. */
export class PlainWriter {
  readonly #output: HostFile;
  readonly #file: TextFile;
  #head: Buffer | undefined = Buffer.alloc(0);
  #recoder: Recoder | undefined;

  constructor(output: HostFile, file: TextFile) {
    this.#output = output;
    this.#file = file;
  }

  write(bytes: Uint8Array): void {
    if (this.#head === undefined) return this.#put(bytes, false);
    const head = Buffer.concat([this.#head, bytes]);
    this.#head = head;
    if (head.length >= HEAD_BYTES) this.#begin(head);
  }

  end(): void {
    if (this.#head !== undefined) this.#begin(this.#head);
    this.#put(new Uint8Array(0), true);
  }

  #begin(head: Buffer): void {
    this.#recoder = recoderOf(this.#file, head.subarray(0, HEAD_BYTES));
    this.#head = undefined;
    this.#put(head, false);
  }

  #put(bytes: Uint8Array, isLast: boolean): void {
    try {
      const plain = this.#recoder === undefined ? bytes : this.#recoder.push(bytes, isLast);
      if (plain.length > 0) this.#output.write(plain);
    } catch (error) {
      if (error instanceof MixedLineEnds) throw mixed(this.#file.spec.file, error.line);
      throw error;
    }
  }
}

function mixed(file: string, line: number): UsageError {
  const message = `the lines of the file end in CR, but line ${line} ends in LF`;
  const hint = "end all of them in LF or CR LF, and send it again";
  return new UsageError([inputFinding("input.format", message, { file, line, column: 1 }, hint)]);
}

/** What has to be done to a file's text before it can be read; undefined if nothing. */
function recoderOf({ spec, format }: TextFile, head: Buffer): Recoder | undefined {
  if (format === undefined) return undefined;
  const encoding = encodingOf(spec, head);
  const isRead = isReadAs(encoding);
  const recoders = isRead ? [] : [utf8Recoder(encoding)];
  const text = isRead ? head : Buffer.from(utf8Recoder(encoding).push(head, false));
  if (hasCrLines(spec, format, text)) recoders.push(crRecoder());
  return recoders.length === 0 ? undefined : inTurn(recoders);
}
