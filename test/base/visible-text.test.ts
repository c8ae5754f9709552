import fc from "fast-check";
import { expect, it } from "vitest";
import { unseenCharacter, visible, visibleJson } from "../../src/base/visible-text.ts";

const UNSEEN = [
  ["line feed", "\n", "U+000A", "\\u000a"],
  ["carriage return", "\r", "U+000D", "\\u000d"],
  ["tab", "\t", "U+0009", "\\u0009"],
  ["escape", "\u001b", "U+001B", "\\u001b"],
  ["a C1 control", "\u009b", "U+009B", "\\u009b"],
  ["next line", "\u0085", "U+0085", "\\u0085"],
  ["line separator", "\u2028", "U+2028", "\\u2028"],
  ["right-to-left override", "\u202e", "U+202E", "\\u202e"],
  ["isolate", "\u2066", "U+2066", "\\u2066"],
  ["Arabic letter mark", "\u061c", "U+061C", "\\u061c"],
  ["zero-width space", "\u200b", "U+200B", "\\u200b"],
  ["zero-width joiner", "\u200d", "U+200D", "\\u200d"],
  ["byte order mark", "\ufeff", "U+FEFF", "\\ufeff"],
  ["soft hyphen", "\u00ad", "U+00AD", "\\u00ad"],
  ["Hangul filler", "\u3164", "U+3164", "\\u3164"],
  ["a tag", "\u{e0041}", "U+E0041", "\\u{e0041}"],
  ["half a character", "\ud800", "U+D800", "\\ud800"],
] as const;

it.each(UNSEEN)("names and shows %s", (_, character, name, shown) => {
  expect(unseenCharacter(`A. ${character}Novak`)).toBe(name);
  expect(visible(`A. ${character}Novak`)).toBe(`A. ${shown}Novak`);
});

it("leaves what is seen as it is", () => {
  for (const text of ["A. Nováková, 12:30", "שלום", "أحمد", "漢字", "l’été – 5 €", "😀", ""]) {
    expect(unseenCharacter(text)).toBeUndefined();
    expect(visible(text)).toBe(text);
  }
  expect(visible("a\tb\n\u202e", "\t\n")).toBe("a\tb\n\\u202e");
});

it("writes JSON that means the same and holds nothing unseen", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary" })), (texts) => {
      const json = visibleJson(JSON.stringify(texts));
      expect(unseenCharacter(json)).toBeUndefined();
      expect(JSON.parse(json)).toEqual(texts);
    }),
  );
});
