import { type Diagnostic, diagnostic } from "../base/diagnostic.ts";
import type { Mpt } from "../base/units.ts";
import type { ShapedText } from "../font/shaper.ts";
import type { MissingGlyphPolicy } from "../model/job.ts";
import type { OverlayFont } from "./overlay-font.ts";

/** How address lines are set where they fit. */
export interface AddressStyle {
  /** The style's font, then those tried in turn for a line that it has not all characters of. */
  readonly fonts: readonly [OverlayFont, ...OverlayFont[]];
  readonly sizeMpt: Mpt;
  readonly leadingMpt: Mpt;
  readonly color: number;
  readonly missingGlyph: MissingGlyphPolicy;
}

export interface SetLine {
  readonly text: string;
  readonly font: OverlayFont;
  /** Undefined for plain text, which is set glyph by character. */
  readonly shaped: ShapedText | undefined;
  readonly widthUnits: number;
  readonly trackingUnits: number;
}

/** An address as it is to be painted; only to be used where there are no errors. */
export interface AddressSetting {
  readonly lines: readonly SetLine[];
  readonly sizeMpt: Mpt;
  readonly leadingMpt: Mpt;
  /** From the top of the text area to the first baseline. */
  readonly ascentMpt: Mpt;
  readonly diagnostics: readonly Diagnostic[];
}

const SIZE_MIN_MPT: Mpt = 7000;
const SIZE_STEP_MPT: Mpt = 500;
/** How much closer glyphs may stand in a line that is too wide, in 1/1000 em. */
const TRACKING_MIN_UNITS = -40;

/**
 * Sets the lines of an address in a space: in the style's size, else in smaller ones down to seven
 * points, closed up to solid where they are many; last, single wide lines are narrowed. A line is
 * never broken and never cut: what does not fit is an error.
 */
export class AddressSetter {
  readonly #style: AddressStyle;
  readonly #widthMpt: Mpt;
  readonly #heightMpt: Mpt;

  constructor(style: AddressStyle, widthMpt: Mpt, heightMpt: Mpt) {
    this.#style = style;
    this.#widthMpt = widthMpt;
    this.#heightMpt = heightMpt;
  }

