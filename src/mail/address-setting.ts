import { type Diagnostic, diagnostic } from "../base/diagnostic.ts";
import type { Mpt } from "../base/units.ts";
import { missingIn, withSubstitutes } from "../font/font-fallback.ts";
import { orderedRuns } from "../font/ordered-runs.ts";
import type { ShapedText, Shaper } from "../font/shaper.ts";
import type { MissingGlyphPolicy } from "../model/job.ts";
import type { OverlayFont } from "./overlay-font.ts";

/** How address lines are typeset if they fit. */
export interface AddressStyle {
  /** The style's font, then those tried in turn for what it lacks. */
  readonly fonts: readonly [OverlayFont, ...OverlayFont[]];
  readonly sizeMpt: Mpt;
  readonly leadingMpt: Mpt;
  readonly color: number;
  readonly missingGlyph: MissingGlyphPolicy;
}

/** A stretch of a line in one font, and of one direction. */
export interface SetRun {
  readonly font: OverlayFont;
  readonly shaped: ShapedText;
}

export interface SetLine {
  readonly text: string;
  /** The style's font, which plain text is set in, glyph by character. */
  readonly font: OverlayFont;
  /** From the left; none for plain text. */
  readonly runs: readonly SetRun[];
  readonly widthUnits: number;
  readonly trackingUnits: number;
}

/** An address ready to be painted; to be used only if there are no errors. */
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
 * Typesets the lines of an address in a space: in the style's size, else in smaller ones down to
 * seven points, with solid leading if there are many; as a last resort, single wide lines are
 * narrowed. A line is never broken and never cut: what does not fit is an error.
 */
export class AddressSetter {
  readonly #style: AddressStyle;
  readonly #shapers: readonly Shaper[];
  readonly #widthMpt: Mpt;
  readonly #heightMpt: Mpt;

  constructor(style: AddressStyle, widthMpt: Mpt, heightMpt: Mpt) {
    this.#style = style;
    this.#shapers = style.fonts.map(({ shaper }) => shaper);
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

  /** The style's leading in proportion, or as much as there is room for. */
  #leadingMpt(sizeMpt: Mpt, lineCount: number, heights: BlockHeights): Mpt {
    const { ascentUnits, descentUnits } = heights;
    const spareMpt = this.#heightMpt - Math.ceil(((ascentUnits + descentUnits) * sizeMpt) / 1000);
    const styledMpt = Math.round((this.#style.leadingMpt * sizeMpt) / this.#style.sizeMpt);
    if (spareMpt < 0) return 0;
    return lineCount < 2 ? styledMpt : Math.min(styledMpt, Math.floor(spareMpt / (lineCount - 1)));
  }

  #line(text: string, index: number, diagnostics: Diagnostic[]): SetLine {
    const set = this.#lineOf(text);
    if (set !== undefined) return set;
    const policy = this.#style.missingGlyph;
    const replaced =
      policy.action === "reject"
        ? undefined
        : this.#lineOf(withSubstitutes(this.#shapers, text, policy.text).text);
    diagnostics.push(this.#missingGlyph(text, index, replaced !== undefined));
    return replaced ?? { text: "", font: this.#style.fonts[0], runs: [], ...UNTRACKED };
  }

  /** The line in the available fonts; undefined if none has one of its characters. */
  #lineOf(text: string): SetLine | undefined {
    const { fonts } = this.#style;
    const [font] = fonts;
    const plainUnits = font.shaper.plainWidthUnits(text);
    if (plainUnits >= 0) return { text, font, runs: [], ...UNTRACKED, widthUnits: plainUnits };
    const runs = orderedRuns(this.#shapers, text)?.map((run) => ({
      font: fonts[run.font] as OverlayFont,
      shaped: run.shaped,
    }));
    if (runs === undefined) return undefined;
    const widthUnits = runs.reduce((sum, { shaped }) => sum + shaped.widthUnits, 0);
    return { text, font, runs, ...UNTRACKED, widthUnits };
  }

  /** Names the character and its place, never the text around it. */
  #missingGlyph(text: string, index: number, isReplaced: boolean): Diagnostic {
    const missing = missingIn(this.#shapers, text);
    const name = `U+${(missing?.codePoint ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
    const place = `character ${(missing?.offset ?? 0) + 1} of address line ${index + 1}`;
    const tried = this.#style.fonts.map(({ face }) => face.id).join(", ");
    // No font has a line feed or a tab: the record is wrong, not the layout.
    const hint = isControl(missing?.codePoint ?? 0)
      ? "A line of the address has no control characters: give each line a field of its own."
      : `Add a fallback font that has it to the address style's font (tried: ${tried}).`;
    const severity = isReplaced ? "warning" : "error";
    return diagnostic("mail.address-glyph", `No font has ${name}, ${place}.`, { hint, severity });
  }
}

function isControl(codePoint: number): boolean {
  return codePoint < 0x20 || (codePoint >= 0x7f && codePoint < 0xa0);
}

const UNTRACKED = { widthUnits: 0, trackingUnits: 0 } as const;

interface BlockHeights {
  readonly ascentUnits: number;
  readonly descentUnits: number;
}

function blockHeights(lines: readonly SetLine[]): BlockHeights {
  let ascentUnits = 0;
  let descentUnits = 0;
  for (const { font, runs } of lines)
    for (const { face } of runs.length === 0 ? [font] : runs.map((run) => run.font)) {
      ascentUnits = Math.max(ascentUnits, face.ascentUnits);
      descentUnits = Math.max(descentUnits, -face.descentUnits);
    }
  return { ascentUnits, descentUnits };
}

/** Glyphs of a line, of plain text as many as characters. */
function glyphCount({ text, runs }: SetLine): number {
  if (runs.length === 0) return text.length;
  return runs.reduce((sum, { shaped }) => sum + shaped.glyphs.length, 0);
}

/** The line as it is, or closed up so that it fits. */
function narrowed(
  line: SetLine,
  limitUnits: number,
  index: number,
  diagnostics: Diagnostic[],
): SetLine {
  if (line.widthUnits <= limitUnits) return line;
  const gaps = glyphCount(line) - 1;
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
  return diagnostic("mail.address-too-wide", message, { hint: "Shorten or split the line." });
}
