import { UsageError } from "../../base/diagnostic.ts";
import { limits } from "../../base/limits.ts";
import { inputFinding } from "../check/input-findings.ts";
import type { XmlEvents } from "../xml/xml-parser.ts";
import { SheetText } from "./sheet-text.ts";

const CHUNK_BYTES = 1024 * 1024;
const FIRST_SLOTS = 1024;

/** The texts that cells share, as bytes outside of the heap: a workbook may have millions. */
export class SharedStrings implements XmlEvents {
  readonly #file: string;
  readonly #chunks: Buffer[] = [];
  #usedBytes = CHUNK_BYTES;
  #starts = new Float64Array(FIRST_SLOTS);
  #sizes = new Uint32Array(FIRST_SLOTS);
  #count = 0;
  readonly #text = new SheetText();

  constructor(file: string) {
    this.#file = file;
  }

  open(name: string): void {
    this.#text.open(localName(name));
  }

  text(text: string): void {
    this.#text.add(text);
  }

  close(name: string): void {
    const local = localName(name);
    this.#text.close(local);
    if (local === "si") this.#add(this.#text.take());
  }

  /** Undefined if there is no string of this number. */
  at(index: number): string | undefined {
    if (!Number.isInteger(index) || index < 0 || index >= this.#count) return undefined;
    const start = this.#starts[index] ?? 0;
    const from = start % CHUNK_BYTES;
    const chunk = this.#chunks[Math.floor(start / CHUNK_BYTES)];
    return chunk?.toString("utf8", from, from + (this.#sizes[index] ?? 0));
  }

  #add(text: string): void {
    const sizeBytes = Buffer.byteLength(text);
    if (sizeBytes > CHUNK_BYTES) throw this.#tooLarge();
    if (this.#usedBytes + sizeBytes > CHUNK_BYTES) this.#addChunk();
    if (this.#count === this.#starts.length) this.#growSlots();
    const chunkIndex = this.#chunks.length - 1;
    this.#chunks[chunkIndex]?.write(text, this.#usedBytes, "utf8");
    this.#starts[this.#count] = chunkIndex * CHUNK_BYTES + this.#usedBytes;
    this.#sizes[this.#count] = sizeBytes;
    this.#count += 1;
    this.#usedBytes += sizeBytes;
  }

  #addChunk(): void {
    if ((this.#chunks.length + 1) * CHUNK_BYTES > limits.xlsxStringBytesMax) throw this.#tooLarge();
    this.#chunks.push(Buffer.allocUnsafeSlow(CHUNK_BYTES));
    this.#usedBytes = 0;
  }

  #growSlots(): void {
    if (this.#count * 2 > limits.xlsxStringsMax) throw this.#tooLarge();
    const [starts, sizes] = [this.#starts, this.#sizes];
    this.#starts = new Float64Array(starts.length * 2);
    this.#sizes = new Uint32Array(sizes.length * 2);
    this.#starts.set(starts);
    this.#sizes.set(sizes);
  }

  #tooLarge(): UsageError {
    const message = "the workbook has more text than is read from one: save its sheet as CSV";
    return new UsageError([inputFinding("input.format", message, { file: this.#file })]);
  }
}

/** A name without its prefix: writers choose prefixes freely, and no two names differ by them. */
export function localName(name: string): string {
  const colon = name.indexOf(":");
  return colon < 0 ? name : name.slice(colon + 1);
}
