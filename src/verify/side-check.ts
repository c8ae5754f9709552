import type { SpoolExpectation, VerifySetup } from "../model/verification.ts";
import type { BreachList, BreachPlace } from "./file/breach-list.ts";
import type { ComposedFacts } from "./file/composed-facts.ts";
import { pieceMatrixText, readSideName, type SideName, sideNameText } from "./marks/mark-texts.ts";
import { overlayLines, seenLine } from "./content/overlay-lines.ts";
import { seenOrder } from "./content/seen-order.ts";
import type { SideMarks } from "./side-marks.ts";
import { isSpecimen, type SidePlaces } from "./side-places.ts";

const ASCII_ONLY = /^[\0-\x7f]*$/;
const NOT_ASCII = /[^\0-\x7f]/g;

/** Checks what is on a side beside its composed page against what its piece demands. */
export class SideCheck {
  readonly #setup: VerifySetup;
  readonly #expected: SpoolExpectation;
  readonly #places: SidePlaces;
  readonly #breaches: BreachList;

  constructor(
    setup: VerifySetup,
    expected: SpoolExpectation,
    places: SidePlaces,
    breaches: BreachList,
  ) {
    this.#setup = setup;
    this.#places = places;
    this.#expected = expected;
    this.#breaches = breaches;
  }

  /** The name that a side of a piece must have. */
  nameOf(position: number, sheets: number, side: number): SideName {
    return {
      jobMark: this.#setup.jobMark,
      piece: this.#expected.pieceNumbers[position] ?? 0,
      generation: this.#expected.generations[position] ?? 0,
      sheet: (side >> 1) + 1,
      sheets,
      isFront: (side & 1) === 0,
    };
  }

  /** The name that a side has: usually the one that it must have. */
  nameIn(marks: SideMarks, position: number, sheets: number, side: number): SideName | undefined {
    const text = marks.texts.at(-1) ?? "";
    const name = position < 0 ? undefined : this.nameOf(position, sheets, side);
    return name !== undefined && text === sideNameText(name) ? name : readSideName(text);
  }

  /**
   * `side` counts over the piece's sheets, see `SheetLayout`. Returns the name that the side has.
   */
  check(
    marks: SideMarks,
    position: number,
    sheets: number,
    side: number,
    facts: ComposedFacts | undefined,
    place: BreachPlace,
  ): SideName | undefined {
    const name = this.nameOf(position, sheets, side);
    const isNamed = marks.texts.at(-1) === sideNameText(name);
    if (!isNamed) this.#breaches.add("verify.side-name", nameMessage(marks), place);
    this.#matrix(marks.matrix, name, place);
    this.#imb(marks.imb, position, side, facts, place);
    if (side === 0 && facts !== undefined) this.#address(marks, facts, place);
    if (marks.isStrange)
      this.#breaches.add("verify.strange-marks", "The side has unknown marks.", place);
    for (const fault of this.#places.pieceFaults(marks.overlay, side === 0))
      this.#breaches.add("verify.mark-place", fault, place);
    this.specimen(marks, place);
    return isNamed ? name : readSideName(marks.texts.at(-1) ?? "");
  }

  /** Test runs say on every side that they must not be mailed; others do not. */
  specimen(marks: SideMarks, place: BreachPlace): void {
    if (marks.hasSpecimen === (this.#setup.mode === "test")) return;
    if (marks.hasSpecimen)
      this.#breaches.add("verify.specimen", "A side of a production run says SPECIMEN.", place);
    else this.#breaches.add("verify.no-specimen", "The side does not say SPECIMEN.", place);
  }

  #matrix(found: string | undefined, name: SideName, place: BreachPlace): void {
    const wanted = name.isFront ? pieceMatrixText(name) : undefined;
    if (found === wanted) return;
    const message =
      found === undefined
        ? "The sheet has no Data Matrix."
        : wanted === undefined
          ? "The back has a Data Matrix."
          : found === ""
            ? "The Data Matrix cannot be read."
            : "The Data Matrix names a different piece, sheet or printing from the page's.";
    this.#breaches.add("verify.data-matrix", message, place);
  }

  #imb(
    found: string | undefined,
    position: number,
    side: number,
    facts: ComposedFacts | undefined,
    place: BreachPlace,
  ): void {
    const { mode, imbPrefix, imbSerialDigits } = this.#setup;
    const serial = this.#expected.serials[position] ?? -1;
    const hasOne = side === 0 && mode === "production" && serial >= 0;
    const tracking = imbPrefix + String(serial).padStart(imbSerialDigits, "0");
    const isRight = hasOne
      ? facts === undefined
        ? found?.startsWith(tracking) === true
        : found === tracking + facts.routing
      : found === undefined;
    if (isRight) return;
    const message = !hasOne
      ? "The side has an Intelligent Mail barcode, but must have none."
      : found === undefined
        ? "The piece has no Intelligent Mail barcode."
        : "The Intelligent Mail barcode is not the piece's own.";
    this.#breaches.add("verify.imb", message, place);
  }

  /** The lines of the address, except characters that the fonts lack. */
  #address(marks: SideMarks, { addressLines }: ComposedFacts, place: BreachPlace): void {
    if (areLines(marks, addressLines)) return;
    const texts = marks.overlay.texts.filter((text) => !isSpecimen(text)).slice(0, -1);
    const printed = overlayLines(texts).map(seenLine);
    const isSame =
      printed.length === addressLines.length &&
      addressLines.every((line, index) => isLine(line, printed[index] ?? ""));
    if (isSame) return;
    const message = "The address on the sheet differs from the composed address.";
    this.#breaches.add("verify.address", message, place);
  }
}

/** Whether the texts before the last one are these lines, one text per line. */
function areLines({ hasSpecimen, overlay }: SideMarks, lines: readonly string[]): boolean {
  const { texts } = overlay;
  if (hasSpecimen || texts.length !== lines.length + 1) return false;
  for (let index = 0; index < lines.length; index += 1) {
    const run = texts[index];
    if (run === undefined || run.text !== lines[index] || run.text !== run.glyphs) return false;
    if (index > 0 && texts[index - 1]?.yCpt === run.yCpt) return false;
  }
  return true;
}

function isLine(composed: string, printed: string): boolean {
  if (composed === printed) return true;
  if (ASCII_ONLY.test(composed)) return false;
  const line = seenOrder(composed);
  if (line === printed) return true;
  // Characters that no font has are printed as something else; the rest must be there, in order.
  let at = 0;
  for (const character of line.replaceAll(NOT_ASCII, "")) {
    at = printed.indexOf(character, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

function nameMessage({ texts }: SideMarks): string {
  return texts.length === 0
    ? "The side does not name its piece."
    : "The side names a different piece, sheet or printing from the page's.";
}
