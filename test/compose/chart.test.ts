import { describe, expect, it } from "vitest";
import {
  PATH_CURVE,
  PATH_FILL,
  PATH_LINE,
  PATH_MOVE,
  PATH_RECT,
  PATH_STROKE,
} from "../../src/model/path.ts";
import { RUN_FLAG_TURNED } from "../../src/model/frame.ts";
import { chartPage, chartSetting, recordValues, type Row, wordsOf } from "./chart-layout.ts";
import { type DrawnPage, lineTexts } from "./setting.ts";

const BARS = `
  - chart: bars
    alt: a
    rows: rows
    as: r
    category: "{r.name}"
    series: [{ label: One, value: r.one, color: blue }]
    grid: grid
`;
const LINES = BARS.replace("bars", "lines");
const PAIRS = BARS.replace("series: [", "series: [{ label: Two, value: r.two, color: pale }, ");
const BODY_LEFT = 43_200;
const BODY_RIGHT = 43_200 + 504_000;

function bars(page: DrawnPage): (readonly number[])[] {
  const rects = wordsOf(page.paths[0], PATH_RECT);
  // The last is the line that bars stand on.
  return rects.slice(0, -1);
}

function texts(page: DrawnPage): string[] {
  return page.runs.map(({ text }) => text);
}

describe("bars", () => {
  it("are as high as their values, on one floor", () => {
    const page = chartPage(BARS, [{ one: 100 }, { one: 50 }, { one: 25 }]);
    const [first = [], second = [], third = []] = bars(page);
    const [height = 0] = [first[3]];
    expect(second[3]).toBeCloseTo(height / 2, -1);
    expect(third[3]).toBeCloseTo(height / 4, -1);
    const feet = [first, second, third].map(([, y = 0, , h = 0]) => y + h);
    expect(new Set(feet).size).toBe(1);
  });

  it("go down below 0, and can be told from none where they are 0", () => {
    const page = chartPage(BARS, [{ one: 40 }, { one: -40 }, { one: 0 }, {}]);
    const [up = [], down = [], flat = [], ...more] = bars(page);
    expect(more).toEqual([]);
    expect((up[1] ?? 0) + (up[3] ?? 0)).toBe(down[1]);
    expect(flat[3]).toBe(400);
    expect(texts(page)).toContain("-40");
  });

  it("of series stand side by side in the order of the series, in their colours", () => {
    const page = chartPage(PAIRS, [{ one: 4, two: 2 }]);
    const [legend = [], own = [], two = [], one = []] = wordsOf(page.paths[0], PATH_RECT);
    expect(legend[2]).toBe(own[2]);
    expect((two[0] ?? 0) + (two[2] ?? 0)).toBeLessThan(one[0] ?? 0);
    expect(texts(page)).toEqual(expect.arrayContaining(["Two", "One", "r0"]));
    expect(wordsOf(page.paths[0], PATH_FILL).map(([color]) => color)).toEqual([3, 2, 3, 2, 0]);
  });

  it("that are highlighted have that colour", () => {
    const lit = BARS.replace("grid: grid", "highlight: { when: r.lit, color: amber }");
    const page = chartPage(lit, [{ one: 1 }, { one: 2, lit: true }]);
    expect(wordsOf(page.paths[0], PATH_FILL).map(([color]) => color)).toEqual([2, 4, 0]);
  });

  it("of a stack lie on each other, those below 0 downwards", () => {
    const page = chartPage(PAIRS.replace("bars", "stacked-bars"), [{ one: 30, two: 60 }]);
    const [, , below = [], above = []] = wordsOf(page.paths[0], PATH_RECT);
    expect((above[1] ?? 0) + (above[3] ?? 0)).toBe((below[1] ?? 0) - 600);
    expect(above[0]).toBe(below[0]);
    const mixed = chartPage(PAIRS.replace("bars", "stacked-bars"), [{ one: -30, two: 60 }]);
    const [, , up = [], down = []] = wordsOf(mixed.paths[0], PATH_RECT);
    expect((up[1] ?? 0) + (up[3] ?? 0)).toBe(down[1]);
  });
});

