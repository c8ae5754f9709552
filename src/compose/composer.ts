import { assert, defined } from "../base/assert.ts";
import type { Diagnostic } from "../base/diagnostic.ts";
import type { Mpt, PageCount } from "../base/units.ts";
import { isRightToLeft } from "../font/locale-direction.ts";
import type { BoundBlock, Document } from "../model/document.ts";
import type { Frame } from "../model/frame.ts";
import type { Rect } from "../model/geometry.ts";
import type { MissingGlyphPolicy } from "../model/job.ts";
import type { LayoutPlan, Master, MasterBox } from "../model/layout-plan.ts";
import { masterIndexOf } from "../rules/sheet-plan.ts";
import { type ChartHead, setHeadAlone } from "./chart/chart-head.ts";
import { type Flaw, flawsOfFlow } from "./flaws.ts";
import { fillRoom, hasChoice, type LeftOut } from "./fill-room.ts";
import { Galley } from "./galley.ts";
import { openGroups, setContinued } from "./group-rows.ts";
import { Hyphenators } from "./hyphenators.ts";
import { keepAll } from "./keep-rows.ts";
import { makeLastPage } from "./last-page.ts";
import { mergedCells, setMerged } from "./merged-cells.ts";
import { boxFaults, pageFaults } from "./page-faults.ts";
import { withPageNumbers } from "./page-numbers.ts";
import { newPagination, numberOf, paginate } from "./paginate.ts";
import { drawSlices } from "./panel.ts";
import { PagePlacer } from "./place-page.ts";
import { setBlocks } from "./set-block.ts";
import type { FlowingTable, SetContext, StaticForm } from "./set-context.ts";
import { setHeader } from "./set-header.ts";
import { setCarry } from "./set-table.ts";
import { stopIfAborted } from "./stop-signal.ts";
import { type OpenFont, typeStyles } from "./type-style.ts";

export interface ComposerOptions {
  readonly missingGlyph: MissingGlyphPolicy;
  readonly pagesMax: number;
  /** Static blocks that were painted as forms, by block id. */
  readonly statics: ReadonlyMap<string, StaticForm>;
}

const NOTHING: readonly LeftOut[] = [];

/** A box of static furniture. */
export interface ArtBox {
  readonly id: string;
  readonly rect: Rect;
  readonly blocks: readonly BoundBlock[];
}

/** Content on a region of its own. */
export interface Region {
  readonly heightMpt: Mpt;
  readonly frame: Frame;
}

/** A typeset and paginated document. Valid until the composer's next `compose`. */
export interface ComposedDocument {
  readonly pageCount: PageCount;
  /** What prevents printing it; if there is anything, no page may be used. */
  readonly faults: readonly Diagnostic[];
  /** Blocks that it could have shown, and why it does not. */
  readonly leftOut: readonly LeftOut[];
}

/**
 * Document → pages of frames: typeset in lines and rows, paginated, placed. Between documents it
 * keeps only buffers and facts of the plan, never content.
 */
export class Composer {
  readonly #plan: LayoutPlan;
  readonly #hasChoice: boolean;
  readonly #galley = new Galley();
  readonly #placer = new PagePlacer(this.#galley);
  readonly #pagination = newPagination();
  readonly #context: SetContext;
  readonly #pagesMax: number;
  /** The master of pages that are neither the first nor, if the last has its own, the last. */
  readonly #restIndex: number;
  #document: Document | undefined;
  #firstItemOfPage = 0;
  #bodyItems = 0;
  /** What is wrong with boxes of the pages made so far. */
  readonly #boxFlaws: Flaw[] = [];

