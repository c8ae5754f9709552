import type { Rect } from "../../model/geometry.ts";
import type { RasterPaper, RasterSetup } from "../../model/raster.ts";
import type { BreachList, BreachPlace } from "../file/breach-list.ts";
import { furnitureMatrixText, sideNameText } from "../marks/mark-texts.ts";
import { type DrawnSide, MARK_DPI, PIXEL_MPT, type SeenCounts } from "./drawn-side.ts";
import { type GreyImage, inner } from "./grey-image.ts";
import type { ComposedCode } from "../content/composed-codes.ts";
import { codeFault } from "./code-look.ts";
import type { CodeReader, PageView, SymbolReader } from "./page-view.ts";
import { isPrinted, lineBox, linesOf, says } from "./seen-lines.ts";
import { type SeenMatrix, seenMatrix } from "./seen-matrix.ts";
import type { WindowLook } from "./window-look.ts";
import { isWithin } from "./window-areas.ts";

/** Enough to see whether there is anything where nothing may be. */
const PAGE_DPI = 50;
const QUIET_MODULES = 1;
/** 15 mil: the module size that cameras of inserters need. */
const MODULE_MIN_PX = (1080 / 72_000) * MARK_DPI - 0.1;

/** What reads the codes that machines put on a sheet, and those of the content. */
export interface PageReaders {
  readonly readSymbol: SymbolReader;
  readonly readCode: CodeReader;
}

/** Examines sides one by one and compares what is seen with what must be there. */
export class SideLook {
  readonly #setup: RasterSetup;
  readonly #readers: PageReaders;
  readonly #window: WindowLook;
  readonly #breaches: BreachList;
  readonly #counts: SeenCounts;

  constructor(
    setup: RasterSetup,
    readers: PageReaders,
    window: WindowLook,
    breaches: BreachList,
    counts: SeenCounts,
  ) {
    this.#setup = setup;
    this.#readers = readers;
    this.#window = window;
    this.#breaches = breaches;
    this.#counts = counts;
  }

  /** `codes` are those that the content of the page says it has. */
  async look(page: PageView, side: DrawnSide, codes: readonly ComposedCode[]): Promise<void> {
    this.#counts.sides += 1;
    if (!this.#isOfPaper(page, side)) return;
    this.#freeAreas(page, side);
    await this.#strip(page, side);
    for (const code of codes) {
      this.#counts.codes += 1;
      const fault = await codeFault(page, code, this.#readers.readCode);
      if (fault !== undefined) this.#breaches.add("verify.drawn-barcode", fault, side.place);
    }
    const { drawn, isFront } = side;
    if (isFront && drawn.piece?.sheetOfPiece === 1) this.#window.look(page, side);
  }

  #isOfPaper({ widthMpt, heightMpt }: PageView, { paper, place }: DrawnSide): boolean {
    const isSame =
      Math.abs(widthMpt - paper.widthMpt) < PIXEL_MPT &&
      Math.abs(heightMpt - paper.heightMpt) < PIXEL_MPT;
    const message = "The rendered page does not have the size of its paper.";
    if (!isSame) this.#breaches.add("verify.drawn-size", message, place);
    return isSame;
  }

  /** The edges that presses cannot print on, and on pieces what their paper keeps free. */
  #freeAreas(page: PageView, { paper, drawn, place }: DrawnSide): void {
    const isWhole = [page.widthMpt, page.heightMpt].every((mpt) => (mpt * PAGE_DPI) % 72_000 === 0);
    const isFree = (area: Rect): boolean => {
      const image = page.draw(area, PAGE_DPI);
      // What ends at the area's edge may be smoothed into the pixels there, and a page is drawn as
      // large as whole pixels: A4 is up to half a pixel larger.
      return !image.hasInk(inner(image.boxOf(area), isWhole ? 1 : 2));
    };
    if (!edgesOf(paper).every(isFree)) this.#ink("the edge that must stay blank", place);
    if (drawn.piece !== undefined && !paper.free.every(isFree))
      this.#ink("an area that its paper keeps free", place);
  }

