/** Ordinals, as in 42nd Street; other letters behind a digit, as of a flat 4B, stay capitals. */
const ORDINAL = /^(?:ST|ND|RD|TH)$/;
const ROMAN = /^(?:II|III|IV|VI|VII|VIII)$/;
const ZERO = 48;
const ROMAN_LENGTH_MAX = 4;
const WORD = /[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}'\u2019]*/gu;

/**
 * A text in capitals or in small letters as a name is written: SMITH-O'BRIEN, MCDONALD and 42ND as
 * Smith-O'Brien, McDonald and 42nd. A text that has both kinds of letters is left as it is. What
 * the letters alone do not tell is not guessed: MACDONALD becomes Macdonald, VAN DYKE Van Dyke.
 */
export function titleCase(text: string): string {
  const upper = text.toUpperCase();
  if (text !== upper && text !== text.toLowerCase()) return text;
  return upper.replace(WORD, titleWord);
}

function titleWord(word: string): string {
  if (word.length <= ROMAN_LENGTH_MAX && ROMAN.test(word)) return word;
  const digitCount = leadingDigitCount(word);
  if (digitCount > 0) return word.slice(0, digitCount) + afterDigits(word.slice(digitCount));
  if (!word.includes("'") && !word.includes("\u2019")) return titlePart(word, 0);
  return word
    .split(/(?<=['\u2019])/)
    .map(titlePart)
    .join("");
}

function leadingDigitCount(word: string): number {
  let count = 0;
  while (word.charCodeAt(count) >= ZERO && word.charCodeAt(count) <= ZERO + 9) count += 1;
  return count;
}

function afterDigits(letters: string): string {
  return ORDINAL.test(letters) ? letters.toLowerCase() : letters;
}

/** A part behind an apostrophe has a capital, as in O'Brien, but not where it is S or T alone. */
function titlePart(part: string, index: number): string {
  if (index > 0 && part.length < 2) return part.toLowerCase();
  if (part.startsWith("MC") && /^\p{L}{2}/u.test(part.slice(2)))
    return `Mc${capital(part.slice(2))}`;
  return capital(part);
}

function capital(part: string): string {
  const length = (part.codePointAt(0) ?? 0) > 0xffff ? 2 : 1;
  return part.slice(0, length) + part.slice(length).toLowerCase();
}
