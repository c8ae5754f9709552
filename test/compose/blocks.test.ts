import { describe, expect, test } from "vitest";
import type { Block, ColumnsBlock, GroupBlock } from "../../src/model/block.ts";
import type { MasterBox } from "../../src/model/layout-plan.ts";
import { base, field, span } from "../bind/sample-plan.ts";
import {
  BODY,
  type DrawnPage,
  linesOf,
  lineTexts,
  master,
  pagesOf,
  paragraph,
  planOf,
  rule,
  Setting,
  space,
} from "./setting.ts";

function group(blocks: readonly Block[], more: Partial<GroupBlock> = {}): Block {
  return {
    ...base("g"),
    spaceAfterMpt: 0,
    kind: "group",
    blocks,
    keepTogether: false,
    paddingMpt: 0,
    background: -1,
    borderColor: -1,
    ...more,
  };
}

function columns(all: ColumnsBlock["columns"], gapMpt = 10_000): Block {
  return { ...base("c"), spaceAfterMpt: 0, kind: "columns", gapMpt, columns: all };
}

function only(blocks: readonly Block[]): DrawnPage {
  const pages = pagesOf(planOf(blocks));
  expect(pages).toHaveLength(1);
  return pages[0] as DrawnPage;
}

describe("spaces between blocks", () => {
  test("the larger of the two counts, and none at the top of a page", () => {
    const [first, second, third] = only([
      rule("a", 1000, { spaceBeforeMpt: 9000, spaceAfterMpt: 4000 }),
      rule("b", 1000, { spaceBeforeMpt: 7000, spaceAfterMpt: 3000 }),
      rule("c", 1000, { spaceBeforeMpt: 2000 }),
    ]).rects;
    expect(first?.y).toBe(BODY.yMpt);
    expect(second?.y).toBe(BODY.yMpt + 1000 + 7000);
    expect(third?.y).toBe((second?.y ?? 0) + 1000 + 3000);
  });

  test("a block that shows nothing leaves no space", () => {
    const empty = paragraph("e", [field("nothing", "text", true)], { spaceAfterMpt: 50_000 });
    const after = only([rule("a", 1000), empty, rule("b", 1000)]).rects[1];
    expect(after?.y).toBe(BODY.yMpt + 1000);
  });

  test("a block for e-mail alone is not on paper", () => {
    const channels = { print: false, email: true };
    expect(only([paragraph("p", ["mail"], { channels }), rule("a", 1000)]).runs).toEqual([]);
  });
});

describe("page breaks", () => {
  const pageBreak: Block = { ...base("b"), kind: "page-break" };

  test("end the page; two in a row do no more, nor one at either end", () => {
    const texts = (blocks: readonly Block[]): string[][] =>
      pagesOf(planOf(blocks)).map((page) => lineTexts(page));
    const [a, b] = [paragraph("p", ["one"]), paragraph("q", ["two"])];
    expect(texts([a, pageBreak, b])).toEqual([["one"], ["two"]]);
    expect(texts([pageBreak, a, pageBreak, pageBreak, b, pageBreak])).toEqual([["one"], ["two"]]);
  });

  test("hold behind a heading that keeps with what follows", () => {
    const heading = paragraph("h", ["Heading"], { keepWithNext: true, level: 1 });
    expect(pagesOf(planOf([heading, pageBreak, paragraph("p", ["text"])]))).toHaveLength(2);
  });

  test("a heading is not left alone at a page's foot", () => {
    const heading = paragraph("h", ["Heading"], { keepWithNext: true, level: 2 });
    const blocks = [space("s", 385_000), heading, paragraph("p", ["text"])];
    const pages = pagesOf(planOf(blocks));
    expect(pages.map((page) => lineTexts(page))).toEqual([[], ["Heading", "text"]]);
    expect(pages[1]?.roles).toEqual(["H2", "P"]);
  });
});

