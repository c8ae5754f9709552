import { type DecodedImb, decodeImb } from "../barcode/imb-decoder.ts";
import type { GreyPage } from "./grey-pages.ts";

const BAR_COUNT = 65;
const COLUMNS = 580;
const ROW_BYTES = 73;
const MASK = new RegExp(
  String.raw`q 0 g\n(\d+) 0 0 (\d+) (\d+) (\d+) cm ` +
    String.raw`BI/IM true/D\[1 0\]/W ${COLUMNS}/H 3 ID ([\s\S]{${3 * ROW_BYTES}})\nEI`,
);

/** A barcode drawn as an image mask: its letters, and its place in points from the page's foot. */
export interface DrawnImb {
  readonly letters: string;
  readonly left: number;
  readonly foot: number;
  readonly width: number;
  readonly height: number;
}

/** The Intelligent Mail barcode that a page's content draws, or undefined where it draws none. */
export function drawnImb(content: string): DrawnImb | undefined {
  const match = MASK.exec(content);
  if (match === null) return undefined;
  const [width = 0, height = 0, left = 0, foot = 0] = match.slice(1, 5).map((n) => Number(n) / 100);
  const bits = Buffer.from(match[5] as string, "latin1");
  const isInk = (row: number, column: number): boolean => {
    const byte = bits[row * ROW_BYTES + (column >> 3)] as number;
    return ((byte >> (7 - (column & 7))) & 1) === 1;
  };
  // The middle row is in every bar and nowhere else, so it tells where the bars are.
  const bars = inkedRanges(COLUMNS, (column) => isInk(1, column));
  const letters = bars.map(({ middle }) => letter(isInk(0, middle), isInk(2, middle)));
  return { letters: letters.join(""), left, foot, width, height };
}

/** What a camera sees of a barcode: its letters, and the widths of bars and pitches in pixels. */
export interface SeenImb {
  readonly letters: string;
  readonly barWidths: readonly number[];
  readonly pitches: readonly number[];
  readonly height: number;
}

/** Reads a barcode from a picture that shows it alone. */
export function seenImb(picture: GreyPage): SeenImb {
  const { width, height } = picture;
  const isDark = (x: number, y: number): boolean => picture.at(x, y) < 128;
  const columns = Array.from({ length: width }, (_, x) => x);
  const rows = inkedRanges(height, (y) => columns.some((x) => isDark(x, y)));
  const [top, bottom] = [rows[0]?.first ?? 0, rows.at(-1)?.last ?? 0];
  const yAt = (share: number): number => Math.round(top + (bottom - top) * share);
  const bars = inkedRanges(width, (x) => isDark(x, yAt(0.5)));
  const letters = bars.map(({ middle }) =>
    letter(isDark(middle, yAt(0.15)), isDark(middle, yAt(0.85))),
  );
  return {
    letters: letters.join(""),
    barWidths: bars.map(({ first, last }) => last - first + 1),
    pitches: bars.slice(1).map(({ first }, index) => first - (bars[index]?.first ?? 0)),
    height: bottom - top + 1,
  };
}

/** The digits of a barcode's letters, tracking first. */
export function imbDigitsOf(letters: string): string {
  if (letters.length !== BAR_COUNT) throw new Error(`${letters.length} bars: ${letters}`);
  const { tracking, routing }: DecodedImb = decodeImb(letters);
  return tracking + routing;
}

function letter(isUp: boolean, isDown: boolean): string {
  if (isUp) return isDown ? "F" : "A";
  return isDown ? "D" : "T";
}

interface InkedRange {
  readonly first: number;
  readonly last: number;
  readonly middle: number;
}

/** Runs of places that are ink. */
function inkedRanges(length: number, isInk: (at: number) => boolean): InkedRange[] {
  const ranges: InkedRange[] = [];
  let first = -1;
  for (let at = 0; at <= length; at += 1) {
    const inked = at < length && isInk(at);
    if (inked && first < 0) first = at;
    if (inked || first < 0) continue;
    ranges.push({ first, last: at - 1, middle: (first + at - 1) >> 1 });
    first = -1;
  }
  return ranges;
}
