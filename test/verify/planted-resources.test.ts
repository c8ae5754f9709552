import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { writeStatementFixture } from "../../fixtures/statement/write-statement-fixture.ts";
import { type Breach } from "../../src/index.ts";
import {
  added,
  descendant,
  descriptor,
  type Edit,
  type Edited,
  emptied,
  entries,
  exchangedGlyphs,
  fontPart,
  glyphOf,
  inTable,
  inText,
  listed,
  ofResources,
  outlineAt,
  overpainted,
  subset,
  swapped,
  widths,
  withoutCharacter,
  withoutText,
} from "./resource-edits.ts";
import type { SpoolEditor } from "./edit-spool.ts";
import { RunCopy, type SpoolPlace } from "./run-copy.ts";
import { SharedParts } from "./shared-parts.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { runJob } from "../kit/in-process.ts";

/**
 * Plants each change of what pages share in a copy of one real run, with every hash around it put
 * right, and wants the verifier to name it by spool, object and resource.
 */
const folder = temporaryFolder("planted-resources");
const original = `${folder}/out`;

beforeAll(async () => {
  const { jobFile } = writeStatementFixture({
    folder: `${folder}/input`,
    records: 24,
    seed: 7,
    mode: "production",
    format: "ndjson",
    badPercent: 0,
    transactions: 4,
  });
  const text = readFileSync(jobFile, "utf8");
  writeFileSync(jobFile, `${text}print: { spool-sheets: 20 }\n`);
  await runJob(jobFile, { out: original, workers: 1 });
});

interface Found {
  readonly spool: SpoolPlace;
  readonly breaches: readonly Breach[];
}

let copies = 0;

async function plant(change: Edit): Promise<Found> {
  const run = new RunCopy(original, `${folder}/copy-${++copies}`);
  const spool = run.spool(0);
  run.editSpool(spool, (pdf) => change({ run, pdf, parts: new SharedParts(pdf) }));
  const breaches = await run.breaches();
  rmSync(run.out, { recursive: true });
  return { spool, breaches };
}

/** That a breach of this code is found in the spool, with a message that names the place. */
function expectFound({ spool, breaches }: Found, code: string, place: RegExp): void {
  const message = expect.stringMatching(place);
  expect(breaches).toContainEqual(expect.objectContaining({ code, file: spool.file, message }));
}

const CHANGED = "verify.resource-changed";
const UNKNOWN = "verify.resource-unknown";
const GLYPHS = "verify.font-glyphs";

const exchangedDigits = exchangedGlyphs(0x31, 0x39);
const exchangedTexts = inText(/<31><0031>\n([^a-z]*)<39><0039>/, "<31><0039>\n$1<39><0031>");
const otherCodes = inText("<20><7E> 32", "<20><7E> 33");

describe("the verifier", () => {
  it("finds nothing in a run as it was made", async () => {
    const run = new RunCopy(original, `${folder}/clean`);
    expect(await run.breaches()).toEqual([]);
  });
});

