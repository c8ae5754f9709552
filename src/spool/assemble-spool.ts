import { assert, defined } from "../base/assert.ts";
import { RunningHash, sha256 } from "../base/hash.ts";
import type { Host } from "../base/host.ts";
import { limits } from "../base/limits.ts";
import type { PieceFacts, PlacedPiece } from "../model/piece.ts";
import { Deflater } from "../pdf/deflater.ts";
import { PdfFile } from "../pdf/pdf-file.ts";
import { ControlFile } from "./control-file.ts";
import { EntrySource } from "./entry-source.ts";
import type { PieceMeta } from "./fragment-facts.ts";
import { makeDurableFolder, PartialFile, publishAlone, publishPair } from "./partial-file.ts";
import type {
  ControlSink,
  OverlayPainter,
  SpoolFacts,
  SpoolJob,
  SpoolResult,
} from "./spool-job.ts";
import { utf8Text } from "./utf8.ts";

/** Overlays up to this size stand as they are: a reader sees them, and deflate costs more. */
const PLAIN_OVERLAY_BYTES_MAX = 1024;
const FURNITURE_SHEETS = 2;

/**
 * Makes one spool and its control file from composed pages and overlays, in one pass: header sheet,
 * the pieces in the plan's order, trailer sheet. Every piece begins on a front. The same job gives
 * the same bytes. After any crash the control file lies there only beside the spool it describes.
 * Throws a `HostError` where the machine fails or a fragment is damaged.
 */
export function assembleSpool(
  host: Host,
  job: SpoolJob,
  painter: OverlayPainter,
  control: ControlSink,
): SpoolResult {
  makeDurableFolder(host, job.outFolder);
  const source = new EntrySource(job.shelf, "printIndex", job.plan);
  const hash = new RunningHash();
  const path = `${job.outFolder}/${job.plan.name}`;
  const spoolFile = new PartialFile(host, `${path}.pdf`, hash);
  let controlFile: ControlFile | undefined;
  try {
    if (job.pagesOnly !== true) controlFile = new ControlFile(host, `${path}.csv`, job);
    const assembly = new SpoolAssembly(job, painter, control, spoolFile, controlFile);
    const content = assembly.writePieces(source);
    spoolFile.seal();
    const spoolHash = hash.hex();
    const { sheets, pages, pieces } = content;
    const listed = controlFile?.seal({ sheets, pages, pieces }, spoolHash);
    if (controlFile === undefined) publishAlone(host, spoolFile);
    else publishPair(host, spoolFile, controlFile.file);
    const sealed = { bytes: spoolFile.sizeBytes, sha256: spoolHash };
    const { bytes: controlBytes, sha256: controlSha256 } = listed ?? { bytes: 0, sha256: "" };
    return { ...content, ...sealed, controlBytes, controlSha256 };
  } catch (error) {
    spoolFile.discard();
    controlFile?.file.discard();
    throw error;
  }
}

type SpoolContent = Omit<SpoolResult, "bytes" | "sha256" | "controlBytes" | "controlSha256">;

/** A spool while it is being written. */
class SpoolAssembly {
  readonly #job: SpoolJob;
  readonly #painter: OverlayPainter;
  readonly #sink: ControlSink;
  readonly #control: ControlFile | undefined;
  readonly #pdf: PdfFile;
  readonly #deflater: Deflater;
  readonly #composed = new RunningHash();
  #composedPages = 0;
  #nextSerial: number;
  /** Sheets begun so far. */
  #sheet = 0;

  constructor(
    job: SpoolJob,
    painter: OverlayPainter,
    sink: ControlSink,
    spoolFile: PartialFile,
    control: ControlFile | undefined,
  ) {
    this.#job = job;
    this.#painter = painter;
    this.#sink = sink;
    this.#control = control;
    this.#pdf = new PdfFile((bytes) => spoolFile.write(bytes), job.resources);
    this.#deflater = new Deflater(job.deflateLevel);
    this.#nextSerial = job.plan.firstSerial;
  }

