import type { BegunRun } from "../run/folder/open-run.ts";
import type { PageCount } from "../base/units.ts";
import { defined } from "../base/assert.ts";
import type { Host } from "../base/host.ts";
import type { OpenFont } from "../compose/type-style.ts";
import type { FurnitureMaker } from "../mail/furniture.ts";
import type { OverlayMaker } from "../mail/overlay-maker.ts";
import type { MarkedFurniture } from "../model/furniture.ts";
import { FrameBuilder } from "../rules/frame-builder.ts";
import type { AuditRoot } from "../model/audit.ts";
import type { PlacedPiece, SpoolPlan } from "../model/piece.ts";
import { SheetPlanner } from "../rules/sheet-plan.ts";
import { type Stock, trayOf } from "../model/stock.ts";
import { ByteWriter, formatThousandths } from "../pdf/byte-writer.ts";
import { documentInfo } from "../pdf/document-info.ts";
import { textString } from "../pdf/strings.ts";

import { assembleBatch, type BatchPlan, type BatchResult } from "../spool/assemble-batch.ts";
import { assembleSpool } from "../spool/assemble-spool.ts";
import { FragmentShelf } from "../spool/fragment-shelf.ts";
import type {
  ControlSink,
  OverlayPainter,
  PageResources,
  SheetMarks,
  SpoolFacts,
  SpoolPaper,
  SpoolResult,
} from "../spool/spool-job.ts";
import type { FrozenRun } from "../run/folder/frozen-run.ts";
import { MoneySums } from "../run/sums/money-sums.ts";
import { moneyFieldCount, placedMessages } from "../run/pieces/placed-again.ts";
import { type PlacedColumns, PlacedRows } from "../run/tasks/placed-columns.ts";
import { furnitureMaker, overlayMaker } from "./overlay-kit.ts";
import type { ContentPainter } from "../paint/pdf/content-painter.ts";
import { contentPainter } from "./content-painter.ts";
import { channelFolder, fragmentPath, type RunFolder } from "../run/folder/run-folder.ts";

/** A worker's memory for reading ahead in all fragments of a spool together. */
const READ_AHEAD_BYTES = 16 * 1024 * 1024;

export interface SpoolTarget {
  readonly outFolder?: string;
  /** Pages of pieces alone, without furniture and control file. */
  readonly pagesOnly?: boolean;
}

export interface PlacedSpool {
  readonly result: SpoolResult;
  readonly placed: PlacedColumns;
}

/** Assembles spools and batches in one worker. */
export class Assembler {
  readonly #host: Host;
  readonly #frozen: FrozenRun;
  readonly #folder: RunFolder;
  readonly #shelf: FragmentShelf;
  readonly #painter: RunOverlays;
  readonly #sheets: SheetPlanner;
  readonly #papers: readonly SpoolPaper[];
  readonly #furniturePaper: SpoolPaper;

