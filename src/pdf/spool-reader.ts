import { defined } from "../base/assert.ts";
import { type Host, HostError, type HostFile } from "../base/host.ts";
import { readFully } from "../base/read-fully.ts";

const TAIL_BYTES = 1024;
const HEAD_BYTES = 4096;
/** A line of a classic cross-reference table (ISO 32000-1, 7.5.4). */
const XREF_LINE_BYTES = 20;
const REFERENCE = /(\d+) 0 R/g;

/** A page as it stands in a spool. */
export interface SpoolPage {
  /** In points, as written, such as `612`. */
  readonly widthPt: string;
  readonly heightPt: string;
  /** Further entries of the page's dictionary, such as `/Rotate 90`. */
  readonly entries: string;
  readonly resourcesId: number;
  /** The objects of its contents in the order they are painted. */
  readonly contentIds: readonly number[];
}

/**
 * Reads single pages of a PDF file that `PdfFile` has written, as its bytes lie there: follows the
 * cross-reference table and the page tree, and holds nothing of the file in memory. Throws a
 * `HostError` with code `spool.corrupt` where the file is not of that form.
 */
export class SpoolReader {
  readonly #file: HostFile;
  readonly #path: string;
  readonly #sizeBytes: number;
  /** Where the table's line of object 0 begins. */
  readonly #linesAt: number;
  readonly #objectCount: number;
  readonly #rootId: number;

  private constructor(file: HostFile, path: string, sizeBytes: number) {
    this.#file = file;
    this.#path = path;
    this.#sizeBytes = sizeBytes;
    const tail = this.#text(Math.max(0, sizeBytes - TAIL_BYTES), TAIL_BYTES);
    const tableAt = Number(this.#match(/startxref\n(\d+)\n%%EOF\n$/, tail, "its end"));
    const head = this.#text(tableAt, 64);
    this.#objectCount = Number(this.#match(/^xref\n0 (\d+)\n/, head, "its table"));
    this.#linesAt = tableAt + head.indexOf("\n", "xref\n".length) + 1;
    const catalog = Number(this.#match(/\/Root (\d+) 0 R/, tail, "its trailer"));
    this.#rootId = Number(this.#match(/\/Pages (\d+) 0 R/, this.#head(catalog), "its catalog"));
  }

  static open(host: Pick<Host, "openRead" | "sizeBytes">, path: string): SpoolReader {
    const file = host.openRead(path);
    try {
      return new SpoolReader(file, path, host.sizeBytes(path));
    } catch (error) {
      file.close();
      throw error;
    }
  }

  get pageCount(): number {
    return this.#pagesBelow(this.#head(this.#rootId));
  }

  /** A page, counted from 1. */
  page(number: number): SpoolPage {
    const head = this.#pageHead(this.#rootId, number - 1);
    const box = /\/MediaBox\[0 0 ([\d.]+) ([\d.]+)\]/.exec(head);
    if (box === null) throw this.#corrupt(`page ${number}`);
    const contents = /\/Contents\[([^\]]*)\]/.exec(head);
    if (contents === null) throw this.#corrupt(`the contents of page ${number}`);
    const end = head.slice(contents.index + contents[0].length);
    return {
      widthPt: box[1] as string,
      heightPt: box[2] as string,
      entries: end.slice(0, end.lastIndexOf(">>")),
      resourcesId: Number(this.#match(/\/Resources (\d+) 0 R/, head, `page ${number}`)),
      contentIds: references(contents[1] as string),
    };
  }

  /** An object as it is written, without the frame of its number. */
  object(id: number): Uint8Array {
    const head = this.#head(id);
    const frame = `${id} 0 obj\n`.length;
    const data = this.#streamData(head);
    const length = data === undefined ? head.length - frame : data.end - frame;
    return this.#bytes(this.#offset(id) + frame, length + (data ? "\nendstream".length : 0));
  }

  /** An object with other numbers for those that it leads to. */
  renumbered(id: number, numbers: ReadonlyMap<number, number>): Uint8Array {
    const head = this.#head(id).slice(`${id} 0 obj\n`.length);
    const text = head.replaceAll(REFERENCE, (_, to: string) => {
      return `${defined(numbers.get(Number(to)), "a number of the copy")} 0 R`;
    });
    const data = this.object(id).subarray(head.length);
    return Buffer.concat([Buffer.from(text, "latin1"), data]);
  }

  /** The bytes of a stream, as they are stored. */
  streamBytes(id: number): Uint8Array {
    const data = this.#streamData(this.#head(id));
    if (data === undefined) throw this.#corrupt(`object ${id}`);
    return this.#bytes(this.#offset(id) + data.start, data.end - data.start);
  }

  /** The objects that objects lead to, themselves among them, rising. */
  closure(ids: readonly number[]): number[] {
    const found = new Set<number>();
    const waiting = [...ids];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (found.has(next)) continue;
      found.add(next);
      waiting.push(...references(this.#head(next)));
    }
    return [...found].sort((a, b) => a - b);
  }

  close(): void {
    this.#file.close();
  }

  #pageHead(id: number, index: number): string {
    const head = this.#head(id);
    const kids = /\/Kids\[([^\]]*)\]/.exec(head)?.[1];
    if (kids === undefined) {
      if (index === 0) return head;
      throw this.#corrupt("its page tree");
    }
    let rest = index;
    for (const kid of references(kids)) {
      const count = this.#pagesBelow(this.#head(kid));
      if (rest < count) return this.#pageHead(kid, rest);
      rest -= count;
    }
    throw this.#corrupt(`its page tree: it has no page ${index + 1}`);
  }

  #pagesBelow(head: string): number {
    return head.includes("/Kids[") ? Number(/\/Count (\d+)/.exec(head)?.[1]) : 1;
  }

