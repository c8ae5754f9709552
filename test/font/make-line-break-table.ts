/**
 * Prints `src/font/line-break-table.ts` from the files of Debian's package unicode-data: run it
 * where a new version of Unicode is installed, and read what LineBreakTest then says.
 */
import { readFileSync } from "node:fs";
import { UNICODE_DATA, unicodeVersion } from "./unicode-data.ts";
import { CLASS_LETTERS, CLASS_NAMES } from "../../src/font/line-break-table.ts";

const CODE_POINTS = 0x11_0000;
const WIDTH = 98;

/** The values of one property by code point. */
function property(file: string): Map<number, string> {
  const values = new Map<number, string>();
  for (const line of readFileSync(`${UNICODE_DATA}/${file}`, "utf8").split("\n")) {
    const match = /^([0-9A-F]+)(?:\.\.([0-9A-F]+))?\s*;\s*(\w+)/.exec(line);
    if (match === null) continue;
    const first = Number.parseInt(match[1] as string, 16);
    const last = Number.parseInt(match[2] ?? (match[1] as string), 16);
    for (let at = first; at <= last; at += 1) values.set(at, match[3] as string);
  }
  return values;
}

const classes = property("LineBreak.txt");
const widths = property("EastAsianWidth.txt");
const assigned = property("DerivedAge.txt");
const RESOLVED: Readonly<Record<string, string>> = { AI: "AL", SG: "AL", XX: "AL", CJ: "NS" };

/** The class of a code point after rule LB1, with the distinctions that LB30 and LB30b make. */
function classOf(codePoint: number): string {
  const written = classes.get(codePoint) ?? "XX";
  const character = String.fromCodePoint(codePoint);
  const isWide = /^[FWH]$/.test(widths.get(codePoint) ?? "N");
  if (written === "SA" && /\p{Mn}|\p{Mc}/u.test(character)) return "SM";
  if ((written === "OP" || written === "CP") && isWide) return `${written}w`;
  if (written === "ID" && !assigned.has(codePoint) && /\p{ExtPict}/u.test(character)) return "XP";
  return RESOLVED[written] ?? written;
}

function runs(): string[] {
  const words: string[] = [];
  for (let start = 0; start < CODE_POINTS;) {
    const name = classOf(start);
    let end = start + 1;
    while (end < CODE_POINTS && classOf(end) === name) end += 1;
    const letter = CLASS_LETTERS.charAt(CLASS_NAMES.indexOf(name));
    words.push(end - start === 1 ? letter : `${letter}${end - start}`);
    start = end;
  }
  return words;
}

const own = readFileSync(new URL("../../src/font/line-break-table.ts", import.meta.url), "utf8");
const lines: string[] = [""];
for (const word of runs()) {
  if ((lines.at(-1) as string).length + word.length > WIDTH) lines.push("");
  lines[lines.length - 1] += word;
}
const made = own
  .replace(/UNICODE_VERSION = ".*?"/, `UNICODE_VERSION = "${unicodeVersion()}"`)
  .replace(/RUNS = `[^`]*`/, () => `RUNS = \`\n${lines.join("\n")}\n\``);
process.stdout.write(made);