describe("lines", () => {
  it("run through their points, straight, in steps or smoothly", () => {
    const rows = [{ one: 1 }, { one: 3 }, { one: 2 }];
    const path = (curve: string) => chartPage(`${LINES}    curve: ${curve}\n`, rows).paths[0];
    expect(wordsOf(path("straight"), PATH_LINE)).toHaveLength(2);
    expect(wordsOf(path("step"), PATH_LINE)).toHaveLength(5);
    const smooth = path("monotone");
    expect(wordsOf(smooth, PATH_CURVE)).toHaveLength(2);
    const ends = (words: (readonly number[])[]) => words.map((operands) => operands.slice(-2));
    const straight = path("straight");
    expect(ends(wordsOf(smooth, PATH_CURVE))).toEqual(ends(wordsOf(straight, PATH_LINE)));
  });

  it("have a gap where there is no value, and a dot where one stands alone", () => {
    const page = chartPage(LINES, [{ one: 1 }, { one: 2 }, {}, { one: 3 }]);
    const moves = wordsOf(page.paths[0], PATH_MOVE);
    expect(moves).toHaveLength(2);
    expect(wordsOf(page.paths[0], PATH_LINE)).toHaveLength(1);
    expect(wordsOf(page.paths[0], PATH_CURVE)).toHaveLength(4);
    expect(wordsOf(page.paths[0], PATH_STROKE)).toHaveLength(1);
  });

  it("of one point are a dot", () => {
    const page = chartPage(LINES, [{ one: 7 }]);
    expect(wordsOf(page.paths[0], PATH_LINE)).toEqual([]);
    expect(wordsOf(page.paths[0], PATH_CURVE)).toHaveLength(4);
  });

  it("of 2,000 points are thinned, and keep the least and the greatest", () => {
    const rows = Array.from({ length: 2000 }, (_, index): Row => ({ one: 500 + (index % 7) }));
    rows[1234] = { one: 9000 };
    const page = chartPage(LINES, rows);
    const drawn = wordsOf(page.paths[0], PATH_LINE);
    expect(drawn.length).toBeGreaterThan(500);
    expect(drawn.length).toBeLessThan(1100);
    const top = Math.min(...drawn.map(([, y = 0]) => y));
    expect(drawn.filter(([, y]) => y === top)).toHaveLength(1);
  });

  it("leave out 0 where all values are near each other, far from it", () => {
    const far = texts(chartPage(LINES, [{ one: 1000 }, { one: 1020 }]));
    expect(far).not.toContain("0");
    expect(texts(chartPage(LINES, [{ one: 100 }, { one: 1020 }]))).toContain("0");
  });
});

describe("labels", () => {
  it("are left out by rule where they have too little room", () => {
    const rows = Array.from({ length: 40 }, (_, index) => ({ name: `month ${index}`, one: 1 }));
    const shown = texts(chartPage(BARS, rows)).filter((text) => text.startsWith("month"));
    expect(shown.slice(0, 3)).toEqual(["month 0", "month 3", "month 6"]);
  });

  it("are shortened where the layout wants that", () => {
    const long = { name: "Pneumonoultramicroscopicsilicovolcanoconiosis and more", one: 1 };
    const rows = Array.from({ length: 5 }, () => long);
    const shown = texts(chartPage(`${BARS}    label-fit: shorten\n`, rows));
    expect(shown.filter((text) => /^Pneumono.*\u2026$/.test(text))).toHaveLength(5);
  });

  it("run up to the figures where the layout wants that and they do not fit", () => {
    const turned = `${BARS}    width: 200pt\n    label-fit: rotate\n`;
    const rows = ["Transmission", "Distribution", "Taxes and surcharges"].map((name) => {
      return { name: `${name} of this year`, one: 1 };
    });
    const page = chartPage(turned, rows);
    const labels = page.runs.filter(({ flags }) => (flags & RUN_FLAG_TURNED) !== 0);
    expect(labels.map(({ text }) => text)).toEqual([
      "Transmission\u2026",
      "Distribution\u2026",
      "Taxes and su\u2026",
    ]);
    const short = chartPage(turned, [{ one: 1 }, { one: 2 }]);
    expect(short.runs.some(({ flags }) => (flags & RUN_FLAG_TURNED) !== 0)).toBe(false);
  });

  it("never overlap, and stay within the body", () => {
    for (const count of [1, 2, 7, 31, 365]) {
      const rows = Array.from({ length: count }, (_, index) => ({
        name: `day ${index}`,
        one: index,
      }));
      const page = chartPage(`${BARS}    show-values: all\n`, rows);
      const lines = new Map<number, { x: number; right: number }[]>();
      for (const run of page.runs) lines.set(run.y, [...(lines.get(run.y) ?? []), run]);
      for (const runs of lines.values()) {
        const sorted = runs.toSorted((one, other) => one.x - other.x);
        sorted.forEach(({ x }, index) => {
          if (index > 0) expect(x).toBeGreaterThan(sorted[index - 1]?.right ?? 0);
        });
        expect(sorted[0]?.x).toBeGreaterThanOrEqual(BODY_LEFT);
        expect(sorted.at(-1)?.right).toBeLessThanOrEqual(BODY_RIGHT + 100);
      }
    }
  });

  it("are one mark, as the outlines are", () => {
    const page = chartPage(BARS, [{ one: 1 }, { one: 2 }]);
    expect(new Set(page.runs.map(({ mark }) => mark)).size).toBe(1);
    expect(page.roles).toEqual(["Figure", "Figure"]);
  });

  it("write large numbers in short, in the locale", () => {
    const money = BARS.replace("r.one", "r.sum");
    const rows = [{ sum: "2500000000.00" }];
    expect(texts(chartPage(`${money}    format: symbol\n`, rows))).toContain("$2.5B");
    expect(texts(chartPage(money, rows, "de-DE"))).toContain("2,5\u00a0Mrd.");
  });

  it("of large numbers near each other can be told apart", () => {
    const rows = [{ sum: "1243652.26" }, { sum: "1324949.28" }];
    const page = chartPage(LINES.replace("r.one", "r.sum"), rows);
    expect(texts(page)).toEqual(expect.arrayContaining(["1.24M", "1.30M"]));
  });

  it("of one scale have the same digits", () => {
    const money = BARS.replace("r.one", "r.sum");
    expect(texts(chartPage(money, [{ sum: "1.00" }]))).toEqual(
      expect.arrayContaining(["0.00", "0.20", "1.00"]),
    );
    expect(texts(chartPage(money, [{ sum: "400.00" }]))).toContain("400");
  });
});

