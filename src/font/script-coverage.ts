/** How much of a script's letters a font has. */
export interface ScriptCoverage {
  /** Unicode's name of the script, such as `Greek`. */
  readonly script: string;
  readonly letters: number;
  /** Letters that Unicode gives the script in its basic plane. */
  readonly of: number;
}

/** The scripts that documents are commonly set in (Unicode Standard Annex #24). */
const SCRIPTS = (
  "Latin Greek Cyrillic Armenian Georgian Hebrew Arabic Devanagari Bengali Gurmukhi Gujarati " +
  "Tamil Telugu Kannada Malayalam Sinhala Thai Lao Khmer Myanmar Ethiopic Hiragana Katakana " +
  "Hangul Han"
).split(" ");

const BASIC_PLANE_END = 0x1_0000;

/** The scripts of which there are letters among these code points. */
export function scriptCoverage(codePoints: Iterable<number>): readonly ScriptCoverage[] {
  const characters = Array.from(codePoints, (codePoint) => String.fromCodePoint(codePoint));
  return SCRIPTS.flatMap((script) => {
    const isLetter = letterOf(script);
    const letters = characters.filter((character) => isLetter.test(character)).length;
    return letters === 0 ? [] : [{ script, letters, of: basicLetters(isLetter) }];
  });
}

function letterOf(script: string): RegExp {
  return new RegExp(`^(?=\\p{L})\\p{Script=${script}}$`, "u");
}

function basicLetters(isLetter: RegExp): number {
  let count = 0;
  for (let codePoint = 0; codePoint < BASIC_PLANE_END; codePoint += 1)
    if (isLetter.test(String.fromCharCode(codePoint))) count += 1;
  return count;
}
