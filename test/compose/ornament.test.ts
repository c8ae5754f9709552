import { describe, expect, test } from "vitest";
import type { LayoutPlan, TextOrnament } from "../../src/model/layout-plan.ts";
import { span } from "../bind/sample-plan.ts";
import {
  BODY,
  type DrawnPage,
  linesOf,
  lineTexts,
  master,
  openFonts,
  pagesOf,
  paragraph,
  planOf,
  style,
} from "./setting.ts";

const PLAIN: TextOrnament = {
  letterSpacingMpt: 0,
  isUnderlined: false,
  isStruck: false,
  raiseMpt: 0,
  features: [],
};

/** Style 0 is plain, style 1 has the ornament; both are small enough for the fast path. */
function planWith(more: Partial<TextOrnament>, widthMpt = 300_000): Partial<LayoutPlan> {
  return {
    masters: [master([], { body: { ...BODY, widthMpt } })],
    styles: [style("body", 9000), style("odd", 9000, { ornament: { ...PLAIN, ...more } })],
  };
}

function set(
  texts: readonly [text: string, style: number][],
  more: Partial<TextOrnament>,
  widthMpt?: number,
): DrawnPage {
  const spans = texts.map(([text, index]) => span([text], index));
  const plan = planOf([paragraph("p", spans)], planWith(more, widthMpt));
  return pagesOf(plan)[0] as DrawnPage;
}

const [font] = openFonts(planOf([]));
const face = (font as NonNullable<typeof font>).face;

describe("the ornament of a style", () => {
  test("spaces each letter and space by as much", () => {
    const text = "Due now";
    const [plain] = set([[text, 0]], {}).runs;
    const [spaced] = set([[text, 1]], { letterSpacingMpt: 900 }).runs;
    expect(spaced?.text).toBe(text);
    // Kerning is left out where small text goes straight to glyphs, but not here.
    const kerned = set([[text, 1]], { features: [], isUnderlined: true }).runs[0];
    const grown = (spaced?.right as number) - (kerned?.right as number);
    expect(Math.abs(grown - 900 * text.length)).toBeLessThan(10);
    expect(plain?.x).toBe(spaced?.x);
  });

  test("raises and lowers text without parting the lines", () => {
    const page = set(
      [
        ["8 m", 0],
        ["3", 1],
        [" more", 0],
      ],
      { raiseMpt: 4000 },
    );
    const [before, raised, after] = page.runs;
    expect((before?.y as number) - (raised?.y as number)).toBe(4000);
    expect(after?.y).toBe(before?.y);
    const lowered = set(
      [
        ["CO", 0],
        ["2", 1],
      ],
      { raiseMpt: -2000 },
    ).runs;
    expect((lowered[1]?.y as number) - (lowered[0]?.y as number)).toBe(2000);
  });

  test("draws lines along its own words alone, over the spaces between them", () => {
    const page = set(
      [
        ["see ", 0],
        ["the old", 1],
        [" and ", 0],
        ["new terms", 1],
      ],
      {
        isUnderlined: true,
        isStruck: true,
      },
    );
    const runs = page.runs.filter((run) => /the old|new terms/.test(run.text));
    expect(page.rects).toHaveLength(4);
    for (const [index, run] of runs.entries()) {
      const [under, strike] = page.rects.slice(index * 2);
      expect(Math.abs((under?.x as number) - run.x)).toBeLessThan(2);
      expect(Math.abs((under?.x as number) + (under?.width as number) - run.right)).toBeLessThan(2);
      expect(under?.y).toBeGreaterThan(run.y);
      expect(strike?.y).toBeLessThan(run.y);
      expect((strike?.y as number) + (strike?.height as number)).toBeLessThan(run.y);
    }
  });

  test("draws its lines on every line, in the same place as the text", () => {
    const page = set(
      [["Words enough for three lines of underlined text", 1]],
      { isUnderlined: true },
      90_000,
    );
    expect(page.rects.length).toBe(linesOf(page).length);
    for (const [index, [run]] of linesOf(page).entries())
      expect((page.rects[index]?.y as number) - (run?.y as number)).toBeLessThan(2000);
  });

  test("asks the font for other glyphs, which say what they stand for", () => {
    const tabular = set([["1111", 1]], { features: ["tabular-figures"] }).runs[0];
    const wide = set([["0000", 1]], { features: ["tabular-figures"] }).runs[0];
    expect(tabular?.right).toBe(wide?.right);
    const caps = set([["Small caps", 1]], { features: ["small-caps"] });
    expect(lineTexts(caps)).toEqual(["Small caps"]);
    const glyphs = (text: string, features: string[]): number =>
      (set([[text, 1]], { features }).runs[0]?.right as number) - BODY.xMpt;
    expect(glyphs("small", ["small-caps"])).not.toBe(glyphs("small", []));
    expect(glyphs("1/2", ["fractions"])).toBeLessThan(glyphs("1/2", []));
    // A date is no fraction.
    expect(glyphs("10/31/2026", ["fractions"])).toBe(glyphs("10/31/2026", []));
    expect(face.id).toBe("NotoSans-Regular");
  });

  test("is shown in small plain text, too, which else goes straight to glyphs", () => {
    expect(set([["x", 1]], { isStruck: true }).rects).toHaveLength(1);
    expect(set([["x", 0]], { isStruck: true }).rects).toHaveLength(0);
  });
});
