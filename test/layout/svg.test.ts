import { describe, expect, test } from "vitest";
import { CSS_COLORS } from "../../src/layout/art/css-colors.ts";
import { checkSvg } from "../../src/layout/art/svg-check.ts";
import { svgPath } from "../../src/layout/art/svg-path.ts";

const svg = (inner: string, attributes = ""): string =>
  `<svg viewBox="0 0 4 2"${attributes}>${inner}</svg>`;
const rect = (attributes: string): string => `<rect width="1" height="1" ${attributes}/>`;

function fills(inner: string, attributes = ""): string[] {
  const { drawing, faults } = checkSvg(svg(inner, attributes));
  expect(faults).toEqual([]);
  return (drawing?.shapes ?? []).map(({ fill, isEvenOdd }) => fill + (isEvenOdd ? " eo" : ""));
}

test("an SVG is filled shapes alone", () => {
  const { size, faults } = checkSvg(svg('<path d="M0 0L1 1Z" fill="#abc"/>'));
  expect({ size, faults }).toEqual({ size: { widthPx: 4, heightPx: 2 }, faults: [] });
  const refused = [
    "<script>alert(1)</script>",
    "<text>words</text>",
    '<image href="https://example.com/a.png"/>',
    '<use href="#a"/>',
    '<path d="M0 0" onclick="x()"/>',
    '<rect fill="url(#g)" width="1" height="1"/>',
    '<rect style="fill:red" width="1" height="1"/>',
    "<!DOCTYPE svg [<!ENTITY a 'b'>]>",
    "&xxe;",
    "<path d='M0 0'",
  ];
  for (const inner of refused) expect(checkSvg(svg(inner)).faults.length, inner).toBeGreaterThan(0);
  expect(checkSvg("<svg></svg>").faults).toEqual(['It has no viewBox="x y width height".']);
  expect(checkSvg("plain words").faults.length).toBeGreaterThan(0);
  expect(checkSvg(svg(`<!-- ${rect("")} -->`)).drawing?.shapes).toEqual([]);
});

describe("the fill of a shape", () => {
  test.each([
    ["#abc", "#aabbcc"],
    ["#A1B2C3", "#a1b2c3"],
    ["rebeccapurple", "#663399"],
    ["Tomato", "#ff6347"],
    ["grey", "#808080"],
    ["inherit", "#000000"],
  ])("%s is %s", (written, fill) => {
    expect(fills(rect(`fill="${written}"`))).toEqual([fill]);
  });

  test.each([
    "fushia",
    "#12",
    "#12345",
    "rgb(1,2,3)",
    "currentColor",
    "url(#a)",
    "",
    "constructor",
  ])("%j is refused, not black", (written) => {
    expect(checkSvg(svg(rect(`fill="${written}"`))).faults).toEqual([
      `The fill \`${written}\` is not a plain colour; write it as #rrggbb.`,
    ]);
  });

  test("and its rule come from what it stands in", () => {
    const inner = `<g fill="red" fill-rule="evenodd">${rect("")}${rect('fill="inherit"')}</g>`;
    expect(fills(inner + rect(""), ' fill="blue"')).toEqual([
      "#ff0000 eo",
      "#ff0000 eo",
      "#0000ff",
    ]);
    expect(fills(`<g fill="none">${rect("")}${rect('fill="lime"')}</g>`)).toEqual(["#00ff00"]);
    expect(checkSvg(svg(rect('fill-rule="odd"'))).faults).toHaveLength(1);
  });

  test("knows every name of CSS", () => {
    expect(Object.keys(CSS_COLORS)).toHaveLength(148);
    for (const color of Object.values(CSS_COLORS)) expect(color).toMatch(/^#[0-9a-f]{6}$/);
  });
});

describe("the sizes of a shape", () => {
  test("are user units", () => {
    const inner = '<rect x="-1" y=".5px" width="1e1" height=" 2 " rx="0.5"/>';
    expect(checkSvg(svg(inner)).drawing?.shapes).toMatchObject([
      { kind: "rect", x: -1, y: 0.5, width: 10, height: 2, radius: 0.5 },
    ]);
  });

  test.each([
    ['<rect width="50%" height="1"/>', /width of a <rect>, `50%`, is not a number/],
    ['<rect width="1cm" height="1"/>', /width of a <rect>/],
    ['<rect width="-1" height="1"/>', /is negative/],
    ['<circle cx="1e400" cy="1" r="1"/>', /cx of a <circle>/],
    ['<circle cx="0x10" cy="1" r="1"/>', /cx of a <circle>/],
    ['<ellipse rx="a" ry="1"/>', /rx of an? <ellipse>/],
    ['<polygon points="1 2 3"/>', /points of a <polygon>/],
    ['<polygon points="1 2 3 x"/>', /points of a <polygon>/],
    ['<path d="L1 1"/>', /data of a <path>/],
    ['<path d="M0 0 L1"/>', /data of a <path>/],
  ])("%s is refused", (inner, message) => {
    expect(checkSvg(svg(inner)).faults.join()).toMatch(message);
  });
});

describe("path data", () => {
  test.each([
    ["M0 0L1-1.5.5z", undefined],
    ["M0,0 10,10 20,20z", "M 0 0 L 10 10 L 20 20 z"],
    ["m1-1.5.5 2z", "m 1 -1.5 l .5 2 z"],
    ["M0 0a1 1 0 01.5.5", "M 0 0 a 1 1 0 0 1 .5 .5"],
    ["M0 0A1 1 30 1 0 2 2 1 1 0 00 3 3", "M 0 0 A 1 1 30 1 0 2 2 A 1 1 0 0 0 3 3"],
    ["M1e2 1E-1h1e1V2", "M 100.0000000000 0.1000000000 h 10.0000000000 V 2"],
    [
      "  M 0 0 c1 2 3 4 5 6 7 8 9 10 11 12 Z M 1 1 ",
      "M 0 0 c 1 2 3 4 5 6 c 7 8 9 10 11 12 Z M 1 1",
    ],
    ["", ""],
    ["L1 1", undefined],
    ["M0 0 X1 1", undefined],
    ["M0 0 A1 1 0 2 0 1 1", undefined],
    ["M0 0 5", undefined],
    ["M0 0 l1 1 #", undefined],
    ["M 1e999 0", undefined],
  ])("%j is %j", (written, path) => {
    expect(svgPath(written)).toBe(path);
  });
});
