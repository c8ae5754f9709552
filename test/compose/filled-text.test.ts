import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TextAlign } from "../../src/model/geometry.ts";
import type { LayoutPlan, ParagraphStyle } from "../../src/model/layout-plan.ts";
import { span } from "../bind/sample-plan.ts";
import { DEJAVU_PATH, hasDejavu } from "../font/faces.ts";
import { readFileSync } from "node:fs";
import {
  BODY,
  BOLD_STYLE,
  type DrawnPage,
  linesOf,
  lineTexts,
  master,
  openFonts,
  pagesOf,
  paragraph,
  planOf,
  Setting,
  style,
} from "./setting.ts";

const ENGLISH: ParagraphStyle = {
  isOptimal: true,
  hyphenate: "en-US",
  spaceMin: 67,
  spaceMax: 400,
  hyphensMax: 2,
  zoneMpt: 0,
};

function planWith(paragraphStyle: ParagraphStyle, widthMpt: number): Partial<LayoutPlan> {
  return {
    masters: [master([], { body: { ...BODY, widthMpt, heightMpt: 4_000_000 } })],
    styles: [
      style("body", 10_000, { paragraph: paragraphStyle }),
      style("bold", 10_000, { font: 1, bold: true, paragraph: paragraphStyle }),
    ],
  };
}

function set(
  text: string,
  widthMpt: number,
  align: TextAlign = "justify",
  more: Partial<ParagraphStyle> = {},
): DrawnPage {
  const plan = planWith({ ...ENGLISH, ...more }, widthMpt);
  const [page] = pagesOf(planOf([paragraph("p", [text], { align })], plan));
  return page as DrawnPage;
}

/** The right edge of each line, from the body's left. */
function edges(page: DrawnPage): number[] {
  return linesOf(page).map((runs) => Math.max(...runs.map(({ right }) => right)) - BODY.xMpt);
}

/** What somebody who copies the page gets, words put together again at soft hyphens. */
function readBack(page: DrawnPage): string {
  return lineTexts(page)
    .map((line) => (line.endsWith("\u00ad") ? line.slice(0, -1) : `${line} `))
    .join("")
    .trim();
}

const TEXT =
  "The annual percentage yield earned expresses the relationship between the interest and the " +
  "average daily balance, under the assumption that principal and interest remain on deposit.";

