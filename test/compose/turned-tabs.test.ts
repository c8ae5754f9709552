import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { LayoutPlan, ParagraphStyle, TabStop } from "../../src/model/layout-plan.ts";
import { DEJAVU_PATH, hasDejavu } from "../font/faces.ts";
import {
  BODY,
  type DrawnRun,
  linesOf,
  master,
  openFonts,
  paragraph,
  planOf,
  Setting,
  style,
} from "./setting.ts";

const PLAIN: ParagraphStyle = {
  isOptimal: true,
  spaceMin: 67,
  spaceMax: 400,
  hyphensMax: 2,
  zoneMpt: 0,
};
const WIDTH = 200_000;

/** The runs of each line, their places counted from the body's left. */
function lines(text: string, tabs: readonly TabStop[], locale = "he-IL"): DrawnRun[][] {
  const plan: LayoutPlan = planOf([paragraph("p", [text], { align: "start" })], {
    styles: [style("body", 10_000, { paragraph: { ...PLAIN, tabs } })],
    fonts: [{ id: "DejaVuSans", file: DEJAVU_PATH, hash: "", fallbacks: [] }],
    masters: [master([], { body: { ...BODY, widthMpt: WIDTH } })],
    locale,
    locales: [locale],
  });
  const fonts = openFonts(plan, (file) => readFileSync(file));
  const { pages, faults } = new Setting(plan, {}, fonts).compose();
  expect(faults).toEqual([]);
  return linesOf(pages[0] as never).map((runs) =>
    runs.map((run) => ({ ...run, x: run.x - BODY.xMpt, right: run.right - BODY.xMpt })),
  );
}

const isLeader = ({ text }: DrawnRun): boolean => /^\.{3,}$/.test(text);
const edges = (runs: readonly DrawnRun[]): [number, number] => [
  Math.min(...runs.map(({ x }) => x)),
  Math.max(...runs.map(({ right }) => right)),
];
const near = (value: number, wanted: number): void =>
  expect(Math.abs(value - wanted)).toBeLessThan(20);

/** A word from the right as its glyphs stand from the left. */
const seen = (word: string): string => Array.from(word).reverse().join("");

const END: TabStop = { align: "end", leader: "." };

describe.skipIf(!hasDejavu)("tabs in text from the right", () => {
  test("count from the right margin, with leaders between", () => {
    for (const runs of lines("עמלה\t12.50\nעמלה אחרת\t7.00", [END])) {
      const dots = runs.filter(isLeader);
      const texts = runs.filter((run) => !isLeader(run));
      expect(dots).toHaveLength(1);
      const [from, to] = edges(dots);
      // The name is at the right, the amount at the left end of the line.
      const name = texts.filter(({ x }) => x > to);
      const amount = texts.filter(({ right }) => right < from);
      expect(name.length + amount.length).toBe(texts.length);
      near(edges(name)[1], WIDTH);
      near(edges(amount)[0], 0);
      expect(amount.map(({ text }) => text).join("")).toMatch(/^(12\.50|7\.00)$/);
      expect((dots[0] as DrawnRun).role).toBe("");
      expect(Math.min(edges(name)[0] - to, from - edges(amount)[1])).toBeGreaterThan(3000);
    }
  });

  test("put dots of all lines in columns, from the right", () => {
    const dots = lines("א\t1\nאבגדה\t22222", [END]).flatMap((runs) => runs.filter(isLeader));
    const step = ((dots[0]?.right ?? 0) - (dots[0]?.x ?? 0)) / (dots[0]?.text.length ?? 1);
    for (const { right } of dots) {
      const columns = (WIDTH - right) / step;
      expect(Math.abs(columns - Math.round(columns))).toBeLessThan(0.01);
    }
  });

  test("begin a text at its stop, and go on in a line of their own where none is left", () => {
    const tabs: TabStop[] = [
      { atMpt: 60_000, align: "start" },
      { atMpt: 120_000, align: "start" },
    ];
    const [line = []] = lines("אב\tגד\tהו", tabs);
    const rights = line.map(({ right }) => Math.round(right)).sort((a, b) => b - a);
    expect(line).toHaveLength(3);
    for (const [index, right] of rights.entries()) near(right, WIDTH - index * 60_000);
    const broken = lines("אב\tגד\tהו\tזח", tabs);
    expect(broken).toHaveLength(2);
    near(edges(broken[1] ?? [])[1], WIDTH - 60_000);
  });

  test("keep the order of a part that has both directions, and lose none of its words", () => {
    const [line = []] = lines("קניה Acme 12 בעיר\t5.00", [END]);
    const names = line.filter((run) => !isLeader(run) && run.x > 60_000);
    const latin = names.filter(({ text }) => /Acme/.test(text));
    const first = names.filter(({ text }) => text.includes(seen("קניה")));
    const last = names.filter(({ text }) => text.includes(seen("בעיר")));
    expect([latin, first, last].map(({ length }) => length)).toEqual([1, 1, 1]);
    expect(edges(first)[0]).toBeGreaterThan(edges(latin)[1] - 1);
    expect(edges(last)[1]).toBeLessThan(edges(latin)[0] + 1);
  });

  test("count from the left where a line's own text runs from there, with names from the right", () => {
    const [line = []] = lines("Fee of עמלה\t5.00", [END], "en-US");
    near(edges(line.filter(({ text }) => text.startsWith("Fee")))[0], 0);
    near(edges(line.filter(({ text }) => text === "5.00"))[1], WIDTH);
    expect(line.filter(isLeader)).toHaveLength(1);
  });

  test("go on in further lines, each from the right", () => {
    const all = lines("מילה ".repeat(12) + "\t5.00", [END]);
    expect(all.length).toBeGreaterThan(1);
    for (const runs of all) near(edges(runs)[1], WIDTH);
    const words = all.flat().filter(({ text }) => text.includes(seen("מילה")));
    expect(words).toHaveLength(12);
  });
});
