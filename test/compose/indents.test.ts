import { describe, expect, test } from "vitest";
import type { LayoutPlan, ParagraphStyle, TabStop } from "../../src/model/layout-plan.ts";
import {
  BODY,
  type DrawnPage,
  linesOf,
  lineTexts,
  master,
  pagesOf,
  paragraph,
  planOf,
  style,
} from "./setting.ts";

const PLAIN: ParagraphStyle = {
  isOptimal: true,
  spaceMin: 67,
  spaceMax: 400,
  hyphensMax: 2,
  zoneMpt: 0,
};

function set(
  text: string,
  more: Partial<ParagraphStyle>,
  block: Parameters<typeof paragraph>[2] = {},
  plan: Partial<LayoutPlan> = {},
): DrawnPage {
  const styles = [style("body", 10_000, { paragraph: { ...PLAIN, ...more } })];
  const masters = [master([], { body: { ...BODY, widthMpt: 150_000 } })];
  const all = planOf([paragraph("p", [text], block)], { styles, masters, ...plan });
  return pagesOf(all)[0] as DrawnPage;
}

/** Where each line begins and ends, from the body's left. */
function edges(page: DrawnPage): [number, number][] {
  return linesOf(page).map((runs) => [
    Math.min(...runs.map(({ x }) => x)) - BODY.xMpt,
    Math.max(...runs.map(({ right }) => right)) - BODY.xMpt,
  ]);
}

const TEXT = "The first line is set in, and all of its lines fill the measure that they have here.";

describe("indents", () => {
  test("move the first line of a paragraph, and no other", () => {
    const lines = edges(set(TEXT, { firstLineMpt: 20_000 }, { align: "justify" }));
    expect(lines.map(([left]) => left)).toEqual([20_000, ...lines.slice(1).map(() => 0)]);
    for (const [, right] of lines.slice(0, -1)) expect(Math.abs(right - 150_000)).toBeLessThan(12);
    const greedy = edges(set(`${TEXT}\nA line`, { firstLineMpt: 20_000, isOptimal: false }));
    expect(greedy.filter(([left]) => left === 20_000)).toHaveLength(1);
  });

  test("move a block, which keeps its right edge", () => {
    const lines = edges(set(TEXT, {}, { align: "justify", indentMpt: 30_000 }));
    for (const [left] of lines) expect(left).toBe(30_000);
    expect(Math.abs((lines[0]?.[1] ?? 0) - 150_000)).toBeLessThan(12);
  });

  test("are at the right in a language from the right", () => {
    const from = { locale: "he-IL", locales: ["he-IL"] };
    const [[left, right] = [0, 0]] = edges(
      set("12", { firstLineMpt: 20_000 }, { align: "start" }, from),
    );
    expect([left < 110_000, Math.round(right)]).toEqual([false, 130_000]);
  });
});

const END: TabStop = { align: "end", leader: "." };

describe("tabs", () => {
  test("put text at the end of the line, with a leader on the way that is no text", () => {
    const page = set("Fee\t$5.00\nOther fee\t$12.00", { tabs: [END] });
    const lines = linesOf(page);
    for (const runs of lines) {
      const [text, dots, price] = runs;
      expect(dots?.text).toMatch(/^\.{10,}$/);
      expect(dots?.role).toBe("");
      expect(Math.abs((price?.right ?? 0) - BODY.xMpt - 150_000)).toBeLessThan(2);
      expect((dots?.x ?? 0) - (text?.right ?? 0)).toBeGreaterThan(3000);
      expect((price?.x ?? 0) - (dots?.right ?? 0)).toBeGreaterThan(3000);
    }
    const step = (lines[0]?.[1]?.x as number) - (lines[1]?.[1]?.x as number);
    const dot =
      ((lines[0]?.[1]?.right as number) - (lines[0]?.[1]?.x as number)) /
      (lines[0]?.[1]?.text.length as number);
    expect(Math.abs(step / dot - Math.round(step / dot))).toBeLessThan(0.01);
  });

  test("take the next stop that has room, and a new line where there is none", () => {
    const tabs: TabStop[] = [
      { atMpt: 40_000, align: "start" },
      { atMpt: 100_000, align: "start" },
    ];
    expect(edges(set("a\tb\tc", { tabs })).length).toBe(1);
    const page = set("longer than forty\tb\tc", { tabs });
    expect(linesOf(page).map((runs) => runs.map((run) => run.x - BODY.xMpt))).toEqual([
      [0, 100_000],
      [40_000],
    ]);
  });

  test("let a long text go on in further lines, and lose nothing", () => {
    const page = set("A name of a fee that is longer than its line\t$1.00", { tabs: [END] });
    expect(lineTexts(page).join(" ").replaceAll(".", "").replaceAll(/\s+/g, " ").trim()).toBe(
      "A name of a fee that is longer than its line$100",
    );
    for (const [, right] of edges(page)) expect(right).toBeLessThan(150_012);
    const word = "x".repeat(80);
    expect(lineTexts(set(`${word}\t1`, { tabs: [END] })).join("")).toContain("1");
  });

  test("are spaces in a style without stops", () => {
    expect(lineTexts(set("a\tb", {}))).toEqual(["a b"]);
  });
});
