import { readFileSync } from "node:fs";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RUN_FLAG_ACTUAL_TEXT, RUN_FLAG_RIGHT_TO_LEFT } from "../../src/model/frame.ts";
import { DEJAVU_PATH, hasDejavu } from "../font/faces.ts";
import { BODY, type DrawnRun, openFonts, paragraph, planOf, Setting, style } from "./setting.ts";
import { hasBrowser, launchBrowser } from "../kit/browser.ts";

const SIZE = 16;
const WIDTH_PX = 300;

/** Hebrew, Arabic and mixed lines as statements have them. */
const LINES = [
  "שקל 10-20 05/06/2026",
  "חשבון 123-456",
  "יתרה -5.50",
  "תאריך 05/06/2026",
  "abc שלום 123",
  "Order שלום 123 שקל ok",
  "فاتورة 123",
  "تاريخ 05/06/2026",
  "خصم 10%",
  "(שלום) COHEN",
  "Paid to (שלום כהן), thanks",
  "سلام (A1) لا",
  "Total: ₪ 1,234.50 שקל",
  "مبلغ ١٢٣٫٥٠ ر.س",
  "tokenים 1 ו-2",
  "a [ב] {ג} <ד> e",
  "ABC-אבג-123 DEF",
  "1. ראשון 2. שני",
  "A \u2067שלום 1\u2069 B",
  "العربية and עברית meet",
  "'שלום' \"עולם\"",
  "+972 3 555 0100 טלפון",
];

const UNSEEN = /[\s\p{M}\p{Default_Ignorable_Code_Point}]/u;

interface SeenLine {
  /** Characters from the left. */
  readonly order: string;
  readonly leftPx: number;
  readonly rightPx: number;
}

let browser: Browser | undefined;
let shown: readonly SeenLine[] = [];

/** What a browser makes of the lines: each character's place by its client rectangle. */
const MEASURE = `Array.from(document.querySelectorAll("p"), (line) => {
  const origin = document.body.getBoundingClientRect().left;
  const places = [];
  const text = line.firstChild;
  for (let at = 0; at < text.data.length; at += 1) {
    const range = document.createRange();
    range.setStart(text, at);
    range.setEnd(text, at + 1);
    const { left, right } = range.getBoundingClientRect();
    places.push({ character: text.data[at], left: left - origin, right: right - origin });
  }
  return places;
})`;

type Place = { readonly character: string; readonly left: number; readonly right: number };

function seenInBrowser(places: readonly Place[]): SeenLine {
  const seen = places.filter(({ character }) => !UNSEEN.test(character));
  const middle = ({ left, right }: Place): number => left + right;
  const order = seen.toSorted((a, b) => middle(a) - middle(b));
  return {
    order: order.map(({ character }) => character).join(""),
    leftPx: Math.min(...seen.map(({ left }) => left)),
    rightPx: Math.max(...seen.map(({ right }) => right)),
  };
}

/** Our lines, a paragraph each, read back from their glyphs. */
function setHere(): SeenLine[] {
  const { settings, fonts } = planned();
  const [page] = new Setting(settings, {}, fonts).compose().pages;
  const lines = new Map<number, DrawnRun[]>();
  for (const run of page?.runs ?? []) lines.set(run.y, [...(lines.get(run.y) ?? []), run]);
  return [...lines.values()].map((runs) => {
    const sorted = runs.toSorted((a, b) => a.x - b.x).filter((run) => run.text.trim() !== "");
    return {
      order: Array.from(sorted.map(seenText).join(""))
        .filter((character) => !UNSEEN.test(character))
        .join(""),
      leftPx: ((sorted[0] as DrawnRun).x - BODY.xMpt) / 1000,
      rightPx: ((sorted.at(-1) as DrawnRun).right - BODY.xMpt) / 1000,
    };
  });
}

/** What a run shows from the left; what is said of a cluster from the right is in reading order. */
function seenText({ text, flags }: DrawnRun): string {
  const turned = RUN_FLAG_RIGHT_TO_LEFT | RUN_FLAG_ACTUAL_TEXT;
  return (flags & turned) === turned ? Array.from(text).reverse().join("") : text;
}

function planned(): { settings: ReturnType<typeof planOf>; fonts: ReturnType<typeof openFonts> } {
  const blocks = LINES.map((line, index) => paragraph(`p${index}`, [line], { align: "start" }));
  const settings = planOf(blocks, {
    fonts: [{ id: "DejaVuSans", file: DEJAVU_PATH, hash: "", fallbacks: [] }],
    styles: [style("body", SIZE * 1000)],
    masters: [
      { name: "page", body: { ...BODY, widthMpt: WIDTH_PX * 1000, heightMpt: 9e6 }, boxes: [] },
    ],
  });
  return { settings, fonts: openFonts(settings, (file) => readFileSync(file)) };
}

describe.skipIf(!hasBrowser || !hasDejavu)("beside a browser", () => {
  beforeAll(async () => {
    browser = await launchBrowser();
    const page = await browser.newPage({ viewport: { width: 800, height: 1200 } });
    const css = `margin:0;font:${SIZE}px 'DejaVu Sans';width:${WIDTH_PX}px;text-align:start`;
    const escaped = LINES.map((line) => line.replaceAll("<", "&lt;"));
    const html = escaped.map((line) => `<p dir="auto" style="${css}">${line}</p>`).join("");
    await page.setContent(`<meta charset="utf-8"><body style="margin:0">${html}`);
    const places = (await page.evaluate(MEASURE)) as readonly (readonly Place[])[];
    shown = places.map(seenInBrowser);
  });

  afterAll(async () => {
    await browser?.close();
  });

  test("lines of two directions stand in the same order, at the same side, as wide", () => {
    const here = setHere();
    expect(here.map(({ order }) => order)).toEqual(shown.map(({ order }) => order));
    for (const [index, line] of here.entries()) {
      const there = shown[index] as SeenLine;
      expect(Math.abs(line.leftPx - there.leftPx), LINES[index]).toBeLessThan(2);
      expect(Math.abs(line.rightPx - there.rightPx), LINES[index]).toBeLessThan(2);
    }
  });
});
