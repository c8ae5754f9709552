import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { parseDataMatrixText, parseFurnitureMarkText } from "../../src/mail/marks.ts";
import { readDataMatrix } from "../barcode/read-data-matrix.ts";
import { type BillRun, runBills } from "./bills.ts";
import { type ControlRow, count, readControl } from "./control-rows.ts";
import { filesBelow, nameOf } from "./e2e-run.ts";
import { readGreyPages } from "./grey-pages.ts";
import { hasPrograms } from "./page-words.ts";
import { outputHashes } from "./run-fixture.ts";
import { SpoolReader } from "./spool-reader.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const FURNITURE =
  "{ furniture-stock: letter-60lb-goldenrod, break-sheets: { postal: 3 }, " +
  "set-up: { sheets: 2, test-pattern: true }, spool-sheets: 40 }";
const STUB = "letter-60lb-perf";

interface Range {
  readonly firstPage: number;
  readonly lastPage: number;
  readonly sheets: number;
  readonly stock: string;
  readonly tray: string;
  readonly sides: string;
  readonly kind: string;
}

function rangesOf(spool: string): Range[] {
  const text = readFileSync(spool.replace(/\.pdf$/, ".ticket.json"), "utf8");
  return (JSON.parse(text) as { ranges: Range[] }).ranges;
}

function spoolsOf({ out }: BillRun): string[] {
  return filesBelow(`${out}/print`, ".pdf");
}

/** The sheets of each piece, in order. */
function piecesOf(rows: readonly ControlRow[]): ControlRow[][] {
  const pieces = new Map<string, ControlRow[]>();
  for (const row of rows) {
    const own = pieces.get(row["piece"] ?? "") ?? [];
    pieces.set(row["piece"] ?? "", [...own, row]);
  }
  return [...pieces.values()];
}

describe("bills on two papers, with furniture on a third", () => {
  let run: BillRun;
  let spools: string[];
  beforeAll(async () => {
    run = await runBills(30, FURNITURE);
    spools = spoolsOf(run);
  });

  it("balances, and keeps furniture out of the sheets of mail", () => {
    expect(run.report).toMatchObject({ status: "finished", pieces: 30 });
    const mail = spools.flatMap((spool) => readControl(spool).sheets).length;
    expect(run.report.sheets).toBe(mail);
    for (const spool of spools) {
      const { header, trailer, furniture, sheets } = readControl(spool);
      expect(count(header, "furniture")).toBe(furniture.length);
      expect(count(trailer, "sheets")).toBe(furniture.length + sheets.length);
      expect(count(trailer, "sheets")).toBeLessThanOrEqual(40);
      expect(new SpoolReader(spool).pageCount).toBe(2 * count(trailer, "sheets"));
    }
  });

  it("parts streams by envelope, which weight and sheets decide on", () => {
    const suffix = `+${STUB}`;
    expect(run.report.streams.map(({ name }) => name)).toEqual([
      `automation-2${suffix}`,
      `automation-3to6${suffix}`,
      `automation-7up-us-9x12-window${suffix}`,
    ]);
    const [two] = run.report.streams;
    // Two sheets of 5.369 g in an envelope of 6.3 g, in three layers each.
    expect(two?.bulk).toEqual({
      weightMgAverage: 17_038,
      weightMgMax: 17_038,
      thicknessMicronsAverage: 2 * 3 * 112 + 250,
      thicknessMicronsMax: 2 * 3 * 112 + 250,
    });
  });

  it("ends every piece on one sheet of perforated paper, its back empty", () => {
    for (const spool of spools) {
      const reader = new SpoolReader(spool);
      for (const piece of piecesOf(readControl(spool).sheets)) {
        const stocks = piece.map((row) => row["stock"]);
        expect(stocks.at(-1)).toBe(STUB);
        expect(new Set(stocks.slice(0, -1))).toEqual(new Set(["letter-60lb-duplex"]));
        const last = piece.at(-1) as ControlRow;
        expect([last["tray"], last["pages_on_sheet"]]).toEqual(["Perforated 3.5", "1"]);
        const front = count(last, "first_page");
        expect(reader.contents(front)).toHaveLength(2);
        expect(reader.contents(front + 1)).toEqual([]);
        const { page, pages } = reader.token(front) ?? {};
        expect(page).toBe(pages);
      }
    }
  });

  it("tells the press the paper of every page once, as the control file has it", () => {
    for (const spool of spools) {
      const { rows } = readControl(spool);
      const ranges = rangesOf(spool);
      let page = 1;
      for (const range of ranges) {
        expect(range.firstPage).toBe(page);
        expect(range.lastPage - range.firstPage + 1).toBe(2 * range.sheets);
        page = range.lastPage + 1;
      }
      expect(page - 1).toBe(new SpoolReader(spool).pageCount);
      for (const row of rows.filter(({ record }) => record === "S" || record === "F")) {
        const first = count(row, "first_page");
        const range = ranges.find((one) => one.firstPage <= first && first <= one.lastPage);
        expect([range?.stock, range?.tray]).toEqual([row["stock"], row["tray"]]);
        expect(range?.kind).toBe(row["record"] === "F" ? "furniture" : "pieces");
        expect(range?.sides).toBe(row["stock"] === STUB ? "front" : "both");
      }
    }
  });

  it("begins with header, set-up and pattern, and parts where three digits change", () => {
    const first = (row: ControlRow | undefined): string => (row?.["postal_code"] ?? "").slice(0, 3);
    for (const spool of spools) {
      const rows = readControl(spool).rows.slice(1, -1);
      const kinds = rows.map((row) => (row["record"] === "F" ? row["furniture"] : "sheet"));
      expect(kinds.slice(0, 4)).toEqual(["header", "set-up", "set-up", "pattern"]);
      expect(kinds.at(-1)).toBe("trailer");
      for (let at = 5; at < rows.length - 1; at += 1) {
        const isParted = kinds[at] === "break";
        const before = rows[at - 1];
        if (isParted) expect(first(before)).not.toBe(first(rows[at + 1]));
        else if (kinds[at - 1] === "sheet") expect(first(rows[at])).toBe(first(before));
      }
      expect(rows.every((row) => row["record"] === "S" || row["tray"] === "Goldenrod")).toBe(true);
    }
  });

  it.skipIf(!hasPrograms("pdftoppm", "qpdf"))(
    "is sound, and marked on all sheets alike",
    async () => {
      for (const spool of spools) execFileSync("qpdf", ["--check", spool]);
      const spool = spools.at(-1) as string;
      const rows = readControl(spool).rows.slice(1, -1);
      const crop = { x: 60, y: 3070, width: 180, height: 160 };
      const pages = readGreyPages(spool, 1, 28, 300, crop).filter((_, index) => index % 2 === 0);
      for (const [index, { pixels, width, height }] of pages.entries()) {
        const [symbol] = await readDataMatrix(pixels, width, height);
        const row = rows[index] as ControlRow;
        if (row["record"] === "S") {
          expect(symbol?.text).toBe(row["data_matrix"]);
          expect(parseDataMatrixText(symbol?.text ?? "")?.pieceNumber).toBe(count(row, "piece"));
        } else expect(parseFurnitureMarkText(symbol?.text ?? "")?.kind).toBe(row["furniture"]);
      }
    },
  );

  it("has the same bytes with two workers", async () => {
    const again = await runBills(30, FURNITURE, undefined, 2);
    expect(outputHashes(again.out)).toEqual(outputHashes(run.out));
  });
});