describe("groups", () => {
  const text = paragraph("p", ["within"]);

  test("with padding set their content in from all sides", () => {
    const [plain, padded] = [only([text]), only([group([text], { paddingMpt: 8000 })])];
    expect(padded.runs[0]?.x).toBe(BODY.xMpt + 8000);
    expect(padded.runs[0]?.y).toBe((plain.runs[0]?.y ?? 0) + 8000);
    const long = paragraph("p", ["many words ".repeat(30)]);
    for (const run of only([group([long], { paddingMpt: 8000 })]).runs)
      expect(run.right).toBeLessThanOrEqual(BODY.xMpt + BODY.widthMpt - 8000);
  });

  test("have a background as wide as the region and as high as they are", () => {
    const blocks = [group([text, text], { paddingMpt: 8000, background: 2 }), rule("r", 1000)];
    const page = only(blocks);
    expect(page.rects[0]).toMatchObject({
      x: BODY.xMpt,
      y: BODY.yMpt,
      width: BODY.widthMpt,
      height: 2 * 12_000 + 2 * 8000,
      index: 2,
    });
    expect(page.rects[1]?.y).toBe(BODY.yMpt + 40_000);
  });

  test("have a border on four sides, inside their box", () => {
    const { rects } = only([group([text], { paddingMpt: 8000, borderColor: 1 })]);
    expect(rects).toHaveLength(4);
    const right = Math.max(...rects.map((rect) => rect.x + rect.width));
    const bottom = Math.max(...rects.map((rect) => rect.y + rect.height));
    expect(right).toBe(BODY.xMpt + BODY.widthMpt);
    expect(bottom).toBe(BODY.yMpt + 28_000);
    expect(Math.min(...rects.map((rect) => rect.x))).toBe(BODY.xMpt);
  });

  test("within groups: the outer background lies beneath the inner, the text on both", () => {
    const inner = group([text], { paddingMpt: 5000, background: 3 });
    const page = only([group([inner], { paddingMpt: 10_000, background: 2 })]);
    expect(page.rects.map((rect) => rect.index)).toEqual([2, 3]);
    expect(page.rects[1]?.x).toBe(BODY.xMpt + 10_000);
    expect(page.rects[1]?.width).toBe(BODY.widthMpt - 20_000);
    expect(page.runs[0]?.x).toBe(BODY.xMpt + 15_000);
  });

  test("with a box stay whole", () => {
    const box = group([paragraph("p", ["1\n2\n3\n4"])], { paddingMpt: 1000, background: 2 });
    const pages = pagesOf(planOf([space("s", 370_000), box]));
    expect(pages.map((page) => page.rects.length)).toEqual([0, 1]);
    expect(lineTexts(pages[1] as DrawnPage)).toEqual(["1", "2", "3", "4"]);
  });

  test("without one break between lines, or stay together where they are told to", () => {
    const lines = group([paragraph("p", ["1\n2\n3\n4"]), paragraph("q", ["5"])]);
    const broken = pagesOf(planOf([space("s", 370_000), lines]));
    expect(broken.map((page) => lineTexts(page).length)).toEqual([2, 3]);
    const whole = pagesOf(planOf([space("s", 370_000), { ...lines, keepTogether: true } as Block]));
    expect(whole.map((page) => lineTexts(page).length)).toEqual([0, 5]);
  });

  test("that no page holds are a fault, not a page with lost text", () => {
    const box = group([space("s", 500_000)], { paddingMpt: 1000, background: 2 });
    const { faults } = new Setting(planOf([box])).compose();
    expect(faults.map((fault) => fault.code)).toEqual(["compose.too-tall"]);
    const amounts = /needs ([\d.]+) pt more than the ([\d.]+) pt it has on a page/;
    const [, more, room] = amounts.exec(faults[0]?.message ?? "") ?? [];
    expect(Number(more) + Number(room)).toBeCloseTo(502, 5);
  });
});

describe("columns", () => {
  const one = { grow: 1, blocks: [paragraph("a", ["left"])] };
  const two = { grow: 3, blocks: [paragraph("b", ["1\n2"]), rule("r", 1000)] };

  test("share the width by their grow, and begin on one line", () => {
    const page = only([columns([one, two]), rule("after", 2000)]);
    const [left, right] = page.runs;
    expect(left?.y).toBe(right?.y);
    expect(right?.x).toBe(BODY.xMpt + (BODY.widthMpt - 10_000) / 4 + 10_000);
    expect(page.rects[0]).toMatchObject({ width: ((BODY.widthMpt - 10_000) * 3) / 4 });
    expect(page.rects[1]?.y).toBe(BODY.yMpt + 25_000);
  });

  test("of a fixed width take theirs first", () => {
    const fixed = { ...one, widthMpt: 30_000 };
    const page = only([columns([fixed, { ...two, grow: 1 }])]);
    expect(page.runs[1]?.x).toBe(BODY.xMpt + 40_000);
    expect(page.rects[0]?.width).toBe(BODY.widthMpt - 40_000);
  });

  test("within columns stay within theirs", () => {
    const inner = columns([one, { ...one }], 4000);
    const page = only([columns([{ grow: 1, blocks: [inner] }, one])]);
    const [a, b, c] = page.runs.map((run) => run.x - BODY.xMpt);
    expect([a, b, c]).toEqual([0, (145_000 - 4000) / 2 + 4000, 155_000]);
  });

  test("move to the next page together", () => {
    const pages = pagesOf(planOf([space("s", 380_000), columns([one, two])]));
    expect(pages.map((page) => page.runs.length)).toEqual([0, 3]);
  });
});