describe("justified text", () => {
  test("ends every line but the last at the right edge, and reads as its source", () => {
    for (const widthMpt of [120_000, 150_000, 230_000]) {
      const page = set(TEXT, widthMpt);
      const rights = edges(page);
      const last = rights.pop() as number;
      for (const right of rights) expect(Math.abs(right - widthMpt)).toBeLessThan(12);
      expect(last).toBeLessThan(widthMpt);
      expect(readBack(page)).toBe(TEXT);
    }
  });

  test("divides words by the language, and shows the hyphen as a soft one", () => {
    const lines = lineTexts(set(TEXT, 90_000));
    const divided = lines.filter((line) => line.endsWith("\u00ad"));
    expect(divided.length).toBeGreaterThan(0);
    for (const line of divided) expect(line).toMatch(/[a-z]{2,}\u00ad$/);
    const whole = lineTexts(set(TEXT, 90_000, "justify", { hyphenate: undefined as never }));
    expect(whole.join("")).not.toContain("\u00ad");
  });

  test("leaves a line ragged that would be too loose", () => {
    const text = "It is internationalization it is internationalization";
    const page = set(text, 100_000, "justify", { hyphenate: undefined as never, spaceMax: 150 });
    expect(lineTexts(page)[0]).toBe("It is");
    expect(edges(page)[0]).toBeLessThan(40_000);
  });

  test("stretches no-break spaces with the others, across styles and from the right", () => {
    const spans = [
      span(["Sum of 10\u00a0USD and "]),
      span(["20\u00a0USD in bold"], BOLD_STYLE),
      span([` ${TEXT}`]),
    ];
    const plan = planOf([paragraph("p", spans, { align: "justify" })], planWith(ENGLISH, 180_000));
    const [page] = pagesOf(plan);
    const rights = edges(page as DrawnPage);
    for (const right of rights.slice(0, -1)) expect(Math.abs(right - 180_000)).toBeLessThan(12);
    // Where the style changes, a space is a distance.
    expect(readBack(page as DrawnPage)).toBe(`Sum of 10 USD and20 USD in bold ${TEXT}`);
  });

  test("loses nothing, whatever the text, and stays within its lines", () => {
    const word = fc.constantFrom(
      "a",
      "I",
      "statement",
      "internationalization",
      "co\u00adop",
      "e-mail",
    );
    const sign = fc.constantFrom(
      "“quoted”",
      "(note)",
      "—",
      "10\u00a0USD",
      "Straße",
      "x".repeat(60),
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(word, sign), { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 30_000, max: 250_000 }),
        fc.constantFrom<TextAlign>("justify", "left", "right"),
        fc.boolean(),
        (words, widthMpt, align, isOptimal) => {
          const text = words.join(" ");
          const page = set(text, widthMpt, align, { isOptimal });
          const plain = (each: string): string => each.replaceAll(/[\s\u00ad\u00a0]/g, "");
          expect(plain(lineTexts(page).join(""))).toBe(plain(text));
          for (const right of edges(page)) expect(right).toBeLessThan(widthMpt + 12);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe("the language of hyphens", () => {
  const German = "Donaudampfschifffahrtsgesellschaft und Kontoauszugsbestätigung";

  test("is the document's where the style says so", () => {
    const plan = {
      ...planWith({ ...ENGLISH, hyphenate: true, isOptimal: false }, 90_000),
      locale: "de-DE",
    };
    const block = paragraph("p", [German], { align: "left" });
    const [page] = pagesOf(planOf([block], { ...plan, locales: ["de-DE"] }));
    expect(lineTexts(page as DrawnPage)).toEqual([
      "Donaudampf\u00ad",
      "schifffahrtsgesell\u00ad",
      "schaft und",
      "Kontoauszugsbe\u00ad",
      "stätigung",
    ]);
  });

  test("has the layout's own words first", () => {
    const plan = {
      ...planWith(ENGLISH, 60_000),
      hyphenation: { "en-US": ["North-bank", "statement"] },
    };
    const [page] = pagesOf(
      planOf([paragraph("p", ["Your Northbank statement"], { align: "left" })], plan),
    );
    expect(lineTexts(page as DrawnPage)).toEqual(["Your North\u00ad", "bank", "statement"]);
  });
});

test.skipIf(!hasDejavu)("justified Arabic ends at both edges", () => {
  const text = "يولد جميع الناس أحرارا متساوين في الكرامة والحقوق وقد وهبوا عقلا وضميرا";
  const plan = planOf([paragraph("p", [text], { align: "justify" })], {
    ...planWith(ENGLISH, 140_000),
    fonts: [{ id: "DejaVuSans", file: DEJAVU_PATH, hash: "", fallbacks: [] }],
    styles: [style("body", 10_000, { paragraph: { ...ENGLISH, spaceMax: 1000 } })],
  });
  const setting = new Setting(
    plan,
    {},
    openFonts(plan, (file) => readFileSync(file)),
  );
  const [page] = setting.compose({}).pages;
  const lines = linesOf(page as DrawnPage);
  expect(lines.length).toBeGreaterThan(2);
  for (const runs of lines.slice(0, -1)) {
    expect(Math.abs(Math.min(...runs.map(({ x }) => x)) - BODY.xMpt)).toBeLessThan(12);
    const right = Math.max(...runs.map((run) => run.right));
    expect(Math.abs(right - BODY.xMpt - 140_000)).toBeLessThan(40);
  }
});
