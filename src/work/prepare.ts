import { defined } from "../base/assert.ts";
import { type Diagnostic, diagnostic, UsageError } from "../base/diagnostic.ts";
import type { Host } from "../base/host.ts";
import { Binder } from "../bind/binder.ts";
import { type ChartHead, headKey } from "../compose/chart/chart-head.ts";
import { Composer } from "../compose/composer.ts";
import type { ArtBox } from "../compose/page-parts.ts";
import type { StaticForm } from "../compose/set-context.ts";
import type { OpenFont } from "../compose/type-style.ts";
import { isRightToLeft } from "../font/locale-direction.ts";
import { GlyphUsage } from "../font/glyph-usage.ts";
import { showCodes } from "../font/show-codes.ts";
import { OVERLAY_CHARACTERS } from "../mail/overlay-font.ts";
import type { Block } from "../model/block.ts";
import type { BoundBlock } from "../model/document.ts";
import { type Frame, RUN_GLYPH_COUNT, RUN_STRIDE } from "../model/frame.ts";
import type { Job } from "../model/job.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";
import { ByteWriter } from "../pdf/byte-writer.ts";
import { countText } from "../report/figures.ts";
import { fontFault, tryFonts } from "./open-fonts.ts";
import { plainFonts } from "./plain-fonts.ts";
import { featureFaults } from "./feature-faults.ts";
import type { ContentPainter } from "../paint/pdf/content-painter.ts";
import { chartHeads } from "./chart-heads.ts";
import { drawnNames } from "./drawn-names.ts";
import { addFrameGlyphs } from "./frame-glyphs.ts";
import { contentPainter } from "./content-painter.ts";
import { inLargePrint } from "./large-print-faults.ts";
import { lineFaults } from "./line-faults.ts";
import { placedFaults } from "./placed-faults.ts";
import { pathOfId, type PlanFault } from "./plan-fault.ts";
import { tryImages } from "./prepare-images.ts";
import type { PreparedImage } from "../pdf/image-objects.ts";
import { printedImages } from "./printed-images.ts";

/** Content painted once for the whole run. */
export interface PreparedForm {
  readonly widthMpt: number;
  readonly heightMpt: number;
  readonly content: Uint8Array;
  /** The images it draws, see `drawnNames`. */
  readonly drawn: string;
}

/** What does not depend on any record, measured and painted once. */
export interface Prepared {
  readonly fonts: readonly OpenFont[];
  /** By block id: the forms that static blocks are drawn as. */
  readonly statics: ReadonlyMap<string, StaticForm>;
  readonly forms: readonly PreparedForm[];
  /** The art of each master, then of each in large print; undefined if it has none. */
  readonly art: readonly (PreparedForm | undefined)[];
  /** Undefined for images that print does not draw. */
  readonly images: readonly (PreparedImage | undefined)[];
  /** Glyphs used so far, by font: those of static art and of marks. */
  readonly glyphs: readonly Uint8Array[];
}

/** Static text shorter than this is set in place: a form would cost more than it saves. */
const FORM_GLYPHS_MIN = 160;

/** What preparation depends on in addition to the layout. */
export type PrepareBy = Pick<Job, "missingGlyph" | "layout"> & {
  readonly limits: Pick<Job["limits"], "pagesPerDocumentMax">;
  /** Whether pages are for people on screen, who see what is on the paper already. */
  readonly showsUnderlays?: boolean;
};

/**
 * Measures and paints everything static. Throws a `UsageError` with all fonts, images and static
 * content that cannot be used, each with its place in the layout.
 */
export async function prepare(host: Host, plan: LayoutPlan, job: PrepareBy): Promise<Prepared> {
  const under = job.showsUnderlays === true ? (plan.underlays ?? []) : [];
  const printed = new Set([...printedImages(plan), ...under]);
  const opened = tryFonts(host, plan, await plainFonts(host, plan.fonts));
  const { images, faults } = await tryImages(host, plan, (index) => printed.has(index));
  const found = [...opened.faults, ...codeFaults(plan, opened.fonts)];
  const unfit = [...featureFaults(plan, opened.fonts), ...lineFaults(plan, opened.fonts)];
  found.push(...unfit, ...faults);
  // Without its fonts nothing can be set.
  const isOpen = found.length === faults.length;
  const made = isOpen ? new Preparation(plan, job, opened.fonts) : undefined;
  const prepared = made?.prepare(images);
  found.push(...(made?.faults ?? []));
  if (prepared !== undefined && found.length === 0) return prepared;
  throw new UsageError(placedFaults(host, job.layout, found));
}

