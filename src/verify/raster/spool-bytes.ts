import { limits } from "../../base/limits.ts";
import type { Host, HostFile } from "../../base/host.ts";
import { idOf } from "../file/cross-references.ts";
import { PdfSyntax, type PdfDictionary, type PdfValue } from "../file/pdf-syntax.ts";
import { entryOf, isArray } from "../file/pdf-values.ts";

const TAIL_BYTES = 1024;
/** A line of a classic cross-reference table (ISO 32000-1, 7.5.4). */
const LINE_BYTES = 20;
/** Enough for most objects other than streams. */
const HEAD_BYTES = 1024;
const DEPTH_MAX = 8;
const STREAM_END = "\nendstream\nendobj\n";

/** A spool in which something that is asked for cannot be read: its message says what. */
export class SpoolUnreadable extends Error {
  override readonly name = "SpoolUnreadable";
}

/** An object of a spool with its bytes as stored. */
export interface StoredObject {
  readonly id: number;
  readonly value: PdfValue;
  /** From its number to the end of its `endobj` line. */
  readonly bytes: Buffer;
}

/**
 * Looks up single objects and pages in a spool, reading only the bytes they take: nothing here
 * grows with the spool, which may have gigabytes. Throws `SpoolUnreadable` where the spool is
 * damaged; finding all that is wrong with it is the task of the full verification.
 */
export class SpoolBytes {
  readonly #file: HostFile;
  readonly #syntax = new PdfSyntax();
  readonly #linesAt: number;
  readonly #tableAt: number;
  readonly rootId: number;
  /** One more than the highest object number. */
  readonly size: number;

  constructor(host: Host, path: string) {
    const fileBytes = host.sizeBytes(path);
    this.#file = host.openRead(path);
    const tailBytes = Math.min(TAIL_BYTES, fileBytes);
    const tail = this.#read(fileBytes - tailBytes, tailBytes);
    const match = /trailer\n([\s\S]*)\nstartxref\n(\d{1,15})\n%%EOF\n$/.exec(
      tail.toString("latin1"),
    );
    this.#tableAt = Number(match?.[2] ?? Number.NaN);
    const trailer = this.#dictionaryIn(match?.[1] ?? "");
    const head = /^xref\n0 (\d{1,10})\n/.exec(this.#some(this.#tableAt, 64).toString("latin1"));
    if (head === null) throw new SpoolUnreadable("its cross-reference table was not found");
    this.#linesAt = this.#tableAt + head[0].length;
    this.size = Number(head[1]);
    this.rootId = idOf(trailer.get("Root"));
  }

  close(): void {
    this.#file.close();
  }

  object(id: number): StoredObject {
    const offset = this.#offsetOf(id);
    for (let wanted = HEAD_BYTES; ; wanted *= 16) {
      const bytes = this.#some(offset, Math.min(wanted, this.#tableAt - offset));
      const found = this.#parsed(id, bytes, offset);
      if (found !== undefined) return found;
      if (bytes.length < wanted || wanted > limits.pdfObjectBytesMax) throw broken(id);
    }
  }

  dictionary(id: number): PdfDictionary {
    const { value } = this.object(id);
    if (!(value instanceof Map)) throw broken(id);
    return value;
  }

  /** The objects of some pages, counted from 0, found through the counts in the page tree. */
  pageIds(pages: readonly number[]): readonly number[] {
    const rootId = idOf(this.dictionary(this.rootId).get("Pages"));
    const nodes = new Map<number, TreeNode>();
    return pages.map((page) => this.#pageBelow(rootId, page, 0, nodes));
  }

  #pageBelow(id: number, page: number, depth: number, nodes: Map<number, TreeNode>): number {
    const node = nodes.get(id) ?? this.#node(id);
    nodes.set(id, node);
    const { kids, count } = node;
    if (depth > DEPTH_MAX || page >= count) throw new SpoolUnreadable(`it has no page ${page + 1}`);
    if (count === kids.length) return kids[page] ?? 0;
    let before = 0;
    for (const kid of kids) {
      const below = nodes.get(kid) ?? this.#node(kid);
      nodes.set(kid, below);
      if (page < before + below.count) return this.#pageBelow(kid, page - before, depth + 1, nodes);
      before += below.count;
    }
    throw new SpoolUnreadable(`it has no page ${page + 1}`);
  }

  #node(id: number): TreeNode {
    const node = this.dictionary(id);
    const [kids, count] = [node.get("Kids"), node.get("Count")];
    if (!isArray(kids) || typeof count !== "number") throw broken(id);
    return { kids: kids.map(idOf), count };
  }

  #offsetOf(id: number): number {
    if (id < 1 || id >= this.size) throw broken(id);
    const line = this.#some(this.#linesAt + id * LINE_BYTES, LINE_BYTES).toString("latin1");
    if (!/^\d{10} 00000 n \n$/.test(line)) throw broken(id);
    return Number(line.slice(0, 10));
  }

  /** Undefined if more bytes are needed. */
  #parsed(id: number, bytes: Buffer, offset: number): StoredObject | undefined {
    const syntax = this.#syntax;
    syntax.open(bytes);
    if (syntax.whole() !== id || syntax.whole() !== 0 || !syntax.takes("obj")) return undefined;
    const value = syntax.value();
    if (syntax.failed) return undefined;
    if (syntax.takes("endobj\n")) return { id, value, bytes: bytes.subarray(0, syntax.at) };
    if (!syntax.takes("stream\n")) return undefined;
    const length = entryOf(value, "Length");
    if (typeof length !== "number" || length > limits.pdfObjectBytesMax) throw broken(id);
    const all = this.#read(offset, syntax.at + length + STREAM_END.length);
    if (!all.subarray(syntax.at + length).equals(Buffer.from(STREAM_END, "latin1")))
      throw broken(id);
    return { id, value, bytes: all };
  }

  #dictionaryIn(text: string): PdfDictionary {
    this.#syntax.open(Buffer.from(text, "latin1"));
    const value = this.#syntax.value();
    if (this.#syntax.failed || !(value instanceof Map))
      throw new SpoolUnreadable("its trailer was not found");
    return value;
  }

  #read(at: number, length: number): Buffer {
    const bytes = this.#some(at, length);
    if (bytes.length < length) throw new SpoolUnreadable("it is cut");
    return bytes;
  }

  /** Up to that many bytes, as far as they exist. */
  #some(at: number, length: number): Buffer {
    if (!(at >= 0) || !(length >= 0))
      throw new SpoolUnreadable("it refers to a place outside the file");
    const bytes = Buffer.allocUnsafe(length);
    let count = 0;
    while (count < length) {
      const read = this.#file.read(bytes, count, length - count, at + count);
      if (read <= 0) break;
      count += read;
    }
    return bytes.subarray(0, count);
  }
}

interface TreeNode {
  readonly kids: readonly number[];
  readonly count: number;
}

function broken(id: number): SpoolUnreadable {
  return new SpoolUnreadable(`its object ${id} is broken`);
}
