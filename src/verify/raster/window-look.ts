import type { Rect } from "../../model/geometry.ts";
import type { RasterSetup } from "../../model/raster.ts";
import type { BreachList } from "../file/breach-list.ts";
import { type DrawnSide, MARK_DPI, PIXEL_MPT, type SeenCounts } from "./drawn-side.ts";
import { type GreyImage, inner, type PixelBox } from "./grey-image.ts";
import type { PageView } from "./page-view.ts";
import { isPrinted, lineBox, linesOf, says, type SeenLine } from "./seen-lines.ts";
import { seenImb, type SeenImb } from "./seen-imb.ts";
import { alwaysSeen, everSeen, isWithin } from "./window-areas.ts";

/** What must be blank beside, and above and below an IMb (USPS Quick Service Guide 201a). */
const IMB_CLEAR = { xMpt: 9000, yMpt: 2016 };
/** How far below its letters the line under the sender may be. */
const UNDERLINE_MPT = 2500;
const NOTHING_AROUND = { xMpt: 0, yMpt: 0 };

/** Examines what the window of an envelope shows of a piece's first page. */
export class WindowLook {
  readonly #setup: RasterSetup;
  readonly #breaches: BreachList;
  readonly #counts: SeenCounts;

  constructor(setup: RasterSetup, breaches: BreachList, counts: SeenCounts) {
    this.#setup = setup;
    this.#breaches = breaches;
    this.#counts = counts;
  }

  look(page: PageView, side: DrawnSide): void {
    const [own, ...others] = this.#setup.windows.map(everSeen);
    if (own === undefined) return;
    const image = page.draw(own, MARK_DPI);
    const seen = linesOf(page.letters(own));
    const { sender } = this.#setup;
    const imb = seenImb(image);
    this.#imb(imb, image, side);
    if (sender !== undefined) this.#sender(sender, seen[0], image, side);
    this.#address(sender === undefined ? seen : seen.slice(1), image, side);
    // A code that cannot be read is a breach already, and its ink is not stray ink as well.
    if (imb === undefined && side.row.imb !== "") return;
    this.#nothingElse(image, imb, seen, side);
    for (const other of others) {
      const wider = page.draw(other, MARK_DPI);
      this.#nothingElse(wider, imb && movedTo(wider, image, imb), seen, side);
    }
  }

  #imb(found: SeenImb | undefined, image: GreyImage, { row, place }: DrawnSide): void {
    if (found === undefined && row.imb === "") return;
    if (found !== undefined) this.#counts.imbs += 1;
    const message =
      row.imb === ""
        ? "An Intelligent Mail barcode is printed, but must not be."
        : found === undefined
          ? "No Intelligent Mail barcode can be read in the window."
          : found.digits !== row.imb
            ? "The printed Intelligent Mail barcode is not the piece's own."
            : this.#placeFault(image.areaOf(found.box));
    if (message !== undefined) this.#breaches.add("verify.drawn-imb", message, place);
  }

  #placeFault(area: Rect): string | undefined {
    if (this.#setup.windows.every((window) => isClear(area, alwaysSeen(window)))) return undefined;
    return "The Intelligent Mail barcode is too near the window's edge in some insert position.";
  }

  /** The line above the address, which all letters have in common. */
  #sender(text: string, line: SeenLine | undefined, image: GreyImage, { place }: DrawnSide): void {
    const isRight = line !== undefined && says(line, text) && isPrinted(image, line);
    if (isRight && this.#isAlwaysSeen([line])) return;
    const message = "The window does not show the sender's line above the address.";
    this.#breaches.add("verify.drawn-address", message, place);
  }

  #isAlwaysSeen(lines: readonly SeenLine[]): boolean {
    return this.#setup.windows.every((window) => {
      const seen = alwaysSeen(window);
      return lines.every(({ area }) => isWithin(area, seen, NOTHING_AROUND, PIXEL_MPT));
    });
  }

  #address(lines: readonly SeenLine[], image: GreyImage, { addressLines, place }: DrawnSide): void {
    const add = (message: string): void => {
      this.#breaches.add("verify.drawn-address", message, place);
    };
    if (addressLines !== undefined) {
      this.#counts.addresses += 1;
      const isSame =
        lines.length === addressLines.length &&
        lines.every((line, index) => says(line, addressLines[index] ?? ""));
      if (!isSame) add("The window does not show the composed address.");
    }
    if (lines.length === 0 || !lines.every((line) => isPrinted(image, line)))
      add("The address cannot be read: ink is missing or covers it.");
    if (!this.#isAlwaysSeen(lines))
      add("The window does not show all of the address in every position of the insert.");
  }

  /** A window must show nothing but the barcode, the sender's line and the address. */
  #nothingElse(
    image: GreyImage,
    imb: SeenImb | undefined,
    lines: readonly SeenLine[],
    { place }: DrawnSide,
  ): void {
    const known: PixelBox[] = lines.map((line) => lineBox(image, line));
    const [first] = this.#setup.sender === undefined ? [] : lines;
    if (first !== undefined) known.push(image.boxOf(withUnderline(first.area)));
    if (imb !== undefined) {
      known.push(inner(imb.box, -1));
      const clear = image.boxOf(widened(image.areaOf(imb.box)));
      if (image.hasInk(clear, [inner(imb.box, -1)]))
        this.#ink("the clear zone of the Intelligent Mail barcode", place);
    }
    if (image.hasInk(image.all, known)) this.#ink("the window beside the address", place);
  }

  #ink(where: string, place: DrawnSide["place"]): void {
    this.#breaches.add("verify.drawn-ink", `Something is printed in ${where}.`, place);
  }
}

function isClear(area: Rect, seen: Rect): boolean {
  return isWithin(area, seen, IMB_CLEAR, PIXEL_MPT);
}

/** A line of print with what may be drawn below it. */
function withUnderline(area: Rect): Rect {
  return { ...area, heightMpt: area.heightMpt + UNDERLINE_MPT };
}

/** The clear zone, without the pixels at its rim. */
function widened({ xMpt, yMpt, widthMpt, heightMpt }: Rect): Rect {
  const [x, y] = [IMB_CLEAR.xMpt - 2 * PIXEL_MPT, IMB_CLEAR.yMpt - 2 * PIXEL_MPT];
  return {
    xMpt: xMpt - x,
    yMpt: yMpt - y,
    widthMpt: widthMpt + 2 * x,
    heightMpt: heightMpt + 2 * y,
  };
}

/** A barcode found in another rendering of the same page, in pixels of this one. */
function movedTo(image: GreyImage, from: GreyImage, imb: SeenImb): SeenImb {
  const [x, y] = [from.left - image.left, from.top - image.top];
  const { left, top, right, bottom } = imb.box;
  return {
    ...imb,
    box: { left: left + x, top: top + y, right: right + x, bottom: bottom + y },
  };
}
