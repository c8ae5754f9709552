import bidiModule, { type Bidi } from "bidi-js";

/** Units of letters, numbers and marks from the right, which may turn the order of a line. */
const TURNING =
  /[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefe\ud802\ud803\ud83a\ud83b]/;

/**
 * Orders text of two directions (UAX #9). The library reads one UTF-16 unit at a time, so
 * characters beyond the BMP are replaced by others of their kind for it. Its types describe the
 * build for bundlers; Node gets the factory itself.
 */
const bidi = (bidiModule as unknown as () => Bidi)();

const STAND_INS: ReadonlyMap<string, string> = new Map([
  ["R", "\u05d0"],
  ["AL", "\u0627"],
  ["EN", "0"],
  ["AN", "\u0660"],
  ["NSM", "\u0300"],
  ["BN", "\u00ad"],
  ["ET", "%"],
  ["ES", "+"],
  ["CS", ","],
  ["ON", "!"],
]);

/** The levels of a paragraph by UTF-16 unit, and that of the paragraph itself. */
export interface BidiLevels {
  readonly levels: Uint8Array;
  readonly baseLevel: 0 | 1;
}

/** False if text needs no levels: nothing in it turns the direction. Cheap for Latin text. */
export function mayTurn(text: string): boolean {
  return TURNING.test(text);
}

/** The direction of the first strong character (rules P2 and P3); undefined if there is none. */
export function firstStrong(text: string): "ltr" | "rtl" | undefined {
  let isolates = 0;
  for (const character of text) {
    const type = bidi.getBidiCharTypeName(character);
    if (type === "LRI" || type === "RLI" || type === "FSI") isolates += 1;
    else if (type === "PDI") isolates = Math.max(0, isolates - 1);
    else if (isolates > 0) continue;
    else if (type === "L") return "ltr";
    else if (type === "R" || type === "AL") return "rtl";
  }
  return undefined;
}

/** The levels of one paragraph in a base direction. */
export function bidiLevels(text: string, rightToLeft: boolean): BidiLevels {
  const baseLevel = rightToLeft ? 1 : 0;
  const { levels } = bidi.getEmbeddingLevels(inUnits(text), rightToLeft ? "rtl" : "ltr");
  return { levels, baseLevel };
}

/** Replaces each surrogate pair by a stand-in of its kind and a unit that takes part in nothing. */
function inUnits(text: string): string {
  return text.replace(/[\u{10000}-\u{10ffff}]/gu, (character) => {
    const standIn = STAND_INS.get(bidi.getBidiCharTypeName(character)) ?? "a";
    return `${standIn}\u00ad`;
  });
}

/**
 * Rule L1: the levels from `from` to before `to`, a line, with its trailing blanks at the base
 * level.
 */
export function lineLevels(
  text: string,
  { levels, baseLevel }: BidiLevels,
  from: number,
  to: number,
): Uint8Array {
  const line = levels.slice(from, to);
  for (let at = to - 1; at >= from && isTrailing(text[at] as string); at -= 1)
    line[at - from] = baseLevel;
  return line;
}

const TRAILING: ReadonlySet<string> = new Set(
  "S WS B LRI RLI FSI PDI BN LRE RLE LRO RLO PDF".split(" "),
);

function isTrailing(unit: string): boolean {
  return TRAILING.has(bidi.getBidiCharTypeName(unit));
}

/** Rule L2: the indices of things with these levels, in visual order from the left. */
export function visualOrder(levels: ArrayLike<number>): number[] {
  const order = Array.from(levels, (_, index) => index);
  let highest = 0;
  for (let index = 0; index < levels.length; index += 1)
    highest = Math.max(highest, levels[index] as number);
  for (let level = highest; level > 0; level -= 1) reverseFrom(order, levels, level);
  return order;
}

/** Reverses every run of levels that are `level` or higher. */
function reverseFrom(order: number[], levels: ArrayLike<number>, level: number): void {
  for (let start = 0; start < order.length; start += 1) {
    let end = start;
    while (end < order.length && (levels[order[end] as number] as number) >= level) end += 1;
    if (end - start > 1) order.splice(start, end - start, ...order.slice(start, end).reverse());
    start = Math.max(start, end);
  }
}

/** The character drawn for another one in right-to-left text, such as the other parenthesis. */
export function mirrored(character: string): string {
  return bidi.getMirroredCharacter(character) ?? character;
}
