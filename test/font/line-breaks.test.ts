import fc from "fast-check";
import { expect, test } from "vitest";
import { breakOpportunities } from "../../src/font/line-breaks.ts";
import { UNICODE_VERSION } from "../../src/font/line-break-table.ts";
import { unicodeBreaks } from "../../src/font/unicode-breaks.ts";
import { breakCases, unicodeVersion } from "./unicode-data.ts";

/** The text with a bar at each opportunity. */
function barred(text: string): string {
  let result = "";
  let start = 0;
  for (const offset of breakOpportunities(text)) {
    result += `${text.slice(start, offset)}|`;
    start = offset;
  }
  return result + text.slice(start);
}

test.each([
  ["Your statement", "Your |statement"],
  ["two  spaces ", "two  |spaces "],
  [" lead", " lead"],
  ["Price : 5 (net) !", "Price : |5 |(net) !"],
  ["( x ) y", "( x ) |y"],
  ["e-mail - or -5 1-800-555", "e-|mail |- |or |-5 |1-800-555"],
  ["co\u00adop", "co\u00ad|op"],
  ["10\u00a0USD due", "10\u00a0USD |due"],
  ["1/2 and/or 01/02/2026", "1/2 |and/or |01/02/2026"],
  ["see https://example.com/terms/of", "see |https://example.com/|terms/|of"],
  ["say \"yes\" 'now' (x)", "say |\"yes\" |'now' (x)"],
  ["", ""],
  ["x", "x"],
])("%j", (text, expected) => {
  expect(barred(text)).toBe(expected);
});

test("text beyond Latin goes by UAX #14", () => {
  expect(barred("a — b “c d” e")).toBe("a |— |b |“c |d” |e");
  expect(barred("日本語。")).toBe("日|本|語。");
  expect(barred("Όλα καλά")).toBe("Όλα |καλά");
  // A figure keeps its point, a hyphen at the start of a word the word.
  expect(barred("“from .5 to v.5” — -x or ‐y, e-mail")).toBe(
    "“from .5 |to |v.5” |— |-x |or |‐y, |e-|mail",
  );
});

test("Thai, Lao, Khmer and Burmese break between words", () => {
  expect(barred("มนุษย์ทั้งหลายเกิดมา")).toBe("มนุษย์|ทั้ง|หลาย|เกิด|มา");
  expect(barred("ทุก ๆ วัน เด็กๆไป ๑๒ บาท (ฯลฯ)")).toBe("ทุก ๆ |วัน |เด็กๆ|ไป |๑๒ |บาท |(ฯลฯ)");
  expect(barred("ທຸກຄົນເກີດມາມີອິດສະລະ")).toBe("ທຸກຄົນ|ເກີດ|ມາ|ມີ|ອິດສະລະ");
  expect(barred("មនុស្សទាំងអស់មានសេរីភាព")).toBe("មនុស្ស|ទាំងអស់|មាន|សេរីភាព");
  expect(barred("လူတိုင်းသည်")).toBe("လူ|တိုင်း|သည်");
});

// The tests of another version of Unicode have other rules.
const hasTests = unicodeVersion() === UNICODE_VERSION;

test.skipIf(!hasTests)("all of LineBreakTest breaks as Unicode says", () => {
  const cases = breakCases("LineBreakTest.txt");
  const faults = cases.filter(
    ({ text, breaks }) => [...unicodeBreaks(text), text.length].join() !== breaks.join(),
  );
  const passed = cases.length - faults.length;
  expect({ passed, faults: faults.map(({ line }) => line) }).toEqual({ passed: 7654, faults: [] });
});

test.skipIf(!hasTests)("all of GraphemeBreakTest is segmented as Unicode says, but for one", () => {
  const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });
  const cases = breakCases("GraphemeBreakTest.txt");
  const faults = cases.filter(({ text, breaks }) => {
    const ends = Array.from(
      graphemes.segment(text),
      ({ index, segment }) => index + segment.length,
    );
    return ends.join() !== breaks.join();
  });
  expect(cases).toHaveLength(602);
  // U+2701 was a pictograph until Unicode 15; the pinned Node has a later version.
  expect(faults.map(({ text }) => text)).toEqual(["\u2701\u200d\u2701"]);
});

test("Latin text never breaks where UAX #14 forbids it", () => {
  const characters = fc.constantFrom(
    ...Array.from("ab  Zé19-/.,:;!?()[]{}\"'«»¡¿%$£+=&@#*°§\u00a0\u00ad<>_|~^`´"),
  );
  fc.assert(
    fc.property(fc.array(characters, { maxLength: 40 }), (list) => {
      const text = list.join("");
      const allowed = new Set(unicodeBreaks(text));
      for (const offset of breakOpportunities(text)) expect(allowed).toContain(offset);
    }),
    { numRuns: 1000 },
  );
});
