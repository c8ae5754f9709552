import { assert, defined } from "../base/assert.ts";
import type { Diagnostic } from "../base/diagnostic.ts";
import type { Mpt, PageCount } from "../base/units.ts";
import type { BoundBlock, Document } from "../model/document.ts";
import type { Frame } from "../model/frame.ts";
import type { Rect } from "../model/geometry.ts";
import type { MissingGlyphPolicy } from "../model/job.ts";
import type { LayoutPlan, Master, MasterBox } from "../model/layout-plan.ts";
import type { ZoneChoice } from "../model/zone-choice.ts";
import { type ChartHead, setHeadAlone } from "./chart/chart-head.ts";
import { clearContext } from "./clear-context.ts";
import { type Flaw, flawsOfFlow } from "./flaws.ts";
import { fillRoom, hasChoice, type LeftOut, zoneChoices } from "./fill-room.ts";
import { Galley } from "./galley.ts";
import { keepAll } from "./keep-rows.ts";
import { newSetContext } from "./new-set-context.ts";
import type { ArtBox, Region } from "./page-parts.ts";
import { boxFaults, pageFaults } from "./page-faults.ts";
import { PageNotes } from "./page-notes.ts";
import { withPageNumbers } from "./page-numbers.ts";
import { PagePlan } from "./page-plan.ts";
import { newPagination, numberOf } from "./page-items.ts";
import { laidAreas, mapOf, type PageMap } from "./page-map.ts";
import { paginate } from "./paginate.ts";
import { PagePlacer } from "./place-page.ts";
import { TableEdgePlacer } from "./table-edges.ts";
import { setBlocks } from "./set-block.ts";
import { type BlockStart, roleIndex, type SetContext, type StaticForm } from "./set-context.ts";
import { placeNotes, setNotes } from "./set-notes.ts";
import { stopIfAborted } from "./stop-signal.ts";
import { setInBox } from "./set-in-box.ts";
import { type TypeSizes, type TypeSizesOfPlan, typeSizesOf } from "./type-sizes.ts";
import type { OpenFont } from "./type-style.ts";

export interface ComposerOptions {
  readonly missingGlyph: MissingGlyphPolicy;
  readonly pagesMax: number;
  /** Static blocks that were painted as forms, by block id. */
  readonly statics: ReadonlyMap<string, StaticForm>;
}

const NOTHING: readonly LeftOut[] = [];

/** A typeset and paginated document. Valid until the composer's next `compose`. */
export interface ComposedDocument {
  readonly pageCount: PageCount;
  /** What prevents printing it; if there is anything, no page may be used. */
  readonly faults: readonly Diagnostic[];
  /** Blocks that it could have shown, and why it does not. */
  readonly leftOut: readonly LeftOut[];
  /** What became of each block that it could have left out; undefined if there can be none. */
  readonly choices?: readonly ZoneChoice[];
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
  readonly #allSizes: TypeSizesOfPlan;
  #sizes: TypeSizes;
  #isLargeAlone = false;
  readonly #edges: TableEdgePlacer;
  readonly #pagesMax: number;
  readonly #pages: PagePlan;
  #document: Document | undefined;
  #notes: PageNotes | undefined;
  /** The blocks that were set last. */
  #shown: readonly BoundBlock[] = [];
  /** With the pages of other files behind it. */
  #pageCount = 0;
  #firstItemOfPage = 0;
  #bodyItems = 0;
  /** What is wrong with boxes of the pages made so far. */
  readonly #boxFlaws: Flaw[] = [];

  constructor(plan: LayoutPlan, fonts: readonly OpenFont[], options: ComposerOptions) {
    this.#plan = plan;
    this.#hasChoice = hasChoice(plan);
    this.#pagesMax = options.pagesMax;
    this.#pages = new PagePlan(plan);
    this.#allSizes = typeSizesOf(plan, fonts, options.statics);
    this.#sizes = this.#allSizes.usual;
    this.#context = newSetContext(plan, this.#galley, options.missingGlyph, this.#sizes.context);
    this.#edges = new TableEdgePlacer(this.#context, this.#placer, this.#pagination);
  }

