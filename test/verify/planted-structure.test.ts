import { beforeAll, describe, expect, it } from "vitest";
import type { Breach, SpoolExpectation } from "../../src/model/verification.ts";
import { finishedRun } from "../e2e/finished-runs.ts";
import type { SpoolEditor } from "./edit-spool.ts";
import { EditedSpools } from "./edited-spools.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

/**
 * Plants in spools what no spool is written with, object by object, all hashes put right: whatever
 * a PDF reader would do with it, the verifier must refuse it and name its place.
 */
const folder = temporaryFolder("structure");

let spools: EditedSpools;
let spool: SpoolExpectation;
/** The front of a piece in the midst of the spool. */
const PAGE = 11;

beforeAll(async () => {
  const { out } = await finishedRun("small");
  spools = new EditedSpools(out, folder);
  spool = spools.largest();
});

function expectRefused(found: readonly Breach[], code: string, place: Partial<Breach>): void {
  const { file } = spool;
  expect(found).toContainEqual(expect.objectContaining({ code, file, ...place }));
}

it("an edit that changes nothing is not refused", () => {
  expect(spools.breaches(spool, () => undefined)).toEqual([]);
});

const pageEdits: readonly (readonly [string, string | RegExp, string])[] = [
  ["a MediaBox that is moved", "/MediaBox[0 0 612 792]", "/MediaBox[20 0 632 792]"],
  ["a MediaBox of another size", "/MediaBox[0 0 612 792]", "/MediaBox[0 0 612 791]"],
  ["a MediaBox turned over", "/MediaBox[0 0 612 792]", "/MediaBox[612 792 0 0]"],
  ["a TrimBox of another size", "/TrimBox[0 0 612 792]", "/TrimBox[0 0 300 792]"],
  ["no TrimBox", "/TrimBox[0 0 612 792]", ""],
  ["a rotation", "/Type/Page/", "/Type/Page/Rotate 180/"],
  ["a CropBox", "/Type/Page/", "/Type/Page/CropBox[0 0 306 792]/"],
  ["a unit of its own", "/Type/Page/", "/Type/Page/UserUnit 2/"],
  ["annotations", "/Type/Page/", "/Type/Page/Annots[<</Type/Annot/Subtype/Square>>]/"],
  ["actions", "/Type/Page/", "/Type/Page/AA<</O<</S/JavaScript/JS(app.alert\\(1\\))>>>>/"],
  ["a transparency group", "/Type/Page/", "/Type/Page/Group<</S/Transparency>>/"],
  ["a tray, where there is but one", "/Type/Page/", "/Type/Page/NPtray 3/"],
  ["resources of its own", /\/Resources \d+ 0 R/, "/Resources<</Font 2 0 R>>"],
  ["contents by another generation", / 0 R ]/, " 1 R ]"],
];

describe("of pages, the verifier refuses", () => {
  it.each(pageEdits)("one with %s", (_, from, to) => {
    const found = spools.breaches(spool, (pdf) => pdf.changeHead(pdf.pageId(PAGE), from, to));
    const isNotRead = to === " 1 R ]";
    expectRefused(found, isNotRead ? "verify.page-broken" : "verify.page-form", { page: PAGE });
  });

  const streamEdits: readonly (readonly [string, string, string])[] = [
    ["decode parameters", "<</Length", "<</DecodeParms null/Length"],
    ["an external file", "<</Length", "<</F(/etc/passwd)/Length"],
    ["a filter that readers skip", "<</Length", "<</Filter[]/Length"],
  ];
  it.each(streamEdits)("an overlay with %s", (_, from, to) => {
    const found = spools.breaches(spool, (pdf) => pdf.changeHead(pdf.overlay(PAGE), from, to));
    expectRefused(found, "verify.page-form", { page: PAGE });
  });

  it("a composed stream that is not packed", () => {
    const found = spools.breaches(spool, (pdf) => {
      const id = pdf.composed(PAGE);
      const text = pdf.text(id);
      pdf.changeHead(id, "/Filter/FlateDecode", "");
      pdf.setText(id, text);
    });
    expectRefused(found, "verify.page-form", { page: PAGE });
  });
});

