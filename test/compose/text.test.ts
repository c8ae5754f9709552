import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ComposerOptions } from "../../src/compose/composer.ts";
import { RUN_FLAG_ACTUAL_TEXT } from "../../src/model/frame.ts";
import type { LayoutPlan } from "../../src/model/layout-plan.ts";
import { column, span } from "../bind/sample-plan.ts";
import { CFF_PATH, DEJAVU_PATH, fontBytes, hasCff, hasDejavu } from "../font/faces.ts";
import { numbered, tableOf, valuesOf } from "./sample-table.ts";
import {
  BODY,
  BOLD_STYLE,
  type Drawn,
  type DrawnPage,
  LARGE_STYLE,
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

function wide(widthMpt: number): Partial<LayoutPlan> {
  return { masters: [master([], { body: { ...BODY, widthMpt } })] };
}

function set(text: string, widthMpt: number): DrawnPage {
  const [page] = pagesOf(planOf([paragraph("p", [text])], wide(widthMpt)));
  return page as DrawnPage;
}

/** What is on paper, line by line, with the spaces at line ends put back as one. */
function readBack(page: DrawnPage): string {
  return lineTexts(page).join("\n");
}

describe("a paragraph", () => {
  test("breaks after spaces, at the last word that fits", () => {
    expect(lineTexts(set("The quick brown fox jumps over the lazy dog", 90_000))).toEqual([
      "The quick brown",
      "fox jumps over the",
      "lazy dog",
    ]);
  });

  test("ends a line at a line feed, and keeps an empty line", () => {
    const page = set("one\n\ntwo", 200_000);
    expect(page.runs.map((run) => [run.text, run.y - (page.runs[0]?.y ?? 0)])).toEqual([
      ["one", 0],
      ["two", 24_000],
    ]);
  });

  test("is set from the top of the body, lines a leading apart", () => {
    const page = set("a b c d e f g h i j k l m n o p", 30_000);
    const ys = linesOf(page).map((runs) => runs[0]?.y as number);
    expect(ys[0]).toBeGreaterThan(BODY.yMpt + 8000);
    expect(ys[0]).toBeLessThan(BODY.yMpt + 12_000);
    expect(new Set(ys.slice(1).map((y, index) => y - (ys[index] as number)))).toEqual(
      new Set([12_000]),
    );
  });

  test("of nothing takes no room", () => {
    const [page] = pagesOf(planOf([paragraph("p", [""]), paragraph("q", ["here"])]));
    const [alone] = pagesOf(planOf([paragraph("q", ["here"])]));
    expect(page).toEqual(alone);
  });

  test("keeps the spaces between its words as they are written", () => {
    expect(lineTexts(set("a  b   c", 200_000))).toEqual(["a  b   c"]);
  });

  test("cuts a word that is wider than the line, and loses nothing of it", () => {
    const word = "Donaudampfschifffahrtsgesellschaftskapit\u00e4nsm\u00fctze";
    const page = set(`Die ${word} da`, 60_000);
    expect(readBack(page).replaceAll("\n", "")).toBe(`Die${word} da`);
    for (const run of page.runs) expect(run.right).toBeLessThanOrEqual(BODY.xMpt + 60_000);
  });

  test("drops no word behind a leading space, and keeps it within the line", () => {
    const page = set("     Internationalization", 95_000);
    for (const run of page.runs) expect(run.right).toBeLessThanOrEqual(BODY.xMpt + 95_000);
    expect(readBack(page).replace(/\s/g, "")).toBe("Internationalization");
  });

  test("does not break between two styles where the text has no break", () => {
    const spans = [span(["The total is "]), span(["Total"], BOLD_STYLE), span([": x"])];
    const [page] = pagesOf(planOf([paragraph("p", spans)], wide(80_000)));
    for (const line of lineTexts(page as DrawnPage)) expect(line).not.toMatch(/^:/);
  });

  test("shows a hyphen where it breaks at a soft one, and none elsewhere", () => {
    const text = "Donau\u00addampf\u00adschiff\u00adfahrt";
    expect(lineTexts(set(text, 200_000)).join("")).not.toContain("-");
    const broken = lineTexts(set(text, 65_000));
    expect(broken.length).toBeGreaterThan(1);
    for (const line of broken.slice(0, -1)) expect(line).toMatch(/[-\u00ad\u2010]$/);
  });

  test("wants two lines at a page's foot and two at its head", () => {
    const lines = ["1", "2", "3", "4"].join("\n");
    const body = { ...BODY, heightMpt: 12_000 * 5 };
    const filler = Array.from({ length: 4 }, (_, index) => paragraph(`f${index}`, ["filler"]));
    const plan = planOf([...filler, paragraph("p", [lines])], { masters: [master([], { body })] });
    const texts = pagesOf(plan).map((page) => lineTexts(page));
    expect(texts[1]).toEqual(["1", "2", "3", "4"]);
    const three = planOf([...filler.slice(1), paragraph("p", [lines])], {
      masters: [master([], { body })],
    });
    expect(pagesOf(three).map((page) => lineTexts(page).length)).toEqual([5, 2]);
  });
});

describe("alignment", () => {
  const text = "Some words of several lengths in lines";
  test.each(["left", "right", "center"] as const)("%s is exact on every line", (align) => {
    const [page] = pagesOf(planOf([paragraph("p", [text], { align })], wide(71_234)));
    expect(linesOf(page as DrawnPage).length).toBeGreaterThan(2);
    for (const runs of linesOf(page as DrawnPage)) {
      const left = (runs[0]?.x ?? 0) - BODY.xMpt;
      const right = BODY.xMpt + 71_234 - (runs.at(-1)?.right ?? 0);
      if (align === "left") expect(left).toBe(0);
      if (align === "right") expect(Math.abs(right)).toBeLessThanOrEqual(1);
      if (align === "center") expect(Math.abs(left - right)).toBeLessThanOrEqual(2);
    }
  });
});

describe("several styles in a line", () => {
  const spans = [
    span(["Pay "]),
    span(["now"], BOLD_STYLE),
    span([" or "]),
    span(["LATER"], LARGE_STYLE),
    span([" please"]),
  ];
  const [page] = pagesOf(planOf([paragraph("p", spans)]));
  const runs = (page as DrawnPage).runs;

  test("stand on one baseline, the line as high as its highest style", () => {
    expect(new Set(runs.map((run) => run.y)).size).toBe(1);
    const [alone] = pagesOf(planOf([paragraph("p", [span(["x"], LARGE_STYLE)])]));
    expect(runs[0]?.y).toBe((alone as DrawnPage).runs[0]?.y);
  });

  test("keep the order and the room between words", () => {
    const text = runs.map((run) => run.text).join("|");
    expect(text.replaceAll(/[| ]/g, "")).toBe("PaynoworLATERplease");
    for (const [index, run] of runs.entries()) {
      const before = runs[index - 1];
      if (before === undefined) continue;
      const gap = run.x - before.right;
      const drawn = run.text.startsWith(" ") || before.text.endsWith(" ");
      // The space is drawn, or left as room of a space's width: never both, never neither.
      if (drawn) expect(Math.abs(gap)).toBeLessThanOrEqual(1);
      else expect(gap).toBeGreaterThan(2000);
    }
    expect(runs.map((run) => run.font)).toContain(1);
  });

  test("are one piece of content: one mark", () => {
    expect(new Set(runs.map((run) => run.mark))).toEqual(new Set([0]));
    expect((page as DrawnPage).roles).toEqual(["P"]);
  });
});

const WORDS = fc.array(
  fc.oneof(
    fc.string({
      unit: fc.constantFrom(...Array.from("abcdefgilmnoprstuvwWMTAV.,'&-/")),
      minLength: 1,
    }),
    fc.constantFrom("\u0391\u03b8\u03ae\u03bd\u03b1", "\u041c\u043e\u0441\u043a\u0432\u0430"),
    fc.constantFrom("caf\u00e9", "e\u0301cole", "na\u00efve", "\u20ac100", "1,234.56-", "A\u00a0B"),
    fc.string({ unit: fc.constantFrom("W", "i"), minLength: 20, maxLength: 60 }),
  ),
  { minLength: 1, maxLength: 40 },
);

test("every line fits, and the lines give the text back", () => {
  fc.assert(
    fc.property(WORDS, fc.integer({ min: 30_000, max: 300_000 }), (words, widthMpt) => {
      const text = words.join(" ");
      const pages = pagesOf(planOf([paragraph("p", [text])], wide(widthMpt)));
      const read = pages.map(readBack).join("\n");
      // Line ends stand for spaces, for nothing within cut words and after hyphens.
      const tight = (value: string): string => value.replace(/[\s\u00a0]/g, "").normalize("NFC");
      expect(tight(read)).toBe(tight(text));
      for (const page of pages)
        for (const run of page.runs)
          expect(run.right).toBeLessThanOrEqual(BODY.xMpt + widthMpt + 1);
    }),
    { numRuns: 150 },
  );
});

describe("what glyphs do not say", () => {
  test("a combining accent, composed for the eye, is written as it came", () => {
    const page = set("e\u0301 x\u0323\u0301", 200_000);
    const actual = page.runs.filter((run) => (run.flags & RUN_FLAG_ACTUAL_TEXT) !== 0);
    expect(actual.map((run) => run.text.trim())).toEqual(["e\u0301"]);
    expect(lineTexts(page).join("")).toBe("e\u0301 x\u0323\u0301");
  });

  test("the blanks about a word that is said stand outside of it, drawn", () => {
    const page = set("fu\u0308r O\u0308l  und Ga\u0308rten fu\u0308r", 300_000);
    expect(page.runs.map((run) => run.text)).toEqual([
      "fu\u0308r",
      " ",
      "O\u0308l",
      "  und ",
      "Ga\u0308rten",
      " ",
      "fu\u0308r",
    ]);
    for (const [index, run] of page.runs.entries())
      if (index > 0) expect(run.x).toBeCloseTo(page.runs[index - 1]?.right ?? 0, -1);
  });

  test("plain text needs no such help", () => {
    const page = set(
      "Plain text, 12.50 \u20ac \u2014 caf\u00e9 \u0391\u03b8\u03ae\u03bd\u03b1",
      300_000,
    );
    expect(page.runs.every((run) => (run.flags & RUN_FLAG_ACTUAL_TEXT) === 0)).toBe(true);
  });
});

describe("a character no font has", () => {
  const plan = planOf([paragraph("p", ["before \u4e2d\u6587 after"])]);

  test("rejects the record where the job says so", () => {
    const { faults, pages } = new Setting(plan).compose();
    expect(new Set(faults.map((fault) => fault.code))).toEqual(new Set(["compose.missing-glyph"]));
    expect(faults[0]?.message).toBe(
      "No font of the layout has U+4E2D, character 8 of the text of p.",
    );
    expect(faults[0]?.hint).toContain("(tried: NotoSans-Regular)");
    expect(pages).toEqual([]);
  });

  const tabbed = {
    isOptimal: true,
    spaceMin: 67,
    spaceMax: 400,
    hyphensMax: 2,
    zoneMpt: 0,
    tabs: [{ atMpt: 90_000, align: "start" }],
  } as const;
  const own = column("Text", ["ab \u4e2d cd"], { widthMpt: 120_000 });
  test.each([
    ["in a cell", tableOf({ columns: [own] }), "4 of the text of t, row 1, column 1"],
    ["turned", paragraph("q", ["ab\ncd \u4e2d"], { turn: 90 }), "7 of the text of q"],
    ["at a stop", paragraph("q", [span(["ab\tcd \u4e2d"], 1)]), "7 of the text of q"],
  ])("%s has its own place, once, whatever was set before", (_, block, place) => {
    const before = paragraph("p", ["words ".repeat(50)]);
    const body = style("body", 10_000);
    const styles = [body, style("tabbed", 10_000, { paragraph: tabbed }), body];
    const setting = new Setting(planOf([before, block], { styles }));
    const messages = (): string[] =>
      setting.compose(valuesOf(numbered(1))).faults.map(({ message }) => message);
    const message = `No font of the layout has U+4E2D, character ${place}.`;
    expect([messages(), messages()]).toEqual([[message], [message]]);
  });

  test("is substituted and counted where the job says so", () => {
    const missingGlyph = { action: "substitute", text: "?" } as const;
    const { pages, faults, substitutions } = new Setting(plan, { missingGlyph }).compose();
    expect(faults).toEqual([]);
    expect(substitutions).toBe(2);
    expect(lineTexts(pages[0] as DrawnPage)).toEqual(["before ?? after"]);
  });

  test("leaves nothing to the next record", () => {
    const setting = new Setting(
      planOf([
        paragraph("p", [
          { op: "field", kind: "text", scope: "record", path: ["x"], optional: false },
        ]),
      ]),
    );
    expect(setting.compose({ x: "\u4e2d" }).faults).toHaveLength(1);
    expect(setting.compose({ x: "fine" }).faults).toEqual([]);
  });
});

describe.skipIf(!hasCff || !existsSync(CFF_PATH))("a fallback font", () => {
  // Latin Extended Additional: Noto has it, the old Helvetica look-alike has not.
  const capitals = "\u1e00\u1e02 \u1e04\u1e06";
  const plan = (text: string, widthMpt = 300_000): LayoutPlan =>
    planOf([paragraph("p", [text])], {
      ...wide(widthMpt),
      fonts: [
        { id: "nimbus", file: CFF_PATH, hash: "", fallbacks: [1] },
        { id: "NotoSans-Regular", file: "", hash: "", fallbacks: [] },
      ],
    });
  const compose = (text: string, widthMpt?: number): DrawnPage => {
    const made = plan(text, widthMpt);
    const fonts = openFonts(made, (file) => readFileSync(file));
    return new Setting(made, {}, fonts).compose().pages[0] as DrawnPage;
  };

  test("sets the words the style's font cannot, with real spaces between", () => {
    const page = compose(`Text ${capitals} after`);
    expect(page.runs.map((run) => run.font)).toContain(1);
    expect(lineTexts(page).join("").replaceAll(/\s/g, "")).toBe(
      `Text${capitals}after`.replaceAll(" ", ""),
    );
    for (const run of page.runs) expect(run.text).not.toContain("\u0000");
  });

  test("is measured by its own widths where a long word is cut", () => {
    const word = "\u1e08\u1e0a\u1e0c\u1e0e\u1e10\u1e12\u1e14\u1e16\u1e18\u1e1a".repeat(3);
    const page = compose(word, 80_000);
    for (const run of page.runs) expect(run.right).toBeLessThanOrEqual(BODY.xMpt + 80_001);
    expect(lineTexts(page).join("")).toBe(word);
  });
});

describe.skipIf(!hasDejavu)("a word that needs two fonts", () => {
  const plan = (text: string): LayoutPlan =>
    planOf([paragraph("p", [text], { align: "start" })], {
      fonts: [
        { id: "NotoSans-Regular", file: "", hash: "", fallbacks: [1] },
        { id: "DejaVuSans", file: DEJAVU_PATH, hash: "", fallbacks: [] },
      ],
    });
  const compose = (text: string, options: Partial<ComposerOptions> = {}): Drawn => {
    const made = plan(text);
    const fonts = openFonts(made, (file) =>
      file === "" ? fontBytes("NotoSans-Regular") : readFileSync(file),
    );
    return new Setting(made, options, fonts).compose();
  };
  const shown = ({ pages, faults }: Drawn): [number, string][] => {
    expect(faults).toEqual([]);
    const runs = (pages[0] as DrawnPage).runs.toSorted((a, b) => a.x - b.x);
    return runs.map(({ font, text }) => [font, text]);
  };

  test("takes each cluster from the first font that has it, in either mode", () => {
    for (const missingGlyph of [
      { action: "reject" },
      { action: "substitute", text: "?" },
    ] as const) {
      const set = (text: string): [number, string][] => shown(compose(text, { missingGlyph }));
      // Brackets and digits are the style's own font's; text from the right stands as it is seen.
      expect(set("(\u05e9\u05dc)")).toEqual([
        [0, ")"],
        [1, "\u05dc\u05e9"],
        [0, "("],
      ]);
      expect(set("token\u05d9\u05dd")).toEqual([
        [0, "token"],
        [1, "\u05dd\u05d9"],
      ]);
      expect(set("12\u2654 x")).toEqual([
        [0, "12"],
        [1, "\u2654"],
        [0, " x"],
      ]);
    }
  });

  test("keeps marks with their base", () => {
    const runs = shown(compose("a\u05d1\u05bc b"));
    const fallback = runs.filter(([font]) => font === 1).map(([, text]) => text);
    expect(fallback.join("").normalize("NFD")).toHaveLength(2);
    expect(runs.filter(([font]) => font === 0).map(([, text]) => text.trim())).toEqual(["a", "b"]);
  });

  test("has only what no font has replaced, and counted once", () => {
    const missingGlyph = { action: "substitute", text: "?" } as const;
    const drawn = compose("a\u4e2d\u05d0", { missingGlyph });
    expect(shown(drawn)).toEqual([
      [0, "a?"],
      [1, "\u05d0"],
    ]);
    expect(drawn.substitutions).toBe(1);
    const fault = compose("a\u05d0\u4e2d").faults[0];
    expect(fault?.message).toContain("U+4E2D, character 3 ");
    expect(fault?.hint).toContain("(tried: NotoSans-Regular, DejaVuSans)");
  });

  test("starts at the right where it is from the right, and only there", () => {
    const place = (text: string): number => {
      const [page] = compose(text).pages;
      return Math.max(...(page as DrawnPage).runs.map(({ right }) => right));
    };
    const right = BODY.xMpt + BODY.widthMpt;
    expect(Math.abs(place("\u05e9\u05dc\u05d5\u05dd 1") - right)).toBeLessThan(5);
    expect(place("a \u05e9\u05dc\u05d5\u05dd 1")).toBeLessThan(right - 100_000);
  });
});