  /** Writes the file to its end. */
  writePieces(source: EntrySource): SpoolContent {
    const { plan, duplex, pagesOnly } = this.#job;
    const pieces = plan.shards.length;
    const hasFurniture = pagesOnly !== true;
    const sheets = plan.sheetCount + (hasFurniture ? FURNITURE_SHEETS : 0);
    const pages = duplex ? sheets * 2 : sheets;
    this.#control?.header({ pieces, sheets, pages });
    if (hasFurniture) this.#furniture("header", { pieces, sheets, pages }, "");
    const sheetsBefore = this.#sheet;
    for (let position = 0; position < pieces; position += 1) this.#piece(source, position);
    const pieceSheets = this.#sheet - sheetsBefore;
    assert(pieceSheets === plan.sheetCount, "the pieces' sheets are not those planned");
    assert(this.#composedPages === plan.pageCount, "the pieces' pages are not those planned");
    const composedHash = this.#composed.hex();
    if (hasFurniture) this.#furniture("trailer", { pieces, sheets, pages }, composedHash);
    assert(this.#pdf.pageCount === pages, "the spool's pages are not those planned");
    this.#finish(composedHash);
    const composedPages = this.#composedPages;
    return { sheets, pages, pieces, pieceSheets, composedPages, composedHash };
  }

  #piece(source: EntrySource, position: number): void {
    const { duplex } = this.#job;
    const stored = source.read(position);
    const { facts, pageBytes } = JSON.parse(utf8Text(stored.meta)) as PieceMeta;
    assert(facts.ordinal === stored.ordinal, `entry ${position} of a spool is another document`);
    const sheets = duplex ? Math.ceil(pageBytes.length / 2) : pageBytes.length;
    assert(facts.sheets === sheets, `the sheets of document ${facts.ordinal} are miscounted`);
    const piece = this.#placed(facts, position);
    this.#composed.update(stored.content);
    let at = 0;
    for (let pageIndex = 0; pageIndex < pageBytes.length; pageIndex += 1) {
      const end = at + (pageBytes[pageIndex] as number);
      if (!duplex || pageIndex % 2 === 0) this.#beginSheet(piece, pageIndex, pageBytes.length);
      this.#composedPage(piece, pageIndex, stored.content.subarray(at, end));
      at = end;
    }
    assert(at === stored.content.length, `document ${facts.ordinal} has bytes beside its pages`);
    if (duplex && pageBytes.length % 2 === 1) {
      this.#page([this.#overlay(this.#painter.blankBack(piece, facts.pages, this.#sheet))]);
    }
  }

  #placed(facts: PieceFacts, position: number): PlacedPiece {
    const { firstPieceNumber, repeated } = this.#job.plan;
    if (repeated === undefined)
      return { facts, pieceNumber: firstPieceNumber + position, serial: this.#serial() };
    const pieceNumber = defined(repeated.pieceNumbers[position], "a repeated piece's number");
    const serial = defined(repeated.serials[position], "a repeated piece's serial");
    const generation = defined(repeated.generations[position], "a repeated piece's generation");
    return { facts, pieceNumber, serial, generation };
  }

  #serial(): number {
    if (this.#nextSerial < 0) return -1;
    this.#nextSerial += 1;
    return this.#nextSerial - 1;
  }

  #beginSheet(piece: PlacedPiece, pageIndex: number, pageCount: number): void {
    this.#sheet += 1;
    const spoolSheet = this.#sheet;
    const sides = this.#job.duplex ? 2 : 1;
    const sheetIndex = Math.floor(pageIndex / sides);
    const pagesOnSheet = Math.min(sides, pageCount - pageIndex);
    const firstPage = this.#pdf.pageCount + 1;
    const marks = this.#sink.markTexts(piece, sheetIndex, spoolSheet);
    this.#control?.sheet({ piece, sheetIndex, spoolSheet, firstPage, pagesOnSheet }, marks);
  }

  #composedPage(piece: PlacedPiece, pageIndex: number, stream: Uint8Array): void {
    const composedId = this.#pdf.allocate();
    this.#pdf.stream(composedId, "/Filter/FlateDecode", stream);
    this.#composedPages += 1;
    const overlay = this.#painter.overlay(piece, pageIndex, this.#sheet);
    // The overlay comes first, so that what a test run prints over the page hides no text of it.
    this.#page([this.#overlay(overlay), composedId]);
  }

  #overlay(content: Uint8Array): number {
    const id = this.#pdf.allocate();
    const isPlain = content.length <= PLAIN_OVERLAY_BYTES_MAX;
    if (isPlain) this.#pdf.stream(id, "", content);
    else this.#pdf.stream(id, "/Filter/FlateDecode", this.#deflater.deflate(content));
    return id;
  }

  #page(contentIds: readonly number[]): void {
    this.#pdf.page(this.#job.widthPt, this.#job.heightPt, contentIds);
    assert(this.#pdf.sizeBytes <= limits.spoolBytesMax, "the spool is larger than spools may be");
  }

  #furniture(
    kind: SpoolFacts["kind"],
    totals: { pieces: number; sheets: number; pages: number },
    composedHash: string,
  ): void {
    const { plan, jobName, cycle, stockName, duplex } = this.#job;
    this.#sheet += 1;
    const sides = duplex ? 2 : 1;
    const names = { kind, plan, jobName, cycle, stockName, spoolSheet: this.#sheet };
    const painted = this.#painter.furniture({ ...names, ...totals, composedHash });
    assert(painted.length >= 1 && painted.length <= sides, "a furniture sheet has too many sides");
    this.#control?.furniture(this.#sheet, this.#pdf.pageCount + 1, painted.length);
    for (let side = 0; side < sides; side += 1) {
      const content = painted[side];
      this.#page(content === undefined ? [] : [this.#overlay(content)]);
    }
  }

  #finish(composedHash: string): void {
    const { plan, jobName, cycle, catalog, info } = this.#job;
    const identity = JSON.stringify([jobName, cycle, plan.name, composedHash]);
    const fileId = sha256(identity).slice(0, 32).toUpperCase();
    this.#pdf.finish(catalog, info, fileId);
  }
}
