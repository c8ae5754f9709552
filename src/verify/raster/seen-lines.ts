import type { Rect } from "../../model/geometry.ts";
import type { GreyImage, PixelBox } from "./grey-image.ts";
import type { SeenLetter } from "./page-view.ts";

/** Baselines this close to each other are one. */
const SAME_LINE_MPT = 500;
/** Outlines may exceed the boxes that renderers give by this much. */
const MARGIN_PX = 2;
/** Ink that people can see on white paper. */
const INK_SHADE = 200;
/** Letters are mostly paper: what is darker is a box over them. */
const INK_SHARE_MAX = 0.65;

/** Letters on one line. */
export interface SeenLine {
  /** Without blanks, from left to right. */
  readonly text: string;
  readonly letters: readonly SeenLetter[];
  readonly area: Rect;
}

/** Letters by line, from the top down; blanks are left out, as they have no ink. */
export function linesOf(letters: readonly SeenLetter[]): readonly SeenLine[] {
  const inked = letters.filter(({ text }) => isInked(text));
  const sorted = inked.toSorted((a, b) => a.baselineMpt - b.baselineMpt);
  const lines: SeenLetter[][] = [];
  for (const letter of sorted) {
    const last = lines.at(-1);
    const isSame = last && letter.baselineMpt - (last[0]?.baselineMpt ?? 0) <= SAME_LINE_MPT;
    if (isSame === true) last?.push(letter);
    else lines.push([letter]);
  }
  return lines.map((line) => {
    const inOrder = line.toSorted((a, b) => a.area.xMpt - b.area.xMpt);
    const text = inOrder.map((letter) => letter.text).join("");
    return { text, letters: inOrder, area: around(inOrder.map(({ area }) => area)) };
  });
}

/** Where the ink of a line may be. */
export function lineBox(image: GreyImage, { area }: SeenLine): PixelBox {
  return image.boxOf(area, MARGIN_PX);
}

/** Whether each letter of a line has ink in its place, and nothing covers the line. */
export function isPrinted(image: GreyImage, line: SeenLine): boolean {
  if (image.inkShare(image.boxOf(line.area), INK_SHADE) > INK_SHARE_MAX) return false;
  return line.letters.every(({ area }) => image.inkShare(image.boxOf(area, 1), INK_SHADE) > 0);
}

/**
 * Whether a line shows a text, ignoring blanks and variant forms of a letter. A font may lack
 * characters outside ASCII, so that another sign is printed, and the line may run from right to
 * left: then the ASCII characters of the text must be there, in any order.
 */
export function says(line: SeenLine, text: string): boolean {
  const [seen, wanted] = [plain(line.text), plain(text)];
  if (seen === wanted) return true;
  const letters = Array.from(wanted).filter((letter) => letter > "\x7f");
  if (letters.length === 0) return false;
  const rest = Array.from(seen);
  return Array.from(wanted).every((letter) => {
    const at = rest.indexOf(letter);
    if (at >= 0) rest.splice(at, 1);
    return at >= 0 || letter > "\x7f";
  });
}

function isInked(letter: string): boolean {
  return (letter > " " && letter <= "~") || plain(letter) !== "";
}

/** ASCII needs neither tables of Unicode, which take long to load, nor what is done with them. */
function plain(text: string): string {
  if (/^[ -~]*$/.test(text)) return text.replaceAll(" ", "");
  return text.normalize("NFKC").replaceAll(/[\s\p{C}]/gu, "");
}

function around(areas: readonly Rect[]): Rect {
  const [xMpt, yMpt] = [min(areas, "xMpt"), min(areas, "yMpt")];
  const right = Math.max(...areas.map((area) => area.xMpt + area.widthMpt));
  const bottom = Math.max(...areas.map((area) => area.yMpt + area.heightMpt));
  return { xMpt, yMpt, widthMpt: right - xMpt, heightMpt: bottom - yMpt };
}

function min(areas: readonly Rect[], side: "xMpt" | "yMpt"): number {
  return Math.min(...areas.map((area) => area[side]));
}
