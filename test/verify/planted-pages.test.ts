import { beforeAll, describe, expect, it } from "vitest";
import type { SpoolExpectation } from "../../src/model/verification.ts";
import { finishedRun } from "../e2e/finished-runs.ts";
import { EditedSpools } from "./edited-spools.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

/**
 * Plants in composed pages what none is composed of. That they are not the fragment's is found as
 * well; but a fault of the painter would be in both, so the grammar must refuse it by itself.
 */
const folder = temporaryFolder("pages");

let spools: EditedSpools;
let spool: SpoolExpectation;
const PAGE = 5;

beforeAll(async () => {
  const { out } = await finishedRun("small-test");
  spools = new EditedSpools(out, folder);
  spool = spools.largest();
});

const edits: readonly (readonly [string, string | RegExp, string])[] = [
  ["an empty clip", />>DP\n/, ">>DP\n0 0 0 0 re W n\n"],
  ["a matrix within", />>DP\n/, ">>DP\n1 0 0 1 500 0 cm\n"],
  ["a box over its text", /ET\nQ\n$/, "ET\n1 g\n0 0 61200 79200 re\nf\nQ\n"],
  ["text that is not painted", "BT\n", "BT\n3 Tr\n"],
  ["text by the operator '", /Tj\nEMC\nET\n/, "Tj\n(1)'\nEMC\nET\n"],
  ["a form scaled", /BT\n/, "q .5 0 0 .5 0 0 cm /S0 Do Q\nBT\n"],
  ["art drawn over its text", /ET\n/, "ET\n/Artifact BMC\n/A0 Do\nEMC\n"],
  ["a graphics state", "BT\n", "/GS0 gs\nBT\n"],
  ["an inline image", "BT\n", "BI/W 1/H 1/BPC 8/CS/G ID x\nEI\nBT\n"],
  ["a hidden layer", /\/Artifact BMC\n/, "/OC /Off BDC\n"],
  ["a q that is never closed", "BT\n", "q\nBT\n"],
  ["a second page's token", "BT\n", "/NPdoc<</O 1/I 1/N 1>>DP\nBT\n"],
  ["an ExtGState by a pattern", /\.\d+ g\n/, "/Pattern cs /P0 scn\n"],
  ["a comment", "BT\n", "%\nBT\n"],
  ["no font for its first text", /BT\n([^\n]*\n)\/F\d+ \d+ Tf\n/, "BT\n/P<</MCID 0>>BDC\n"],
];

describe("of composed pages, the verifier refuses", () => {
  it.each(edits)("one with %s", (_, from, to) => {
    const found = spools.breaches(spool, (pdf) => pdf.change(pdf.composed(PAGE), from, to));
    const { file } = spool;
    const code = "verify.content-form";
    expect(found).toContainEqual(expect.objectContaining({ code, file, page: PAGE }));
  });

  it("an amount whose glyphs are not those of its text", () => {
    const found = spools.breaches(spool, (pdf) => {
      const [, amount = ""] = /Td\((\$\d[\d,.]*)\)Tj/.exec(pdf.text(pdf.composed(PAGE))) ?? [];
      const shown = `/Span<</ActualText(${amount})>>BDC\n($9.99)Tj\nEMC\n`;
      pdf.change(pdf.composed(PAGE), `(${amount})Tj\n`, shown);
    });
    expect(found).toContainEqual(
      expect.objectContaining({ code: "verify.actual-text", page: PAGE }),
    );
  });
});