  async #strip(page: PageView, side: DrawnSide): Promise<void> {
    const { paper, drawn, isFront } = side;
    const wanted = this.#matrixWanted(side);
    if (drawn.kind !== "piece" && wanted === "") return;
    const image = page.draw(paper.markStrip, MARK_DPI);
    const matrix = wanted === "" ? undefined : await seenMatrix(image, this.#readers.readSymbol);
    if (wanted !== "") this.#matrix(matrix, wanted, image, side);
    // A code that cannot be read is a breach already, and its ink is not stray ink as well.
    if (drawn.piece === undefined || (isFront && matrix === undefined)) return;
    this.#name(page, image, matrix, side);
  }

  #matrixWanted({ drawn, row, isFront, spoolNumber }: DrawnSide): string {
    if (!isFront || drawn.kind === "cover") return "";
    if (drawn.kind === "piece") return row.matrix;
    return furnitureMatrixText(this.#setup.jobMark, drawn.kind, spoolNumber, drawn.number);
  }

  #matrix(
    found: SeenMatrix | undefined,
    wanted: string,
    image: GreyImage,
    { paper, place }: DrawnSide,
  ): void {
    const add = (message: string): void => {
      this.#breaches.add("verify.drawn-matrix", message, place);
    };
    if (found === undefined) {
      add("No Data Matrix can be read where one must be printed.");
      return;
    }
    this.#counts.matrices += 1;
    if (found.text !== wanted) add("The printed Data Matrix is not the sheet's own.");
    const { box, modulePx } = found;
    const isInside = isWithin(image.areaOf(box), paper.markStrip, { xMpt: 0, yMpt: 0 }, PIXEL_MPT);
    if (!isInside || modulePx < MODULE_MIN_PX)
      add("The Data Matrix is printed too small, or outside its strip.");
    const quietPx = Math.floor(QUIET_MODULES * modulePx) - 1;
    if (image.hasInk(inner(box, -quietPx), [inner(box, -1)]))
      this.#ink("the quiet zone of the Data Matrix", place);
  }

  /** The text for people beside the Data Matrix: nothing else may be in the strip. */
  #name(page: PageView, image: GreyImage, matrix: SeenMatrix | undefined, side: DrawnSide): void {
    const { paper, isFront, place } = side;
    const lines = linesOf(page.letters(paper.markStrip));
    const [line] = lines;
    const isNamed = line !== undefined && says(line, this.#nameOf(side)) && isPrinted(image, line);
    if (!isNamed && (isFront || lines.length > 0)) {
      const message = "The readable text in the mark strip is not the name of the side.";
      this.#breaches.add("verify.drawn-name", message, place);
    }
    const marks = matrix === undefined ? [] : [inner(matrix.box, -1)];
    const known = [...marks, ...lines.slice(0, 1).map((one) => lineBox(image, one))];
    if (image.hasInk(image.all, known)) this.#ink("the mark strip beside its marks", place);
  }

  #nameOf({ row, isFront }: DrawnSide): string {
    const { piece, generation, sheetOfPiece: sheet, sheetsOfPiece: sheets } = row;
    const { jobMark } = this.#setup;
    return sideNameText({ jobMark, piece, generation, sheet, sheets, isFront });
  }

  #ink(where: string, place: BreachPlace): void {
    this.#breaches.add("verify.drawn-ink", `Something is printed in ${where}.`, place);
  }
}

/** The four edges of a sheet that must stay blank. */
function edgesOf({ widthMpt, heightMpt, noPrintEdgeMpt: edgeMpt }: RasterPaper): readonly Rect[] {
  const wide = { xMpt: 0, widthMpt, heightMpt: edgeMpt };
  const high = { yMpt: 0, widthMpt: edgeMpt, heightMpt };
  return [
    { ...wide, yMpt: 0 },
    { ...wide, yMpt: heightMpt - edgeMpt },
    { ...high, xMpt: 0 },
    { ...high, xMpt: widthMpt - edgeMpt },
  ];
}
