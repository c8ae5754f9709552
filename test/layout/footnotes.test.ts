import { expect, test } from "vitest";
import { check, placeOf, SMALL, spoiled } from "./support.ts";

const NOTES = 'footnotes:\n  apy: "A yield of {account.apy}"\n  fee: Fees\n';
const WITH_NOTES = spoiled("blocks:\n  - heading", `${NOTES}blocks:\n  - heading`);
const NAMED = WITH_NOTES.replace("**statement**", "**statement**[^apy]")
  .replace("title: Amount", 'title: "Amount[^fee]"')
  .replace("{ label: Total }", '{ label: "Total[^apy]" }');

test("footnotes are named in texts, titles, cells and labels", () => {
  const { plan, diagnostics, advice } = check(NAMED);
  expect(diagnostics).toEqual([]);
  expect(advice).toEqual([]);
  expect(plan?.notes?.map(({ id }) => id)).toEqual(["footnotes.apy", "footnotes.fee"]);
  const [heading, , , table] = plan?.blocks ?? [];
  const mark = { op: "note", note: 0 };
  expect(heading).toMatchObject({ isStatic: false, spans: [{}, {}, { template: [mark] }] });
  expect(table).toMatchObject({ total: { label: ["Total", mark] } });
});

test.each([
  ["[^apy]", "[^apx]", "layout.unknown-note", /did you mean `apy`\?/],
  ["Page {page}", "Page[^apy] {page}", "layout.note-place", /what flows through the pages/],
  ["subject: Your statement", "subject: Your[^apy] statement", "layout.note-place", /flows/],
  ["title: Statement", "title: Statement[^fee]", "layout.note-place", /flows/],
  ["alt: A logo", "alt: A logo[^fee]", "layout.note-place", /flows/],
  ["fee: Fees", 'fee: "Fees[^apy]"', "layout.note-place", /flows/],
  ["fee: Fees", "fee: { text: Fees }", "layout.wrong-value", undefined],
  ["fee: Fees", "9fee: Fees", "layout.wrong-value", undefined],
] as const)("%s written as %s is found", (find, write, code, hint) => {
  const text = spoiled(find, write, NAMED);
  const { diagnostics } = check(text);
  const found = diagnostics.find((each) => each.code === code);
  expect(found, diagnostics.map((each) => each.message).join("; ")).toBeDefined();
  if (hint === undefined) return;
  expect(found?.hint).toMatch(hint);
  const [line] = placeOf(text, write);
  expect(found?.source?.line).toBe(line);
});

test("a note that nothing names is advised against, and a mark without notes is an error", () => {
  const { advice } = check(WITH_NOTES);
  expect(advice.map(({ message }) => message)).toEqual([
    "The footnote `apy` is not used; remove it.",
    "The footnote `fee` is not used; remove it.",
  ]);
  const { diagnostics } = check(spoiled("**statement**", "**statement**[^apy]", SMALL));
  expect(diagnostics.map(({ code }) => code)).toEqual(["layout.unknown-note"]);
});

test("there are at most 32", () => {
  const more = Array.from({ length: 33 }, (_, at) => `  n${at}: Note\n`).join("");
  const { diagnostics } = check(WITH_NOTES.replace("  fee: Fees\n", more));
  expect(diagnostics.map(({ message }) => message)).toContain("A layout has at most 32 footnotes.");
});
