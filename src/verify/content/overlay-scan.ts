import {
  CLOSING,
  LITERAL,
  literalBytes,
  NUMBER,
  OPENING,
  SHOW,
  TEXT_STRING,
  textOf,
} from "./content-grammar.ts";
import type { MarkMask } from "../marks/mark-mask.ts";
import type { FontDecoders } from "./shown-text.ts";
import { NO_TEXT } from "../fonts/to-unicode.ts";

/** A line of text of an overlay. Places and sizes are in hundredths of a point, y upwards. */
export interface OverlayText {
  /** What it says: its ActualText, or else what its glyphs say. */
  readonly text: string;
  /** What its glyphs say according to their font; `NO_TEXT` for glyphs without a text. */
  readonly glyphs: string;
  readonly font: string;
  readonly sizeCpt: number;
  readonly isBlack: boolean;
  readonly xCpt: number;
  /** Of the baseline. */
  readonly yCpt: number;
  /** The strings of codes that are shown, and the kern after each but the last. */
  readonly strings: readonly Buffer[];
  readonly kerns: readonly number[];
}

/** A rectangle in hundredths of a point, from its lower left corner. */
export interface PlacedRect {
  readonly xCpt: number;
  readonly yCpt: number;
  readonly widthCpt: number;
  readonly heightCpt: number;
}

export interface PlacedMask extends PlacedRect {
  readonly mask: MarkMask;
}

/** What is on a side beside the composed page, in painting order. */
export interface Overlay {
  readonly rects: readonly PlacedRect[];
  readonly texts: readonly OverlayText[];
  /** Views of the content: to be used at once. */
  readonly masks: readonly PlacedMask[];
  /** Where the content breaks the grammar of overlays; undefined if it does not. */
  readonly faultAt: number | undefined;
}

const NONE: readonly number[] = [];
const TEXTS_MAX = 4096;
const MASKS_MAX = 2;

/** Rectangles in black, a run of text, and a mask up to its data. */
const RECTS = new RegExp(`0 g\n((?:(?:${NUMBER} ){4}re\n)+)f\n`, "y");
const RECT = new RegExp(`(${NUMBER}) (${NUMBER}) (${NUMBER}) (${NUMBER}) re\n`, "g");
const RUN = new RegExp(
  `(?:/(F\\d{1,3}) (\\d{3,5}) Tf\n)?(?:(0|\\.88) g\n)?(${NUMBER}) (${NUMBER}) Td` +
    `(?:/Span<</ActualText(${TEXT_STRING})>>BDC\n(${SHOW})EMC\n|(${SHOW}))`,
  "y",
);
const STRING = new RegExp(`\\((${LITERAL})\\)(-?\\d+)?`, "g");
const MASK = new RegExp(
  `q 0 g\n(${NUMBER}) 0 0 (${NUMBER}) (${NUMBER}) (${NUMBER}) cm ` +
    "BI/IM true/D\\[1 0\\]/W (\\d{1,3})/H (\\d{1,3})(/F/AHx)? ID ",
  "y",
);
const MASK_END = "\nEI Q\n";
const HEX = /^[0-9a-f]*>$/;

/**
 * Reads an overlay or a furniture page by a grammar that allows only what these are made of: black
 * rectangles, then runs of text in black or in the grey of SPECIMEN, then stencils, all as an
 * artifact under one matrix. Reading ends at anything else, such as a path, a form, a clip or
 * another way to show text, and `faultAt` says where.
 */
export function scanOverlay(content: Buffer, decoders: FontDecoders): Overlay {
  return new OverlayScan(content, decoders).read();
}

class OverlayScan {
  readonly #content: Buffer;
  readonly #text: string;
  readonly #decoders: FontDecoders;
  readonly #rects: PlacedRect[] = [];
  readonly #texts: OverlayText[] = [];
  readonly #masks: PlacedMask[] = [];
  #at = 0;
  #font = "";
  #sizeCpt = 0;
  #color = "";
  #x = 0;
  #y = 0;

  constructor(content: Buffer, decoders: FontDecoders) {
    this.#content = content;
    this.#text = content.toString("latin1");
    this.#decoders = decoders;
  }

