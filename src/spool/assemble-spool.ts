import { asPieceNumber, asSerial, type Serial } from "../base/units.ts";
import { assert, defined } from "../base/assert.ts";
import { RunningHash, sha256 } from "../base/hash.ts";
import { type Host, makeDurableFolder } from "../base/host.ts";
import { limits } from "../base/limits.ts";
import { utf8Text } from "../base/utf8-text.ts";
import { furnitureSheets } from "../model/furniture.ts";
import type { PieceFacts, PlacedPiece } from "../model/piece.ts";
import { isFrontSide, type SheetPlan, sheetOfSide } from "../rules/sheet-plan.ts";
import { Deflater } from "../pdf/deflater.ts";
import { PdfFile } from "../pdf/pdf-file.ts";
import { textString } from "../pdf/strings.ts";
import { ControlFile, type ControlTotals } from "./control-file.ts";
import { EntrySource } from "./entry-source.ts";
import type { PieceMeta } from "./fragment-facts.ts";
import { PartialFile, publishAlone, publishPair } from "./partial-file.ts";
import type {
  ControlSink,
  OverlayPainter,
  SpoolFacts,
  SpoolJob,
  SpoolPaper,
  SpoolResult,
} from "./spool-job.ts";
import { TicketFile } from "./ticket-file.ts";

/** Overlays up to this size are not deflated: people can read them, and deflate costs more. */
const PLAIN_OVERLAY_BYTES_MAX = 1024;

/**
 * Makes one spool, its control file and its ticket from composed pages and overlays, in one pass:
 * header, press set-up sheets, the pieces in the plan's order with break sheets between them,
 * trailer. Every piece begins on a front. The same job gives the same bytes. After any crash the
 * control file is there only beside the spool it describes. Throws a `HostError` if the machine
 * fails or a fragment is damaged.
 */
export function assembleSpool(
  host: Host,
  job: SpoolJob,
  painter: OverlayPainter,
  control: ControlSink,
): SpoolResult {
  makeDurableFolder(host, job.outFolder);
  const source = new EntrySource(job.shelf, "print", job.plan);
  const hash = new RunningHash();
  const path = `${job.outFolder}/${job.plan.name}`;
  const spoolFile = new PartialFile(host, `${path}.pdf`, hash);
  let controlFile: ControlFile | undefined;
  let ticketFile: TicketFile | undefined;
  try {
    if (job.pagesOnly !== true) {
      controlFile = new ControlFile(host, `${path}.csv`, job);
      ticketFile = new TicketFile(host, `${path}.ticket.json`, job);
    }
    const files = { spool: spoolFile, control: controlFile, ticket: ticketFile };
    const assembly = new SpoolAssembly(job, painter, control, files);
    const content = assembly.writePieces(source);
    spoolFile.seal();
    const spoolHash = hash.hex();
    const { sheets, pages, pieces, pieceSheets, composedPages } = content;
    const mail = { mail_sheets: pieceSheets, mail_pages: composedPages };
    const furniture = sheets - pieceSheets;
    const listed = controlFile?.seal({ pieces, ...mail, sheets, pages, furniture }, spoolHash);
    ticketFile?.seal({ sheets, pages }, spoolHash);
    if (controlFile === undefined) publishAlone(host, spoolFile);
    else publishPair(host, spoolFile, controlFile.file, ticketFile && [ticketFile.file]);
    const sealed = { bytes: spoolFile.sizeBytes, sha256: spoolHash };
    const { bytes: controlBytes, sha256: controlSha256 } = listed ?? { bytes: 0, sha256: "" };
    return { ...content, ...sealed, controlBytes, controlSha256 };
  } catch (error) {
    spoolFile.discard();
    controlFile?.file.discard();
    ticketFile?.file.discard();
    throw error;
  }
}

type SpoolContent = Omit<SpoolResult, "bytes" | "sha256" | "controlBytes" | "controlSha256">;

