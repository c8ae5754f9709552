import { describe, expect, test } from "vitest";
import type { ListBlock, ListItem, ListPlan } from "../../src/model/list-block.ts";
import { base, span } from "../bind/sample-plan.ts";
import { BODY, type DrawnPage, linesOf, master, pagesOf, planOf } from "./setting.ts";

function items(...texts: (string | ListItem)[]): ListItem[] {
  return texts.map((text) => (typeof text === "string" ? { spans: [span([text])] } : text));
}

const BULLETS: ListPlan = {
  marker: { kind: "text", text: "•" },
  markerStyle: 0,
  start: 1,
  indentMpt: 12_000,
  gapMpt: 3000,
  align: "start",
  items: [],
};

function list(plan: Partial<ListPlan>): ListBlock {
  return { ...base("list"), kind: "list", list: { ...BULLETS, ...plan } };
}

function set(plan: Partial<ListPlan>, more: Parameters<typeof planOf>[1] = {}): DrawnPage[] {
  return [...pagesOf(planOf([list(plan)], more))];
}

/** Each line's runs: where they begin from the body's left, and what they say. */
function lines(page: DrawnPage | undefined): [number, string][][] {
  return linesOf(page as DrawnPage).map((runs) => runs.map(({ x, text }) => [x - BODY.xMpt, text]));
}

const NUMBERS = { kind: "decimal", before: "", after: "." } as const;

describe("a list", () => {
  test("sets its texts in, each marker on the baseline of its first line", () => {
    const [page] = set(
      { items: items("one", "two words on lines"), indentMpt: 12_000 },
      narrow(64_000),
    );
    expect(lines(page)).toEqual([
      [
        [0, "•"],
        [12_000, "one"],
      ],
      [
        [0, "•"],
        [12_000, "two words"],
      ],
      [[12_000, "on lines"]],
    ]);
    const ys = linesOf(page as DrawnPage).map((runs) => runs[0]?.y as number);
    expect((ys[1] as number) - (ys[0] as number)).toBe(12_000 + 3000);
    expect((ys[2] as number) - (ys[1] as number)).toBe(12_000);
  });

  test("marks labels and texts, as a reader of the page needs them", () => {
    const [page] = set({ items: items("one", "two") });
    expect(page?.roles).toEqual(["Lbl", "LBody", "Lbl", "LBody"]);
  });

  test("ends numbers before the text, and makes room for the widest", () => {
    const [page] = set({ items: items("nine", "ten"), marker: NUMBERS, start: 9 });
    const [nine, ten] = linesOf(page as DrawnPage);
    expect(nine?.map(({ text }) => text)).toEqual(["9.", "nine"]);
    expect(Math.abs((nine?.[0]?.right as number) - (ten?.[0]?.right as number))).toBeLessThan(2);
    expect(ten?.[0]?.x).toBeGreaterThanOrEqual(BODY.xMpt);
    expect((ten?.[1]?.x as number) - (ten?.[0]?.right as number)).toBeGreaterThanOrEqual(3990);
  });

  test("counts the items that are shown, in every form", () => {
    const hidden: ListItem = {
      spans: [span(["no"])],
      when: { op: "literal", kind: "boolean", value: false },
    };
    const markers = (kind: "lower-alpha" | "upper-roman", start: number): string[] => {
      const marker = { kind, before: "(", after: ")" };
      const [page] = set({ items: items("a", hidden, "b"), marker, start });
      return linesOf(page as DrawnPage).map((runs) => runs[0]?.text as string);
    };
    expect(markers("lower-alpha", 26)).toEqual(["(z)", "(aa)"]);
    expect(markers("upper-roman", 1998)).toEqual(["(MCMXCVIII)", "(MCMXCIX)"]);
    expect(markers("lower-alpha", 0)).toEqual(["(0)", "(a)"]);
  });

  test("sets a list within an item further in", () => {
    const inner: ListPlan = {
      ...BULLETS,
      marker: { kind: "text", text: "–" },
      items: items("deep"),
    };
    const [page] = set({ items: items({ spans: [span(["outer"])], list: inner }, "next") });
    expect(lines(page)).toEqual([
      [
        [0, "•"],
        [12_000, "outer"],
      ],
      [
        [12_000, "–"],
        [24_000, "deep"],
      ],
      [
        [0, "•"],
        [12_000, "next"],
      ],
    ]);
  });

  test("breaks over pages between lines, and keeps each marker with its first line", () => {
    const plan = { masters: [master([], { body: { ...BODY, heightMpt: 40_000 } })] };
    const pages = set({ items: items("a", "b", "c", "d", "e"), gapMpt: 0 }, plan);
    expect(pages.map((page) => lines(page).length)).toEqual([3, 2]);
    for (const page of pages)
      for (const line of lines(page)) expect(line.map(([x]) => x)).toEqual([0, 12_000]);
  });

  test("stands at the right in a language from the right", () => {
    const [page] = set({ items: items("one") }, { locale: "he-IL", locales: ["he-IL"] });
    const [runs] = linesOf(page as DrawnPage);
    const bullet = runs?.find(({ text }) => text === "•");
    expect(Math.round(bullet?.right ?? 0)).toBeGreaterThan(BODY.xMpt + BODY.widthMpt - 20);
    expect(runs?.find(({ text }) => text === "one")?.right).toBeLessThan((bullet?.x ?? 0) - 3000);
  });
});

function narrow(widthMpt: number): Parameters<typeof planOf>[1] {
  return { masters: [master([], { body: { ...BODY, widthMpt } })] };
}
