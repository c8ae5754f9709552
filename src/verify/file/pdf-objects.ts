import { limits } from "../../base/limits.ts";
import type { VerifySetup } from "../../model/verification.ts";
import type { BreachList } from "./breach-list.ts";
import { type CrossReferences, idOf } from "./cross-references.ts";
import type { HashedFile } from "./hashed-file.ts";
import { Inflater } from "./inflater.ts";
import { catalogFault, infoFault, trailerFault } from "./object-forms.ts";
import { type ObjectSkeleton, ObjectSkeletons } from "./object-skeleton.ts";
import {
  type PdfDictionary,
  PdfName,
  PdfReference,
  PdfSyntax,
  type PdfValue,
} from "./pdf-syntax.ts";
import { entryOf, isArray, isDictionary } from "./pdf-values.ts";

/** Enough for a page or for the dictionary of a stream. */
const HEAD_BYTES = 512;
const STREAM_END = Buffer.from("\nendstream\nendobj\n", "latin1");

export interface PdfObject {
  readonly value: PdfValue;
  /** Where the stream's bytes are in the file, and how many; -1 if the object is not a stream. */
  readonly dataAt: number;
  readonly dataBytes: number;
}

/**
 * A stream's bytes as stored, and inflated if they are deflated: views until the next read. Its
 * entries may be those of a similar stream that differs only in its length.
 */
export interface PdfStream {
  readonly entries: PdfDictionary;
  readonly stored: Buffer;
  readonly content: Buffer;
}

/**
 * Reads the objects of a PDF file where its table says they are, and keeps account of them: at the
 * end, each must have been used and nothing may be between them. What is broken is a breach,
 * reported once per object.
 */
export class PdfObjects {
  readonly count: number;
  readonly #file: HashedFile;
  readonly #offsets: Float64Array;
  /** Where each object that was read ends; 0 for the others. */
  readonly #ends: Float64Array;
  readonly #tableAt: number;
  readonly #breaches: BreachList;
  readonly #syntax = new PdfSyntax();
  readonly #skeletons = new ObjectSkeletons();
  readonly #inflater = new Inflater(limits.pdfStreamBytesMax);

  constructor(file: HashedFile, { offsets, tableAt }: CrossReferences, breaches: BreachList) {
    this.#file = file;
    this.#offsets = offsets;
    this.#tableAt = tableAt;
    this.#breaches = breaches;
    this.count = offsets.length;
    this.#ends = new Float64Array(offsets.length);
  }

  isUsed(id: number): boolean {
    return (this.#ends[id] ?? 0) > 0;
  }

  /** Reads an object that comes after those read `onward` before, or one anywhere. */
  read(id: number, onward: boolean, page?: number): PdfObject | undefined {
    if (id < 1 || id >= this.count) {
      this.#broken(id, "is not in the table", page);
      return undefined;
    }
    const offset = this.#offsetOf(id);
    for (let size = HEAD_BYTES; ; size *= 32) {
      const bytes = onward ? this.#file.onward(offset, size) : this.#file.beside(offset, size);
      const isAll = bytes.length < size || size > limits.pdfObjectBytesMax;
      const found = this.#parse(id, bytes, offset);
      if (found !== undefined) return found;
      if (isAll || !this.#syntax.failed) {
        this.#broken(id, "is not where the table says, or is broken", page);
        return undefined;
      }
    }
  }

  /**
   * Reads an object by the skeleton of one that was parsed before, onward. Undefined if it is like
   * none of them, or broken: then `read` says what it is.
   */
  alike(id: number): ObjectSkeleton | undefined {
    if (!(id >= 1 && id < this.count)) return undefined;
    const offset = this.#offsetOf(id);
    const bytes = this.#file.onward(offset, HEAD_BYTES);
    const found = this.#skeletons.find(bytes) ?? this.#learn(id, bytes, offset);
    if (found === undefined || found.numbers[0] !== id) return undefined;
    this.#ends[id] = offset + found.end;
    return found;
  }

  /** Where an object of the table begins. */
  #offsetOf(id: number): number {
    return this.#offsets[id] as number;
  }