  constructor({ host, folder, frozen }: BegunRun, fonts: readonly OpenFont[]) {
    this.#host = host;
    this.#frozen = frozen;
    this.#folder = folder;
    const paths = frozen.scan.shards.map(({ index }) => fragmentPath(folder, index));
    this.#shelf = new FragmentShelf(host, paths, { readAheadBytes: READ_AHEAD_BYTES });
    this.#painter = new RunOverlays(frozen, fonts);
    this.#sheets = new SheetPlanner(frozen.plan);
    this.#papers = this.#sheets.papers.map(spoolPaper);
    const { furnitureStock } = frozen.job.print;
    this.#furniturePaper = furnitureStock
      ? spoolPaper(furnitureStock)
      : defined(this.#papers[0], "the first paper");
  }

  /** Assembles a spool into the folder of its stream, or into the given one. */
  spool(
    plan: SpoolPlan,
    resources: PageResources,
    audit: AuditRoot,
    {
      outFolder = `${this.#folder.print}/${plan.stream.name}`,
      pagesOnly = false,
    }: SpoolTarget = {},
  ): PlacedSpool {
    const { job, plan: layout, program } = this.#frozen;
    const { stock } = layout;
    const title = `${job.name} ${job.cycle} ${plan.stream.name} ${plan.part}/${plan.parts}`;
    const info = documentInfo({ title, version: program.nightpress, day: job.asOf });
    const spoolJob = {
      plan,
      shelf: this.#shelf,
      outFolder,
      pagesOnly,
      resources,
      widthPt: formatThousandths(stock.widthMpt),
      heightPt: formatThousandths(stock.heightMpt),
      duplex: this.#sheets.duplex,
      sheetPlan: (pages: PageCount) => this.#sheets.plan(pages),
      papers: this.#papers,
      furniturePaper: this.#furniturePaper,
      jobName: job.name,
      cycle: job.cycle,
      stockName: stock.name,
      deflateLevel: job.print.deflateLevel,
      catalog: `/Lang${textString(layout.locale)}`,
      info,
    };
    this.#painter.beginSpool(plan.shards.length, audit);
    const result = assembleSpool(this.#host, spoolJob, this.#painter, this.#painter);
    return { result, placed: this.#painter.placed() };
  }

  batch(plan: BatchPlan): { result: BatchResult; placed: PlacedColumns } {
    const outFolder = channelFolder(this.#folder, plan.channel);
    const result = assembleBatch(this.#host, { plan, shelf: this.#shelf, outFolder });
    return {
      result,
      placed: placedMessages(
        { host: this.#host, folder: this.#folder, frozen: this.#frozen },
        plan,
      ),
    };
  }

  /** Closes the fragments; a worker's are closed with its thread. */
  close(): void {
    this.#shelf.close();
  }
}

function spoolPaper(stock: Stock): SpoolPaper {
  const { name, weightGsm, thicknessMicrons } = stock;
  return { stock: name, tray: trayOf(stock), weightGsm, thicknessMicrons };
}

/** Paints overlays and furniture, and returns the contents of their marks. */
class RunOverlays implements OverlayPainter, ControlSink {
  readonly #maker: OverlayMaker;
  readonly #furniture: FurnitureMaker;
  readonly #painter: ContentPainter;
  readonly #planHash: string;
  /** Pages of a sheet, and whether furniture is printed on both sides. */
  readonly #sides: 1 | 2;
  readonly #furnitureBacks: boolean;
  readonly #frames = new FrameBuilder();
  readonly #out = new ByteWriter();
  readonly #sums: MoneySums;
  #rows = new PlacedRows(0);
  #audit: AuditRoot | undefined;

  constructor(frozen: FrozenRun, fonts: readonly OpenFont[]) {
    this.#maker = overlayMaker(frozen, fonts);
    this.#furniture = furnitureMaker(frozen, fonts);
    this.#painter = contentPainter(frozen.plan, fonts);
    this.#planHash = frozen.plan.hash;
    const { duplex, papers } = new SheetPlanner(frozen.plan);
    const furnitureStock = frozen.job.print.furnitureStock ?? papers[0];
    this.#sides = duplex ? 2 : 1;
    this.#furnitureBacks = duplex && furnitureStock?.duplex === true;
    this.#sums = new MoneySums(moneyFieldCount(frozen));
  }

  overlay(piece: PlacedPiece, side: number): Uint8Array {
    this.#maker.overlay(this.#frames, piece, side);
    return this.#painted();
  }

  blankBack(piece: PlacedPiece, side: number): Uint8Array {
    return this.overlay(piece, side);
  }

  furniture(facts: SpoolFacts): readonly Uint8Array[] {
    const { kind } = facts;
    if (kind === "cover") return this.#cover(facts.plan, facts.number - 1);
    this.#furnitureFront(kind, facts);
    const front = this.#painted().slice();
    if (!this.#furnitureBacks) return [front];
    this.#furniture.back(this.#frames, kind);
    return [front, this.#painted().slice()];
  }

  #furnitureFront(kind: MarkedFurniture, facts: SpoolFacts): void {
    const { plan, composedHash, number, of, next, sheets, pages } = facts;
    if (kind === "header" || kind === "trailer") {
      const hash = kind === "header" ? this.#planHash : composedHash;
      const audit = defined(this.#audit, "the audit root of the assembly");
      this.#furniture.front(this.#frames, kind, { plan, hash, audit, sheets, pages });
    } else {
      this.#furniture.note(this.#frames, { kind, number, of, next }, plan);
    }
  }

  #cover({ notice }: SpoolPlan, index: number): readonly Uint8Array[] {
    const sides = this.#sides;
    const shown = notice?.covers.slice(index * sides, (index + 1) * sides) ?? [];
    return shown.map((side) => {
      this.#furniture.cover(this.#frames, side);
      return this.#painted().slice();
    });
  }

  /** Begins to collect what is placed while a spool with this many pieces is assembled. */
  beginSpool(pieces: number, audit: AuditRoot): void {
    this.#audit = audit;
    this.#rows = new PlacedRows(pieces);
    this.#sums.clear();
  }

  placed(): PlacedColumns {
    return this.#rows.columns(this.#sums.totals());
  }

  /** Called once for every sheet in spool order, so a piece's first sheet carries its data. */
  markTexts(piece: PlacedPiece, sheetIndex: number): SheetMarks {
    if (sheetIndex === 0) {
      const { facts, serial } = piece;
      this.#rows.add({ ...facts, serial, isPrimary: true });
      if (facts.amounts !== undefined) this.#sums.add(facts.amounts);
    }
    return this.#maker.marks.markTexts(piece, sheetIndex + 1);
  }

  #painted(): Uint8Array {
    this.#out.clear();
    this.#painter.paintArtifact(this.#frames, this.#out);
    return this.#out.view();
  }
}
