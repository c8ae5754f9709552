import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  bidiLevels,
  firstStrong,
  lineLevels,
  mayTurn,
  mirrored,
  visualOrder,
} from "../../src/font/bidi.ts";

/** Of Debian's package unicode-data. */
const CASES = "/usr/share/unicode/BidiCharacterTest.txt";
/** As many cases as Unicode 13 to 16 have. */
const CASE_COUNT = 91_707;

/** Levels and visual order of one case of the Unicode test, removed characters left out. */
function ordered(text: string, rightToLeft: boolean, shown: boolean[]): [string, string] {
  const levels = bidiLevels(text, rightToLeft);
  const line = lineLevels(text, levels, 0, text.length);
  const kept: number[] = [];
  const indices: number[] = [];
  let at = 0;
  for (const [index, character] of Array.from(text).entries()) {
    if (shown[index] === true) {
      kept.push(line[at] as number);
      indices.push(index);
    }
    at += character.length;
  }
  const order = visualOrder(kept).map((index) => indices[index]);
  return [kept.join(" "), order.join(" ")];
}

/** A line of `BidiCharacterTest.txt`; what differs from it, or undefined. */
function fault(line: string): string | undefined {
  const [codePoints = "", direction, base, levels = "", order] = line.split(";");
  const text = String.fromCodePoint(...codePoints.split(" ").map((hex) => parseInt(hex, 16)));
  const rightToLeft = direction === "2" ? firstStrong(text) === "rtl" : direction === "1";
  const wanted = levels.split(" ");
  const shown = wanted.map((level) => level !== "x");
  const [gotLevels, gotOrder] = ordered(text, rightToLeft, shown);
  const isRight =
    base === (rightToLeft ? "1" : "0") &&
    gotLevels === wanted.filter((level) => level !== "x").join(" ") &&
    gotOrder === order;
  return isRight ? undefined : `${line} got ${gotLevels}; ${gotOrder}`;
}

test.skipIf(!existsSync(CASES))("all of BidiCharacterTest is ordered as Unicode says", () => {
  const lines = readFileSync(CASES, "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  const faults = lines.flatMap((line) => fault(line) ?? []);
  expect({ passed: lines.length - faults.length, faults: faults.slice(0, 5) }).toEqual({
    passed: CASE_COUNT,
    faults: [],
  });
});

function shownOrder(text: string, rightToLeft: boolean): string {
  const { levels } = bidiLevels(text, rightToLeft);
  const characters = Array.from(text);
  let at = 0;
  const byCharacter = characters.map((character) => {
    const level = levels[at] as number;
    at += character.length;
    return level;
  });
  return visualOrder(byCharacter)
    .map((index) => characters[index])
    .join("");
}

test("letters beyond the BMP run from the right as others do", () => {
  // Adlam letters and digits, Hanifi Rohingya, and a symbol that has no direction.
  const [alif, daali, seven] = ["\u{1e900}", "\u{1e901}", "\u{1e957}"];
  expect(shownOrder(`a ${alif}${daali} b`, false)).toBe(`a ${daali}${alif} b`);
  expect(shownOrder(`${alif}${seven}${seven}`, true)).toBe(`${seven}${seven}${alif}`);
  expect(shownOrder("\u{10d00}\u{1f600}\u{10d01}", false)).toBe("\u{10d01}\u{1f600}\u{10d00}");
  expect(firstStrong(`1 ${alif}`)).toBe("rtl");
  expect(mayTurn(`a ${alif}`)).toBe(true);
});

test("the first strong character gives the direction, isolates are passed over", () => {
  expect(firstStrong("12 \u05d0 a")).toBe("rtl");
  expect(firstStrong("(a) \u05d0")).toBe("ltr");
  expect(firstStrong("\u2067\u05d0\u2069 a")).toBe("ltr");
  expect(firstStrong("\u200f a")).toBe("rtl");
  expect(firstStrong("\u0660\u0661")).toBeUndefined();
  expect(firstStrong("12.50 \u{1f600}")).toBeUndefined();
});

test("text that nothing turns is told by one look", () => {
  for (const text of ["", "Latin \u00e9 \u20ac", "\u0391\u03b8", "\u0915", "\u4e2d", "\u{1f600}"])
    expect(mayTurn(text)).toBe(false);
  for (const text of [
    "\u05d0",
    "\u0627",
    "\u0660",
    "\ufb2e",
    "\ufe8d",
    "\u200f",
    "\u202e",
    "\u2067",
  ])
    expect(mayTurn(text)).toBe(true);
});

test("all that the algorithm can turn is within what the look finds", () => {
  const characters: string[] = [];
  for (let codePoint = 0x80; codePoint < 0x2_0000; codePoint += 1)
    if (codePoint < 0xd800 || codePoint > 0xdfff) characters.push(String.fromCodePoint(codePoint));
  // A paragraph each.
  const { levels } = bidiLevels(characters.map((c) => `a${c}a\n`).join(""), false);
  let at = 0;
  const turned = characters.filter((character) => {
    at += character.length + 3;
    return levels[at - character.length - 2] !== 0;
  });
  expect(turned.length).toBeGreaterThan(1000);
  expect(turned.filter((character) => !mayTurn(character))).toEqual([]);
});

test("brackets of text from the right are drawn as each other", () => {
  expect(Array.from("()[]\u00ab\u00bba", mirrored).join("")).toBe(")(][\u00bb\u00aba");
});
