import { expect, test } from "vitest";
import type { LayoutPlan } from "../../src/model/layout-plan.ts";
import { readingOf } from "../../src/proof/proof-set/reading-ease.ts";

/** What the texts are read as, in a plan that has no more than they need. */
function reading(locale: string, ...texts: readonly (readonly unknown[])[]) {
  const blocks = texts.map((template, index) => ({ id: `blocks.${index}`, spans: [{ template }] }));
  const plan = { locales: [locale], blocks, masters: [] } as unknown as LayoutPlan;
  return readingOf(plan, (id) => id)[0];
}

test.each<[locale: string, text: string, words: number, ease: number]>([
  // Two sentences that are cited with their scores: 37.5 and 69.0.
  [
    "en-US",
    "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.",
    13,
    37.5,
  ],
  [
    "en-US",
    "This sentence, taken as a reading passage unto itself, is being used to prove a point.",
    16,
    69,
  ],
  // 180 - 8 - 58.5 * 14 / 8, by hand.
  ["de-DE", "Wir schicken Ihnen Ihre neue Karte noch heute.", 8, 69.6],
])("the reading ease of %s %j", (locale, text, words, ease) => {
  expect(reading(locale, [text])).toMatchObject({ texts: 1, words, sentences: 1, ease });
});

test("values are words, labels do not count, and what stands twice is read once", () => {
  const value = { op: "field", kind: "text", path: ["name"] };
  const said = ["Dear ", value, ", we thank you for your order of today. It is on its way."];
  const read = reading("en-US", ["Account number"], said, said);
  expect(read).toMatchObject({ texts: 1, words: 15, sentences: 2, longestSentence: 10 });
  expect(read?.hardest).toMatchObject([{ source: "blocks.1" }]);
});

test("a language without a formula has its sentences alone", () => {
  const read = reading("pl-PL", [
    "Stopa procentowa Państwa rachunku zmienia się od pierwszego stycznia.",
  ]);
  expect(read).toMatchObject({ words: 9, sentences: 1, wordsPerSentence: 9 });
  expect(read).not.toHaveProperty("ease");
});