  /** Where a stream's bytes lie in its object. */
  #streamData(head: string): { start: number; end: number } | undefined {
    if (!head.endsWith("stream\n")) return undefined;
    const length = Number(this.#match(/\/Length (\d+)/, head, "the length of a stream"));
    return { start: head.length, end: head.length + length };
  }

  /** An object up to its end or to the bytes of its stream, its number first. */
  #head(id: number): string {
    const offset = this.#offset(id);
    for (let size = HEAD_BYTES; ; size *= 4) {
      const text = this.#text(offset, size);
      if (!text.startsWith(`${id} 0 obj\n`)) throw this.#corrupt(`object ${id}`);
      const stream = text.indexOf(">>stream\n");
      const end = text.indexOf("\nendobj\n");
      if (stream >= 0 && (end < 0 || stream < end)) return text.slice(0, stream + 9);
      if (end >= 0) return text.slice(0, end);
      if (offset + size >= this.#sizeBytes) throw this.#corrupt(`object ${id}`);
    }
  }

  #offset(id: number): number {
    if (id < 1 || id >= this.#objectCount) throw this.#corrupt(`object ${id}`);
    return Number(this.#text(this.#linesAt + id * XREF_LINE_BYTES, 10));
  }

  #text(position: number, length: number): string {
    const available = Math.min(length, this.#sizeBytes - position);
    if (!(available > 0)) throw this.#corrupt("its table");
    return Buffer.from(this.#bytes(position, available)).toString("latin1");
  }

  #bytes(position: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    readFully(this.#file, this.#path, bytes, 0, length, position);
    return bytes;
  }

  #match(pattern: RegExp, text: string, what: string): string {
    const found = pattern.exec(text)?.[1];
    if (found === undefined) throw this.#corrupt(what);
    return found;
  }

  #corrupt(what: string): HostError {
    return new HostError(
      "spool.corrupt",
      this.#path,
      `${this.#path} cannot be read: ${what} is not as it was written; put the spool back from a ` +
        "copy",
    );
  }
}

function references(text: string): number[] {
  return [...text.matchAll(REFERENCE)].map(([, id]) => Number(id));
}
