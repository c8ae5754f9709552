import { expect, test } from "vitest";
import { openFontFace } from "../../src/font/font-face.ts";
import { Shaper } from "../../src/font/shaper.ts";
import { lineFaults } from "../../src/work/line-faults.ts";
import { fontBytes } from "../font/faces.ts";
import { check, spoiled } from "../layout/support.ts";

const face = openFontFace(fontBytes("NotoSans-Regular"));
/** The same font with the four signs of E-13B, which look and are as wide as its zero. */
const withSigns = {
  ...face,
  glyphOf: (code: number) => face.glyphOf(code >= 0x2446 && code <= 0x2449 ? 0x30 : code),
};

/** Digits of this font are 572/1000 of its size: in this size, an eighth of an inch. */
const MICR = "micr: { size: 15.734pt, leading: 18pt }";
const LAYOUT = spoiled(
  "\nblocks:\n",
  '\nblocks:\n  - { paragraph: "{e13b(account.number)}", style: micr }\n',
  spoiled("  fine: {", `  ${MICR}\n  fine: {`),
);

function said(text: string, own: typeof face = withSigns): string[] {
  const { plan, diagnostics } = check(text);
  if (plan === undefined) throw new Error(JSON.stringify(diagnostics));
  const fonts = plan.fonts.map((_, index) => {
    return { index, face: own, shaper: new Shaper(own, { cacheWordsMax: 10 }) };
  });
  return lineFaults(plan, fonts).map(({ path, found }) => `${path.join(".")}: ${found.message}`);
}

test("a line of E-13B needs a font with its signs, in the size that puts them at their pitch", () => {
  expect(said(LAYOUT)).toEqual([]);
  expect(said(LAYOUT, face)).toEqual([
    "styles.micr: The font NotoSans-Regular of the style `micr` has no `\u2446` of E-13B.",
  ]);
  const small = spoiled("15.734pt", "12pt", LAYOUT);
  expect(said(small)).toEqual([
    "styles.micr: The style `micr` sets E-13B 6.864 pt apart; readers want 9 pt.",
  ]);
  const spaced = spoiled("15.734pt", "15.734pt, letter-spacing: 1pt", LAYOUT);
  expect(said(spaced)).toHaveLength(1);
  expect(said(spoiled("style: micr", "style: body", spaced))[0]).toContain("styles.body");
});

test("lines for machines keep their size in large print", () => {
  const large = "preferences: { large-print: { when: active, scale: 140 } }\nimages:";
  const scaled = spoiled("images:", large, LAYOUT);
  const fault = "styles.micr: No machine reads the style `micr` in large print.";
  expect(said(scaled)).toEqual([fault]);
  const fixed = spoiled("size: 15.734pt", "fixed-size: true, size: 15.734pt", scaled);
  expect(said(fixed)).toEqual([]);
  expect(said(spoiled("e13b(", "ocrB(", scaled))).toEqual([fault]);
});

test("lines for machines keep their size in a box that shrinks its texts", () => {
  const boxed = spoiled(
    "blocks:\n            - paragraph",
    `shrink: 80
          blocks:
            - { paragraph: "{ocrB(account.number)}", style: micr }
            - paragraph`,
    spoiled("  fine: {", `  ${MICR}\n  fine: {`),
  );
  const fault = "styles.micr: No machine reads the style `micr` in a box that may shrink it.";
  expect(said(boxed)).toEqual([fault]);
  expect(said(spoiled("shrink: 80\n          ", "", boxed))).toEqual([]);
  expect(said(spoiled("size: 15.734pt", "fixed-size: true, size: 15.734pt", boxed))).toEqual([]);
});