  /** `starts` collects the first item of each block of the flow, for `placeOf`. */
  compose(document: Document, starts?: BlockStart[]): ComposedDocument {
    const { blocks } = document;
    this.#context.starts = starts;
    this.#context.areas = undefined;
    let leftOut = NOTHING;
    if (this.#hasChoice)
      leftOut = fillRoom(blocks, this.#plan.zones ?? [], (shown) =>
        this.#setPages(document, shown),
      );
    else this.#setPages(document, blocks);
    const { tooTall } = this.#pagination;
    const block = tooTall < 0 ? undefined : this.#blockOf(tooTall);
    const pageCount = this.#pagination.pageCount + (document.appended?.length ?? 0);
    this.#pageCount = pageCount;
    const faults = pageFaults({ ...this.#pagination, pageCount }, this.#pagesMax, block);
    this.#anchorFoot();
    this.#context.faults.push(...faults);
    const composed = { pageCount, faults: this.#context.faults, leftOut };
    return this.#hasChoice ? { ...composed, choices: zoneChoices(blocks, leftOut) } : composed;
  }

  /** Typesets and paginates the blocks; gives the number of pages, infinite if one is too small. */
  #setPages(document: Document, blocks: readonly BoundBlock[]): number {
    const context = this.#begin(document);
    this.#shown = blocks;
    const { heights, widthMpt } = this.#pages;
    context.flows = true;
    this.#pages.setFlow(context, blocks);
    context.flows = false;
    if (context.footItem >= 0) keepAll(this.#galley, context.footItem);
    this.#bodyItems = this.#galley.itemCount;
    const sections = context.sections.length > 0 ? context.sections : undefined;
    const notes = this.#setNotes(widthMpt);
    const items = { ...this.#flowArrays(), count: this.#bodyItems, notes, sections };
    paginate(items, context.tables, heights, this.#pagination);
    this.#pages.endFlow(items, context.tables, this.#pagination);
    const { tooTall, pageCount } = this.#pagination;
    return tooTall >= 0 ? Number.POSITIVE_INFINITY : pageCount;
  }

  /** The innermost block that begins at an item or before it: blocks are set again to find it. */
  #blockOf(item: number): string | undefined {
    const starts: BlockStart[] = [];
    this.#context.starts = starts;
    this.#setPages(defined(this.#document, "the document"), this.#shown);
    this.#context.starts = undefined;
    return starts.findLast((start) => start.item <= item)?.id;
  }

  /** Typesets the footnotes that texts have named, behind the flow. */
  #setNotes(widthMpt: Mpt): PageNotes | undefined {
    const { noteMarks } = this.#context;
    const isUsed = noteMarks !== undefined && noteMarks.used.length > 0;
    const lines = isUsed ? setNotes(this.#context, widthMpt) : [];
    this.#notes = isUsed ? new PageNotes(this.#galley, this.#bodyItems, lines) : undefined;
    return this.#notes;
  }

  /** Moves what stands at the foot of its page there, if it is all on one page. */
  #anchorFoot(): void {
    const { pageOf, yMpt, pageCount } = this.#pagination;
    const first = this.#context.footItem;
    const last = this.#bodyItems - 1;
    if (first < 0 || pageOf[first] !== pageOf[last]) return;
    const page = numberOf(pageOf, last);
    const master = this.#pages.of(page, pageCount);
    const bottomMpt = numberOf(yMpt, last) + numberOf(this.#galley.heightsMpt, last);
    const notesMpt = this.#notes?.of(page).heightMpt ?? 0;
    const slackMpt = Math.max(0, master.body.heightMpt - notesMpt - bottomMpt);
    for (let item = first; item <= last; item += 1) yMpt[item] = numberOf(yMpt, item) + slackMpt;
  }

  /** The frame of a page (0-based). Pages must be requested in order, each once. */
  frame(page: number): Frame {
    stopIfAborted(this.#context.stop);
    const document = defined(this.#document, "the document");
    const { frames } = this.#galley;
    const { widthMpt, heightMpt } = this.#plan.stock;
    const image = document.appended?.[page - this.#pagination.pageCount];
    if (image !== undefined) {
      frames.nextPage(widthMpt, heightMpt, -1);
      frames.image(image, 0, 0, widthMpt, heightMpt, frames.mark(roleIndex("Figure")));
      return frames;
    }
    const masterIndex = this.#pages.begin(frames, page, this.#pageCount, this.#sizes.firstArt);
    const master = this.#pages.master(masterIndex);
    this.#placer.beginPage();
    this.#placeFlow(master, page);
    if (this.#notes !== undefined)
      placeNotes(this.#context, this.#placer, this.#notes, page, master.body);
    const isLast = page === this.#pagination.pageCount - 1;
    assert(!isLast || this.#firstItemOfPage === this.#bodyItems, "each item is put on a page");
    master.boxes.forEach((box, index) => {
      const bound = document.furniture[masterIndex]?.[index];
      if (bound !== undefined) this.#placeBox(box, bound, page);
    });
    return frames;
  }

  /** Where an item of the composed document is: its page, and how far down the page's body. */
  placeOf(item: number): { readonly page: number; readonly yMpt: Mpt } {
    const { pageOf, yMpt } = this.#pagination;
    return { page: numberOf(pageOf, item), yMpt: numberOf(yMpt, item) };
  }

  /** The index of the master that a page of the composed document has. */
  masterOf(page: number): number {
    return this.#pages.indexOf(page, this.#pageCount);
  }

  /** From now on, documents are given up, with its reason thrown, once the signal is given. */
  stopOn(stop: SetContext["stop"]): void {
    this.#context.stop = stop;
  }

  /** Where the faults are of the document whose pages were all made. */
  flaws(): readonly Flaw[] {
    const pagesMax = this.#pagesMax;
    const pagination = { ...this.#pagination, pageCount: this.#pageCount };
    const bodyOf = (page: number): Rect => this.#pages.of(page, this.#pageCount).body;
    const { heightsMpt } = this.#galley;
    const flawed = this.#context.flawed.filter((item) => item < this.#bodyItems);
    const flow = flawsOfFlow({ bodyOf, pagination, heightsMpt, flawed, pagesMax });
    return [...flow, ...this.#boxFlaws].map((flaw) => this.#pages.onSheet(flaw, this.#pageCount));
  }

  /** Regions and art are in large print from now on, or not; a document says so itself. */
  enlarge(isLarge: boolean): void {
    this.#isLargeAlone = isLarge;
  }

  /**
   * Says where on a document's own pages blocks and lines stand. It is set a second time, with
   * areas that must not be drawn: no frame can be had of it afterwards.
   */
  maps(document: Document): PageMap[] {
    this.compose(document);
    const [pagination, galley] = [this.#pagination, this.#galley];
    const { pageCount } = pagination;
    const maps = Array.from({ length: pageCount }, (_, page) =>
      mapOf(this.frame(page), this.#pages.of(page, this.#pageCount)),
    );
    const ids: string[] = [];
    this.#context.areas = ids;
    this.#setPages(document, this.#shown);
    this.#anchorFoot();
    this.#document = undefined;
    const hasLanes = this.#context.sections.length > 0;
    const bodies = maps.map(({ body }) => body);
    const laid = { galley, pagination, ids, items: this.#bodyItems, hasLanes, bodies };
    const areas = laidAreas(laid);
    return maps.map((map, page) => ({ ...map, areas: areas[page] ?? [] }));
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
    this.#beginAlone(locale);
    const galley = this.#galley;
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
    this.#beginAlone(this.#plan.locale);
    galley.frames.nextPage(widthMpt, heightMpt, -1);
    for (const { id, rect, blocks, percentMin } of boxes) {
      const { segmentCount, decorationCount } = galley;
      const contentMpt = setInBox(this.#context, blocks, rect, this.#percentMin(percentMin));
      this.#context.faults.push(...boxFaults(id, rect, contentMpt));
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
    this.#boxFlaws.length = 0;
    clearContext(this.#context, document.locale, document);
    this.#setSizes(document.isLarge === true);
    this.#pages.beginDocument(document);
    this.#document = document;
    this.#firstItemOfPage = 0;
    return this.#context;
  }

  /** Begins what stands in no document: no frame can be had of the last one afterwards. */
  #beginAlone(locale: string): void {
    this.#context.starts = undefined;
    this.#context.areas = undefined;
    clearContext(this.#context, locale);
    this.#setSizes(this.#isLargeAlone);
    this.#document = undefined;
  }

  #setSizes(isLarge: boolean): void {
    const { usual, large } = this.#allSizes;
    const sizes = isLarge ? defined(large, "large print") : usual;
    if (sizes === this.#sizes) return;
    this.#sizes = sizes;
    Object.assign(this.#context, sizes.context);
  }

  #flowArrays(): Pick<Galley, "heightsMpt" | "spacesMpt" | "flags" | "tables"> {
    const { heightsMpt, spacesMpt, flags, tables } = this.#galley;
    return { heightsMpt, spacesMpt, flags, tables };
  }

  #placeFlow(master: Master, page: number): void {
    const { pageOf, yMpt } = this.#pagination;
    const { xMpt, yMpt: topMpt } = master.body;
    if (this.#context.sections.length > 0) return this.#placeLanes(master, page);
    let item = this.#firstItemOfPage;
    if (item < this.#bodyItems && item > 0) this.#edges.head(item, xMpt, topMpt, topMpt);
    while (item < this.#bodyItems && pageOf[item] === page) {
      this.#placer.item(item, xMpt, topMpt + numberOf(yMpt, item), true);
      item += 1;
    }
    if (item < this.#bodyItems && item > 0) this.#edges.foot(item - 1, xMpt, topMpt);
    this.#firstItemOfPage = item;
  }

  /** Items of a flow of which parts stand in columns, in any order of pages. */
  #placeLanes({ body }: Master, page: number): void {
    const { pageOf, xMpt, yMpt, laneStarts } = this.#pagination;
    for (let item = 0; item < this.#bodyItems; item += 1) {
      if (pageOf[item] !== page) continue;
      const leftMpt = body.xMpt + numberOf(xMpt, item);
      if (laneStarts.has(item)) this.#edges.laneHead(item, leftMpt, body.yMpt);
      else if (item > 0 && pageOf[item - 1] !== page)
        this.#edges.head(item, leftMpt, body.yMpt, body.yMpt);
      this.#placer.item(item, leftMpt, body.yMpt + numberOf(yMpt, item), true);
      const isLast = laneStarts.has(item + 1) || pageOf[item + 1] !== page;
      if (isLast && item + 1 < this.#bodyItems) this.#edges.foot(item, leftMpt, body.yMpt);
      this.#firstItemOfPage += 1;
    }
  }

  #placeBox(box: MasterBox, bound: readonly BoundBlock[], page: number): void {
    const galley = this.#galley;
    const { segmentCount, decorationCount } = galley;
    const pageCount = this.#pageCount;
    const blocks = withPageNumbers(bound, String(page + 1), String(pageCount));
    const faultCount = this.#context.faults.length;
    const percentMin = this.#percentMin(box.percentMin);
    const contentMpt = setInBox(this.#context, blocks, box.rect, percentMin);
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

  /** The least percentage of their size that texts of a box may have. */
  #percentMin(own = 100): number {
    return Math.floor((own * this.#context.cellPercentMin) / 100);
  }
}
