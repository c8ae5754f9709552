import { createRequire } from "node:module";
import type LineBreaker from "linebreak";

const SPACE = 0x20;
const HYPHEN = 0x2d;
const SLASH = 0x2f;
const SOFT_HYPHEN = 0xad;
const LATIN_END = 0x250;

/** A slash only breaks text that is too long to be a date, a fraction or an "and/or". */
const SLASH_TOKEN_MIN = 20;

const unitsOf = (characters: string): Set<number> =>
  new Set(Array.from(characters, (character) => character.charCodeAt(0)));

/** Never at the start of a line, not even after a space (UAX #14, LB13). */
const CLOSING = unitsOf(")]}!?/;:,.");
/** Never at the end of a line, not even before a space (LB14). */
const OPENING = unitsOf("([{¡¿");
/** Stay with an opening mark that follows after spaces (LB15). */
const QUOTES = unitsOf("\"'«»");

/**
 * The UTF-16 offsets at which a line may break, ascending, without 0 and the end of the text: the
 * character before an offset ends a line, the one at it starts the next. Latin text breaks after
 * spaces, hyphens within words, soft hyphens, and slashes of long addresses; any other text follows
 * UAX #14.
 */
export function breakOpportunities(text: string): number[] {
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < SPACE || unit >= LATIN_END) return unicodeBreaks(text);
  }
  return latinBreaks(text);
}

function latinBreaks(text: string): number[] {
  const breaks: number[] = [];
  let tokenStart = 0;
  for (let index = 1; index < text.length; index += 1) {
    const previous = text.charCodeAt(index - 1);
    const next = text.charCodeAt(index);
    if (previous === SPACE) {
      if (next === SPACE) continue;
      if (mayFollowSpaces(text, index, next)) breaks.push(index);
      tokenStart = index;
    } else if (isBreakAfter(text, index, previous, next, tokenStart)) breaks.push(index);
  }
  return breaks;
}

/** Whether a line may start at `index`, after spaces. */
function mayFollowSpaces(text: string, index: number, next: number): boolean {
  if (CLOSING.has(next)) return false;
  let before = index - 1;
  while (before >= 0 && text.charCodeAt(before) === SPACE) before -= 1;
  if (before < 0 || OPENING.has(text.charCodeAt(before))) return false;
  return !(OPENING.has(next) && QUOTES.has(text.charCodeAt(before)));
}

/** Whether a line may break within a token, between `previous` and `next`. */
function isBreakAfter(
  text: string,
  index: number,
  previous: number,
  next: number,
  tokenStart: number,
): boolean {
  if (previous !== HYPHEN && previous !== SLASH && previous !== SOFT_HYPHEN) return false;
  if (!isLetter(next)) return false;
  const before = text.charCodeAt(index - 2);
  if (previous === SLASH)
    return before !== SLASH && tokenLength(text, tokenStart) >= SLASH_TOKEN_MIN;
  return isLetter(before) || (before >= 0x30 && before <= 0x39);
}

function tokenLength(text: string, start: number): number {
  const end = text.indexOf(" ", start);
  return (end < 0 ? text.length : end) - start;
}

function isLetter(unit: number): boolean {
  const lower = unit | 0x20;
  if (lower >= 0x61 && lower <= 0x7a) return true;
  return unit >= 0xc0 && unit !== 0xd7 && unit !== 0xf7;
}

let loaded: typeof LineBreaker | undefined;

/** Loaded when it is first needed: it inflates a table, and Latin text never asks for it. */
function unicodeBreaker(text: string): LineBreaker {
  loaded ??= createRequire(import.meta.url)("linebreak") as typeof LineBreaker;
  return new loaded(text);
}

function unicodeBreaks(text: string): number[] {
  const breaks: number[] = [];
  const breaker = unicodeBreaker(text);
  for (let next = breaker.nextBreak(); next !== null; next = breaker.nextBreak())
    if (next.position > 0 && next.position < text.length) breaks.push(next.position);
  return breaks;
}
