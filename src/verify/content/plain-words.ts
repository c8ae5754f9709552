import { isTurned, seenText } from "./seen-order.ts";
import type { ShownRun } from "./shown-text.ts";

/** What does not count when texts are compared: blanks, line ends, and marks that nobody sees. */
const UNSEEN = /[\s\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/g;
/** Brackets are mirrored in text from the right, and some fonts have one glyph for both. */
const BRACKETS = /[()[\]{}<>«»‹›]/g;

const FROM_LEFT = /\p{Script=Latin}|\p{Script=Greek}|\p{Script=Cyrillic}/u;
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;
const HAS_DIGIT = /\p{N}/u;

/**
 * A text as its letters and signs alone, so that it is the same however it is broken into lines and
 * divided. Ligatures and other compatible forms count as what they stand for (NFKC).
 */
export function plainWords(text: string): string {
  const words = text.normalize("NFKC").replaceAll(UNSEEN, "");
  return isTurned(words) ? words.replaceAll(BRACKETS, "") : words;
}

/** The plain words of what a page shows, line after line, each in reading order. */
export function wordsOfRuns(runs: readonly ShownRun[]): string {
  const lines: ShownRun[][] = [];
  for (const run of runs) {
    const line = lines.at(-1);
    if (line?.[0]?.y === run.y) line.push(run);
    else lines.push([run]);
  }
  return plainWords(lines.map(readLine).join(""));
}

/** A run of letters from the left, or of digits or signs, stands as a whole in a line. */
function readLine(line: readonly ShownRun[]): string {
  if (!line.some(({ text }) => isTurned(text))) return line.map(({ text }) => text).join("");
  const read: string[] = [];
  let latin: string[] = [];
  let between: string[] = [];
  for (const { text, isSaid } of line.toReversed()) {
    if (FROM_LEFT.test(text)) {
      latin = [text, ...between.toReversed(), ...latin];
      between = [];
    } else if (latin.length > 0 && !LETTER_OR_DIGIT.test(text)) between.push(text);
    else {
      read.push(...latin, ...between);
      [latin, between] = [[], []];
      read.push(isSaid || HAS_DIGIT.test(text) ? text : seenText(text));
    }
  }
  return [...read, ...latin, ...between].join("");
}