describe("static blocks", () => {
  const fixed: Block = { ...paragraph("s", ["The same for everyone."]), isStatic: true };

  test("painted once are placed as forms with a mark", () => {
    const form = { index: 7, widthMpt: BODY.widthMpt, heightMpt: 12_000 };
    const statics = new Map([["s", form]]);
    const [page] = pagesOf(planOf([rule("r", 1000), fixed, rule("q", 1000)]), {}, { statics });
    expect(page?.runs).toEqual([]);
    expect(page?.forms).toEqual([
      {
        x: BODY.xMpt,
        y: BODY.yMpt + 1000,
        width: BODY.widthMpt,
        height: 12_000,
        index: 7,
        mark: 0,
      },
    ]);
    expect(page?.roles).toEqual(["Sect"]);
    expect(page?.rects[1]?.y).toBe(BODY.yMpt + 13_000);
  });

  test("of another width than their form's are set as text", () => {
    const statics = new Map([["s", { index: 7, widthMpt: 100, heightMpt: 12_000 }]]);
    const [page] = pagesOf(planOf([fixed]), {}, { statics });
    expect(page?.forms).toEqual([]);
    expect(lineTexts(page as DrawnPage)).toEqual(["The same for everyone."]);
  });
});

describe("furniture", () => {
  const footer: MasterBox = {
    id: "foot",
    rect: { xMpt: 50_000, yMpt: 520_000, widthMpt: 200_000, heightMpt: 20_000 },
    isStatic: false,
    blocks: [
      paragraph("f", ["Page ", { op: "page" }, " of ", { op: "pages" }], { align: "right" }),
    ],
  };
  const text = paragraph("p", [Array.from({ length: 70 }, (_, line) => `line ${line}`).join("\n")]);

  test("says page n of m on every page, as an artifact", () => {
    const pages = pagesOf(planOf([text], { masters: [master([footer])] }));
    expect(pages).toHaveLength(3);
    pages.forEach((page, index) => {
      const last = page.runs.at(-1);
      expect(last?.text).toBe(`Page ${index + 1} of 3`);
      expect(last?.mark).toBe(-1);
      expect(Math.abs((last?.right ?? 0) - 250_000)).toBeLessThanOrEqual(1);
    });
    expect(pages.flatMap((page) => lineTexts(page)).filter((line) => line.startsWith("l"))).toEqual(
      Array.from({ length: 70 }, (_, line) => `line ${line}`),
    );
  });

  test("changes with the master: the first page's, then the others'", () => {
    const rest = master([{ ...footer, blocks: [paragraph("g", ["further"])] }], {
      body: { ...BODY, heightMpt: 480_000 },
    });
    const pages = pagesOf(planOf([text], { masters: [master([footer]), rest] }));
    expect(pages.map((page) => page.runs.at(-1)?.text)).toEqual(["Page 1 of 2", "further"]);
    expect(pages.map((page) => page.runs.length - 1)).toEqual([33, 37]);
  });

  test("that is fuller than its box is a fault, never text over text", () => {
    const box = { ...footer, blocks: [paragraph("f", ["more words than fit ".repeat(20)])] };
    const { faults } = new Setting(planOf([text], { masters: [master([box])] })).compose();
    expect(new Set(faults.map((fault) => fault.code))).toEqual(new Set(["compose.box-overflow"]));
    expect(faults[0]).toMatchObject({ block: box.id });
    expect(faults[0]?.message).toMatch(/needs [\d.]+ pt more than the [\d.]+ pt it has\.$/);
  });

  test("with art is drawn by its master's number", () => {
    const art: MasterBox = { ...footer, id: "art", isStatic: true, blocks: [rule("r", 1000)] };
    const plan = planOf([text], { masters: [master([]), master([art])] });
    expect(pagesOf(plan).map((page) => page.master)).toEqual([-1, 1, 1]);
  });
});

test("a document of more pages than the job allows is a fault", () => {
  const plan = planOf([paragraph("p", ["line\n".repeat(200)])]);
  const { faults } = new Setting(plan, { pagesMax: 3 }).compose();
  expect(faults.map((fault) => fault.code)).toEqual(["compose.too-many-pages"]);
});

test("pages of other files behind a document count among its pages", () => {
  const plan = planOf([paragraph("p", ["line"])], { appended: [{ images: [0, 1, 2] }] });
  const codes = (pagesMax: number): string[] =>
    new Setting(plan, { pagesMax }).compose().faults.map(({ code }) => code);
  expect(codes(4)).toEqual([]);
  expect(codes(3)).toEqual(["compose.too-many-pages"]);
});

test("facts stand in two columns, values flush right", () => {
  const entry = (label: string, value: string) => ({
    label: [span([label])],
    value: [span([value])],
  });
  const facts: Block = {
    ...base("f"),
    spaceAfterMpt: 0,
    kind: "facts",
    labelShare: 600,
    valueAlign: "right",
    ruleColor: 1,
    rowGapMpt: 2000,
    entries: [entry("One", "1.00"), entry("Two", "22.00"), entry("Three", "333.00")],
  };
  const page = only([facts]);
  expect(page.rects.map((rect) => rect.y)).toEqual([BODY.yMpt + 14_000, BODY.yMpt + 28_000]);
  for (const [label, value] of linesOf(page)) {
    expect(label?.x).toBe(BODY.xMpt);
    expect(Math.abs((value?.right ?? 0) - BODY.xMpt - BODY.widthMpt)).toBeLessThanOrEqual(1);
  }
  expect(page.roles).toEqual(["Lbl", "LBody", "Lbl", "LBody", "Lbl", "LBody"]);
});
