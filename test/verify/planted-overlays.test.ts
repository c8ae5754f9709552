import { beforeAll, describe, expect, it } from "vitest";
import type { Breach, SpoolExpectation } from "../../src/model/verification.ts";
import { finishedRun } from "../e2e/finished-runs.ts";
import { EditedSpools } from "./edited-spools.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

/**
 * Plants in overlays and furniture what nobody looks for by name: whatever would print otherwise
 * than the layout wants it, the verifier must refuse with its page, all hashes put right.
 */
const folder = temporaryFolder("overlays");

interface Sample {
  readonly spools: EditedSpools;
  readonly spool: SpoolExpectation;
  /** The first side of a piece with an address and both marks, and the one behind it. */
  readonly page: number;
}
const samples = new Map<string, Sample>();

beforeAll(async () => {
  for (const mode of ["production", "test"] as const) {
    const { out } = await finishedRun(mode === "production" ? "small" : "small-test");
    const spools = new EditedSpools(out, folder);
    samples.set(mode, { spools, spool: spools.largest(), page: 5 });
  }
});

function refused(
  page: number,
  from: string | RegExp,
  to: string,
  mode: "production" | "test" = "production",
): readonly Breach[] {
  const { spools, spool } = samples.get(mode) as Sample;
  const at = page > 0 ? page : spools.open(spool).pageCount + 1 + page;
  return spools
    .breaches(spool, (pdf) => pdf.change(pdf.overlay(at), from, to))
    .map((breach) => {
      expect(breach.file.startsWith(spool.file.replace(/\.pdf$/, ""))).toBe(true);
      return breach;
    });
}

const END = "EMC\nQ\n";
const grammar: readonly (readonly [string, string | RegExp, string])[] = [
  ["an empty clip", END, `0 0 0 0 re W n\n${END}`],
  ["a clip before all", "/Artifact BMC\n", "0 0 0 0 re W n\n/Artifact BMC\n"],
  ["a matrix that moves all", "/Artifact BMC\n", "1 0 0 1 99 0 cm\n/Artifact BMC\n"],
  ["another matrix at its head", ".01 0 0 .01 0 0 cm", ".02 0 0 .01 0 0 cm"],
  ["a filled box behind the text", END, `0 g\n0 0 61200 79200 re\nf\n${END}`],
  ["a stroked line", END, `0 0 m 61200 79200 l S\n${END}`],
  ["text by the operator '", "ET\n", "(PAID)'\nET\n"],
  ['text by the operator "', "ET\n", '1 1 (PAID)"\nET\n'],
  ["a form that it draws", END, `/A0 Do\n${END}`],
  ["an image that it draws", END, `q 9 0 0 9 0 0 cm /I0 Do Q\n${END}`],
  ["a shading", END, `/Sh0 sh\n${END}`],
  ["a graphics state", "/Artifact BMC\n", "/GS0 gs\n/Artifact BMC\n"],
  ["text that is not painted", "BT\n", "BT\n3 Tr\n"],
  ["text of a scaled width", "BT\n", "BT\n50 Tz\n"],
  ["text set by a matrix", "BT\n", "BT\n1 0 0 -1 0 0 Tm\n"],
  ["text that is raised", "BT\n", "BT\n200 Ts\n"],
  ["spaced text", "BT\n", "BT\n50 Tc\n"],
  ["a comment", END, `% nobody sees this\n${END}`],
  ["another colour", "0 g\n", "1 g\n"],
  ["colour of an ink", "0 g\n", "/C0 cs 0 scn\n"],
  ["a q too many", END, `q\n${END}`],
  ["a Q too many", END, `EMC\nQ\nQ\n`],
  ["an optional layer", "/Artifact BMC\n", "/OC /Off BDC\n"],
  ["a stencil of other bits", "/D[1 0]/W 18", "/D[0 1]/W 18"],
  ["an image that is none", END, `BI/W 1/H 1/BPC 8/CS/G ID x\nEI\n${END}`],
  ["a string in hex", /\([A-Z0-9]{8}-[^)]*\)Tj/, "<41>Tj"],
  ["words behind its end", /$/, "q\nQ\n"],
];

describe("of overlays, the verifier refuses", () => {
  it.each(grammar)("one with %s", (_, from, to) => {
    const found = refused(5, from, to);
    expect(found).toContainEqual(
      expect.objectContaining({ code: "verify.overlay-form", page: 5, sheet: 3 }),
    );
  });
});