type Edit = (pdf: SpoolEditor) => void;
const fileEdits: readonly (readonly [string, Edit])[] = [
  ["encryption", (pdf) => pdf.changeTrailer("/Root", "/Encrypt<</Filter/Standard/V 1>>/Root")],
  ["a table before this one", (pdf) => pdf.changeTrailer("/Root", "/Prev 15/Root")],
  ["a stream of references", (pdf) => pdf.changeTrailer("/Root", "/XRefStm 15/Root")],
  ["two identifiers", (pdf) => pdf.changeTrailer(/\/ID\[<..../, "/ID[<0000")],
  [
    "an action when it is opened",
    (pdf) => pdf.changeHead(pdf.catalogId, "/Pages", "/OpenAction<</S/JavaScript/JS(1)>>/Pages"),
  ],
  [
    "optional content",
    (pdf) => pdf.changeHead(pdf.catalogId, "/Pages", "/OCProperties<</D<<>>/OCGs[]>>/Pages"),
  ],
  ["a form to fill in", (pdf) => pdf.changeHead(pdf.catalogId, "/Pages", "/AcroForm<<>>/Pages")],
  ["another version", (pdf) => pdf.changeHead(pdf.catalogId, "/Pages", "/Version/2.0/Pages")],
  ["another language", (pdf) => pdf.changeHead(pdf.catalogId, /\/Lang\(.*?\)/, "/Lang(xx)")],
  ["another title", (pdf) => pdf.changeHead(pdf.infoId, /\/Title\(/, "/Title(x")],
  ["another date", (pdf) => pdf.changeHead(pdf.infoId, "/ModDate(D:2", "/ModDate(D:1")],
  ["an author", (pdf) => pdf.changeHead(pdf.infoId, "/Trapped", "/Author(A. Kim)/Trapped")],
  [
    "an object that only its information leads to",
    (pdf) => pdf.changeHead(pdf.infoId, "/Trapped", `/Hidden ${pdf.add("(a note)")} 0 R/Trapped`),
  ],
  [
    "a box for all pages",
    (pdf) => pdf.changeHead(pdf.pagesId, "/Count", "/CropBox[0 0 9 9]/Count"),
  ],
  ["all pages turned", (pdf) => pdf.changeHead(pdf.pagesId, "/Count", "/Rotate 90/Count")],
  [
    "resources for all pages",
    (pdf) => pdf.changeHead(pdf.pagesId, "/Count", "/Resources 1 0 R/Count"),
  ],
];

describe("of the file, the verifier refuses", () => {
  it.each(fileEdits)("one with %s", (_, change) => {
    expectRefused(spools.breaches(spool, change), "verify.file-form", {});
  });

  it("one with an object that nothing leads to", () => {
    const found = spools.breaches(spool, (pdf) => pdf.add("<</Type/Action/S/JavaScript>>"));
    expectRefused(found, "verify.object-orphan", {});
  });

  it("one with another head, or a comment in it", () => {
    for (const head of ["%PDF-1.7\n", "%PDF-1.6\n%note\n"]) {
      const found = spools.breaches(
        spool,
        () => undefined,
        (bytes) => Buffer.concat([Buffer.from(head), bytes.subarray(9)]),
      );
      expect(found.length).toBeGreaterThan(0);
    }
  });

  it("one with an object that lies within another's bytes, whose room is stuffed elsewhere", () => {
    // Objects as long in all as the file, which still do not cover it.
    const found = spools.breaches(
      spool,
      () => undefined,
      (bytes) => swallowed(bytes),
    );
    expectRefused(found, "verify.stray-bytes", {});
  });

  it("one that goes on behind its end", () => {
    const found = spools.breaches(
      spool,
      () => undefined,
      (bytes) => Buffer.concat([bytes, Buffer.from("1 0 obj\n<<>>\nendobj\n")]),
    );
    expectRefused(found, "verify.pdf-broken", {});
  });
});

/**
 * Leads the table's line of the document information into the bytes of an overlay's stream, where
 * its twin is put, so that what it was stays behind as bytes of nothing: as many as are read twice.
 */
function swallowed(bytes: Buffer): Buffer {
  const text = bytes.toString("latin1");
  const infoId = Number(/\/Info (\d+) 0 R/.exec(text)?.[1]);
  const start = text.indexOf(`\n${infoId} 0 obj\n`) + 1;
  const object = text.slice(start, text.indexOf("endobj\n", start) + 7);
  const stream = text.indexOf("stream\n", text.length >> 1) + 7;
  const copy = Buffer.from(bytes);
  copy.write(object, stream, "latin1");
  const line = text.lastIndexOf("\nxref\n") + 1;
  const first = text.indexOf("\n", text.indexOf("\n", line) + 1) + 1;
  copy.write(String(stream).padStart(10, "0"), first + 20 * infoId, "latin1");
  return copy;
}