  #learn(id: number, bytes: Buffer, offset: number): ObjectSkeleton | undefined {
    const value = this.#parse(id, bytes, offset)?.value;
    if (!(value instanceof Map)) return undefined;
    return this.#skeletons.learn(id, bytes.subarray(0, this.#syntax.at), value);
  }

  dictionary(id: number): PdfDictionary | undefined {
    const value = this.read(id, false)?.value;
    return value instanceof Map ? value : undefined;
  }

  /** The root of the page tree, from the catalog; 0 if that is broken. */
  pagesRoot(catalogId: number): number {
    return idOf(this.dictionary(catalogId)?.get("Pages"));
  }

  /** Checks that trailer, catalog and document information have what they must have. */
  checkHead(
    { trailer, rootId, infoId }: CrossReferences,
    setup: Pick<VerifySetup, "asOf" | "language">,
    title: string,
  ): void {
    const [catalog, info] = [this.dictionary(rootId), this.dictionary(infoId)];
    const faults = [
      ["trailer", trailerFault(trailer)],
      ["catalog", catalog && catalogFault(catalog, setup)],
      ["document information", info && infoFault(info, setup, title)],
    ];
    for (const [what, fault] of faults)
      if (fault !== undefined) this.#breaches.add("verify.file-form", `The ${what} ${fault}.`);
  }

  /** The bytes of a stream, after checking what frames them. */
  stream(id: number, onward: boolean, page?: number): PdfStream | undefined {
    const object = (onward ? this.#streamAlike(id) : undefined) ?? this.read(id, onward, page);
    if (object === undefined) return undefined;
    const { value, dataAt, dataBytes } = object;
    if (dataAt < 0 || !(value instanceof Map)) {
      this.#broken(id, "is no stream", page);
      return undefined;
    }
    const length = dataBytes + STREAM_END.length;
    const bytes = onward ? this.#file.onward(dataAt, length) : this.#file.beside(dataAt, length);
    if (bytes.length < length || !bytes.subarray(dataBytes).equals(STREAM_END)) {
      const message = `The stream of object ${id} does not end where its length says.`;
      this.#breaches.add("verify.stream-length", message, pagePlace(page));
      return undefined;
    }
    const stored = bytes.subarray(0, dataBytes);
    const entries: PdfDictionary = value;
    const filter = entries.get("Filter");
    if (!(filter instanceof PdfName) || filter.text !== "FlateDecode")
      return { entries, stored, content: stored };
    const content = this.#inflater.inflate(stored);
    if (content !== undefined) return { entries, stored, content };
    const message = `The stream of object ${id} cannot be inflated, or has bytes after its end.`;
    this.#breaches.add("verify.stream-broken", message, pagePlace(page));
    return undefined;
  }

  /** A stream whose dictionary, except for its length, was parsed before. */
  #streamAlike(id: number): PdfObject | undefined {
    const found = this.alike(id);
    if (found === undefined) return undefined;
    const { value, numbers, end, lengthAt } = found;
    const dataBytes = numbers[lengthAt];
    const dataAt = this.#offsetOf(id) + end;
    if (!isCount(dataBytes) || dataAt + dataBytes > this.#tableAt) return undefined;
    this.#ends[id] = dataAt + dataBytes + STREAM_END.length;
    return { value, dataAt, dataBytes };
  }

  /** Reads an object and everything it refers to, except what was read before. */
  readAll(id: number): void {
    const waiting = [id];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (this.isUsed(next)) continue;
      const object = this.read(next, false);
      if (object === undefined) continue;
      if (object.dataAt >= 0) this.stream(next, false);
      addReferences(object.value, waiting);
    }
  }

  /** Checks that every object was used and that nothing is between the objects. */
  finish(headerBytes: number): void {
    for (let id = 1; id < this.count; id += 1) {
      if (this.isUsed(id)) continue;
      const value = this.read(id, false)?.value;
      const type = entryOf(value, "Type");
      const isPage = type instanceof PdfName && type.text === "Page";
      const what = isPage ? "is a page that the page tree leaves out" : "is used by no page";
      this.#breaches.add("verify.object-orphan", `Object ${id} ${what}.`);
    }
    const gapAt = this.#gapAt(headerBytes);
    if (gapAt < 0) return;
    const message = `Byte ${gapAt} of the file is outside its objects, or in two of them.`;
    this.#breaches.add("verify.stray-bytes", message);
  }

  /**
   * The first place where the objects do not follow each other from the header to the table; -1 if
   * they all do. As no object is empty, they do if each ends where another begins.
   */
  #gapAt(headerBytes: number): number {
    const starts = this.#offsets.slice(1).sort();
    const ends = this.#ends.slice(1).sort();
    let end = headerBytes;
    let index = 0;
    for (const nextEnd of ends) {
      if (starts[index] !== end || nextEnd === end) return end;
      end = nextEnd;
      index += 1;
    }
    return end === this.#tableAt ? -1 : end;
  }

  close(): void {
    this.#inflater.close();
  }

  #parse(id: number, bytes: Buffer, offset: number): PdfObject | undefined {
    const syntax = this.#syntax;
    syntax.open(bytes);
    if (syntax.whole() !== id || syntax.whole() !== 0 || !syntax.takes("obj")) return undefined;
    const value = syntax.value();
    if (syntax.failed) return undefined;
    if (syntax.takes("endobj\n")) {
      this.#ends[id] = offset + syntax.at;
      return { value, dataAt: -1, dataBytes: -1 };
    }
    if (!syntax.takes("stream\n")) {
      // The end of the object may be after what was read.
      syntax.failed = syntax.at + STREAM_END.length > bytes.length;
      return undefined;
    }
    const dataBytes = entryOf(value, "Length");
    const dataAt = offset + syntax.at;
    if (!isCount(dataBytes) || dataAt + dataBytes > this.#tableAt) return undefined;
    this.#ends[id] = dataAt + dataBytes + STREAM_END.length;
    return { value, dataAt, dataBytes };
  }

  #broken(id: number, how: string, page: number | undefined): void {
    this.#breaches.add("verify.object-broken", `Object ${id} ${how}.`, pagePlace(page));
  }
}

function isCount(value: PdfValue | undefined): value is number {
  return (
    typeof value === "number" &&
    Number.isInteger(value) &&
    value >= 0 &&
    value <= limits.pdfObjectBytesMax
  );
}

function pagePlace(page: number | undefined): { page?: number } {
  return page === undefined ? {} : { page };
}

function addReferences(value: PdfValue, to: number[]): void {
  if (value instanceof PdfReference) to.push(value.id);
  else if (isArray(value)) for (const item of value) addReferences(item, to);
  else if (isDictionary(value)) for (const item of value.values()) addReferences(item, to);
}