describe("a change of what pages share is named", () => {
  const edits: readonly (readonly [what: string, code: string, place: RegExp, Edit])[] = [
    ["static art painted over", CHANGED, /^Object \d+, form A0: what it draws/, overpainted("A0")],
    ["static art emptied", CHANGED, /^Object \d+, form A0: what it draws/, emptied("A0")],
    ["a static block painted over", CHANGED, /form S0: what it draws/, overpainted("S0")],
    ["a static block emptied", CHANGED, /form S0: what it draws/, emptied("S0")],
    ["art of another place", CHANGED, /form S0: it is `form 61200/, swapped("XObject", "S0", "A0")],
    ["a logo emptied", CHANGED, /image I0: what it draws/, emptied("I0")],
    [
      "a form cut by its box",
      CHANGED,
      /form A0: it is `form 300 79200`/,
      entries("A0", "0 0 61200", "0 0 300"),
    ],
    [
      "a form moved by its box",
      UNKNOWN,
      /form A0: its \/BBox has the wrong form/,
      entries("A0", "[0 0", "[9 0"),
    ],
    [
      "a form moved by a matrix",
      UNKNOWN,
      /form A0: it has the key \/Matrix/,
      added("A0", "/Matrix[1 0 0 1 9 0]"),
    ],
    [
      "a form as a group",
      UNKNOWN,
      /form A0: it has the key \/Group/,
      added("A0", "/Group<</S/Transparency>>"),
    ],
    [
      "a form that may be hidden",
      UNKNOWN,
      /form S0: it has the key \/OC/,
      added("S0", "/OC<</Type/OCG/Name(x)>>"),
    ],
    [
      "a form with another's fonts",
      UNKNOWN,
      /form A0: its \/Font has the wrong form/,
      entries("A0", /\/Font \d+ /, "/Font 1 "),
    ],
    [
      "a form with states",
      UNKNOWN,
      /form A0: it has the key \/ExtGState/,
      entries("A0", "/Font ", "/ExtGState<<>>/Font "),
    ],
    [
      "a drawing without size",
      UNKNOWN,
      /image I0: its \/Matrix has the wrong form/,
      entries("I0", /\/Matrix\[[^\]]*\]/, "/Matrix[0 0 0 0 0 0]"),
    ],
    [
      "a font program zeroed",
      CHANGED,
      /font F0: its program: not/,
      fontPart("program", (bytes) => bytes.fill(0), false),
    ],
    [
      "another font's program",
      CHANGED,
      /font F0: its program: not/,
      fontPart("program", () => subset("NotoSans-Bold"), false),
    ],
    [
      "widths emptied",
      CHANGED,
      /font F0: its widths: not/,
      widths((found) => found.clear(), false),
    ],
    [
      "a width changed",
      CHANGED,
      /font F0: its widths: not/,
      widths((found) => found.set(0x31, 1), false),
    ],
    [
      "another default width",
      UNKNOWN,
      /font F0, its descendant: its \/DW has the wrong form/,
      descendant("/DW 0", "/DW 9"),
    ],
    [
      "widths upwards",
      UNKNOWN,
      /its descendant: it has the key \/W2/,
      descendant("/DW 0", "/DW 0/W2[1[2 3 4]]"),
    ],
    [
      "1 and 9 exchanged",
      CHANGED,
      /font F0: its map of glyphs: not/,
      fontPart("glyphIds", exchangedDigits, false),
    ],
    [
      "text of codes exchanged",
      CHANGED,
      /font F0: its ToUnicode map: not/,
      fontPart("toUnicode", exchangedTexts, false),
    ],
    [
      "a map of codes changed",
      CHANGED,
      /font F0: its map of codes: not/,
      fontPart("codes", otherCodes, false),
    ],
    [
      "glyphs by their codes",
      UNKNOWN,
      /its \/CIDToGIDMap has the wrong form/,
      descendant(/CIDToGIDMap \d+ 0 R/, "CIDToGIDMap/Identity"),
    ],
    [
      "other measures of a font",
      CHANGED,
      /font F0: it is `font /,
      descriptor(/\/Ascent \d+/, "/Ascent 1"),
    ],
    [
      "a descriptor with more",
      UNKNOWN,
      /descriptor: it has the key \/CharSet/,
      descriptor("/StemV", "/CharSet(/A)/StemV"),
    ],
    [
      "a font that is no subset",
      UNKNOWN,
      /its name is not that of a subset/,
      descriptor(/\/FontName\/\w+\+/, "/FontName/"),
    ],
    [
      "a font that is not embedded",
      UNKNOWN,
      /descriptor: it has no \/FontFile2/,
      descriptor(/\/FontFile2 \d+ 0 R/, ""),
    ],
    [
      "two fonts exchanged",
      CHANGED,
      /font F0: it is `font \w+\+NotoSans-SemiBold/,
      swapped("Font", "F0", "F1"),
    ],
    ["a font more", UNKNOWN, /font F9: /, listed("Font", "F9")],
    ["a form more", UNKNOWN, /form S7: /, listed("XObject", "S7")],
    [
      "a drawing of a strange name",
      UNKNOWN,
      /resources of pages: it has the entry \/X1/,
      listed("XObject", "X1"),
    ],
    [
      "a colour space more",
      UNKNOWN,
      /colour space C7: it is not a separation/,
      listed("ColorSpace", "C7"),
    ],
    [
      "graphics states",
      UNKNOWN,
      /resources of pages: it has the key \/ExtGState/,
      ofResources("/ExtGState<</G<</CA 0>>>>"),
    ],
    [
      "patterns",
      UNKNOWN,
      /resources of pages: it has the key \/Pattern/,
      ofResources("/Pattern<<>>"),
    ],
    [
      "properties",
      UNKNOWN,
      /resources of pages: it has the key \/Properties/,
      ofResources("/Properties<<>>"),
    ],
    ["a font listed under two names", UNKNOWN, /font F8: it is named twice/, twice],
    [
      "a form that may draw itself",
      UNKNOWN,
      /form A0: its resources list `A0 I0`, but it draws `I0`/,
      itself,
    ],
    [
      "a form that lacks its image",
      UNKNOWN,
      /form A0: its resources list ``, but it draws `I0`/,
      entries("A0", /\/XObject<<[^>]*>>/, ""),
    ],
    [
      "resources that list a form more than their pages draw",
      CHANGED,
      /resources of pages R\d+: it is `page S0 A0`, and was `page A0`/,
      listsToo("S0"),
    ],
    [
      "resources that list less than their pages draw",
      CHANGED,
      /resources of pages R\d+: it is `page`, and was `page A0`/,
      listsNothing,
    ],
    [
      "one name for two forms",
      UNKNOWN,
      /resources of pages: its S0 is a different object elsewhere/,
      ({ parts }) => {
        const entry = `/S0 ${parts.xObject("A0")} 0 R`;
        parts.change(parts.drawing("A0"), "/XObject<<", `/XObject<<${entry}`);
      },
    ],
  ];

  it.each(edits)("%s", async (_, code, place, edit) => {
    expectFound(await plant(edit), code, place);
  });
});

/** As a bug in counting glyphs leaves it; pages show the minus of amounts by two bytes. */
function withoutMinus(edited: Edited): void {
  const code = 0x8000 + glyphOf("\u2212");
  const hex = code.toString(16).toUpperCase();
  widths((found) => {
    if (!found.delete(code)) throw new Error("no page shows a minus");
  }, true)(edited);
  const noGlyph = (bytes: Buffer) => Buffer.from(bytes.fill(0, code * 2, code * 2 + 2));
  fontPart("glyphIds", noGlyph, true)(edited);
  fontPart("toUnicode", withoutText(hex), true)(edited);
}

/** A font under a second name. */
function twice({ pdf, parts }: Edited): void {
  const list = parts.list("Font");
  parts.change(list, />>\nendobj/, `/F8 ${/F0 (\d+)/.exec(pdf.head(list))?.[1]} 0 R>>\nendobj`);
}

function itself({ parts }: Edited): void {
  const form = parts.xObject("A0");
  parts.change(form, "/XObject<<", `/XObject<</A0 ${form} 0 R`);
}

/** The resources of pages that draw the master's art alone list a form as well. */
function listsToo(name: string): Edit {
  return ({ parts }) => {
    const entry = `/${name} ${parts.xObject(name)} 0 R`;
    parts.change(parts.drawing("A0"), "/XObject<<", `/XObject<<${entry}`);
  };
}

function listsNothing({ parts }: Edited): void {
  parts.change(parts.drawing("A0"), /\/XObject<<[^>]*>>/, "");
}

describe("a page whose resources are not what it draws is named by its place", () => {
  /** The first page of the spool that names these resources. */
  const firstOf = (pdf: SpoolEditor, id: number): number => {
    for (let page = 1; page <= pdf.pageCount; page += 1)
      if (pdf.head(pdf.pageId(page)).includes(`/Resources ${id} 0 R`)) return page;
    throw new Error(`no page names object ${id}`);
  };
  const moved = (from: readonly string[], to: readonly string[]) => {
    let page = 0;
    const edit: Edit = ({ pdf, parts }) => {
      page = firstOf(pdf, parts.drawing(...from));
      const resources = `/Resources ${parts.drawing(...to)} 0 R`;
      pdf.changeHead(pdf.pageId(page), /\/Resources \d+ 0 R/, resources);
    };
    return { edit, page: () => page };
  };

  it.each([
    ["nothing for the art it draws", ["A0"], [], "list nothing, but it draws A0"],
    ["art for a sheet without any", [], ["A0"], "list A0, but it draws nothing"],
    ["other forms than its own", ["S0", "S1"], ["A0"], "list A0, but it draws S0 S1"],
  ])("%s", async (_, from, to, said) => {
    const { edit, page } = moved(from, to);
    const { spool, breaches } = await plant(edit);
    const message = `The page's resources ${said}.`;
    const place = { file: spool.file, page: page(), message };
    expect(breaches).toEqual([
      expect.objectContaining({ code: "verify.page-resources", ...place }),
    ]);
  });

  it("resources of another list", async () => {
    const found = await plant(({ pdf, parts }) => {
      const own = pdf.head(parts.drawing("A0")).replace(/^\d+ 0 obj\n/, "");
      const id = pdf.add(own.replace(/\nendobj\n$/, ""));
      pdf.changeHead(pdf.pageId(3), /\/Resources \d+ 0 R/, `/Resources ${id} 0 R`);
    });
    expectFound(found, "verify.page-resources", /but that is not a resource of pages/);
  });

  it.each([
    ["more", listsToo("S0"), "list A0 S0, but it draws A0"],
    ["less", listsNothing, "list nothing, but it draws A0"],
  ])("and every page of resources that list one %s", async (_, edit, said) => {
    const pages: number[] = [];
    const { breaches } = await plant((edited) => {
      const { pdf, parts } = edited;
      const resources = `/Resources ${parts.drawing("A0")} 0 R`;
      for (let page = 1; page <= pdf.pageCount; page += 1)
        if (pdf.head(pdf.pageId(page)).includes(resources)) pages.push(page);
      edit(edited);
    });
    const found = breaches.filter(({ code }) => code === "verify.page-resources");
    expect(pages.length).toBeGreaterThan(2);
    expect(found.map(({ page, message }) => [page, message])).toEqual(
      pages.map((page) => [page, `The page's resources ${said}.`]),
    );
  });
});

