import { expect, test } from "vitest";
import { check, placeOf, spoiled } from "./support.ts";

const TURNED = spoiled(
  "  - heading: Your",
  '  - paragraph: "Form 12"\n    rotate: 90\n  - heading: Your',
).replace("title: Amount,", "title: Amount, rotate-title: 270, rotate: 180,");

test("texts, cells and titles may be turned", () => {
  const { plan, diagnostics } = check(TURNED);
  expect(diagnostics).toEqual([]);
  expect(plan?.blocks[0]).toMatchObject({ turn: 90 });
  const table = plan?.blocks.find(({ kind }) => kind === "table");
  expect(table).toMatchObject({ columns: [{}, {}, { turn: 180, titleTurn: 270 }] });
});

test.each([
  ["rotate: 90", "rotate: 45", /90|180|270/, "rotate: 45"],
  ["rotate: 90", "rotate: 90\n    indent: 8pt", /cannot have this `indent`/, "indent: 8pt"],
  ["rotate: 90", "rotate: 90\n    align: justify", /cannot have this `align`/, "align: justify"],
  ["rotate-title: 270", "rotate-title: up", /./, "{ title: Amount"],
])("%s written as %s is found", (find, write, message, at) => {
  const text = spoiled(find, write, TURNED);
  const [found] = check(text).diagnostics;
  expect(found?.message).toMatch(message);
  expect(found?.source?.line).toBe(placeOf(text, at)[0]);
});
