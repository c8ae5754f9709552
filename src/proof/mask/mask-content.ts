import { sha256 } from "../../base/hash.ts";
import { Prng } from "../../base/prng.ts";
import { textString } from "../../pdf/strings.ts";
import { type IsKept, maskText } from "./mask-text.ts";
import type { MaskFont, MaskGlyph } from "./mask-font.ts";

const WORD = /\p{L}[\p{L}\p{M}]*/gu;
/** The inside of a literal string. */
const INSIDE = String.raw`(?:\\[\s\S]|[^\\()])*`;
/** The parts of a content stream that masking has to know; what lies between is copied. */
const PARTS = new RegExp(
  [
    String.raw`\bBI/IM[\s\S]*?\nEI\b`,
    String.raw`/ActualText(?:\(${INSIDE}\)|<[0-9A-Fa-f]*>)`,
    String.raw`/NPcode/[^\s<>/[\]()]+`,
    String.raw`/(F\d+) (\S+) Tf`,
    String.raw`\[((?:\(${INSIDE}\)|[^\]()])*)\]TJ`,
    String.raw`(\(${INSIDE}\))Tj`,
  ].join("|"),
  "g",
);
const PIECES = /\(((?:\\[\s\S]|[^\\()])*)\)|(-?[\d.]+)/g;

/**
 * A content stream with other letters and digits at the same places, and nothing in its codes. A
 * glyph without another of its width is scaled to it. The choice depends on the stream's own bytes,
 * which nobody has who sees the masked ones alone.
 */
export function maskContent(
  content: string,
  fonts: ReadonlyMap<string, MaskFont>,
  isKept: IsKept,
): string {
  const chance = new Prng(Number.parseInt(sha256(Buffer.from(content, "latin1")).slice(0, 8), 16));
  let font: MaskFont | undefined;
  return content.replaceAll(
    PARTS,
    (part: string, name?: string, _size?: string, array?: string, shown?: string) => {
      if (name !== undefined) {
        font = fonts.get(name);
        return part;
      }
      if (part.startsWith("BI")) return blankImage(part);
      if (part.startsWith("/ActualText")) return `/ActualText${maskedActual(part, isKept)}`;
      if (part.startsWith("/NPcode")) return "/NPcode/masked";
      const pieces = piecesOf(array ?? shown ?? "");
      return font === undefined ? "" : maskedShow(pieces, font, isKept, chance);
    },
  );
}

/** A string, or a shift, of an array that is shown. */
type Piece = { readonly bytes: string } | { readonly shift: string };

function piecesOf(array: string): Piece[] {
  return [...array.matchAll(PIECES)].map(([, bytes, shift = ""]) =>
    bytes === undefined ? { shift } : { bytes: unescaped(bytes) },
  );
}

/** The operators that show the masked glyphs. */
function maskedShow(
  pieces: readonly Piece[],
  font: MaskFont,
  isKept: IsKept,
  chance: Prng,
): string {
  const parts = pieces.map((piece) =>
    "bytes" in piece ? font.glyphsIn(piece.bytes) : piece.shift,
  );
  const glyphs = parts.flatMap((part) => (typeof part === "string" ? [] : part));
  const kept = keptGlyphs(glyphs, isKept);
  const show = new ShowWriter(font);
  for (const part of parts) {
    if (typeof part === "string") show.shift(part);
    else
      for (const glyph of part) {
        const isOpen = kept.has(glyph) || !font.isMasked(glyph);
        const shown = isOpen ? glyph : font.peerOf(glyph, (below) => chance.below(below));
        show.glyph(shown, glyph.width);
      }
  }
  return show.end();
}

/** The glyphs of words that may be read. */
function keptGlyphs(glyphs: readonly MaskGlyph[], isKept: IsKept): ReadonlySet<MaskGlyph> {
  // One character stands for a glyph, so that places in the text are places among the glyphs.
  const line = glyphs.map(({ text }) => (text.length === 1 ? text : "\u0000")).join("");
  const kept = new Set<MaskGlyph>();
  for (const { 0: word, index } of line.matchAll(WORD))
    if (isKept(word)) for (const glyph of glyphs.slice(index, index + word.length)) kept.add(glyph);
  return kept;
}

/** Writes glyphs in arrays, each as wide as is said. */
class ShowWriter {
  readonly #font: MaskFont;
  #out = "";
  #array = "";
  #string = "";

  constructor(font: MaskFont) {
    this.#font = font;
  }

  /** Without a glyph, its room alone. */
  glyph(glyph: MaskGlyph | undefined, width: number): void {
    if (glyph === undefined) return width === 0 ? undefined : this.shift(String(-width));
    const bytes = escaped(this.#font.bytesOf(glyph));
    if (glyph.width === width || glyph.width === 0) {
      this.#string += bytes;
      return;
    }
    this.#flush();
    const percent = ((width / glyph.width) * 100).toFixed(4);
    this.#out += `\n${percent} Tz(${bytes})Tj 100 Tz\n`;
  }

  shift(amount: string): void {
    this.#endString();
    this.#array += amount;
  }

  end(): string {
    this.#flush();
    return this.#out.trimEnd();
  }

  #flush(): void {
    this.#endString();
    if (this.#array !== "") this.#out += `[${this.#array}]TJ\n`;
    this.#array = "";
  }

  #endString(): void {
    if (this.#string !== "") this.#array += `(${this.#string})`;
    this.#string = "";
  }
}

/** What a reader is told that glyphs say. */
function maskedActual(part: string, isKept: IsKept): string {
  const told = part.slice("/ActualText".length);
  const inside = told.slice(1, -1);
  const units = inside.match(/[0-9A-Fa-f]{4}/g) ?? [];
  const text = told.startsWith("(")
    ? unescaped(inside)
    : String.fromCharCode(...units.slice(1).map((unit) => Number.parseInt(unit, 16)));
  return textString(maskText(text, isKept));
}

/** A code's image with stripes in place of its modules: it reads as nothing. */
function blankImage(part: string): string {
  const data = part.indexOf(" ID ") + " ID ".length;
  const end = part.lastIndexOf("\nEI");
  const isHex = part.slice(0, data).includes("/AHx");
  const count = end - data;
  const stripes = isHex ? `${"cc".repeat((count - 1) >> 1)}>` : "\u00cc".repeat(count);
  return part.slice(0, data) + stripes + part.slice(end);
}

function unescaped(bytes: string): string {
  return bytes.replaceAll(/\\([\s\S])/g, (_, byte: string) => (byte === "r" ? "\r" : byte));
}

function escaped(bytes: string): string {
  return bytes.replaceAll(/[\\()]/g, "\\$&").replaceAll("\r", "\\r");
}