type FurnitureSheet = Pick<SpoolFacts, "kind" | "number" | "of" | "next" | "composedHash">;

interface SpoolFiles {
  readonly spool: PartialFile;
  readonly control: ControlFile | undefined;
  readonly ticket: TicketFile | undefined;
}

/** A spool while it is being written. */
class SpoolAssembly {
  readonly #job: SpoolJob;
  readonly #painter: OverlayPainter;
  readonly #sink: ControlSink;
  readonly #control: ControlFile | undefined;
  readonly #ticket: TicketFile | undefined;
  /** Pages of a sheet in the PDF file. */
  readonly #sides: 1 | 2;
  /** Pages name their trays if there is more than one. */
  readonly #namesTrays: boolean;
  readonly #pdf: PdfFile;
  readonly #deflater: Deflater;
  readonly #composed = new RunningHash();
  #composedPages = 0;
  #nextSerial: Serial;
  #totals: ControlTotals = {
    pieces: 0,
    mail_sheets: 0,
    mail_pages: 0,
    sheets: 0,
    pages: 0,
    furniture: 0,
  };
  /** Sheets begun so far, those of them that are furniture, and the break sheets of these. */
  #sheet = 0;
  #furnitureSheets = 0;
  #breaks = 0;

  constructor(
    job: SpoolJob,
    painter: OverlayPainter,
    sink: ControlSink,
    { spool, control, ticket }: SpoolFiles,
  ) {
    this.#job = job;
    this.#painter = painter;
    this.#sink = sink;
    this.#control = control;
    this.#ticket = ticket;
    this.#sides = job.duplex ? 2 : 1;
    const papers = new Set([...job.papers, job.furniturePaper].map(({ tray }) => tray));
    this.#namesTrays = papers.size > 1;
    this.#pdf = new PdfFile((bytes) => spool.write(bytes), job.resources);
    this.#deflater = new Deflater(job.deflateLevel);
    this.#nextSerial = job.plan.firstSerial;
  }

  /** Writes the file to its end. */
  writePieces(source: EntrySource): SpoolContent {
    const { plan, pagesOnly } = this.#job;
    const pieces = plan.shards.length;
    const covers = Math.ceil((plan.notice?.covers.length ?? 0) / this.#sides);
    const furniture = pagesOnly === true ? 0 : furnitureSheets(plan.furniture) + covers;
    const sheets = plan.sheetCount + furniture;
    const pages = sheets * this.#sides;
    const mail = { mail_sheets: plan.sheetCount, mail_pages: plan.pageCount };
    this.#totals = { pieces, ...mail, sheets, pages, furniture };
    this.#control?.header(this.#totals);
    if (furniture > 0) this.#head(covers);
    for (let position = 0; position < pieces; position += 1) this.#piece(source, position);
    const pieceSheets = this.#sheet - this.#furnitureSheets;
    assert(pieceSheets === plan.sheetCount, "the pieces' sheets are not those planned");
    assert(this.#composedPages === plan.pageCount, "the pieces' pages are not those planned");
    const composedHash = this.#composed.hex();
    if (furniture > 0) this.#furniture({ kind: "trailer", number: 1, of: 1, composedHash });
    assert(this.#furnitureSheets === furniture, "the furniture is not that planned");
    assert(this.#pdf.pageCount === pages, "the spool's pages are not those planned");
    this.#finish(composedHash);
    const composedPages = this.#composedPages;
    return { sheets, pages, pieces, pieceSheets, composedPages, composedHash };
  }

  /** The header, what people read before they begin, and the press set-up sheets. */
  #head(covers: number): void {
    const { setUpSheets = 0, hasPattern = false } = this.#job.plan.furniture ?? {};
    this.#furniture({ kind: "header", number: 1, of: 1, composedHash: "" });
    for (let number = 1; number <= covers; number += 1)
      this.#furniture({ kind: "cover", number, of: covers, composedHash: "" });
    for (let number = 1; number <= setUpSheets; number += 1)
      this.#furniture({ kind: "set-up", number, of: setUpSheets, composedHash: "" });
    if (hasPattern) this.#furniture({ kind: "pattern", number: 1, of: 1, composedHash: "" });
  }

  /** A sheet before a piece that must be separated from those before it. */
  #breakBefore(next: PlacedPiece, position: number): void {
    const breaks = this.#job.plan.furniture?.breaks;
    if (breaks === undefined || breaks[this.#breaks] !== position) return;
    this.#breaks += 1;
    const place = { number: this.#breaks, of: breaks.length };
    this.#furniture({ kind: "break", ...place, next, composedHash: "" });
  }

  #piece(source: EntrySource, position: number): void {
    const { sheetPlan } = this.#job;
    const stored = source.read(position);
    const { facts, pageBytes, drawn } = JSON.parse(utf8Text(stored.meta)) as PieceMeta;
    assert(facts.ordinal === stored.ordinal, `entry ${position} of a spool is another document`);
    const sheets = sheetPlan(pageBytes.length);
    assert(
      facts.sheets === sheets.sheets,
      `the sheets of document ${facts.ordinal} are miscounted`,
    );
    const piece = this.#placed(facts, position);
    this.#breakBefore(piece, position);
    this.#composed.update(stored.content);
    let at = 0;
    let nextSide = 0;
    for (let pageIndex = 0; pageIndex < pageBytes.length; pageIndex += 1) {
      const side = sheets.sides[pageIndex] as number;
      const end = at + (pageBytes[pageIndex] as number);
      this.#blankBacks(piece, sheets, nextSide, side);
      if (isFrontSide(side)) this.#beginSheet(piece, sheets, pageIndex);
      const resourcesId = this.#resourcesFor(drawn[pageIndex]);
      this.#composedPage(piece, side, sheets, stored.content.subarray(at, end), resourcesId);
      nextSide = side + 1;
      at = end;
    }
    this.#blankBacks(piece, sheets, nextSide, sheets.sheets * 2);
    assert(at === stored.content.length, `document ${facts.ordinal} has bytes beside its pages`);
  }

  /** Fills the empty back, if there is one, between the side after the last page and the next. */
  #blankBacks(piece: PlacedPiece, sheets: SheetPlan, from: number, to: number): void {
    if (from === to || this.#sides === 1) return;
    assert(to - from === 1 && !isFrontSide(from), "only a sheet's back is left empty");
    const sheet = sheetOfSide(from);
    const isMarked = sheets.printsBack[sheet] === true;
    const content = isMarked
      ? [this.#overlay(this.#painter.blankBack(piece, from, this.#sheet))]
      : [];
    this.#page(content, this.#paperOf(sheets, sheet));
  }

  #placed(facts: PieceFacts, position: number): PlacedPiece {
    const { firstPieceNumber, repeated } = this.#job.plan;
    if (repeated === undefined)
      return {
        facts,
        pieceNumber: asPieceNumber(firstPieceNumber + position),
        serial: this.#serial(),
      };
    const pieceNumber = defined(repeated.pieceNumbers[position], "a repeated piece's number");
    const serial = defined(repeated.serials[position], "a repeated piece's serial");
    const generation = defined(repeated.generations[position], "a repeated piece's generation");
    return { facts, pieceNumber, serial, generation };
  }

  #serial(): Serial {
    const serial = this.#nextSerial;
    if (serial >= 0) this.#nextSerial = asSerial(serial + 1);
    return serial;
  }

  #beginSheet(piece: PlacedPiece, sheets: SheetPlan, pageIndex: number): void {
    this.#sheet += 1;
    const spoolSheet = this.#sheet;
    const side = sheets.sides[pageIndex] as number;
    const sheetIndex = sheetOfSide(side);
    const pagesOnSheet = sheets.sides[pageIndex + 1] === side + 1 ? 2 : 1;
    const firstPage = this.#pdf.pageCount + 1;
    const paper = this.#paperOf(sheets, sheetIndex);
    const marks = this.#sink.markTexts(piece, sheetIndex, spoolSheet);
    this.#control?.sheet({ piece, sheetIndex, spoolSheet, firstPage, pagesOnSheet, paper }, marks);
    const sides = sheets.printsBack[sheetIndex] === true ? "both" : "front";
    this.#ticket?.sheet({ firstPage, pages: this.#sides, paper, sides, kind: "pieces" });
  }

  #paperOf(sheets: SheetPlan, sheet: number): SpoolPaper {
    return defined(this.#job.papers[sheets.papers[sheet] as number], "the paper of a sheet");
  }

  #resourcesFor(drawn: string | undefined): number {
    const { byDrawn } = this.#job.resources;
    return defined(byDrawn[defined(drawn, "what a page draws")], `resources that list ${drawn}`);
  }

  #composedPage(
    piece: PlacedPiece,
    side: number,
    sheets: SheetPlan,
    stream: Uint8Array,
    resourcesId: number,
  ): void {
    const composedId = this.#pdf.allocate();
    this.#pdf.packedStream(composedId, stream);
    this.#composedPages += 1;
    const overlay = this.#painter.overlay(piece, side, this.#sheet);
    const paper = this.#paperOf(sheets, sheetOfSide(side));
    // The overlay comes first, so that what a test run prints over the page hides no text of it.
    this.#page([this.#overlay(overlay), composedId], paper, resourcesId);
  }

  #overlay(content: Uint8Array): number {
    const id = this.#pdf.allocate();
    const isPlain = content.length <= PLAIN_OVERLAY_BYTES_MAX;
    if (isPlain) this.#pdf.stream(id, "", content);
    else this.#pdf.packedStream(id, this.#deflater.deflate(content));
    return id;
  }

  /** Without resources of its own, the page draws nothing by name. */
  #page(contentIds: readonly number[], { tray }: SpoolPaper, resourcesId?: number): void {
    const entries = this.#namesTrays ? `/NPtray${textString(tray)}` : "";
    const { widthPt, heightPt } = this.#job;
    this.#pdf.page(widthPt, heightPt, contentIds, entries, resourcesId);
    assert(this.#pdf.sizeBytes <= limits.spoolBytesMax, "the spool is larger than spools may be");
  }

  #furniture(sheet: FurnitureSheet): void {
    const { plan, jobName, cycle, stockName, furniturePaper: paper } = this.#job;
    this.#sheet += 1;
    this.#furnitureSheets += 1;
    const pagesOfSheet = this.#sides;
    const { pieces, sheets, pages } = this.#totals;
    const names = { plan, jobName, cycle, stockName, spoolSheet: this.#sheet };
    const painted = this.#painter.furniture({ ...names, ...sheet, pieces, sheets, pages });
    assert(
      painted.length >= 1 && painted.length <= pagesOfSheet,
      "a furniture sheet has too many sides",
    );
    const firstPage = this.#pdf.pageCount + 1;
    this.#control?.furniture(sheet.kind, this.#sheet, firstPage, painted.length);
    const sides = painted.length === 2 ? "both" : "front";
    this.#ticket?.sheet({ firstPage, pages: pagesOfSheet, paper, sides, kind: "furniture" });
    for (let side = 0; side < pagesOfSheet; side += 1) {
      const content = painted[side];
      this.#page(content === undefined ? [] : [this.#overlay(content)], paper);
    }
  }

  #finish(composedHash: string): void {
    const { plan, jobName, cycle, catalog, info } = this.#job;
    const identity = JSON.stringify([jobName, cycle, plan.name, composedHash]);
    const fileId = sha256(identity).slice(0, 32).toUpperCase();
    this.#pdf.finish(catalog, info, fileId);
  }
}