  set(texts: readonly string[]): AddressSetting {
    const diagnostics: Diagnostic[] = [];
    const lines = texts.map((text, index) => this.#line(text, index, diagnostics));
    const heights = blockHeights(lines);
    const widthUnits = lines.reduce((most, line) => Math.max(most, line.widthUnits), 0);
    let sizeMpt = this.#style.sizeMpt;
    while (sizeMpt > SIZE_MIN_MPT && !this.#fits(sizeMpt, widthUnits, lines.length, heights))
      sizeMpt = Math.max(SIZE_MIN_MPT, sizeMpt - SIZE_STEP_MPT);
    const leadingMpt = this.#leadingMpt(sizeMpt, lines.length, heights);
    if (lines.length === 0) diagnostics.push(missingAddress());
    if (leadingMpt < sizeMpt) diagnostics.push(tooTall(lines.length));
    const limitUnits = (this.#widthMpt * 1000) / sizeMpt;
    return {
      lines: lines.map((line, index) => narrowed(line, limitUnits, index, diagnostics)),
      sizeMpt,
      leadingMpt,
      ascentMpt: Math.ceil((heights.ascentUnits * sizeMpt) / 1000),
      diagnostics,
    };
  }

  #fits(sizeMpt: Mpt, widthUnits: number, lineCount: number, heights: BlockHeights): boolean {
    if (widthUnits * sizeMpt > this.#widthMpt * 1000) return false;
    return this.#leadingMpt(sizeMpt, lineCount, heights) >= sizeMpt;
  }

  /** The style's leading in proportion, or what there is room for. */
  #leadingMpt(sizeMpt: Mpt, lineCount: number, heights: BlockHeights): Mpt {
    const { ascentUnits, descentUnits } = heights;
    const spareMpt = this.#heightMpt - Math.ceil(((ascentUnits + descentUnits) * sizeMpt) / 1000);
    const styledMpt = Math.round((this.#style.leadingMpt * sizeMpt) / this.#style.sizeMpt);
    if (spareMpt < 0) return 0;
    return lineCount < 2 ? styledMpt : Math.min(styledMpt, Math.floor(spareMpt / (lineCount - 1)));
  }

  #line(text: string, index: number, diagnostics: Diagnostic[]): SetLine {
    const set = this.#lineIn(text);
    if (set !== undefined) return set;
    const replaced = this.#replaced(text);
    const reset = this.#lineIn(replaced);
    diagnostics.push(missingGlyph(index, reset !== undefined));
    const [font] = this.#style.fonts;
    return reset ?? shapedLine(replaced, font, font.shaper.word(replaced));
  }

  /** The line in the first font that has all its characters. */
  #lineIn(text: string): SetLine | undefined {
    for (const font of this.#style.fonts) {
      const widthUnits = font.shaper.plainWidthUnits(text);
      if (widthUnits >= 0) return { text, font, shaped: undefined, widthUnits, trackingUnits: 0 };
      const shaped = font.shaper.word(text);
      if (shaped.missing < 0) return shapedLine(text, font, shaped);
    }
    return undefined;
  }

  /** The text with what the style's own font lacks replaced, where the job says by what. */
  #replaced(text: string): string {
    const policy = this.#style.missingGlyph;
    if (policy.action === "reject") return text;
    const { face } = this.#style.fonts[0];
    return Array.from(text, (character) =>
      face.glyphOf(character.codePointAt(0) ?? 0) === 0 ? policy.text : character,
    ).join("");
  }
}

interface BlockHeights {
  readonly ascentUnits: number;
  readonly descentUnits: number;
}

function blockHeights(lines: readonly SetLine[]): BlockHeights {
  let ascentUnits = 0;
  let descentUnits = 0;
  for (const { font } of lines) {
    ascentUnits = Math.max(ascentUnits, font.face.ascentUnits);
    descentUnits = Math.max(descentUnits, -font.face.descentUnits);
  }
  return { ascentUnits, descentUnits };
}

function shapedLine(text: string, font: OverlayFont, shaped: ShapedText): SetLine {
  return { text, font, shaped, widthUnits: shaped.widthUnits, trackingUnits: 0 };
}

/** The line as it is, or closed up so that it fits. */
function narrowed(
  line: SetLine,
  limitUnits: number,
  index: number,
  diagnostics: Diagnostic[],
): SetLine {
  if (line.widthUnits <= limitUnits) return line;
  const gaps = (line.shaped?.glyphs.length ?? line.text.length) - 1;
  const trackingUnits = -Math.ceil((line.widthUnits - limitUnits) / Math.max(1, gaps));
  if (gaps < 1 || trackingUnits < TRACKING_MIN_UNITS) {
    diagnostics.push(tooWide(index));
    return line;
  }
  return { ...line, widthUnits: line.widthUnits + gaps * trackingUnits, trackingUnits };
}

function missingAddress(): Diagnostic {
  return diagnostic("mail.address-missing", "The address has no lines; give one to six.");
}

function tooTall(lineCount: number): Diagnostic {
  const message = `An address of ${lineCount} lines does not fit the window's height.`;
  return diagnostic("mail.address-too-tall", message, { hint: "Give the address in fewer lines." });
}

function tooWide(index: number): Diagnostic {
  const message = `Address line ${index + 1} does not fit the window's width in seven points.`;
  return diagnostic("mail.address-too-wide", message, { hint: "Shorten or divide the line." });
}

function missingGlyph(index: number, isReplaced: boolean): Diagnostic {
  const message = `No font has all characters of address line ${index + 1}.`;
  const hint = "Add a fallback font that has them to the address style's font.";
  const severity = isReplaced ? "warning" : "error";
  return diagnostic("mail.address-glyph", message, { hint, severity });
}