describe("bills on paper printed on one side", () => {
  it("have a sheet a page, a mark on each, and no backs in the file", async () => {
    const layout = `${temporaryFolder()}/simplex-bill`;
    cpSync(new URL("../../layouts/remittance-bill", import.meta.url), layout, { recursive: true });
    const text = readFileSync(`${layout}/layout.yaml`, "utf8")
      .replace("layout: remittance-bill", "layout: simplex-bill")
      .replace("stock: letter-60lb-duplex", "stock: letter-60lb-simplex")
      .replace("      stock: letter-60lb-perf\n", "");
    writeFileSync(`${layout}/layout.yaml`, text);
    const run = await runBills(20, "{ set-up: { sheets: 1 } }", layout);
    expect(run.report.sheets).toBe(run.report.pages);
    for (const spool of spoolsOf(run)) {
      const { sheets, trailer, furniture } = readControl(spool);
      const reader = new SpoolReader(spool);
      expect(furniture.map((row) => row["furniture"])).toEqual(["header", "set-up", "trailer"]);
      expect(reader.pageCount).toBe(count(trailer, "sheets"));
      for (const row of sheets) {
        const page = count(row, "first_page");
        expect([page, row["pages_on_sheet"]]).toEqual([count(row, "sheet"), "1"]);
        expect(reader.token(page)?.page).toBe(count(row, "sheet_of_piece"));
        const mark = parseDataMatrixText(row["data_matrix"] ?? "");
        expect(mark).toMatchObject({
          sheet: count(row, "sheet_of_piece"),
          sheets: reader.token(page)?.pages,
        });
      }
      expect(rangesOf(spool).map(({ sides }) => sides)).toEqual(["front", "front", "front"]);
      if (hasPrograms("qpdf")) execFileSync("qpdf", ["--check", spool]);
      expect(nameOf(spool)).toContain("letter-60lb-simplex");
    }
  });
});
