/** Scripts written without spaces between words, but for those that a dictionary of ICU's knows. */
const SPACELESS = /[\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]/u;
const STRETCHES = new RegExp(`${SPACELESS.source}{2,}`, "gu");
/** Signs of repetition and abbreviation, which stay with the word before them. */
const ENDS_WORD = /[\u0e2f\u0e46\u0eaf\u0ec6\u17d7]/u;
/** Signs and digits, which are no words: UAX #14 has rules for them. */
const WORD = /[\p{L}\p{M}]/u;

let words: Intl.Segmenter | undefined;

/** False for nearly all texts, by one look. */
export function hasSpacelessWords(text: string): boolean {
  return SPACELESS.test(text);
}

/** Whether what follows an offset may not begin a line, not even after a space. */
export function endsWord(text: string, offset: number): boolean {
  return ENDS_WORD.test(text.charAt(offset));
}

/**
 * The UTF-16 offsets between two words of Thai, Lao, Khmer or Burmese, as the dictionaries of the
 * pinned Node find them.
 */
export function spacelessBreaks(text: string): number[] {
  words ??= new Intl.Segmenter("und", { granularity: "word" });
  const breaks: number[] = [];
  for (const { 0: stretch, index: start } of text.matchAll(STRETCHES)) {
    let before = "";
    for (const { segment, index } of words.segment(stretch)) {
      const isBetween = WORD.test(before) && WORD.test(segment) && !endsWord(segment, 0);
      if (isBetween) breaks.push(start + index);
      before = segment;
    }
  }
  return breaks;
}
