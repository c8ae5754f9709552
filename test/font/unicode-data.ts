import { existsSync, readFileSync } from "node:fs";

/** Where Debian's package unicode-data lies. */
export const UNICODE_DATA = "/usr/share/unicode";

/** The version of the tests that are installed, such as 15.0.0; undefined if there are none. */
export function unicodeVersion(): string | undefined {
  const file = `${UNICODE_DATA}/auxiliary/LineBreakTest.txt`;
  if (!existsSync(file)) return undefined;
  return /^# LineBreakTest-([\d.]+)\.txt/.exec(readFileSync(file, "utf8"))?.[1];
}

/** A case of a break test: a text, and the UTF-16 offsets at which it breaks, with its end. */
export interface BreakCase {
  readonly line: string;
  readonly text: string;
  readonly breaks: readonly number[];
}

/** The cases of a file such as `LineBreakTest.txt`: code points between division signs. */
export function breakCases(name: string): BreakCase[] {
  const lines = readFileSync(`${UNICODE_DATA}/auxiliary/${name}`, "utf8").split("\n");
  return lines.flatMap((line) => {
    const words = line.replace(/#.*/, "").trim().split(/\s+/);
    if (words.length < 2) return [];
    let text = "";
    const breaks: number[] = [];
    for (const word of words) {
      if (word === "÷" && text !== "") breaks.push(text.length);
      else if (word !== "÷" && word !== "×")
        text += String.fromCodePoint(Number.parseInt(word, 16));
    }
    return [{ line, text, breaks }];
  });
}
