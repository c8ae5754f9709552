const ASCII_OFFSET = 1;
const DIGIT_PAIR_OFFSET = 130;
const UPPER_SHIFT = 235;
const UPPER_SHIFT_DISTANCE = 128;
const HIGHEST_CHARACTER = 0xff;
const PAD = 129;
const PAD_CYCLE = 253;
const HIGHEST_PAD = 254;

/**
 * The ASCII encodation of a text (ISO/IEC 16022, 5.2.3) into `out` from its start: a pair of
 * digits or a character takes one codeword, a character from U+0080 to U+00FF two. Returns the
 * codewords the text needs, even where `out` is shorter and so only holds the first of them, or
 * -1 where the text has a character above U+00FF, which the encodation lacks.
 */
export function encodeDataMatrixText(text: string, out: Uint8Array): number {
  let count = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charCodeAt(index);
    if (character > HIGHEST_CHARACTER) return -1;
    if (isDigit(character) && isDigit(text.charCodeAt(index + 1))) {
      index += 1;
      out[count++] = DIGIT_PAIR_OFFSET + (character - 48) * 10 + text.charCodeAt(index) - 48;
    } else if (character < UPPER_SHIFT_DISTANCE) out[count++] = character + ASCII_OFFSET;
    else {
      out[count++] = UPPER_SHIFT;
      out[count++] = character - UPPER_SHIFT_DISTANCE + ASCII_OFFSET;
    }
  }
  return count;
}

function isDigit(character: number): boolean {
  return character >= 48 && character <= 57;
}

/** Fills codewords `from` to `to` with the padding of ISO/IEC 16022, 5.2.3 and B.1.1. */
export function padDataMatrix(codewords: Uint8Array, from: number, to: number): void {
  if (from < to) codewords[from] = PAD;
  for (let index = from + 1; index < to; index += 1) {
    const pad = PAD + ((149 * (index + 1)) % PAD_CYCLE) + 1;
    codewords[index] = pad <= HIGHEST_PAD ? pad : pad - HIGHEST_PAD;
  }
}
