import type { Mpt } from "../base/units.ts";
import type { FrameBuilder } from "../rules/frame-builder.ts";
import type { MarkedFurniture } from "../model/furniture.ts";
import type { Rect } from "../model/geometry.ts";
import type { Job } from "../model/job.ts";
import type { CoverSide, SpoolPlan } from "../model/piece.ts";
import type { Envelope, Stock } from "../model/stock.ts";
import { coverTexts } from "./cover-texts.ts";
import { furnitureMarkText } from "./data-matrix-text.ts";
import { type FurnitureFacts, furnitureLines, type FurnitureLine } from "./furniture-lines.ts";
import { noteLines, type SheetNote } from "./furniture-notes.ts";
import { markPlace } from "./mark-place.ts";
import { MatrixMask } from "./matrix-mask.ts";
import { type OverlayFont, overlayText } from "./overlay-font.ts";
import { Specimen } from "./specimen.ts";
import { paintTestPattern } from "./test-pattern.ts";
import { addTextRun, textWidthUnits } from "./text-run.ts";
import { overlaps } from "./window-check.ts";

export interface FurnitureOptions {
  readonly stock: Stock;
  readonly envelope: Envelope;
  readonly font: OverlayFont;
  /** Index of black. */
  readonly color: number;
  /** Index of a light grey. */
  readonly specimenColor: number;
  readonly job: Pick<Job, "name" | "cycle" | "asOf" | "mode">;
  readonly jobMark: string;
}

const BAR_WIDTH_MPT: Mpt = 36_000;
const MARGIN_MPT: Mpt = 18_000;
/** Each kind's bars are broken differently, so that kinds can be told apart in a stack. */
const BAR_BLOCKS: Readonly<Record<MarkedFurniture, number>> = {
  header: 1,
  "set-up": 15,
  pattern: 15,
  break: 3,
  trailer: 7,
};

/** Makes a spool's furniture, which operators read from two metres away. */
export class FurnitureMaker {
  readonly #options: FurnitureOptions;
  readonly #matrix: MatrixMask;
  readonly #bar: Rect;
  readonly #text: Rect;
  readonly #specimen: Specimen | undefined;

  constructor(options: FurnitureOptions) {
    const { stock, envelope, font, color, specimenColor } = options;
    this.#options = options;
    this.#matrix = new MatrixMask(markPlace(stock).matrix, color);
    this.#bar = barOf(stock);
    this.#text = textOf(stock, this.#bar);
    if (options.job.mode === "test")
      this.#specimen = new Specimen(stock, envelope, font, specimenColor);
  }

  /** Fills a frame with the front of a header or trailer sheet. */
  front(builder: FrameBuilder, kind: "header" | "trailer", facts: FurnitureFacts): void {
    const { job, jobMark, stock } = this.#options;
    this.back(builder, kind);
    const heightMpt = this.#text.heightMpt;
    const lines = furnitureLines(kind, facts, job, stock.name, heightMpt);
    let yMpt = this.#text.yMpt;
    for (const line of lines) yMpt = this.#line(builder, line, yMpt);
    this.#matrix.paint(
      builder,
      furnitureMarkText({ jobMark, kind, spoolNumber: facts.plan.index + 1 }),
    );
  }

  /** Fills a frame with a side of a cover sheet: a list for people, without marks for machines. */
  cover(builder: FrameBuilder, side: CoverSide): void {
    const { stock, font, color } = this.#options;
    builder.reset(stock.widthMpt, stock.heightMpt, -1);
    this.#specimen?.paint(builder);
    for (const { text, xMpt, yMpt, sizeMpt } of coverTexts(side, this.#text, font))
      addTextRun(builder, font, text, { xMpt, yMpt, sizeMpt, color, trackingUnits: 0 });
  }

  /** Fills a frame with the front of a sheet that people take out of the stack. */
  note(builder: FrameBuilder, note: SheetNote, plan: SpoolPlan): void {
    const { job, jobMark, stock, envelope, color } = this.#options;
    const { kind, number } = note;
    if (kind === "pattern") {
      // Without the bar, which would cover the crosses of one side.
      builder.reset(stock.widthMpt, stock.heightMpt, -1);
      this.#specimen?.paint(builder);
      paintTestPattern(builder, stock, envelope, color);
    } else {
      this.back(builder, kind);
    }
    const lines = noteLines(note, plan, job);
    let yMpt = kind === "pattern" ? Math.round(stock.heightMpt / 2) : this.#text.yMpt;
    for (const line of lines) yMpt = this.#line(builder, line, yMpt);
    const mark = { jobMark, kind, spoolNumber: plan.index + 1, number };
    this.#matrix.paint(builder, furnitureMarkText(mark));
  }

  /** Fills a frame with the back of a furniture sheet: only the bar. */
  back(builder: FrameBuilder, kind: MarkedFurniture): void {
    const { stock, color } = this.#options;
    builder.reset(stock.widthMpt, stock.heightMpt, -1);
    const blocks = BAR_BLOCKS[kind];
    const { xMpt, yMpt, widthMpt, heightMpt } = this.#bar;
    const blockMpt = Math.floor(heightMpt / blocks);
    for (let block = 0; block < blocks; block += 2)
      builder.rect(xMpt, yMpt + block * blockMpt, widthMpt, blockMpt, color);
    this.#specimen?.paint(builder);
  }

  /** Adds a line in its size, or in the largest that fits, and returns the next line's top. */
  #line(builder: FrameBuilder, line: FurnitureLine, topMpt: Mpt): Mpt {
    const { font, color } = this.#options;
    const text = overlayText(line.text);
    const fittingMpt = Math.floor((this.#text.widthMpt * 1000) / textWidthUnits(font, text));
    const sizeMpt = Math.min(line.sizeMpt, fittingMpt);
    const yMpt = topMpt + line.sizeMpt;
    const place = { xMpt: this.#text.xMpt, yMpt, sizeMpt, color, trackingUnits: 0 };
    addTextRun(builder, font, text, place);
    return yMpt + line.gapMpt;
  }
}

/** The right edge, or the left edge if the mark strip is on the right. */
function barOf({ widthMpt, heightMpt, noPrintEdgeMpt: edgeMpt, markStrip }: Stock): Rect {
  const right = {
    xMpt: widthMpt - edgeMpt - BAR_WIDTH_MPT,
    yMpt: edgeMpt,
    widthMpt: BAR_WIDTH_MPT,
    heightMpt: heightMpt - 2 * edgeMpt,
  };
  return overlaps(right, markStrip) ? { ...right, xMpt: edgeMpt } : right;
}

/** The page beside the bar and below the mark strip, or above it if it is at the foot. */
function textOf(stock: Stock, bar: Rect): Rect {
  const { widthMpt, heightMpt, noPrintEdgeMpt, markStrip } = stock;
  const edgeMpt = noPrintEdgeMpt + MARGIN_MPT;
  const isBarLeft = bar.xMpt < widthMpt / 2;
  const stripEndMpt = markStrip.yMpt + markStrip.heightMpt;
  const isStripAbove = stripEndMpt < heightMpt / 2;
  const yMpt = isStripAbove ? Math.max(edgeMpt, stripEndMpt + MARGIN_MPT) : edgeMpt;
  return {
    xMpt: isBarLeft ? bar.xMpt + BAR_WIDTH_MPT + MARGIN_MPT : edgeMpt,
    yMpt,
    widthMpt: widthMpt - 2 * edgeMpt - BAR_WIDTH_MPT,
    heightMpt: (isStripAbove ? heightMpt - edgeMpt : markStrip.yMpt - MARGIN_MPT) - yMpt,
  };
}
