import fc from "fast-check";
import LineBreaker from "linebreak";
import { expect, test } from "vitest";
import { breakOpportunities } from "../../src/font/line-breaks.ts";

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
});

test("Latin text never breaks where UAX #14 forbids it", () => {
  const characters = fc.constantFrom(
    ...Array.from("ab  Zé19-/.,:;!?()[]{}\"'«»¡¿%$£+=&@#*°§\u00a0\u00ad<>_|~^`´"),
  );
  fc.assert(
    fc.property(fc.array(characters, { maxLength: 40 }), (list) => {
      const text = list.join("");
      const allowed = new Set<number>();
      const breaker = new LineBreaker(text);
      for (let at = breaker.nextBreak(); at !== null; at = breaker.nextBreak())
        allowed.add(at.position);
      for (const offset of breakOpportunities(text)) expect(allowed).toContain(offset);
    }),
    { numRuns: 1000 },
  );
});
