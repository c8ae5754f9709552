import { describe, expect, it } from "vitest";
import { checkCharts, FIRST_LINE } from "../compose/chart-layout.ts";

const BARS = `  - chart: bars
    alt: a
    rows: rows
    as: r
    category: "{r.name}"
    series:
      - { label: One, value: r.one, color: blue }
      - { label: Two, value: r.two, color: pale }
    thresholds: [{ value: limit, color: amber }]
`;
const DONUT = `  - chart: donut
    alt: a
    rows: rows
    as: r
    category: "{r.name}"
    value: r.sum
    colors: [blue, pale]
    other: Others
`;
const GAUGE = `  - chart: gauge
    alt: a
    value: limit
    max: "100"
    figure: "{limit}"
    color: blue
    track: grid
`;

interface Mistake {
  readonly name: string;
  readonly chart?: string;
  readonly find: string;
  readonly write: string;
  readonly code: string;
  /** A stretch of the spoiled blocks that the diagnostic points to the start of. */
  readonly at: string;
  readonly hint?: RegExp;
  readonly message?: RegExp;
}

const MISTAKES: readonly Mistake[] = [
  {
    name: "a kind that there is not",
    find: "chart: bars",
    write: "chart: bar",
    code: "layout.wrong-value",
    at: "bar\n",
    message: /bars, stacked-bars, lines, areas, sparkline, donut, gauge/,
  },
  {
    name: "no text alternative",
    find: "    alt: a\n",
    write: "",
    code: "layout.missing-key",
    at: "chart: bars",
    message: /`alt` is missing/,
  },
  {
    name: "no series",
    find: /    series:\n.*\n.*\n/.exec(BARS)?.[0] ?? "",
    write: "",
    code: "layout.missing-key",
    at: "chart: bars",
    message: /`series` is missing/,
  },
  {
    name: "a list that there is not",
    find: "rows: rows",
    write: "rows: row",
    code: "layout.unknown-field",
    at: "row\n",
    hint: /did you mean `rows`\?/,
  },
  {
    name: "a value that is misspelt",
    find: "r.two",
    write: "r.tow",
    code: "layout.unknown-field",
    at: "tow",
    hint: /did you mean `two`\?/,
  },
  {
    name: "a value that is a text",
    find: "value: r.one",
    write: "value: r.name",
    code: "layout.wrong-type",
    at: "r.name, color",
    message: /must be integer, money or decimal, but it is text/,
  },
  {
    name: "values of two kinds",
    find: "value: r.two",
    write: "value: r.sum",
    code: "layout.wrong-type",
    at: "r.sum",
    message: /must be integer, but it is money/,
  },
  {
    name: "a threshold of another kind",
    find: "value: limit",
    write: 'value: money("1.00")',
    code: "layout.wrong-type",
    at: 'money("1.00")',
    message: /must be integer, but it is money/,
  },
  {
    name: "a colour that there is not",
    find: "color: pale",
    write: "color: pael",
    code: "layout.unknown-color",
    at: "pael",
    hint: /did you mean `pale`\?/,
  },
  {
    name: "a key of another kind of chart",
    find: "    thresholds:",
    write: "    curve: step\n    thresholds:",
    code: "layout.misplaced-key",
    at: "curve: step",
    hint: /`curve` is for lines, areas, sparkline/,
  },
  {
    name: "the keys of a donut",
    find: "    thresholds:",
    write: "    colors: [blue]\n    thresholds:",
    code: "layout.misplaced-key",
    at: "colors: [blue]",
    hint: /`colors` is for donut/,
  },
  {
    name: "a donut with series",
    chart: DONUT,
    find: "    value: r.sum",
    write: "    series: [{ label: a, value: r.sum, color: blue }]\n    value: r.sum",
    code: "layout.misplaced-key",
    at: "series:",
    hint: /charts with axes/,
  },
  {
    name: "a format of another kind",
    chart: DONUT,
    find: "    other",
    write: "    format: grouped\n    other",
    code: "layout.unknown-format",
    at: "grouped",
    hint: /number, symbol, plain/,
  },
  {
    name: "a gauge without an end",
    chart: GAUGE,
    find: '    max: "100"\n',
    write: "",
    code: "layout.missing-key",
    at: "chart: gauge",
    message: /`max` is missing/,
  },
  {
    name: "a chart wider than its room",
    chart: GAUGE,
    find: "    color: blue",
    write: "    width: 9in\n    color: blue",
    code: "layout.bad-length",
    at: "9in",
    message: /fits within its 504pt/,
  },
  {
    name: "a chart with no height",
    chart: GAUGE,
    find: "    color: blue",
    write: "    height: 2pt\n    color: blue",
    code: "layout.bad-length",
    at: "2pt",
  },
  {
    name: "a colour hardly seen on the paper",
    find: "color: pale",
    write: "color: faint",
    code: "layout.low-contrast",
    at: "faint",
    message: /contrast of 1\.\d\d:1 against its background/,
  },
  {
    name: "neighbours that look alike",
    chart: DONUT,
    find: "[blue, pale]",
    write: "[blue, teal]",
    code: "layout.low-contrast",
    at: "teal",
    message: /against the one before it/,
    hint: /neighbours need 1\.25/,
  },
  {
    name: "labels that are hard to read",
    chart: DONUT,
    find: "    value: r.sum",
    write: "    style: fine\n    value: r.sum",
    code: "layout.low-contrast",
    at: "fine",
    hint: /with 4\.5:1 or more/,
  },
];

describe("a chart with a mistake", () => {
  it.each(MISTAKES)("$name is found at its place", (mistake) => {
    const { chart = BARS, find, write, code, at, hint, message } = mistake;
    expect(chart).toContain(find);
    const blocks = chart.replace(find, () => write);
    const checked = checkCharts(blocks);
    const found = [...checked.diagnostics, ...checked.advice];
    const lines = blocks.slice(0, blocks.indexOf(at)).split("\n").length - 1;
    expect(found).toContainEqual(expect.objectContaining({ code }));
    const [own, ...again] = found.filter((each) => each.code === code);
    expect(again).toEqual([]);
    expect(own?.source?.line).toBe(FIRST_LINE + lines);
    if (hint !== undefined) expect(own?.hint).toMatch(hint);
    if (message !== undefined) expect(own?.message).toMatch(message);
  });

  it.each([BARS, DONUT, GAUGE])("is not one without it", (chart) => {
    expect(checkCharts(chart).diagnostics).toEqual([]);
  });
});
