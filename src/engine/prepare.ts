import { type Diagnostic, UsageError } from "../base/diagnostic.ts";
import type { Host } from "../base/host.ts";
import { Binder } from "../bind/binder.ts";
import { Composer } from "../compose/composer.ts";
import type { StaticForm } from "../compose/set-context.ts";
import type { OpenFont } from "../compose/type-style.ts";
import { GlyphUsage } from "../font/glyph-usage.ts";
import { OVERLAY_CHARACTERS } from "../mail/overlay-font.ts";
import type { Block } from "../model/block.ts";
import { type Frame, RUN_GLYPH_COUNT, RUN_STRIDE } from "../model/frame.ts";
import type { Job } from "../model/job.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";
import { ByteWriter } from "../pdf/byte-writer.ts";
import { openFonts } from "./open-fonts.ts";
import type { ContentPainter } from "../paint/pdf/content-painter.ts";
import { addFrameGlyphs } from "./frame-glyphs.ts";
import { contentPainter } from "./content-painter.ts";
import { type PreparedImage, prepareImages } from "./prepare-images.ts";
import { printedImages } from "./printed-images.ts";

/** Content painted once for the whole run. */
export interface PreparedForm {
  readonly widthMpt: number;
  readonly heightMpt: number;
  readonly content: Uint8Array;
}

/** What does not depend on any record, measured and painted once. */
export interface Prepared {
  readonly fonts: readonly OpenFont[];
  /** By block id: where a static block is drawn as a form. */
  readonly statics: ReadonlyMap<string, StaticForm>;
  readonly forms: readonly PreparedForm[];
  /** The art of each master; undefined where it has none. */
  readonly art: readonly (PreparedForm | undefined)[];
  /** Undefined for those that print does not draw. */
  readonly images: readonly (PreparedImage | undefined)[];
  /** Glyphs used so far, by font: those of static art and of marks. */
  readonly glyphs: readonly Uint8Array[];
}

/** Static text shorter than this is set in place: a form would cost more than it saves. */
const FORM_GLYPHS_MIN = 160;

/** Measures and paints all that is static. Throws a `UsageError` for art that cannot be set. */
export async function prepare(host: Host, plan: LayoutPlan, job: Job): Promise<Prepared> {
  const fonts = openFonts(host, plan);
  const printed = printedImages(plan);
  const images = await prepareImages(host, plan, (index) => printed.has(index));
  return new Preparation(plan, job, fonts).prepare(images);
}

class Preparation {
  readonly #plan: LayoutPlan;
  readonly #fonts: readonly OpenFont[];
  readonly #binder: Binder;
  readonly #composer: Composer;
  readonly #painter: ContentPainter;
  readonly #usage: readonly GlyphUsage[];
  readonly #out = new ByteWriter();
  readonly #faults: Diagnostic[] = [];

  constructor(plan: LayoutPlan, job: Job, fonts: readonly OpenFont[]) {
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
    for (const block of this.#plan.blocks) this.#staticBlock(block, statics, forms);
    const art = this.#plan.masters.map((_, index) => this.#art(index));
    this.#addOverlayGlyphs();
    if (this.#faults.length > 0) throw new UsageError(this.#faults);
    const glyphs = this.#usage.map((usage) => usage.toBytes());
    return { fonts: this.#fonts, statics, forms, art, images, glyphs };
  }

  /** Static blocks of the flow, as wide as the body, become forms where that pays. */
  #staticBlock(block: Block, statics: Map<string, StaticForm>, forms: PreparedForm[]): void {
    const bound = this.#binder.staticBlocks.get(block);
    if (bound === undefined || !block.channels.print) return;
    const bodies = this.#plan.masters.map((master) => master.body);
    const widthMpt = bodies[0]?.widthMpt ?? 0;
    const { heightMpt, frame } = this.#composer.composeRegion([bound.content], widthMpt);
    this.#faults.push(...this.#composer.faults);
    const fits = heightMpt <= Math.min(...bodies.map((body) => body.heightMpt));
    if (!fits || frame.runCount === 0 || glyphsOf(frame) < FORM_GLYPHS_MIN) return;
    statics.set(block.id, { index: forms.length, widthMpt, heightMpt });
    forms.push(this.#form(frame));
  }

  #art(masterIndex: number): PreparedForm | undefined {
    const { stock, masters } = this.#plan;
    const boxes = (masters[masterIndex]?.boxes ?? []).flatMap((box, index) => {
      const blocks = this.#binder.staticFurniture[masterIndex]?.[index];
      return blocks === undefined ? [] : [{ id: box.id, rect: box.rect, blocks }];
    });
    if (boxes.length === 0) return undefined;
    const frame = this.#composer.composeArt(boxes, stock.widthMpt, stock.heightMpt);
    this.#faults.push(...this.#composer.faults);
    return this.#form(frame);
  }

  #form(frame: Frame): PreparedForm {
    addFrameGlyphs(frame, this.#usage);
    this.#out.clear();
    this.#painter.paintForm(frame, this.#out);
    const { widthMpt, heightMpt } = frame;
    return { widthMpt, heightMpt, content: this.#out.view().slice() };
  }

  /** Marks and furniture are set in the address font, whose subset must have their characters. */
  #addOverlayGlyphs(): void {
    const font = this.#plan.styles[this.#plan.addressStyle]?.font ?? 0;
    for (const character of OVERLAY_CHARACTERS) {
      const glyph = this.#fonts[font]?.face.glyphOf(character.codePointAt(0) as number) ?? 0;
      this.#usage[font]?.add(glyph);
    }
  }
}

function glyphsOf(frame: Frame): number {
  let count = 0;
  for (let run = 0; run < frame.runCount; run += 1)
    count += frame.runs[run * RUN_STRIDE + RUN_GLYPH_COUNT] as number;
  return count;
}
