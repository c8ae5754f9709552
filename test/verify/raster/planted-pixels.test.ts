import { cpSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { readFrozenRun } from "../../../src/run/folder/frozen-run.ts";
import { NodeHost } from "../../../src/run/host/host-node.ts";
import { runFolder } from "../../../src/run/folder/run-folder.ts";
import { lookAtSamples } from "../../../src/work/raster/raster-look.ts";
import type { Breach } from "../../../src/index.ts";
import type { RasterVerdict } from "../../../src/model/raster.ts";
import type { SpoolExpectation } from "../../../src/model/verification.ts";
import { drawSample, sheetsOf } from "../../../src/verify/raster/draw-sample.ts";
import { runBills } from "../../e2e/bills.ts";
import { SpoolEditor } from "../edit-spool.ts";
import { flipped, imbMask, imbOf, matrixMask, matrixOf, setImb, setMatrix } from "../planted.ts";
import { type VerifiedRun, verifiedRun } from "../verified-run.ts";
import { temporaryFolder } from "../../kit/temporary-folder.ts";

/**
 * Plants faults in pages whose structure is as it should be, for all that somebody who reads their
 * objects may know, and wants them seen. All sheets of the first spool of a run are looked at.
 */
const host = new NodeHost();
const FURNITURE =
  "{ furniture-stock: letter-60lb-goldenrod, break-sheets: { postal: 3 }, " +
  "set-up: { sheets: 1, test-pattern: true }, spool-sheets: 12 }";
const ADDRESS = /\d+ \d+ Td\(CUSTOMER/;
const IMB_PLACE = /21091 0 0 1044 (\d+) (\d+) cm/;
const MATRIX_PLACE = /2592 0 0 2592 (\d+) (\d+) cm/;

let out = "";
let run: VerifiedRun;
let spool: SpoolExpectation;
/** The first page of the first piece, from 1, and its number. */
let page = 0;
let piece = 0;

beforeAll(async () => {
  const made = await runBills(8, FURNITURE);
  out = made.out;
  run = verifiedRun(out);
  spool = run.spools[0] as SpoolExpectation;
  const { breaks, setUpSheets } = spool.furniture;
  expect(breaks[0]).not.toBe(0);
  page = 2 * (2 + setUpSheets) + 1;
  piece = spool.pieceNumbers[0] as number;
});

/** Looks at all sheets, or at the one that a page is on. */
async function look(root: string, at?: number): Promise<RasterVerdict> {
  const frozen = readFrozenRun({ host, folder: runFolder(out) });
  const all = drawSample(spool, sheetsOf(spool), "all");
  const sheets = all.sheets.filter(({ sheet }) => at === undefined || sheet === Math.ceil(at / 2));
  const [verdict] = await lookAtSamples(host, frozen, root, [{ ...all, sheets }]);
  if (verdict === undefined) throw new Error("nothing was looked at");
  return verdict;
}

/** Changes a copy of the spool, and gives what is then seen. */
async function plant(change: (pdf: SpoolEditor) => void, at = page): Promise<readonly Breach[]> {
  const root = temporaryFolder();
  symlinkSync(`${out}/shards`, `${root}/shards`);
  for (const file of [spool.file, spool.controlFile]) {
    mkdirSync(dirname(`${root}/${file}`), { recursive: true });
    cpSync(`${out}/${file}`, `${root}/${file}`);
  }
  const pdf = new SpoolEditor(`${root}/${spool.file}`);
  change(pdf);
  pdf.save(`${root}/${spool.file}`);
  return (await look(root, at)).breaches;
}

/** Paints something over the first page of a piece, in hundredths of a point from its foot. */
function over(painting: string): (pdf: SpoolEditor) => void {
  return (pdf) => {
    const id = pdf.composed(page);
    pdf.setText(id, `${pdf.text(id)}\nq .01 0 0 .01 0 0 cm ${painting} Q\n`);
  };
}

/** Where the IMb of a piece stands, in hundredths of a point. */
function imbPlace(pdf: SpoolEditor): readonly [x: number, y: number] {
  const [, x, y] = IMB_PLACE.exec(pdf.text(pdf.overlay(page))) ?? [];
  return [Number(x), Number(y)];
}

/** Paints a box in the window, by its place from the IMb's left foot. */
function inWindow(shade: string, x: number, y: number, size: string): (pdf: SpoolEditor) => void {
  return (pdf) => {
    const [left, foot] = imbPlace(pdf);
    over(`${shade} ${left + x} ${foot + y} ${size} re f`)(pdf);
  };
}

/** Gives the IMb another width and height, and moves it. */
function imbAs(width: number, height: number, x = 0, y = 0): (pdf: SpoolEditor) => void {
  return (pdf) => {
    const [left, foot] = imbPlace(pdf);
    const to = `${width} 0 0 ${height} ${left + x} ${foot + y} cm`;
    pdf.change(pdf.overlay(page), IMB_PLACE, to);
  };
}

/** Changes the overlay of the first page of a piece. */
function overlay(from: RegExp | string, to: string): (pdf: SpoolEditor) => void {
  return (pdf) => pdf.change(pdf.overlay(page), from, to);
}

/** Changes the dictionary of the first page of a piece. */
function ofPage(entry: string): (pdf: SpoolEditor) => void {
  return (pdf) => pdf.changeHead(pdf.pageId(page), "/Contents[", `${entry}/Contents[`);
}

describe("the pixels of a spool", () => {
  it("show nothing wrong as it was made, on any sheet", async () => {
    const verdict = await look(out);
    expect(verdict.breaches).toEqual([]);
    expect(verdict.sides).toBe(2 * sheetsOf(spool));
    expect(verdict.imbs).toBe(spool.ordinals.length);
    expect(verdict.addresses).toBe(spool.ordinals.length);
    expect(verdict.matrices).toBe(sheetsOf(spool));
  });

  const WHITE = "1 g";
  const BLACK = "0 g";
  it.each<[string, string, (pdf: SpoolEditor) => void]>([
    ["a Data Matrix painted over white", "drawn-matrix", over(`${WHITE} 1900 2000 2700 2700 re f`)],
    ["a white line over a Data Matrix", "drawn-matrix", over(`${WHITE} 1900 3000 2700 60 re f`)],
    [
      "a Data Matrix made small",
      "drawn-matrix",
      overlay(MATRIX_PLACE, "1296 0 0 1296 1944 2124 cm"),
    ],
    [
      "a Data Matrix off the page",
      "drawn-matrix",
      overlay(MATRIX_PLACE, "2592 0 0 2592 -9000 2124 cm"),
    ],
    [
      "a Data Matrix upside down",
      "drawn-matrix",
      overlay(MATRIX_PLACE, "2592 0 0 -2592 1944 4716 cm"),
    ],
    ["a Data Matrix turned", "drawn-matrix", overlay(MATRIX_PLACE, "0 2592 -2592 0 4536 2124 cm")],
    ["a Data Matrix white on black", "drawn-matrix", overlay("/D[1 0]/W 18", "/D[0 1]/W 18")],
    ["a pale Data Matrix", "drawn-matrix", overlay(/0 g\n2592/, ".7 g\n2592")],
    ["ink beside a Data Matrix", "drawn-ink", over(`${BLACK} 4600 3000 40 500 re f`)],
    ["ink in the mark strip", "drawn-ink", over(`${BLACK} 16000 2200 300 300 re f`)],
    [
      "a Data Matrix of another sheet",
      "drawn-matrix",
      (pdf) => setMatrix(pdf, page, matrixMask(pdf, page + 2)),
    ],
    [
      "a Data Matrix of another text",
      "drawn-matrix",
      (pdf) => setMatrix(pdf, page, matrixOf("123")),
    ],
    [
      "a Data Matrix with one wrong module",
      "drawn-matrix",
      (pdf) => setMatrix(pdf, page, flipped(matrixMask(pdf, page), 16, 8)),
    ],
    ["an IMb painted over white", "drawn-imb", inWindow(WHITE, -750, -107, "23000 1300")],
    ["one bar painted over white", "drawn-imb", inWindow(WHITE, -50, -107, "200 1300")],
    ["an IMb made small", "drawn-imb", imbAs(16_000, 800)],
    ["an IMb made large", "drawn-imb", imbAs(25_000, 1044)],
    ["an IMb beside the window", "drawn-imb", imbAs(21_091, 1044, 30_000, -10_000)],
    ["an IMb at the window's edge", "drawn-imb", imbAs(21_091, 1044, -1300)],
    ["an IMb upside down", "drawn-imb", imbAs(21_091, -1044, 0, 1044)],
    ["an IMb white on black", "drawn-imb", overlay("/D[1 0]/W 580", "/D[0 1]/W 580")],
    [
      "an IMb of another piece",
      "drawn-imb",
      (pdf) => setImb(pdf, page, imbOf("0027090212345600077762701123400")),
    ],
    [
      "an IMb with one bar of another kind",
      "drawn-imb",
      (pdf) => setImb(pdf, page, flipped(imbMask(pdf, page), 0, 0xf0)),
    ],
    ["ink beside an IMb", "drawn-imb", inWindow(BLACK, 21250, 193, "60 900")],
    ["ink above an IMb", "drawn-ink", inWindow(BLACK, 2250, 1113, "900 60")],
    ["a black box over the address", "drawn-address", inWindow(BLACK, -750, -3907, "23000 3800")],
    ["a white box over the address", "drawn-address", inWindow(WHITE, -750, -3907, "23000 3800")],
    ["a white box over a word of it", "drawn-address", inWindow(WHITE, -50, -1357, "1600 900")],
    ["an address that is not painted", "drawn-address", overlay("BT\n", "BT 3 Tr\n")],
    ["an address in white", "drawn-address", overlay(/Tf\n0 g/, "Tf\n1 g")],
    ["an address beside the window", "drawn-address", overlay(ADDRESS, "38000 50000 Td(CUSTOMER")],
    ["an address of somebody else", "drawn-address", overlay("(CUSTOMER 0)", "(CUSTOMER 1)")],
    [
      "an address with a line more",
      "drawn-address",
      (pdf) => {
        const [x, y] = imbPlace(pdf);
        over(`BT /F0 850 Tf 0 g ${x} ${y - 3807} Td (EXTRA) Tj ET`)(pdf);
      },
    ],
    ["ink beside the address", "drawn-ink", inWindow(BLACK, 22250, -2307, "100 100")],
    ["a grey line across the window", "drawn-ink", inWindow(".8 g", 0, -3857, "20000 40")],
    ["ink in the edge", "drawn-ink", over(`${BLACK} 30000 300 200 200 re f`)],
    ["ink in the edge above", "drawn-ink", over(`.9 g 0 78400 61200 200 re f`)],
    ["another name in the strip", "drawn-name", overlay(/ 1\/(\d) A\)/, " 2/2 A)")],
    ["a name in the strip painted over", "drawn-name", over(`${WHITE} 4800 2800 12000 1600 re f`)],
    ["a page that is turned", "drawn-size", ofPage("/Rotate 90")],
    ["a page that is upside down", "drawn-matrix", ofPage("/Rotate 180")],
    ["a page that is cut", "drawn-size", ofPage("/CropBox[0 0 612 700]")],
    [
      "an annotation over the address",
      "drawn-address",
      (pdf) => {
        const [x, y] = imbPlace(pdf).map((place) => place / 100) as [number, number];
        const rect = `${x - 7} ${y - 38} ${x + 230} ${y - 2}`;
        ofPage(`/Annots[<</Type/Annot/Subtype/Square/F 4/Rect[${rect}]/IC[1 1 1]/C[1 1 1]>>]`)(pdf);
      },
    ],
  ])("show %s", async (_, code, change) => {
    const breaches = await plant(change);
    const place = expect.objectContaining({
      code: `verify.${code}`,
      file: spool.file,
      page,
      piece,
    });
    expect(breaches).toContainEqual(place);
    expect(breaches.every((breach) => breach.page === page)).toBe(true);
  });

  it("show ink in what a perforation keeps free, on the piece's stub", async () => {
    const rows = readFileSync(`${out}/${spool.controlFile}`, "utf8").split("\r\n");
    const stub = rows.find((row) => row.startsWith("S,") && row.includes("letter-60lb-perf"));
    const at = Number(stub?.split(",")[2]);
    const breaches = await plant((pdf) => {
      const id = pdf.composed(at);
      pdf.setText(id, `${pdf.text(id)}\nq 0 g 300 250 50 4 re f Q\n`);
    }, at);
    expect(breaches).toEqual([expect.objectContaining({ code: "verify.drawn-ink", page: at })]);
  });

  it("show furniture without its Data Matrix", async () => {
    const breaches = await plant((pdf) => {
      const [id = 0] = pdf.contents(1);
      pdf.setText(id, `${pdf.text(id)}\nq 1 g 10 10 60 60 re f Q\n`);
    }, 1);
    const place = { code: "verify.drawn-matrix", sheet: 1, page: 1 };
    expect(breaches).toEqual([expect.objectContaining(place)]);
  });

  it("show a spool that cannot be drawn", async () => {
    const breaches = await plant((pdf) => pdf.setContents(page, [9999]));
    expect(breaches).toEqual([expect.objectContaining({ code: "verify.not-drawn" })]);
  });
});
