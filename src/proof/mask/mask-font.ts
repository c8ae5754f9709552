import { inflateSync } from "node:zlib";
import { defined } from "../../base/assert.ts";
import type { SpoolReader } from "../../pdf/spool-reader.ts";

/** A glyph as content names it. */
export interface MaskGlyph {
  readonly code: number;
  /** Empty where the font does not say it. */
  readonly text: string;
  /** In thousandths of the size. */
  readonly width: number;
}

const LETTER = /^\p{L}$/u;
const DIGIT = /^\p{Nd}$/u;
const SCRIPTS = ["Latin", "Greek", "Cyrillic", "Hebrew", "Arabic", "Devanagari", "Thai", "Han"].map(
  (script) => ({ script, pattern: new RegExp(`^\\p{Script=${script}}$`, "u") }),
);

/** Fewer glyphs would nearly say which one they stand for. */
const CHOICES_MIN = 3;

/** What the glyphs of a font in a file say, and how wide they are. */
export class MaskFont {
  readonly #glyphs: ReadonlyMap<number, MaskGlyph>;
  /** Glyphs by what they may stand for, and among these by their width. */
  readonly #peers: ReadonlyMap<string, readonly MaskGlyph[]>;
  readonly #isTwoByte: boolean;

  constructor(pdf: SpoolReader, id: number) {
    const font = text(pdf.object(id));
    const descendant = text(pdf.object(reference(font, /\/DescendantFonts\[(\d+) 0 R\]/)));
    const unicode = inflateSync(pdf.streamBytes(reference(font, /\/ToUnicode (\d+) 0 R/)));
    const texts = unicodeTexts(text(unicode));
    const widths = codeWidths(/\/W\[(.*?\])\]/s.exec(descendant)?.[1] ?? "");
    const glyphs = [...widths].map(([code, width]): MaskGlyph => ({
      code,
      width,
      text: texts.get(code) ?? "",
    }));
    this.#isTwoByte = font.includes("/Encoding/Identity-H");
    this.#glyphs = new Map(glyphs.map((glyph) => [glyph.code, glyph]));
    this.#peers = Map.groupBy(glyphs, (glyph) => kindOf(glyph.text));
  }

  /** The glyphs of a string of content (see `font/show-codes.ts`). */
  glyphsIn(bytes: string): MaskGlyph[] {
    const found: MaskGlyph[] = [];
    for (let at = 0; at < bytes.length; at += 1) {
      let code = bytes.charCodeAt(at);
      if (this.#isTwoByte || code >= 0x80) code = (code << 8) | bytes.charCodeAt((at += 1));
      found.push(this.#glyphs.get(code) ?? { code, text: "", width: 0 });
    }
    return found;
  }

  bytesOf({ code }: MaskGlyph): string {
    const isOne = !this.#isTwoByte && code < 0x80;
    return isOne ? String.fromCharCode(code) : String.fromCharCode(code >> 8, code & 0xff);
  }

  /** Letters, digits, and glyphs of which the font does not say what they are. */
  isMasked({ text: own, code }: MaskGlyph): boolean {
    return this.#glyphs.has(code) && (own === "" || LETTER.test(own) || DIGIT.test(own));
  }

  /**
   * Another glyph of the same kind: one as wide, where there are enough of these that it does not
   * tell the first one. `choose` gives a number below its argument. Undefined where there is none,
   * as of marks that take no width.
   */
  peerOf(glyph: MaskGlyph, choose: (below: number) => number): MaskGlyph | undefined {
    const kind = kindOf(glyph.text);
    const alike = this.#others(kind, glyph);
    const letters = [...alike, ...this.#others(otherCase(kind), glyph)];
    const asWide = letters.filter(({ width }) => width === glyph.width);
    const plain = (others: readonly MaskGlyph[]): MaskGlyph[] =>
      others.filter(({ code }) => code < 0x80);
    const choices = [
      plain(asWide),
      plain(alike),
      asWide,
      alike,
      this.#others("Latin lower", glyph),
    ];
    const first = choices.find(({ length }) => length >= CHOICES_MIN);
    return first?.[choose(first.length)];
  }

  /** Glyphs of a kind but for the letter itself, with whatever accents. */
  #others(kind: string, glyph: MaskGlyph): MaskGlyph[] {
    const base = baseOf(glyph.text);
    const isOther = ({ text: own, code, width }: MaskGlyph): boolean =>
      code !== glyph.code && (own === "" || baseOf(own) !== base) && width > 0 === glyph.width > 0;
    return (this.#peers.get(kind) ?? []).filter(isOther);
  }
}

/** What a glyph can be exchanged with: another of its script and case, or another digit. */
function kindOf(character: string): string {
  if (character === "") return "unsaid";
  if (DIGIT.test(character)) return "digit";
  if (!LETTER.test(character)) return "none";
  const script = SCRIPTS.find(({ pattern }) => pattern.test(character))?.script ?? "other";
  return `${script} ${character === character.toLowerCase() ? "lower" : "upper"}`;
}

/** A letter without its accents, in lower case. */
function baseOf(character: string): string {
  return character.normalize("NFD").charAt(0).toLowerCase();
}

function otherCase(kind: string): string {
  return kind.endsWith("lower") ? kind.replace("lower", "upper") : kind.replace("upper", "lower");
}

/** The widths of codes from the `W` array of a font. */
function codeWidths(array: string): Map<number, number> {
  const widths = new Map<number, number>();
  for (const [, first, list = ""] of array.matchAll(/(\d+)\[([\d .]*)\]/g))
    for (const [index, width] of list.trim().split(/\s+/).entries())
      widths.set(Number(first) + index, Number(width));
  return widths;
}

/** What codes stand for, from the entries of a ToUnicode map. */
function unicodeTexts(map: string): Map<number, string> {
  const found = map.matchAll(/^<([0-9A-F]+)><([0-9A-F]+)>$/gm);
  return new Map(
    [...found].map(([, code = "", hex = ""]) => {
      const units = hex.match(/.{4}/g) ?? [];
      const characters = units.map((unit) => String.fromCharCode(Number.parseInt(unit, 16)));
      return [Number.parseInt(code, 16), characters.join("")];
    }),
  );
}

function reference(object: string, pattern: RegExp): number {
  return Number(defined(pattern.exec(object)?.[1], "what a font leads to"));
}

export function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1");
}
