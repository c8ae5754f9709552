import type { SheetCount } from "../base/units.ts";
import { assert } from "../base/assert.ts";
import { type Diagnostic, diagnostic } from "../base/diagnostic.ts";
import type { Job, MailSpec } from "../model/job.ts";
import type { FrameBuilder } from "../rules/frame-builder.ts";
import type { PlacedPiece } from "../model/piece.ts";
import type { Envelope, Stock } from "../model/stock.ts";
import { AddressOverlay } from "./address-overlay.ts";
import type { AddressStyle } from "./address-setting.ts";
import { PieceMarks } from "./control-row.ts";
import { SHEETS_PER_PIECE_MAX } from "./data-matrix-text.ts";
import { MarkOverlay, type TokenStyle } from "./mark-overlay.ts";
import { Specimen } from "./specimen.ts";

export interface OverlayOptions {
  readonly stock: Stock;
  readonly envelope: Envelope;
  readonly address: AddressStyle;
  /** Its colour and the address style's are also those of the machine marks: use black. */
  readonly token: TokenStyle;
  /** Index of a light grey. */
  readonly specimenColor: number;
  readonly mail: MailSpec;
  readonly jobMark: string;
  readonly mode: Job["mode"];
}

/**
 * Makes what assembly adds to composed pages: address block, machine marks, page token, and the
 * word SPECIMEN in test runs. Everything except SPECIMEN is where layouts print nothing, so an
 * overlay should be painted before its page's own content. In the order of a page's frame, all of
 * it is furniture (mark -1).
 */
export class OverlayMaker {
  /** What the marks say, for control files. */
  readonly marks: PieceMarks;
  readonly address: AddressOverlay;
  readonly #stock: Stock;
  readonly #strip: MarkOverlay;
  readonly #specimen: Specimen | undefined;

  constructor(options: OverlayOptions) {
    const { stock, envelope, address, token, mode } = options;
    this.#stock = stock;
    this.marks = new PieceMarks(options);
    this.address = new AddressOverlay(envelope, address);
    this.#strip = new MarkOverlay(stock, token, this.marks);
    if (mode === "test")
      this.#specimen = new Specimen(stock, envelope, token.font, options.specimenColor);
  }

  /**
   * Fills a frame with the overlay of a side of the piece's sheets (see `SheetPlan`): also of a
   * blank back that only fills its sheet. The frame's masks are the maker's own: paint it before
   * the next.
   */
  overlay(builder: FrameBuilder, piece: PlacedPiece, side: number): void {
    assert(side >= 0 && side < piece.facts.sheets * 2, "a side is on one of its piece's sheets");
    builder.reset(this.#stock.widthMpt, this.#stock.heightMpt, -1);
    this.#specimen?.paint(builder);
    if (side === 0) this.address.paint(builder, piece.facts.address, this.marks.imb(piece));
    this.#strip.paint(builder, piece, side);
  }
}

/** Whether a piece's sheets can be told apart by its marks: checked when it is composed. */
export function checkSheets(sheets: SheetCount): Diagnostic[] {
  if (sheets <= SHEETS_PER_PIECE_MAX) return [];
  const message = `A piece has ${sheets} sheets; marks count to ${SHEETS_PER_PIECE_MAX}.`;
  return [diagnostic("mail.too-many-sheets", message, { hint: "Lower the job's page limit." })];
}