function codeFaults(plan: LayoutPlan, fonts: readonly OpenFont[]): PlanFault[] {
  return fonts.flatMap(({ index, face }) => {
    return fontFault(defined(plan.fonts[index], "a font's plan"), () => showCodes(face)) ?? [];
  });
}

class Preparation {
  readonly faults: PlanFault[] = [];
  readonly #plan: LayoutPlan;
  readonly #fonts: readonly OpenFont[];
  readonly #binder: Binder;
  readonly #composer: Composer;
  readonly #painter: ContentPainter;
  readonly #usage: readonly GlyphUsage[];
  readonly #out = new ByteWriter();
  #isLarge = false;

  constructor(plan: LayoutPlan, job: PrepareBy, fonts: readonly OpenFont[]) {
    this.#plan = plan;
    this.#fonts = fonts;
    this.#binder = new Binder(plan);
    this.#composer = new Composer(plan, fonts, {
      missingGlyph: job.missingGlyph,
      pagesMax: job.limits.pagesPerDocumentMax,
      statics: new Map(),
    });
    this.#painter = contentPainter(plan, fonts);
    this.#usage = fonts.map(() => new GlyphUsage());
  }

  prepare(images: Prepared["images"]): Prepared {
    const statics = new Map<string, StaticForm>();
    const forms: PreparedForm[] = [];
    const { blocks, locale, translations = {} } = this.#plan;
    for (const block of blocks) this.#staticBlock(block, locale, statics, forms);
    for (const [tag, own] of Object.entries(translations))
      for (const block of own.blocks) this.#staticBlock(block, tag, statics, forms);
    const translated = Object.values(translations).flatMap((own) => own.blocks);
    for (const head of chartHeads(this.#plan, translated)) this.#chartHead(head, statics, forms);
    const art = [...this.#artOfMasters(), ...this.#inLargePrint()];
    this.#addOverlayGlyphs();
    const glyphs = this.#usage.map((usage) => usage.toBytes());
    return { fonts: this.#fonts, statics, forms, art, images, glyphs };
  }

  /** Documents in large print set static blocks in place, and have art of their own. */
  #inLargePrint(): Prepared["art"] {
    if (this.#plan.largePrint === undefined) return [];
    this.#isLarge = true;
    this.#composer.enlarge(true);
    for (const [block, bound] of this.#binder.staticBlocks)
      if (block.channels.print && bound !== undefined)
        this.#tryFlow(bound.content, this.#plan.locale);
    return this.#artOfMasters();
  }

  #artOfMasters(): Prepared["art"] {
    return this.#plan.masters.map((_, index) => this.#art(index));
  }

  /** Static blocks of the flow, as wide as the body, become forms if that pays. */
  #staticBlock(
    block: Block,
    locale: string,
    statics: Map<string, StaticForm>,
    forms: PreparedForm[],
  ): void {
    if (!block.channels.print || !block.isStatic) return;
    const bound = boundStatic(this.#binder, block);
    if (bound === undefined) return;
    this.#tryFlow(bound, locale);
    if (bound.kind === "fixed") return;
    const bodies = this.#plan.masters.map((master) => master.body);
    const widthMpt = bodies[block.pagesOf ?? 0]?.widthMpt ?? 0;
    const { heightMpt, frame } = this.#composer.composeRegion([bound], widthMpt, locale);
    const fits = heightMpt <= Math.min(...bodies.map((body) => body.heightMpt));
    if (!fits || frame.runCount === 0 || glyphsOf(frame) < FORM_GLYPHS_MIN) return;
    statics.set(block.id, { index: forms.length, widthMpt, heightMpt });
    forms.push(this.#form(frame));
  }

  /** What stands above the figures of a chart for all records alike is one form. */
  #chartHead(head: ChartHead, statics: Map<string, StaticForm>, forms: PreparedForm[]): void {
    const key = headKey(head, isRightToLeft(this.#plan.locale));
    const { heightMpt, frame } = this.#composer.composeChartHead(head);
    const { widthMpt } = head.block;
    this.#find(head.block.id, this.#composer.faults);
    statics.set(key, { index: forms.length, widthMpt, heightMpt });
    forms.push(this.#form(frame));
  }

  /** A block that fits no page would be a fault of every document. */
  #tryFlow(bound: BoundBlock, locale: string): void {
    const blank = { ordinal: 0, key: "", title: "", address: undefined, furniture: [] };
    const size = this.#isLarge ? ({ isLarge: true } as const) : {};
    const { faults } = this.#composer.compose({ ...blank, ...size, locale, blocks: [bound] });
    this.#find(bound.block.id, faults);
  }

  /** Findings on a box's blocks are reported for the blocks, excess height for the box. */
  #tryBox(box: ArtBox): void {
    for (const block of box.blocks) {
      this.#composer.composeRegion([block], box.rect.widthMpt);
      this.#find(block.block.id, this.#composer.faults);
    }
    this.#composer.composeArt([box], this.#plan.stock.widthMpt, this.#plan.stock.heightMpt);
    this.#find(
      box.id,
      this.#composer.faults.filter(({ code }) => code === "compose.box-overflow"),
    );
  }

  #find(id: string, faults: readonly Diagnostic[]): void {
    const path = pathOfId(id);
    const found = this.#isLarge ? faults.map(inLargePrint) : faults;
    this.faults.push(...found.map((one) => ({ path, found: one })));
  }

  #art(masterIndex: number): PreparedForm | undefined {
    const { stock, masters } = this.#plan;
    const boxes = (masters[masterIndex]?.boxes ?? []).flatMap((box, index) => {
      const blocks = this.#binder.staticFurniture[masterIndex]?.[index];
      return blocks === undefined ? [] : [{ ...box, blocks }];
    });
    if (boxes.length === 0) return undefined;
    for (const box of boxes) this.#tryBox(box);
    const isTurned = masters[masterIndex]?.isLandscape === true;
    const { widthMpt, heightMpt } = stock;
    const size = isTurned ? ([heightMpt, widthMpt] as const) : ([widthMpt, heightMpt] as const);
    return this.#form(this.#composer.composeArt(boxes, ...size));
  }

  #form(frame: Frame): PreparedForm {
    addFrameGlyphs(frame, this.#usage);
    this.#out.clear();
    this.#painter.paintForm(frame, this.#out);
    const { widthMpt, heightMpt } = frame;
    const content = this.#out.view().slice();
    return { widthMpt, heightMpt, content, drawn: drawnNames(frame) };
  }

  /** Marks and furniture are set in the address font, whose subset must have their characters. */
  #addOverlayGlyphs(): void {
    const font = this.#plan.styles[this.#plan.addressStyle]?.font ?? 0;
    const face = defined(this.#fonts[font], "the address font").face;
    const lacking = OVERLAY_CHARACTERS.split("").filter((character) => {
      const glyph = face.glyphOf(character.charCodeAt(0));
      this.#usage[font]?.add(glyph);
      return glyph === 0;
    });
    if (lacking.length > 0) this.faults.push(unfitForMarks(face.id, lacking));
  }
}

function unfitForMarks(font: string, [first = "", ...others]: readonly string[]): PlanFault {
  const more = others.length > 0 ? ` and ${countText(others.length, "other character")}` : "";
  const message = `The address font ${font} has no \`${first}\`${more} that marks print.`;
  const hint = "Set addresses in a font with all of ASCII, and name others as its fallback.";
  return {
    path: ["print", "address-style"],
    found: diagnostic("font.unfit-for-marks", message, { hint }),
  };
}

/** What a static block of the flow shows; undefined for one that shows nothing. */
function boundStatic(binder: Binder, block: Block): BoundBlock | undefined {
  const { kind } = block;
  const isFixed = kind === "image" || kind === "rule" || kind === "space" || kind === "page-break";
  return isFixed ? { kind: "fixed", block } : binder.staticBlocks.get(block)?.content;
}

function glyphsOf(frame: Frame): number {
  let count = 0;
  for (let run = 0; run < frame.runCount; run += 1)
    count += frame.runs[run * RUN_STRIDE + RUN_GLYPH_COUNT] as number;
  return count;
}
