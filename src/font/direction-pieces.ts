/** A stretch of text that runs in one direction. */
export interface DirectionPiece {
  readonly text: string;
  /** UTF-16 offset in the whole text. */
  readonly offset: number;
  readonly rightToLeft: boolean;
}

const SCRIPTS = "Hebr Arab Syrc Thaa Nkoo Samr Mand Adlm Rohg".split(" ");
const RIGHT_TO_LEFT = new RegExp(`[${SCRIPTS.map((script) => `\\p{sc=${script}}`).join("")}]`, "u");
const STRONG_OR_NUMBER = /[\p{L}\p{N}]/u;
const NUMBER = /\p{N}/u;
const MARK_OR_IGNORABLE = /[\p{M}\p{Default_Ignorable_Code_Point}]/u;

export function hasRightToLeft(text: string): boolean {
  return RIGHT_TO_LEFT.test(text);
}

/**
 * Splits the text of one run into pieces of one direction, in visual order from the left. A small
 * part of the Unicode Bidirectional Algorithm (UAX #9), enough within a run: the first letter
 * gives the direction of the whole, numbers and foreign words keep their own, neutrals follow
 * their neighbours. Order across a line is the line breaker's.
 */
export function directionPieces(text: string): { pieces: DirectionPiece[]; rightToLeft: boolean } {
  if (!hasRightToLeft(text))
    return { pieces: [{ text, offset: 0, rightToLeft: false }], rightToLeft: false };
  const characters = Array.from(text);
  const directions = characters.map(directionOf);
  const rightToLeft = isBaseRightToLeft(characters, directions);
  settleNeutrals(directions, rightToLeft);
  const pieces = joinEqual(characters, directions);
  return { pieces: rightToLeft ? pieces.reverse() : pieces, rightToLeft };
}

type Direction = boolean | undefined;

/** True is right to left; undefined where the neighbours decide. */
function directionOf(character: string): Direction {
  if (NUMBER.test(character)) return false;
  if (MARK_OR_IGNORABLE.test(character)) return undefined;
  if (RIGHT_TO_LEFT.test(character)) return true;
  return STRONG_OR_NUMBER.test(character) ? false : undefined;
}

function isBaseRightToLeft(characters: readonly string[], directions: Direction[]): boolean {
  const first = directions.findIndex(
    (direction, index) => direction !== undefined && !NUMBER.test(characters[index] as string),
  );
  return directions[first] ?? true;
}

/** Gives neutrals the direction of both neighbours where they agree, else the base direction. */
function settleNeutrals(directions: Direction[], base: boolean): void {
  for (let start = 0; start < directions.length; start += 1) {
    if (directions[start] !== undefined) continue;
    let end = start;
    while (end < directions.length && directions[end] === undefined) end += 1;
    const before = directions[start - 1] ?? base;
    const after = directions[end] ?? base;
    directions.fill(before === after ? before : base, start, end);
  }
}

function joinEqual(characters: readonly string[], directions: Direction[]): DirectionPiece[] {
  const pieces: DirectionPiece[] = [];
  let text = "";
  let offset = 0;
  for (const [index, character] of characters.entries()) {
    text += character;
    if (directions[index] === directions[index + 1]) continue;
    pieces.push({ text, offset, rightToLeft: directions[index] === true });
    offset += text.length;
    text = "";
  }
  return pieces;
}