  read(): Overlay {
    const isWhole =
      this.#takes(`${OPENING}/Artifact BMC\n`) &&
      this.#rectangles() &&
      this.#textObject() &&
      this.#stencils() &&
      this.#takes(`EMC\n${CLOSING}`) &&
      this.#at === this.#text.length;
    const [rects, texts, masks] = [this.#rects, this.#texts, this.#masks];
    return { rects, texts, masks, faultAt: isWhole ? undefined : this.#at };
  }

  #takes(words: string): boolean {
    if (!this.#text.startsWith(words, this.#at)) return false;
    this.#at += words.length;
    return true;
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match !== null) this.#at = pattern.lastIndex;
    return match;
  }

  #rectangles(): boolean {
    const match = this.#match(RECTS);
    if (match === null) return true;
    const [, list = ""] = match;
    for (const [, ...edges] of list.matchAll(RECT)) {
      const [xCpt = 0, yCpt = 0, widthCpt = 0, heightCpt = 0] = edges.map(Number);
      this.#rects.push({ xCpt, yCpt, widthCpt, heightCpt });
    }
    return true;
  }

  /** One text object, in which font and colour are set before the first run. */
  #textObject(): boolean {
    if (!this.#takes("BT\n")) return true;
    while (!this.#takes("ET\n")) {
      const run = this.#match(RUN);
      if (run === null || this.#texts.length >= TEXTS_MAX) return false;
      this.#run(run);
      if (this.#font === "" || this.#color === "") return false;
    }
    return true;
  }

  #run(match: RegExpExecArray): void {
    const [font, size, color, actual] = [match[1], match[2], match[3], match[6]];
    if (font !== undefined) this.#font = font;
    if (size !== undefined) this.#sizeCpt = Number(size);
    if (color !== undefined) this.#color = color;
    this.#x += Number(match[4]);
    this.#y += Number(match[5]);
    const { strings, kerns } = shownBy(match[7] ?? match[8] ?? "");
    const decoder = this.#decoders.get(this.#font);
    let glyphs = "";
    for (const bytes of strings) glyphs += decoder?.text(bytes) ?? NO_TEXT;
    this.#texts.push({
      text: actual === undefined ? glyphs : textOf(actual),
      glyphs,
      font: this.#font,
      sizeCpt: this.#sizeCpt,
      isBlack: this.#color === "0",
      xCpt: this.#x,
      yCpt: this.#y,
      strings,
      kerns,
    });
  }

  #stencils(): boolean {
    for (;;) {
      const match = this.#match(MASK);
      if (match === null) return true;
      const [columns, rows] = [Number(match[5]), Number(match[6])];
      const bits = this.#maskBits(Math.ceil(columns / 8) * rows, match[7] !== undefined);
      if (bits === undefined || this.#masks.length >= MASKS_MAX) return false;
      this.#masks.push({
        xCpt: Number(match[3]),
        yCpt: Number(match[4]),
        widthCpt: Number(match[1]),
        heightCpt: Number(match[2]),
        mask: { columns, rows, bits },
      });
    }
  }

  /** As many bytes as the rows of the stencil have, plain or in hex. */
  #maskBits(bytes: number, isHex: boolean): Buffer | undefined {
    const end = this.#at + (isHex ? 2 * bytes + 1 : bytes);
    if (!this.#text.startsWith(MASK_END, end)) return undefined;
    const start = this.#at;
    this.#at = end + MASK_END.length;
    if (!isHex) return this.#content.subarray(start, end);
    const digits = this.#text.slice(start, end);
    return HEX.test(digits) ? Buffer.from(digits.slice(0, -1), "hex") : undefined;
  }
}

/** The strings that `Tj` or `TJ` shows, and the numbers between them. */
function shownBy(shown: string): Pick<OverlayText, "strings" | "kerns"> {
  if (shown.startsWith("(")) return { strings: [literalBytes(shown.slice(1, -4))], kerns: NONE };
  const strings: Buffer[] = [];
  const kerns: number[] = [];
  for (const [, literal = "", kern] of shown.matchAll(STRING)) {
    strings.push(literalBytes(literal));
    if (kern !== undefined) kerns.push(Number(kern));
  }
  return { strings, kerns };
}
