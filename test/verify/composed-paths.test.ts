import { beforeAll, describe, expect, it } from "vitest";
import { Binder } from "../../src/bind/binder.ts";
import { Composer } from "../../src/compose/composer.ts";
import { ByteWriter } from "../../src/pdf/byte-writer.ts";
import { composedFaultAt, composedForm } from "../../src/verify/content/composed-grammar.ts";
import { contentPainter } from "../../src/work/content-painter.ts";
import { openFonts } from "../../src/work/open-fonts.ts";
import { recordOf } from "../bind/sample-plan.ts";
import { chartPlan, recordValues } from "../compose/chart-layout.ts";
import { host } from "../layout/support.ts";

const COMMON = `
    alt: a
    height: 80pt
    rows: rows
    as: r
    category: "{r.name}"
`;
const SERIES = "    series: [{ label: One, value: r.one, color: blue }]\n";
/** Areas, lines, curves, dashes, arcs, rectangles, and labels that run up the page. */
const BLOCKS = `
  - chart: lines${COMMON}${SERIES}    curve: monotone
    thresholds: [{ value: limit, color: amber }]
  - chart: areas${COMMON}${SERIES}
  - chart: bars${COMMON}${SERIES}
  - chart: donut${COMMON}    value: r.one
    colors: [blue, pale]
  - chart: bars${COMMON.replace("{r.name}", "{r.name} of a name that is too long")}${SERIES}    width: 80pt
    label-fit: rotate
`;

let page = "";
beforeAll(() => {
  const plan = chartPlan(BLOCKS);
  const fonts = openFonts(host, plan);
  const composer = new Composer(plan, fonts, {
    missingGlyph: { action: "reject" },
    pagesMax: 9,
    statics: new Map(),
  });
  const rows = [{ one: 3 }, { one: 8 }, { one: 5 }];
  composer.compose(new Binder(plan).bind(recordOf(recordValues(rows, 4))));
  const out = new ByteWriter();
  contentPainter(plan, fonts).paintPage(composer.frame(0), { ordinal: 1, page: 1, pages: 1 }, out);
  page = Buffer.from(out.view()).toString("latin1");
});

it("reads the outlines of charts", () => {
  for (const word of [" Tm\n", " re\n", " l\n", " c\n", "h\n", "] 0 d\n", "S\n", "f\n"])
    expect(page).toContain(word);
  expect(composedForm(page)).toBe("paired");
});

const edits: readonly (readonly [string, string | RegExp, string])[] = [
  ["an outline that clips", / re\nf\n/, " re\nW n\n"],
  ["an area by another rule", "h\nf\n", "h\nf*\n"],
  ["an area with a line around it", "h\nf\n", "h\nB\n"],
  ["a curve by another word", /-?\d+ -?\d+ (-?\d+ -?\d+ -?\d+ -?\d+ )c\n/, "$1v\n"],
  ["a line that begins nowhere", /-?\d+ -?\d+ m\n/, ""],
  ["a place with a fraction", / re\n/, ".5 re\n"],
  ["a line of no width", /\d+ w 1 J/, "0 w 1 J"],
  ["lines with other ends", " w 1 J 1 j", " w 2 J 1 j"],
  ["a third part of a dash", /\[(\d+) \d+\] 0 d/, "[$1 $1 $1] 0 d"],
  ["a state that is not restored", "Q\nEMC\n", "EMC\n"],
  ["a shape without a colour", /\n\.\d+ \.\d+ \.\d+ rg\n(-?\d+ -?\d+ -?\d+ -?\d+ re)/, "\n$1"],
  ["a colour without a shape", /\nf\n/, "\n0 g\nf\n"],
  ["a drawing over its text", /Q\n$/, "q\n0 g\n0 0 9 9 re\nf\nQ\nQ\n"],
  ["a matrix of its own", /\nq\n/, "\nq\n2 0 0 2 0 0 cm\n"],
  ["text at another angle", "0 1 -1 0 ", ".7 .7 -.7 .7 "],
  ["text of another size", "0 1 -1 0 ", "0 2 -2 0 "],
  ["text that runs up without a font", /BT\n\/F\d+ \d+ Tf\n([^\n]*\n0 1 -1 0)/, "BT\n$1"],
  ["a shading", /\nf\n/, "\nf\n/Sh0 sh\n"],
];

describe("of outlines, the grammar of composed pages refuses", () => {
  it.each(edits)("%s", (_, from, to) => {
    const edited = page.replace(from, to);
    expect(edited).not.toBe(page);
    expect(composedForm(edited)).toBeUndefined();
    expect(composedFaultAt(edited)).toBeLessThan(edited.length);
  });
});