describe("a chart", () => {
  it("is left out without rows, or says so", () => {
    expect(chartPage(BARS, []).paths).toEqual([]);
    const page = chartPage(`${BARS}    empty: Nothing was used.\n`, []);
    expect(lineTexts(page)).toEqual(["Nothing was used."]);
  });

  it("of values that are all 0 has a scale", () => {
    const page = chartPage(BARS, [{ one: 0 }, { one: 0 }]);
    expect(texts(page)).toEqual(expect.arrayContaining(["0", "1"]));
  });

  it("of absent values alone is empty, but whole", () => {
    const page = chartPage(BARS, [{}, {}]);
    expect(bars(page)).toEqual([]);
    expect(texts(page)).toContain("r1");
  });

  it("is the other way round where the language is", () => {
    const left = chartPage(PAIRS, [
      { one: 1, two: 2 },
      { one: 3, two: 4 },
    ]);
    const right = chartPage(
      PAIRS,
      [
        { one: 1, two: 2 },
        { one: 3, two: 4 },
      ],
      "he-IL",
    );
    const mirrored = wordsOf(left.paths[0], PATH_RECT).map(([x = 0, y, width = 0, height]) => {
      return [504_000 - x - width, y, width, height];
    });
    const bodies = wordsOf(right.paths[0], PATH_RECT);
    // Legends begin at the other side, and end where their texts do.
    expect(bodies.slice(2)).toEqual(mirrored.slice(2));
  });

  it("whose labels leave it no room is a fault of the record", () => {
    const setting = chartSetting(`${BARS}    width: 30pt\n`);
    const { faults } = setting.compose(recordValues([{ one: 12_345 }]));
    expect(faults).toEqual([expect.objectContaining({ code: "compose.chart-too-small" })]);
  });

  it("in a repeat shows the rows it stands in", () => {
    const setting = chartSetting(`
  - repeat: rows
    as: o
    blocks:
      - chart: gauge
        alt: "{o.name}"
        value: o.one
        max: o.two
        figure: "{o.one}"
        color: blue
        track: pale
`);
    const rows = [
      { one: 1, two: 4 },
      { one: 2, two: 4 },
    ];
    const { pages } = setting.compose(recordValues(rows));
    expect(pages[0]?.paths).toHaveLength(2);
    expect(
      texts(pages[0] as DrawnPage).filter((text) => text === "1" || text === "2"),
    ).toHaveLength(2);
  });
});

const DONUT = `
  - chart: donut
    alt: a
    rows: rows
    as: r
    category: "{r.name}"
    value: r.one
    colors: [blue, amber, pale]
    other: Others
    grid: grid
`;

describe("a donut", () => {
  it("has a slice for each row, and one for what lies beyond its colours", () => {
    const page = chartPage(DONUT, [{ one: 5 }, { one: 3 }, { one: 1 }, { one: 1 }]);
    const fills = wordsOf(page.paths[0], PATH_FILL).map(([color]) => color);
    expect(fills).toEqual([2, 4, 3, 2, 4, 3]);
    expect(texts(page)).toEqual(["r0", "5", "r1", "3", "Others", "2"]);
  });

  it("with a value below 0, or nothing to share, is an empty ring beside its values", () => {
    for (const rows of [
      [{ one: 5 }, { one: -3 }],
      [{ one: 0 }, { one: 0 }],
    ]) {
      const page = chartPage(DONUT, rows);
      const [first] = wordsOf(page.paths[0], PATH_FILL);
      expect(first).toEqual([1]);
      expect(texts(page)).toContain("r1");
    }
  });

  it("has its figure within the ring, however small", () => {
    const figure = "$98,765.43";
    const blocks = `${DONUT}    height: 60pt\n    figure: "${figure}"\n    caption: due\n`;
    const page = chartPage(blocks, [{ one: 5 }]);
    const { x = 0, sizeMpt = 0 } = page.runs.find(({ text }) => text === figure) ?? {};
    expect(sizeMpt).toBeLessThan(7000);
    const innerRadius = 30_000 * 0.66;
    const halfWidth = BODY_LEFT + 30_000 - x;
    expect(halfWidth).toBeLessThanOrEqual(innerRadius - 4000);
    expect(halfWidth).toBeGreaterThan(innerRadius * 0.6);
  });

  it("of one slice is whole", () => {
    const page = chartPage(DONUT, [{ one: 5 }]);
    expect(wordsOf(page.paths[0], PATH_CURVE)).toHaveLength(8);
  });
});