const places: readonly (readonly [string, number, RegExp, string])[] = [
  ["the Data Matrix off the page", 5, /2592 0 0 2592 \d+ /, "2592 0 0 2592 -9000 "],
  ["the Data Matrix shrunk", 5, /2592 0 0 2592/, "259 0 0 259"],
  ["the Data Matrix turned over", 5, /2592 0 0 2592/, "2592 0 0 -2592"],
  ["the Data Matrix moved by a hair", 5, /2592 0 0 2592 1944/, "2592 0 0 2592 1945"],
  ["the barcode moved", 5, /(?<=21091 0 0 1044 )\d+/, "1"],
  ["the barcode lower than it is high", 5, /21091 0 0 1044/, "21091 0 0 104"],
  ["the name of the side moved", 5, /-?\d+ -?\d+ Td(?=\([A-Z0-9]{8}-)/, "0 -100 Td"],
  ["the name of the side in another size", 5, /\/F0 700 Tf/, "/F0 100 Tf"],
  ["the name of a back moved", 6, /\d+ \d+ Td/, "9 9 Td"],
  ["the address moved out of the window", 5, /\d+ \d+ Td/, "40000 9000 Td"],
  ["the address too small to be read", 5, /\/F0 850 Tf/, "/F0 100 Tf"],
  ["a line of the address moved", 5, /0 -950 Td/, "1 -950 Td"],
  ["the address in another font", 5, /\/F0 850 Tf/, "/F1 850 Tf"],
];

describe("of marks, names and addresses, the verifier refuses", () => {
  it.each(places)("%s", (_, page, from, to) => {
    const found = refused(page, from, to);
    expect(found).toContainEqual(
      expect.objectContaining({
        code: "verify.mark-place",
        page,
        piece: expect.any(Number) as number,
      }),
    );
  });

  it("glyphs that say another name under the right text", () => {
    const { spools, spool } = samples.get("production") as Sample;
    const pdf = spools.open(spool);
    const [, name = ""] = /Td\(([^()\\]+)\)Tj/.exec(pdf.text(pdf.overlay(5))) ?? [];
    const marked = `/Span<</ActualText(${name})>>BDC\n(JANE ROE)Tj\nEMC\n`;
    const found = refused(5, `(${name})Tj\n`, marked);
    expect(found).toContainEqual(
      expect.objectContaining({ code: "verify.actual-text", page: 5, sheet: 3 }),
    );
    const anagram = `/Span<</ActualText(${name})>>BDC\n(${name.split("").reverse().join("")})Tj\nEMC\n`;
    expect(refused(5, `(${name})Tj\n`, anagram)).toContainEqual(
      expect.objectContaining({ code: "verify.actual-text", page: 5 }),
    );
  });

  it("text on a side that has none but its name", () => {
    const found = refused(6, /\d+ \d+ Td\(/, "4300 40000 Td(PAY TO J. DOE)Tj\n0 -40 Td(");
    expect(found).toContainEqual(expect.objectContaining({ code: "verify.mark-place", page: 6 }));
  });

  it("SPECIMEN in another place, size or number", () => {
    for (const [from, to] of [
      [/\d+ \d+ Td\(SPECIMEN\)/, "-60000 100 Td(SPECIMEN)"],
      [/\/F0 8736 Tf/, "/F0 9999 Tf"],
      [/0 -23760 Td\(SPECIMEN\)Tj\n/, ""],
    ] as const)
      expect(refused(5, from, to, "test")).toContainEqual(
        expect.objectContaining({ code: "verify.mark-place", page: 5 }),
      );
    expect(refused(5, ".88 g\n", "0 g\n", "test").map(({ code }) => code)).toContain(
      "verify.no-specimen",
    );
  });
});

const sheets: readonly (readonly [string, number, string | RegExp, string, string])[] = [
  ["a form on the header", 1, END, `/A0 Do\n${END}`, "verify.overlay-form"],
  ["a box over the header", 1, " re\nf\n", " re\n0 0 61200 79200 re\nf\n", "verify.mark-place"],
  ["the bar of the trailer moved", -2, /\d+ \d+ 3600/, "100 100 3600", "verify.mark-place"],
  ["a line of the header moved", 1, /\d+ \d+ Td/, "40000 100 Td", "verify.mark-place"],
  ["the header's Data Matrix moved", 1, "2592 1944", "2592 0", "verify.mark-place"],
  [
    "one more line of the header",
    1,
    /(?=ET\n)/,
    "0 -2000 Td(PAY TO J. DOE)Tj\n",
    "verify.furniture",
  ],
  [
    "one more line of the trailer",
    -2,
    /(?=ET\n)/,
    "0 -2000 Td(PRODUCTION)Tj\n",
    "verify.furniture",
  ],
  ["another stock on the header", 1, /\(Stock [^)]*\)/, "(Stock gold-leaf)", "verify.furniture"],
  ["another day on the trailer", -2, /as of 2026-1\d-\d\d/, "as of 2026-09-30", "verify.furniture"],
  [
    "a back that says something",
    2,
    "EMC\n",
    "BT\n/F0 850 Tf\n0 g\n3600 40000 Td(X)Tj\nET\nEMC\n",
    "verify.mark-place",
  ],
];

describe("of furniture, the verifier refuses", () => {
  it.each(sheets)("%s", (_, page, from, to, code) => {
    const found = refused(page, from, to);
    const place = page > 0 ? { page } : {};
    expect(found).toContainEqual(expect.objectContaining({ code, ...place }));
  });
});
