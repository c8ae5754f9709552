import { endsWord, hasSpacelessWords, spacelessBreaks } from "./spaceless-words.ts";
import { unicodeBreaks } from "./unicode-breaks.ts";

const SPACE = 0x20;
const HYPHEN = 0x2d;
const UNICODE_HYPHEN = 0x2010;
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
 * UAX #14, and the words of Thai, Lao, Khmer and Burmese.
 */
export function breakOpportunities(text: string): number[] {
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < SPACE || unit >= LATIN_END) return otherBreaks(text);
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

/** After this mark, a figure of the same number may follow: ".5", "1.5". */
const POINTS = unitsOf(".,:;");
/** What a hyphen that belongs to the next word follows. */
const WORD_STARTS = /[\s\u200b\u00a0([{]/;

/** The breaks of UAX #14, those between words written without spaces, less what reads badly. */
function otherBreaks(text: string): number[] {
  const breaks = unicodeBreaks(text).filter((offset) => readsWell(text, offset));
  if (!hasSpacelessWords(text)) return breaks;
  const all = new Set([...breaks, ...spacelessBreaks(text)]);
  return [...all].filter((offset) => !endsWord(text, offset)).sort((a, b) => a - b);
}

/**
 * Not within ".5", nor between a hyphen that starts a word and its first letter: the rules of
 * Unicode 16 (LB25 and LB20a), which later versions of the text have, too.
 */
function readsWell(text: string, offset: number): boolean {
  const previous = text.charCodeAt(offset - 1);
  if (POINTS.has(previous)) return !/^\p{Nd}/u.test(text.slice(offset, offset + 2));
  if (previous !== HYPHEN && previous !== UNICODE_HYPHEN) return true;
  const startsWord = offset === 1 || WORD_STARTS.test(text.charAt(offset - 2));
  return !startsWord || !/^\p{L}/u.test(text.slice(offset, offset + 2));
}
