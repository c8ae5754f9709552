import { type Mpt, asPieceNumber, NO_SERIAL } from "../base/units.ts";
import type { FrameBuilder } from "../rules/frame-builder.ts";
import type { PlacedPiece } from "../model/piece.ts";
import { isFrontSide, sheetOfSide } from "../rules/sheet-plan.ts";
import type { Stock } from "../model/stock.ts";
import type { PieceMarks } from "./control-row.ts";
import { SHEETS_PER_PIECE_MAX } from "./data-matrix-text.ts";
import { markPlace } from "./mark-place.ts";
import { MatrixMask } from "./matrix-mask.ts";
import type { OverlayFont } from "./overlay-font.ts";
import { addTextRun, type RunPlace, textWidthUnits } from "./text-run.ts";

export interface TokenStyle {
  readonly font: OverlayFont;
  /** Smaller if the strip is not wide enough. */
  readonly sizeMpt: Mpt;
  readonly color: number;
}

/** Paints the mark strip: a Data Matrix on every sheet's front, the page token on every page. */
export class MarkOverlay {
  readonly #marks: PieceMarks;
  readonly #font: OverlayFont;
  readonly #matrix: MatrixMask;
  readonly #tokenPlace: RunPlace;

  constructor(stock: Stock, style: TokenStyle, marks: PieceMarks) {
    const { font, color } = style;
    const { matrix, token } = markPlace(stock);
    this.#marks = marks;
    this.#font = font;
    this.#matrix = new MatrixMask(matrix, color);
    const widthUnits = textWidthUnits(font, marks.token(widestPiece, 0));
    const fittingMpt = Math.floor((token.widthMpt * 1000) / widthUnits);
    const sizeMpt = Math.min(style.sizeMpt, fittingMpt);
    const capHeightMpt = Math.round((font.face.capHeightUnits * sizeMpt) / 1000);
    const yMpt = token.yMpt + Math.round((token.heightMpt + capHeightMpt) / 2);
    this.#tokenPlace = { xMpt: token.xMpt, yMpt, sizeMpt, color, trackingUnits: 0 };
  }

  paint(builder: FrameBuilder, piece: PlacedPiece, side: number): void {
    const marks = this.#marks;
    addTextRun(builder, this.#font, marks.token(piece, side), this.#tokenPlace);
    if (!isFrontSide(side)) return;
    this.#matrix.paint(builder, marks.dataMatrix(piece, sheetOfSide(side) + 1));
  }
}

/** A piece whose token is as wide as any. */
const widestPiece: PlacedPiece = {
  facts: {
    ordinal: 0,
    key: "",
    address: { lines: [] },
    addressClass: "machinable",
    routing: "",
    pages: SHEETS_PER_PIECE_MAX,
    sheets: SHEETS_PER_PIECE_MAX,
  },
  pieceNumber: asPieceNumber(0),
  serial: NO_SERIAL,
};