describe("a fault of the writer, which has it written down as right, is named by the font file", () => {
  const program = (change: (bytes: Buffer) => Buffer) => fontPart("program", change, true);
  const text = (change: (bytes: Buffer) => Buffer) => fontPart("toUnicode", change, true);
  const one = glyphOf("1");
  const redrawn = inTable("glyf", (glyf, bytes) => {
    const at = outlineAt(bytes, one) + 10;
    glyf.setUint8(at + 20, glyf.getUint8(at + 20) ^ 3);
  });
  const moved = inTable("hmtx", (hmtx) => hmtx.setInt16(one * 4 + 2, 400));
  const bounded = inTable("glyf", (glyf, bytes) => glyf.setInt16(outlineAt(bytes, one) + 2, -500));
  const rescaled = inTable("head", (head) => head.setUint16(18, 500));

  const faults: readonly (readonly [what: string, place: RegExp, Edit])[] = [
    ["a program of zeros", /the font program cannot be read/, program((bytes) => bytes.fill(0))],
    [
      "a program that is cut",
      /the font program cannot be read/,
      program((bytes) => bytes.subarray(0, 9000)),
    ],
    ["a glyph drawn otherwise", /code 49 is not drawn as in|cannot be read/, program(redrawn)],
    ["a glyph moved", /code 49 differs in width from the font file, or is shifted/, program(moved)],
    ["a glyph moved by its bounds", /code 49 is not drawn as in/, program(bounded)],
    ["a font scaled", /measures of the font program differ/, program(rescaled)],
    [
      "a subset that lacks a glyph",
      /code 57 is not drawn as in/,
      program(() => subset("NotoSans-Regular", "9")),
    ],
    ["a subset of another font", /is not drawn as in/, program(() => subset("NotoSans-Bold"))],
    [
      "1 and 9 exchanged",
      /code 49 leads to glyph \d+, but means \d+/,
      fontPart("glyphIds", exchangedDigits, true),
    ],
    [
      "text of codes exchanged",
      /the text of code 49 is not what its glyph shows/,
      text(exchangedTexts),
    ],
    ["a code without text", /code 49 shows a character but has no text/, text(withoutText("31"))],
    [
      "a text of two characters",
      /the text of code 49 is not what/,
      text(inText("<31><0031>", "<31><00310031>")),
    ],
    ["a text of no code", /has a text but no width/, text(inText("<31><0031>", "<8FF0><0031>"))],
    ["texts by a range", /ToUnicode map cannot be read/, text(inText(/bfchar/g, "bfrange"))],
    [
      "text behind the map",
      /ToUnicode map cannot be read/,
      text((bytes) => Buffer.concat([bytes, bytes])),
    ],
    [
      "codes that are other CIDs",
      /its map gives code 32 a different CID/,
      fontPart("codes", otherCodes, true),
    ],
    [
      "a range of codes left out",
      /its map of codes cannot be read/,
      fontPart("codes", inText("<20><7E> 32\n", ""), true),
    ],
    [
      "codes of another length",
      /map of codes cannot be read|into codes that such fonts/,
      fontPart("codes", inText("<20><7E>\n", "<21><7E>\n"), true),
    ],
    [
      "a width of another glyph",
      /code 49 has the width 1, but/,
      widths((found) => found.set(0x31, 1), true),
    ],
    [
      "a glyph without width",
      /code 49 leads to a glyph but has no width/,
      widths((found) => found.delete(0x31), true),
    ],
    ["nothing of the minus of amounts", /pages show 1 codes that it has no glyph/, withoutMinus],
    [
      "nothing of a character that pages show",
      /pages show 1 codes .* \(49\)/,
      withoutCharacter("1"),
    ],
  ];

  it.each(faults)("%s", async (_, place, edit) => {
    const found = await plant(edit);
    expectFound(found, GLYPHS, place);
    expectFound(found, GLYPHS, /^Object \d+, font F0: /);
  });
});
