import { graphemesOf } from "../font/graphemes.ts";
import { breakOpportunities } from "../font/line-breaks.ts";
import type { Hyphenator } from "../font/hyphenator.ts";
import {
  BREAK_AT_HYPHEN,
  BREAK_FORCED,
  BREAK_HYPHENATED,
  BREAK_PLAIN,
  type BreakPoint,
} from "./break-points.ts";

/** What text in styles is wide, in millipoints times 1000. */
export interface TextMeasure {
  /** Of a stretch without spaces, by its UTF-16 offsets. */
  word(from: number, to: number): number;
  spaces(from: number, to: number): number;
  /** Of the hyphen that divides a word before an offset. */
  hyphen(offset: number): number;
}

/** A stretch without spaces, and the spaces after it. */
export interface Segment {
  readonly from: number;
  readonly end: number;
  readonly to: number;
}

export interface BrokenText {
  readonly segments: readonly Segment[];
  /** In order; the last is the end of the text. */
  readonly points: readonly BreakPoint[];
}

const SOFT_HYPHEN = "\u00ad";
const HYPHENS = new Set(["-", "\u2010"]);
/** What separates words as a space does. */
// oxlint-disable-next-line no-control-regex
const SPACES = /[\u0000-\u0020\u00a0]+/g;

/** The places where one line of a text may be broken; `widthMax` is that of the line. */
export function findBreaks(
  text: string,
  measure: TextMeasure,
  hyphenator: Hyphenator | undefined,
  widthMax: number,
): BrokenText {
  return new BreakFinder(text, measure, hyphenator, widthMax).find();
}

class BreakFinder {
  readonly #text: string;
  readonly #measure: TextMeasure;
  readonly #hyphenator: Hyphenator | undefined;
  readonly #widthMax: number;
  readonly #allowed: ReadonlySet<number>;
  readonly #segments: Segment[] = [];
  readonly #points: BreakPoint[] = [];
  /** The width of all text, and of all spaces, before the segment at hand. */
  #x = 0;
  #space = 0;

  constructor(
    text: string,
    measure: TextMeasure,
    hyphenator: Hyphenator | undefined,
    widthMax: number,
  ) {
    this.#text = text;
    this.#measure = measure;
    this.#hyphenator = hyphenator;
    this.#widthMax = widthMax;
    this.#allowed = new Set(breakOpportunities(text));
  }

  find(): BrokenText {
    for (const segment of this.#stretches()) this.#add(segment);
    return { segments: this.#segments, points: this.#points };
  }

  /** The text cut at its spaces, and where it may break without a hyphen. */
  *#stretches(): Generator<Segment> {
    let from = 0;
    for (const { 0: spaces, index } of [...this.#text.matchAll(SPACES), { 0: "", index: -1 }]) {
      const end = index < 0 ? this.#text.length : index;
      let start = from;
      for (let at = from + 1; at < end; at += 1) {
        if (!this.#allowed.has(at) || this.#kindAt(at) !== BREAK_PLAIN) continue;
        yield { from: start, end: at, to: at };
        start = at;
      }
      from = end + spaces.length;
      if (from > start) yield { from: start, end, to: from };
    }
  }

  #kindAt(offset: number): number {
    const before = this.#text.charAt(offset - 1);
    if (before === SOFT_HYPHEN) return BREAK_HYPHENATED;
    return HYPHENS.has(before) ? BREAK_AT_HYPHEN : BREAK_PLAIN;
  }

  #add(segment: Segment): void {
    const { from, end, to } = segment;
    this.#segments.push(segment);
    const width = end > from ? this.#measure.word(from, end) : 0;
    for (const [offset, kind] of this.#innerBreaks(segment, width)) {
      const hyphenWidth = kind === BREAK_HYPHENATED ? this.#measure.hyphen(offset) : 0;
      this.#points.push({
        kind,
        end: offset,
        next: offset,
        endX: this.#x + this.#measure.word(from, offset) + hyphenWidth,
        nextX: this.#x + width - this.#measure.word(offset, end),
        hyphenWidth,
        endSpace: this.#space,
        nextSpace: this.#space,
      });
    }
    const gap = to > end ? this.#measure.spaces(end, to) : 0;
    this.#addEnd(segment, width, gap);
    this.#x += width + gap;
    this.#space += gap;
  }

  #addEnd({ end, to }: Segment, width: number, gap: number): void {
    this.#points.push({
      kind: this.#kindOfEnd(end, to),
      end,
      next: to,
      endX: this.#x + width,
      nextX: this.#x + width + gap,
      hyphenWidth: 0,
      endSpace: this.#space,
      nextSpace: this.#space + gap,
    });
  }

  /** Words that a no-break space joins are only parted where they are wider than a line. */
  #kindOfEnd(end: number, to: number): number {
    if (to === this.#text.length) return BREAK_PLAIN;
    if (!this.#allowed.has(to)) return BREAK_FORCED;
    return end === to ? this.#kindAt(to) : BREAK_PLAIN;
  }

  /** Hyphens that are written or hidden in the word count before those of its language. */
  #innerBreaks({ from, end }: Segment, width: number): [offset: number, kind: number][] {
    const breaks: [number, number][] = [];
    for (let at = from + 1; at < end; at += 1)
      if (this.#allowed.has(at)) breaks.push([at, this.#kindAt(at)]);
    const word = this.#text.slice(from, end);
    const isInAddress = this.#text[from - 1] === "/";
    if (breaks.length === 0 && !isInAddress && this.#hyphenator !== undefined)
      for (const offset of this.#hyphenator.offsets(word))
        breaks.push([from + offset, BREAK_HYPHENATED]);
    return width > this.#widthMax ? this.#withForced(breaks, word, from) : breaks;
  }

  /** A word that is wider than a line may break anywhere, as nothing may be lost or stick out. */
  #withForced(
    breaks: readonly [number, number][],
    word: string,
    from: number,
  ): [offset: number, kind: number][] {
    const all = new Map<number, number>();
    for (const { index } of graphemesOf(word)) if (index > 0) all.set(from + index, BREAK_FORCED);
    for (const [offset, kind] of breaks) all.set(offset, kind);
    return [...all].sort(([one], [other]) => one - other);
  }
}
