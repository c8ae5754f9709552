import { Readable } from "node:stream";
import yauzl from "yauzl";
import { assert } from "../../base/assert.ts";
import { UsageError } from "../../base/diagnostic.ts";
import { limits } from "../../base/limits.ts";
import { inputFinding } from "../check/input-findings.ts";
import type { ForeignFile } from "../copy/foreign-source.ts";
import type { XmlEvents } from "../xml/xml-parser.ts";
import { XmlParser } from "../xml/xml-parser.ts";

const READ_BYTES = 64 * 1024;
const PARTS_MAX = 10_000;
const ZIP_MAGIC = "PK";
/** The container of the format before 2007, and of workbooks with a password. */
const OLE_MAGIC = Buffer.from("d0cf11e0", "hex");

/** The parts of a workbook, which is a ZIP archive of XML files, read through the host. */
export class ZipParts {
  readonly #file: ForeignFile;
  readonly #zip: yauzl.ZipFile;
  readonly #entries: ReadonlyMap<string, yauzl.Entry>;

  private constructor(
    file: ForeignFile,
    zip: yauzl.ZipFile,
    entries: ReadonlyMap<string, yauzl.Entry>,
  ) {
    this.#file = file;
    this.#zip = zip;
    this.#entries = entries;
  }

  static async open(file: ForeignFile): Promise<ZipParts> {
    checkMagic(file);
    try {
      const options = { lazyEntries: true, autoClose: false };
      const reader = new HostReader(file);
      const zip = await yauzl.fromRandomAccessReaderPromise(reader, file.sizeBytes, options);
      const entries = new Map<string, yauzl.Entry>();
      for await (const entry of zip.eachEntry()) {
        if (entries.has(entry.fileName)) throw new Error("it has two parts of one name");
        if (entries.size >= PARTS_MAX) throw new Error("it has too many parts");
        entries.set(entry.fileName, entry);
      }
      return new ZipParts(file, zip, entries);
    } catch (error) {
      throw damaged(file, error);
    }
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /** Reads a part; between its pieces, what has been read so far can be taken. */
  async *read(name: string, events: XmlEvents): AsyncGenerator<XmlParser> {
    const entry = this.#entries.get(name);
    if (entry === undefined) throw damaged(this.#file, new Error(`the part ${name} is missing`));
    this.#checkSize(entry);
    const parser = new XmlParser(this.#file.file, events, `the part ${name}`);
    const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    try {
      const stream = await this.#zip.openReadStreamPromise(entry);
      for await (const bytes of stream) {
        assert(bytes instanceof Uint8Array, "a part of an archive is bytes");
        parser.write(decoder.decode(bytes, { stream: true }));
        yield parser;
      }
    } catch (error) {
      throw damaged(this.#file, error);
    }
    parser.end();
    yield parser;
  }

  async readAll(name: string, events: XmlEvents): Promise<void> {
    for await (const _ of this.read(name, events));
  }

  /** The library holds parts to the sizes that the archive states, so these can be relied on. */
  #checkSize({ compressedSize, uncompressedSize }: yauzl.Entry): void {
    const { gzipBytesMax, gzipFreeBytes, gzipRatioMax } = limits;
    const isFree = uncompressedSize <= gzipFreeBytes;
    if (isFree || uncompressedSize <= Math.min(gzipBytesMax, compressedSize * gzipRatioMax)) return;
    const message = "the workbook unpacks to far more than a real one would: check its origin";
    const hint = "if it is right, save its sheet as CSV and name that in the job";
    const place = { file: this.#file.file };
    throw new UsageError([inputFinding("input.unpacks-too-large", message, place, hint)]);
  }
}

function checkMagic({ open, file }: ForeignFile): void {
  const head = Buffer.alloc(OLE_MAGIC.length);
  open.read(head, 0, head.length, 0);
  if (head.toString("latin1", 0, 2) === ZIP_MAGIC) return;
  const isOle = head.equals(OLE_MAGIC);
  const message = isOle
    ? "the workbook is in the format before 2007, or has a password"
    : "the file is not an XLSX workbook";
  const hint = isOle ? "save it as .xlsx without a password" : "set the format that it is in";
  throw new UsageError([inputFinding("input.format", message, { file }, hint)]);
}

function damaged({ file }: ForeignFile, error: unknown): unknown {
  if (error instanceof UsageError || !(error instanceof Error)) return error;
  const message = `the workbook is damaged or not one: ${error.message}`;
  return new UsageError([inputFinding("input.format", message, { file }, "send it again")]);
}

class HostReader extends yauzl.RandomAccessReader {
  readonly #file: ForeignFile;

  constructor(file: ForeignFile) {
    super();
    this.#file = file;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    const { open } = this.#file;
    let position = start;
    return new Readable({
      read() {
        const bytes = Buffer.allocUnsafe(Math.min(READ_BYTES, end - position));
        const count = open.read(bytes, 0, bytes.length, position);
        position += count;
        this.push(count <= 0 ? null : bytes.subarray(0, count));
      },
    });
  }

  /** The file belongs to whoever opened it. */
  override close(callback: (error: Error | null) => void): void {
    callback(null);
  }
}
