import type { Mpt } from "../../base/units.ts";
import type { Flaw } from "../../compose/flaws.ts";
import { showCodes } from "../../font/show-codes.ts";
import type { AddressOverlay } from "../../mail/address-overlay.ts";
import type { Specimen } from "../../mail/specimen.ts";
import type { Color, Rect } from "../../model/geometry.ts";
import type { LayoutPlan } from "../../model/layout-plan.ts";
import type { RawAddress } from "../../model/record.ts";
import { ContentPainter } from "../../paint/pdf/content-painter.ts";
import { ByteWriter } from "../../pdf/byte-writer.ts";
import { FrameBuilder } from "../../rules/frame-builder.ts";
import { isFrontSide, SheetPlanner, sheetOfSide } from "../../rules/sheet-plan.ts";
import { contentPainter } from "../content-painter.ts";
import type { ComposeJob } from "../document-composer.ts";
import type { Prepared } from "../prepare.ts";
import { addressOverlay, specimenOverlay } from "../overlay-kit.ts";

/** What is painted under and over a letter's page; absent where there is nothing. */
export interface PageOverlays {
  readonly under?: Uint8Array;
  readonly over?: Uint8Array;
  /** What is on the paper already, as an image that `under` draws. */
  readonly image?: number;
}

export interface OverlaidLetter {
  /** The address in the window; undefined if the letter may not be printed. */
  readonly address: RawAddress | undefined;
  /** The address of a letter that may not be printed, which may be why. */
  readonly refused: RawAddress | undefined;
  readonly flaws: readonly Flaw[];
}

const RED: Color = { space: "rgb", values: [850, 0, 0] };
const NO_IMAGE = -1;
const NO_MARK = -1;
const FRAME_MPT: Mpt = 1500;
/** Within its frame, what is wrong is ruled over; its text can be read. */
const RULE_MPT: Mpt = 300;
const RULE_STEP_MPT: Mpt = 3000;

/**
 * Paints what a letter's pages have besides their composed content: the address in the window,
 * SPECIMEN in a test, and in red what is wrong with them.
 */
export class LetterOverlays {
  readonly #plan: LayoutPlan;
  /** Absent of pages for the screen alone, which have no window. */
  readonly #address: AddressOverlay | undefined;
  readonly #specimen: Specimen | undefined;
  readonly #sheets: SheetPlanner;
  /** By number of a paper. */
  readonly #underlays: readonly number[];
  readonly #painter: ContentPainter;
  readonly #red: ContentPainter;
  readonly #frame = new FrameBuilder();
  readonly #out = new ByteWriter();

  constructor(plan: LayoutPlan, job: ComposeJob, { fonts, images }: Prepared) {
    this.#plan = plan;
    this.#sheets = new SheetPlanner(plan);
    this.#underlays = (plan.underlays ?? []).map((image) => (images[image] ? image : NO_IMAGE));
    this.#address = addressOverlay(plan, job, fonts);
    this.#specimen = job.mode === "test" ? specimenOverlay(plan, fonts) : undefined;
    this.#painter = contentPainter(plan, fonts);
    this.#red = new ContentPainter(
      [RED],
      fonts.map(({ face }) => showCodes(face)),
    );
  }

  forLetter(pages: number, { address, refused, flaws }: OverlaidLetter): PageOverlays[] {
    const isAddressed = refused === undefined || this.#isSound(refused);
    const place = isAddressed ? undefined : this.#address?.place.text;
    const window = place === undefined ? [] : [{ page: 0, rect: place }];
    const all = [...flaws, ...window];
    return Array.from({ length: pages }, (_, page) => {
      const image = this.#underlay(page, pages);
      const under = this.#under(page === 0 ? address : undefined, image);
      const rects = all.filter((flaw) => flaw.page === page).map(({ rect }) => rect);
      const beneath = { ...(under && { under }), ...(image !== NO_IMAGE && { image }) };
      return { ...beneath, ...(rects.length > 0 && { over: this.#marks(rects) }) };
    });
  }

  #isSound(address: RawAddress): boolean {
    const findings = this.#address?.checkAddress(address) ?? [];
    return findings.every(({ severity }) => severity === "warning");
  }

  /** The image of what is on the front of a page's sheet already. */
  #underlay(page: number, pages: number): number {
    if (this.#underlays.length === 0) return NO_IMAGE;
    const { sides, papers } = this.#sheets.plan(pages);
    const side = sides[page] ?? 0;
    const paper = papers[sheetOfSide(side)] ?? 0;
    return isFrontSide(side) ? (this.#underlays[paper] ?? NO_IMAGE) : NO_IMAGE;
  }

  #under(address: RawAddress | undefined, image: number): Uint8Array | undefined {
    const shown = this.#address && address;
    const isEmpty = shown === undefined && this.#specimen === undefined && image === NO_IMAGE;
    if (isEmpty) return undefined;
    this.#begin();
    const { widthMpt, heightMpt } = this.#plan.stock;
    if (image !== NO_IMAGE) this.#frame.image(image, 0, 0, widthMpt, heightMpt, NO_MARK);
    this.#specimen?.paint(this.#frame);
    if (shown !== undefined) this.#address?.paint(this.#frame, shown, "");
    return this.#painted(this.#painter);
  }

  #marks(rects: readonly Rect[]): Uint8Array {
    this.#begin();
    for (const rect of rects) frameAndRule(this.#frame, rect);
    return this.#painted(this.#red);
  }

  #begin(): void {
    const { widthMpt, heightMpt } = this.#plan.stock;
    this.#frame.reset(widthMpt, heightMpt, -1);
    this.#out.clear();
  }

  #painted(painter: ContentPainter): Uint8Array {
    painter.paintArtifact(this.#frame, this.#out);
    return this.#out.view().slice();
  }
}

/** Marks a part of a page, with all that reaches out of it at its sides left visible. */
function frameAndRule(frame: FrameBuilder, { xMpt, yMpt, widthMpt, heightMpt }: Rect): void {
  const [left, top] = [xMpt - FRAME_MPT, yMpt - FRAME_MPT];
  const [width, height] = [widthMpt + 2 * FRAME_MPT, heightMpt + 2 * FRAME_MPT];
  frame.rect(left, top, width, FRAME_MPT, 0);
  frame.rect(left, yMpt + heightMpt, width, FRAME_MPT, 0);
  frame.rect(left, top, FRAME_MPT, height, 0);
  frame.rect(xMpt + widthMpt, top, FRAME_MPT, height, 0);
  for (let down = RULE_STEP_MPT; down < heightMpt; down += RULE_STEP_MPT)
    frame.rect(xMpt, yMpt + down, widthMpt, RULE_MPT, 0);
}