  constructor(plan: LayoutPlan, fonts: readonly OpenFont[], options: ComposerOptions) {
    this.#plan = plan;
    this.#hasChoice = hasChoice(plan);
    this.#pagesMax = options.pagesMax;
    this.#restIndex = masterIndexOf(plan.masters, 1, 3);
    this.#context = {
      galley: this.#galley,
      styles: typeStyles(plan, fonts),
      missingGlyph: options.missingGlyph,
      statics: options.statics,
      geometries: new Map(),
      tables: [],
      faults: [],
      flawed: [],
      stop: undefined,
      hyphenators: new Hyphenators(plan.hyphenation),
      locale: plan.locale,
      rightToLeft: false,
      footItem: -1,
      panelMpt: 0,
      blockId: "",
      textOffset: 0,
      substitutions: 0,
    };
  }

  compose(document: Document): ComposedDocument {
    const { blocks } = document;
    let leftOut = NOTHING;
    if (this.#hasChoice)
      leftOut = fillRoom(blocks, this.#plan.zones ?? [], (shown) =>
        this.#setPages(document, shown),
      );
    else this.#setPages(document, blocks);
    this.#anchorFoot();
    this.#context.faults.push(...pageFaults(this.#pagination, this.#pagesMax));
    return { pageCount: this.#pagination.pageCount, faults: this.#context.faults, leftOut };
  }

  /** Typesets and paginates the blocks; gives the number of pages, infinite if one is too small. */
  #setPages(document: Document, blocks: readonly BoundBlock[]): number {
    const context = this.#begin(document);
    const first = this.#master(0);
    const rest = this.#master(this.#restIndex);
    setBlocks(context, blocks, first.body.widthMpt, 0);
    if (context.footItem >= 0) keepAll(this.#galley, context.footItem);
    this.#bodyItems = this.#galley.itemCount;
    const heights = { firstMpt: first.body.heightMpt, restMpt: rest.body.heightMpt };
    const items = { ...this.#flowArrays(), count: this.#bodyItems };
    paginate(items, context.tables, heights, this.#pagination);
    const last = this.#plan.masters.at(-1);
    if (last?.isLast === true)
      makeLastPage(items, context.tables, heights, last.body.heightMpt, this.#pagination);
    const { tooTall, pageCount } = this.#pagination;
    return tooTall >= 0 ? Number.POSITIVE_INFINITY : pageCount;
  }

  /** Moves what stands at the foot of its page there, if it is all on one page. */
  #anchorFoot(): void {
    const { pageOf, yMpt, pageCount } = this.#pagination;
    const first = this.#context.footItem;
    const last = this.#bodyItems - 1;
    if (first < 0 || pageOf[first] !== pageOf[last]) return;
    const page = numberOf(pageOf, last);
    const master = this.#master(masterIndexOf(this.#plan.masters, page, pageCount));
    const bottomMpt = numberOf(yMpt, last) + numberOf(this.#galley.heightsMpt, last);
    const slackMpt = Math.max(0, master.body.heightMpt - bottomMpt);
    for (let item = first; item <= last; item += 1) yMpt[item] = numberOf(yMpt, item) + slackMpt;
  }

  /** The frame of a page (0-based). Pages must be requested in order, each once. */
  frame(page: number): Frame {
    stopIfAborted(this.#context.stop);
    const document = defined(this.#document, "the document");
    const { frames } = this.#galley;
    const { masters } = this.#plan;
    const masterIndex = masterIndexOf(masters, page, this.#pagination.pageCount);
    const master = this.#master(masterIndex);
    const { widthMpt, heightMpt } = this.#plan.stock;
    const hasArt = master.boxes.some((box) => box.isStatic);
    frames.nextPage(widthMpt, heightMpt, hasArt ? masterIndex : -1);
    this.#placer.beginPage();
    this.#placeFlow(master, page);
    const isLast = page === this.#pagination.pageCount - 1;
    assert(!isLast || this.#firstItemOfPage === this.#bodyItems, "each item is put on a page");
    master.boxes.forEach((box, index) => {
      const bound = document.furniture[masterIndex]?.[index];
      if (bound !== undefined) this.#placeBox(box, bound, page);
    });
    return frames;
  }

  /** From now on, documents are given up, with its reason thrown, once the signal is given. */
  stopOn(stop: SetContext["stop"]): void {
    this.#context.stop = stop;
  }

  /** Where the faults are of the document whose pages were all made. */
  flaws(): readonly Flaw[] {
    const [plan, pagination, pagesMax] = [this.#plan, this.#pagination, this.#pagesMax];
    const { heightsMpt } = this.#galley;
    const flawed = this.#context.flawed.filter((item) => item < this.#bodyItems);
    const flow = flawsOfFlow({ plan, pagination, heightsMpt, flawed, pagesMax });
    return [...flow, ...this.#boxFlaws];
  }

  /** Typesets blocks alone, on a region of their own: the content of static forms and art. */
  composeRegion(
    blocks: readonly BoundBlock[],
    widthMpt: Mpt,
    locale: string = this.#plan.locale,
  ): Region {
    return this.#region(() => setBlocks(this.#context, blocks, widthMpt, 0), widthMpt, locale);
  }

  /** Typesets what stands above the figures of a chart. */
  composeChartHead(head: ChartHead): Region {
    const { widthMpt } = head.block;
    const { locale } = this.#plan;
    return this.#region(() => setHeadAlone(this.#context, head, widthMpt), widthMpt, locale);
  }

  #region(set: () => void, widthMpt: Mpt, locale: string): Region {
    this.#speak(locale);
    this.#galley.clear();
    this.#context.tables.length = 0;
    this.#context.faults.length = 0;
    const { galley } = this.#context;
    set();
    const heightMpt = galley.stack(0, 0);
    galley.frames.nextPage(widthMpt, heightMpt, -1);
    this.#placer.beginPage();
    this.#placer.decorations(0, galley.decorationCount, 0, 0, false);
    this.#placer.segments(0, galley.segmentCount, 0, 0, false);
    return { heightMpt, frame: galley.frames };
  }

  /** Typesets boxes of static furniture on a page: the art of a master. */
  composeArt(boxes: readonly ArtBox[], widthMpt: Mpt, heightMpt: Mpt): Frame {
    const galley = this.#galley;
    galley.clear();
    this.#speak(this.#plan.locale);
    this.#context.tables.length = 0;
    this.#context.faults.length = 0;
    galley.frames.nextPage(widthMpt, heightMpt, -1);
    for (const { id, rect, blocks } of boxes) {
      const { segmentCount, decorationCount } = galley;
      setBlocks(this.#context, blocks, rect.widthMpt, 0);
      this.#context.faults.push(...boxFaults(id, rect, galley.stack(0, 0)));
      this.#placer.decorations(
        decorationCount,
        galley.decorationCount,
        rect.xMpt,
        rect.yMpt,
        false,
      );
      this.#placer.segments(segmentCount, galley.segmentCount, rect.xMpt, rect.yMpt, false);
    }
    return galley.frames;
  }

  /** Code points replaced under the job's policy; complete once the last page's frame is made. */
  get substitutions(): number {
    return this.#context.substitutions;
  }

  get faults(): readonly Diagnostic[] {
    return this.#context.faults;
  }

  #begin(document: Document): SetContext {
    const context = this.#context;
    this.#galley.clear();
    context.tables.length = 0;
    context.faults.length = 0;
    context.flawed.length = 0;
    this.#boxFlaws.length = 0;
    context.substitutions = 0;
    context.footItem = -1;
    this.#speak(document.locale);
    this.#document = document;
    this.#firstItemOfPage = 0;
    return context;
  }

  #speak(locale: string): void {
    this.#context.locale = locale;
    this.#context.rightToLeft = isRightToLeft(locale);
  }

  #flowArrays(): Pick<Galley, "heightsMpt" | "spacesMpt" | "flags" | "tables"> {
    const { heightsMpt, spacesMpt, flags, tables } = this.#galley;
    return { heightsMpt, spacesMpt, flags, tables };
  }

  #placeFlow(master: Master, page: number): void {
    const { pageOf, yMpt } = this.#pagination;
    const { xMpt, yMpt: topMpt } = master.body;
    let item = this.#firstItemOfPage;
    if (item < this.#bodyItems && item > 0) this.#placeHead(item, xMpt, topMpt);
    while (item < this.#bodyItems && pageOf[item] === page) {
      this.#placer.item(item, xMpt, topMpt + numberOf(yMpt, item), true);
      item += 1;
    }
    if (item < this.#bodyItems && item > 0) this.#placeFoot(item - 1, xMpt, topMpt);
    this.#firstItemOfPage = item;
  }

  /** The table of which an item and the one before it are both rows. */
  #brokenTable(item: number): FlowingTable | undefined {
    const { tables } = this.#galley;
    const table = tables[item];
    const isBroken = table !== undefined && tables[item - 1] === table;
    return isBroken ? this.#context.tables[table] : undefined;
  }

  #placeHead(item: number, bodyMpt: Mpt, topMpt: Mpt): void {
    const table = this.#brokenTable(item);
    if (table === undefined) return;
    const { bound, geometry } = table;
    const xMpt = bodyMpt + table.xMpt;
    const headMpt = table.headMpt + (table.groupHeadMpt?.(item) ?? 0);
    this.#placeSlices(table, bodyMpt, topMpt, headMpt);
    this.#placeMerged(item, table, xMpt, topMpt);
    let yMpt = topMpt;
    if (bound.block.repeatHeader && bound.block.showHeader) {
      yMpt += this.#placeNow(() => setHeader(this.#context, bound, geometry), xMpt, yMpt);
    }
    const rowsBefore = this.#rowsBefore(item);
    const brought = bound.carryBrought?.(rowsBefore);
    if (brought !== undefined)
      yMpt += this.#placeNow(() => setCarry(this.#context, bound, geometry, brought), xMpt, yMpt);
    if (bound.groups === undefined) return;
    for (const open of openGroups(this.#context, bound, bound.groups, item))
      yMpt += this.#placeNow(
        () => setContinued(this.#context, bound, geometry, open, rowsBefore),
        xMpt,
        yMpt,
      );
  }

  /** A page shows again what its first row has in common with the row on the page before. */
  #placeMerged(item: number, { bound, geometry }: FlowingTable, xMpt: Mpt, topMpt: Mpt): void {
    if (geometry.rows.merges === undefined) return;
    const row = numberOf(this.#galley.rows, item);
    const cells = this.#rowsBefore(item) === row ? mergedCells(bound, row) : undefined;
    if (cells === undefined) return;
    const yMpt = topMpt + numberOf(this.#pagination.yMpt, item);
    this.#placeNow(() => setMerged(this.#context, bound, geometry, row, cells), xMpt, yMpt);
  }

  /** The panels around a table that goes on, behind what it repeats. */
  #placeSlices({ slices }: FlowingTable, xMpt: Mpt, topMpt: Mpt, heightMpt: Mpt): void {
    if (slices.length === 0) return;
    const { frames } = this.#galley;
    drawSlices(slices, xMpt, topMpt, heightMpt, (x, y, width, height, color) =>
      frames.rect(x, y, width, height, color),
    );
  }

  #placeFoot(last: number, bodyMpt: Mpt, topMpt: Mpt): void {
    const table = this.#brokenTable(last + 1);
    const forward = table?.bound.carryForward?.(this.#rowsBefore(last + 1));
    if (table === undefined || forward === undefined) return;
    const yMpt = numberOf(this.#pagination.yMpt, last) + numberOf(this.#galley.heightsMpt, last);
    const { bound, geometry } = table;
    const [xMpt, footMpt] = [bodyMpt + table.xMpt, topMpt + yMpt];
    this.#placeSlices(table, bodyMpt, footMpt, table.footMpt);
    this.#placeNow(() => setCarry(this.#context, bound, geometry, forward), xMpt, footMpt);
  }

  /**
   * How many of a table's rows have shown their amounts above an item of it: a row that breaks
   * internally has them in its first line.
   */
  #rowsBefore(item: number): number {
    const { rows, tables } = this.#galley;
    const row = numberOf(rows, item);
    const isBegun = rows[item - 1] === row && tables[item - 1] === tables[item];
    return isBegun ? row + 1 : row;
  }

  /** Typesets content that only its page needs, after the flow, and places it at once. */
  #placeNow(set: () => Mpt, xMpt: Mpt, yMpt: Mpt): Mpt {
    const galley = this.#galley;
    const { segmentCount, decorationCount } = galley;
    const heightMpt = set();
    this.#placer.decorations(decorationCount, galley.decorationCount, xMpt, yMpt, true);
    this.#placer.segments(segmentCount, galley.segmentCount, xMpt, yMpt, true);
    return heightMpt;
  }

  #placeBox(box: MasterBox, bound: readonly BoundBlock[], page: number): void {
    const galley = this.#galley;
    const { segmentCount, decorationCount } = galley;
    const pageCount = this.#pagination.pageCount;
    const blocks = withPageNumbers(bound, String(page + 1), String(pageCount));
    const faultCount = this.#context.faults.length;
    setBlocks(this.#context, blocks, box.rect.widthMpt, 0);
    const contentMpt = galley.stack(this.#bodyItems, 0);
    const { faults } = this.#context;
    faults.push(...boxFaults(box.id, box.rect, contentMpt));
    if (faults.length > faultCount) {
      const heightMpt = Math.max(contentMpt, box.rect.heightMpt);
      this.#boxFlaws.push({ page, rect: { ...box.rect, heightMpt } });
    }
    const { xMpt, yMpt } = box.rect;
    this.#placer.decorations(decorationCount, galley.decorationCount, xMpt, yMpt, false);
    this.#placer.segments(segmentCount, galley.segmentCount, xMpt, yMpt, false);
  }

  #master(index: number): Master {
    return defined(this.#plan.masters[index], "a page master");
  }
}
