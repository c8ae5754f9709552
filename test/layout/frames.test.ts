import { expect, test } from "vitest";
import { check, SMALL } from "./support.ts";

function messages(frame: string): string[] {
  const text = SMALL.replace(
    "  - rule: 0.5pt\n",
    `  - group: [{ paragraph: in it }]\n    ${frame}\n  - rule: 0.5pt\n`,
  );
  return check(text).diagnostics.map(({ message }) => message);
}

test.each([
  ["border: line\n    border-width: 2pt\n    border-sides: [left]\n    breakable: true", undefined],
  ["border-width: 2pt", /The border has no colour/],
  ["border-sides: [left]", /The border has no colour/],
  ["border: line\n    border-width: 30pt", /from 0.001pt to 20pt wide/],
  ["border: line\n    border-sides: [lft]", /left/],
  ["border: line\n    radius: 6pt\n    border-sides: [left]\n    breakable: true", undefined],
  ["radius: 6pt\n    padding: 3pt", /neither `background` nor `border` has no round corners/],
  ["border: line\n    radius: 90pt", /radius must be from 0.001pt to 72pt/],
  ["breakable: true\n    keep-together: true", /either `breakable` or kept together/],
])("a frame with %s", (frame, fault) => {
  const found = messages(frame);
  if (fault === undefined) expect(found).toEqual([]);
  else expect(found.join("\n")).toMatch(fault);
});
