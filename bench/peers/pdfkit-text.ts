import { type Side, sideOf, type TextAlign } from "../../src/model/geometry.ts";
import type { Run } from "../statement/bound-text.ts";
import { NATURAL_LEADING, type PeerStyle } from "./peer-style.ts";

type PdfDocument = PDFKit.PDFDocument;

/** No letter of Latin text is wider on average, so a text shorter than this fits its line. */
const WIDEST_EM = 0.62;
const HEIGHTS_MAX = 2000;

/**
 * A line at its place. The width and the words, which pdfkit would count once more, matter only to
 * what is underlined, linked or spaced out.
 */
const ONE_LINE = { lineBreak: false, textWidth: 0, wordCount: 1 };

/**
 * Text by pdfkit's own engine, with the least work it allows: font, size and colour are set when
 * they change, options are made once, lines that surely fit skip the line wrapper.
 */
export class PdfkitText {
  readonly #document: PdfDocument;
  readonly #styles: readonly PeerStyle[];
  readonly #wrapped = new Map<string, PDFKit.Mixins.TextOptions>();
  readonly #heights = new Map<string, number>();
  #style = -1;

  constructor(document: PdfDocument, styles: readonly PeerStyle[]) {
    this.#document = document;
    this.#styles = styles;
  }

  /** Forgets what is set, as at the begin of a page or after a fill. */
  forget(): void {
    this.#style = -1;
  }

  leadingPt(style: number): number {
    return this.#styleOf(style).leadingPt;
  }

  /** Draws runs as one paragraph; its height in points. */
  draw(runs: readonly Run[], x: number, y: number, width: number, place: TextAlign): number {
    const [first] = runs;
    if (first === undefined) return 0;
    const align = sideOf(place, false);
    if (runs.length > 1) return this.#continued(runs, x, y, width, align);
    const { text, style } = first;
    this.#set(style);
    if (!this.#fits(text, style, width)) return this.#wrap(text, style, x, y, width, align);
    this.#document.text(text, this.#start(text, x, width, align), y, ONE_LINE);
    return this.leadingPt(style);
  }

  /** The height runs take when drawn, in points; kept where the text is static. */
  heightPt(runs: readonly Run[], width: number, isStatic: boolean): number {
    const [first] = runs;
    if (first === undefined) return 0;
    const text = runs.map((run) => run.text).join("");
    if (this.#fits(text, first.style, width)) return this.leadingPt(first.style);
    const key = `${first.style} ${width} ${text}`;
    const known = this.#heights.get(key);
    if (known !== undefined) return known;
    this.#set(first.style);
    const height = this.#document.heightOfString(
      text,
      this.#wrappedOptions(first.style, width, "left"),
    );
    if (isStatic && this.#heights.size < HEIGHTS_MAX) this.#heights.set(key, height);
    return height;
  }

  #fits(text: string, style: number, width: number): boolean {
    const { sizePt } = this.#styleOf(style);
    if (text.length * sizePt * WIDEST_EM <= width) return true;
    this.#set(style);
    return this.#document.widthOfString(text) <= width;
  }

  #start(text: string, x: number, width: number, align: Side): number {
    if (align === "left") return x;
    const spare = width - this.#document.widthOfString(text);
    return align === "right" ? x + spare : x + spare / 2;
  }

  #wrap(text: string, style: number, x: number, y: number, width: number, align: Side): number {
    this.#document.text(text, x, y, this.#wrappedOptions(style, width, align));
    return this.#document.y - y;
  }

  #continued(runs: readonly Run[], x: number, y: number, width: number, align: Side): number {
    runs.forEach(({ text, style }, index) => {
      this.#set(style);
      const continued = index < runs.length - 1;
      const options = { ...this.#wrappedOptions(style, width, align), continued };
      if (index === 0) this.#document.text(text, x, y, options);
      else this.#document.text(text, options);
    });
    return this.#document.y - y;
  }

  #wrappedOptions(style: number, width: number, align: Side): PDFKit.Mixins.TextOptions {
    const key = `${style} ${width} ${align}`;
    const known = this.#wrapped.get(key);
    if (known !== undefined) return known;
    const { sizePt, leadingPt } = this.#styleOf(style);
    const options = { width, align, lineGap: leadingPt - sizePt * NATURAL_LEADING };
    this.#wrapped.set(key, options);
    return options;
  }

  #set(style: number): void {
    if (style === this.#style) return;
    const { font, sizePt, color } = this.#styleOf(style);
    this.#document.font(font, sizePt).fillColor(color);
    this.#style = style;
  }

  #styleOf(style: number): PeerStyle {
    return this.#styles[style] as PeerStyle;
  }
}
