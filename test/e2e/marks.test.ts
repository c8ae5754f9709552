import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { Prng } from "../../src/base/prng.ts";
import { openHost } from "../../src/run/host/host-node.ts";
import { type RunOptions } from "../../src/index.ts";
import { Register } from "../../src/register/register.ts";
import { readDataMatrix } from "../barcode/read-data-matrix.ts";
import { type ControlRow, count, readControl } from "./control-rows.ts";
import { E2E_RECORDS, filesBelow, makeInput, nameOf, readLines, readRecords } from "./e2e-run.ts";
import { type Crop, readGreyPages } from "./grey-pages.ts";
import { hasPrograms, readPageTexts } from "./page-words.ts";
import type { RawStatement } from "./raw-statement.ts";
import { drawnImb, imbDigitsOf, seenImb } from "./read-imb.ts";
import { piecesOf, type SpoolPiece, SpoolReader } from "./spool-reader.ts";
import { runJob } from "../kit/in-process.ts";

const MAILER_ID = "902123456";
const TRACKING = `00270${MAILER_ID}`;
const SMALL_RUN_RECORDS = 100;
const SAMPLED_SHEETS = 60;
const SAMPLED_PIECES = 20;
const MATRIX_DPI = 300;
const CAMERA_DPI = 600;

const hasPoppler = hasPrograms("pdftoppm", "pdftotext");

/** A run's spools with what their control files say of them. */
interface MarkedRun {
  readonly input: string;
  readonly out: string;
  readonly spools: readonly MarkedSpool[];
  readonly truth: ReadonlyMap<number, RawStatement>;
}

interface MarkedSpool {
  readonly path: string;
  readonly reader: SpoolReader;
  readonly sheets: readonly ControlRow[];
}

async function marked(input: string, name: string, options: RunOptions = {}): Promise<MarkedRun> {
  const settings = { out: `${input}/../${name}`, workers: 1, ...options };
  const { out } = await runJob(`${input}/job.yaml`, settings);
  const paths = filesBelow(`${out}/print`, ".pdf");
  const spools = paths.map((path) => ({
    path,
    reader: new SpoolReader(path),
    sheets: readControl(path).sheets,
  }));
  return { input, out, spools, truth: readRecords(input) };
}

function production(records: number): string {
  return makeInput({ format: "ndjson", records, mode: "production" });
}

/** The IMb's digits of all sheets that have one. */
function imbsOf({ spools }: MarkedRun): string[] {
  const cells = spools.flatMap(({ sheets }) => sheets.map(({ imb = "" }) => imb));
  return cells.filter((imb) => imb !== "");
}

function serialsOf(run: MarkedRun): number[] {
  return imbsOf(run).map((imb) => Number(imb.slice(14, 20)));
}

/** A part of a page given in points, as pixels. */
function crop(left: number, top: number, right: number, bottom: number, dpi: number): Crop {
  const [x, y] = [Math.floor((left * dpi) / 72), Math.floor((top * dpi) / 72)];
  const width = Math.ceil((right * dpi) / 72) - x;
  return { x, y, width, height: Math.ceil((bottom * dpi) / 72) - y };
}

const MARK_STRIP = crop(18, 743, 205.2, 772.6, MATRIX_DPI);
const BARCODE = crop(62.5, 151.5, 294.5, 166.9, CAMERA_DPI);

/** The Data Matrices on a range of pages, one list for each page. */
async function matricesOn(path: string, first: number, last: number): Promise<string[][]> {
  const strips = readGreyPages(path, first, last, MATRIX_DPI, MARK_STRIP);
  const read: string[][] = [];
  for (const { pixels, width, height } of strips) {
    const symbols = await readDataMatrix(pixels, width, height);
    read.push(symbols.map(({ text }) => text));
  }
  return read;
}

describe("a production run", () => {
  let run: MarkedRun;
  let sheets: readonly { readonly path: string; readonly row: ControlRow }[];
  let pieces: readonly { readonly reader: SpoolReader; readonly piece: SpoolPiece }[];

  beforeAll(async () => {
    run = await marked(production(E2E_RECORDS), "night");
    sheets = run.spools.flatMap(({ path, sheets: rows }) => rows.map((row) => ({ path, row })));
    pieces = run.spools.flatMap(({ path, reader }) =>
      piecesOf(path).map((piece) => ({ reader, piece })),
    );
  }, 600_000);

  it("has control files that describe their spools", () => {
    for (const { path, reader } of run.spools) checkControl(path, reader);
    const numbers = pieces.map(({ piece }) => piece.pieceNumber);
    const all = numbers.map((_, index) => index + 1);
    expect(numbers.toSorted((a, b) => a - b)).toEqual(all);
  });

  it("draws on every piece that can have one the IMb of its own address", () => {
    let drawn = 0;
    for (const { reader, piece } of pieces) {
      const { address } = recordAt(run, reader, piece).customer;
      const row = rowOf(run, piece);
      const read = drawnImb(reader.contents(piece.firstPage)[0] as string);
      expect(read === undefined ? "" : imbDigitsOf(read.letters)).toBe(row["imb"]);
      const routing = `${address.zip}${address.plus4}${address.deliveryPoint}`;
      const isAutomation = nameOf(piece.spool).includes("-automation-");
      expect((row["imb"] as string).slice(20)).toBe(isAutomation ? routing : "");
      if (isAutomation) expect(row["imb"]?.slice(0, 14)).toBe(TRACKING);
      if (/^\d{11}$/.test(routing) && !isMilitary(address.lines)) expect(isAutomation).toBe(true);
      drawn += isAutomation ? 1 : 0;
    }
    expect(drawn).toBe(imbsOf(run).length);
    expect(drawn).toBeGreaterThan(E2E_RECORDS / 2);
  });

  it("draws them in the size that USPS-B-3200 allows", () => {
    for (const { reader, piece } of pieces.slice(0, 5)) {
      const imb = drawnImb(reader.contents(piece.firstPage)[0] as string);
      const [width, height] = [(imb?.width ?? 0) / 72, (imb?.height ?? 0) / 72];
      expect(height).toBeGreaterThanOrEqual(0.125);
      expect(height).toBeLessThanOrEqual(0.165);
      expect(width).toBeGreaterThanOrEqual(2.667);
      expect(width).toBeLessThanOrEqual(3.225);
    }
  });

  it("draws an IMb on a piece's first page alone", () => {
    for (const { reader, piece } of pieces.filter(({ piece: { sheets: n } }) => n > 1)) {
      for (let page = piece.firstPage + 1; page <= piece.lastPage; page += 1)
        expect(drawnImb(reader.contents(page)[0] as string)).toBeUndefined();
    }
    for (const { row } of sheets) if (row["sheet_of_piece"] !== "1") expect(row["imb"]).toBe("");
  });

  it("uses no serial twice", () => {
    const serials = serialsOf(run);
    expect(new Set(serials).size).toBe(serials.length);
  });

  it.skipIf(!hasPoppler)("shows a camera the same Data Matrix", async () => {
    const sample = drawnFrom(sheets, SAMPLED_SHEETS);
    for (const { path, row } of sample) {
      const front = count(row, "first_page");
      expect(await matricesOn(path, front, front)).toEqual([[row["data_matrix"]]]);
    }
  });

  it.skipIf(!hasPoppler)("shows a camera the same IMb", () => {
    const marks = sheets.filter(({ row }) => row["imb"] !== "");
    for (const { path, row } of drawnFrom(marks, SAMPLED_PIECES)) {
      const front = count(row, "first_page");
      const [picture] = readGreyPages(path, front, front, CAMERA_DPI, BARCODE);
      const { letters, barWidths, pitches, height } = seenImb(
        picture as NonNullable<typeof picture>,
      );
      expect(imbDigitsOf(letters)).toBe(row["imb"]);
      // USPS-B-3200 Rev H: bars of 0.015 to 0.025 in, 20 to 24 of them an inch.
      for (const width of barWidths) expect(width / CAMERA_DPI).toBeGreaterThanOrEqual(0.015);
      for (const width of barWidths) expect(width / CAMERA_DPI).toBeLessThanOrEqual(0.025);
      for (const pitch of pitches) expect(Math.abs(pitch - CAMERA_DPI / 22)).toBeLessThan(2);
      expect(Math.abs(height / CAMERA_DPI - 0.145)).toBeLessThan(0.006);
    }
  });
});

describe("two nights of a small job", () => {
  let first: MarkedRun;
  let second: MarkedRun;

  beforeAll(async () => {
    const input = production(SMALL_RUN_RECORDS);
    first = await marked(input, "monday");
    const codes = ["run.cycle-run", "run.input-used"];
    const override = { codes, by: "the tests", reason: "the same pieces once more" };
    second = await marked(input, "tuesday", { override });
  }, 600_000);

  it("share no IMb serial", () => {
    const [one, two] = [serialsOf(first), serialsOf(second)];
    expect(one.length).toBeGreaterThan(SMALL_RUN_RECORDS / 2);
    expect(two).toHaveLength(one.length);
    expect(new Set([...one, ...two]).size).toBe(one.length * 2);
  });

  it("share no Data Matrix text, so that a sheet of the one is not taken for the other's", () => {
    const texts = [first, second].flatMap(({ spools }) =>
      spools.flatMap(({ sheets }) => sheets.map((row) => row["data_matrix"])),
    );
    expect(new Set(texts).size).toBe(texts.length);
  });

  it.skipIf(!hasPoppler)("show a camera the Data Matrix of every sheet", async () => {
    for (const { path, reader, sheets } of first.spools) {
      const read = await matricesOn(path, 1, reader.pageCount);
      const fronts = read.filter((_, index) => index % 2 === 0);
      const [header = [], ...others] = fronts;
      const trailer = others.pop() ?? [];
      expect(others).toEqual(sheets.map((row) => [row["data_matrix"]]));
      expect(header).toEqual([expect.stringMatching(/^H\d{5}[0-9A-Z]{8,9}$/)]);
      expect(trailer).toEqual([expect.stringMatching(/^T\d{5}[0-9A-Z]{8,9}$/)]);
      expect(read.filter((_, index) => index % 2 === 1).flat()).toEqual([]);
    }
  });

  it("show the same piece and sheet in the Data Matrix as the row has", () => {
    for (const row of first.spools.flatMap(({ sheets }) => sheets)) {
      const padded = (column: string, width: number) => (row[column] ?? "").padStart(width, "0");
      const digits =
        padded("piece", 9) + padded("sheet_of_piece", 4) + padded("sheets_of_piece", 4);
      expect(row["data_matrix"]?.slice(0, 17)).toBe(digits);
    }
  });

  it("keep their serials from a test run, which draws none", async () => {
    const host = await openHost(undefined);
    const left = (): number => {
      const register = Register.open(host, `${first.input}/register.db`);
      try {
        return register.serials.left(MAILER_ID, 6, "2026-10-31").count;
      } finally {
        register.close();
      }
    };
    const before = left();
    expect(before).toBe(1_000_000 - 1 - serialsOf(first).length * 2);
    const job = `${first.input}/job.yaml`;
    writeFileSync(job, readFileSync(job, "utf8").replace("mode: production", "mode: test"));
    const rehearsal = await marked(first.input, "rehearsal");
    expect(left()).toBe(before);
    expect(imbsOf(rehearsal)).toEqual([]);
  });
});

describe("a test run", () => {
  let run: MarkedRun;

  beforeAll(async () => {
    run = await marked(
      makeInput({ format: "ndjson", records: SMALL_RUN_RECORDS, mode: "test" }),
      "test",
    );
  }, 600_000);

  it("draws no IMb and touches no register", () => {
    expect(existsSync(`${run.input}/register.db`)).toBe(false);
    expect(imbsOf(run)).toEqual([]);
    for (const { reader } of run.spools) {
      for (let page = 1; page <= reader.pageCount; page += 1)
        expect(drawnImb(reader.contents(page).join("\n"))).toBeUndefined();
    }
  });

  it.skipIf(!hasPoppler)("says SPECIMEN on every page, and TEST in every name", () => {
    for (const { path, reader } of run.spools) {
      const pages = readPageTexts(path, reader.pageCount);
      expect(pages).toHaveLength(reader.pageCount);
      for (const page of pages) expect(page).toContain(">SPECIMEN<");
      expect(nameOf(path)).toMatch(/^TEST-/);
    }
    for (const batch of filesBelow(run.out, "0001.eml-batch")) {
      const text = readFileSync(batch, "latin1");
      expect(nameOf(batch)).toMatch(/^TEST-/);
      expect(text.match(/^Subject: \[SPECIMEN\]/gm)).toHaveLength(
        text.match(/^Subject: /gm)?.length ?? 0,
      );
    }
    for (const batch of filesBelow(`${run.out}/sms`, ".ndjson"))
      for (const { text } of readLines<{ text: string }>(batch)) expect(text).toMatch(/^SPECIMEN /);
  });
});

function isMilitary(lines: readonly string[]): boolean {
  return /\b[AFD]PO\b/.test(lines.at(-1) ?? "");
}

function recordAt({ truth }: MarkedRun, reader: SpoolReader, piece: SpoolPiece): RawStatement {
  return truth.get(reader.token(piece.firstPage)?.ordinal ?? -1) as RawStatement;
}

function rowOf({ spools }: MarkedRun, piece: SpoolPiece): ControlRow {
  const rows = spools.find(({ path }) => path === piece.spool)?.sheets ?? [];
  // Two pages a sheet, and a header sheet before the first.
  return rows[(piece.firstPage - 3) / 2] as ControlRow;
}

function drawnFrom<T>(items: readonly T[], size: number): T[] {
  const prng = new Prng(2026);
  return Array.from({ length: Math.min(size, items.length) }, () => prng.pick(items));
}

/** Holds a control file against its spool: counts, hash, and the place of every sheet. */
function checkControl(path: string, reader: SpoolReader): void {
  const { rows, header, trailer, furniture, sheets } = readControl(path);
  expect(rows.map(({ record }) => record).join("")).toMatch(/^HFS+FT$/);
  expect(trailer["sha256"]).toBe(createHash("sha256").update(readFileSync(path)).digest("hex"));
  expect({ ...header, record: "T", sha256: trailer["sha256"] }).toEqual(trailer);
  expect(nameOf(path)).toBe(`${header["spool"]}.pdf`);
  const pieces = new Set(sheets.map(({ piece }) => piece)).size;
  expect(count(header, "pieces")).toBe(pieces);
  expect(count(header, "sheets")).toBe(sheets.length + 2);
  expect(count(header, "pages")).toBe(reader.pageCount);
  expect(reader.pageCount).toBe((sheets.length + 2) * 2);
  const placed = [furniture[0] as ControlRow, ...sheets, furniture[1] as ControlRow];
  for (const [index, row] of placed.entries()) {
    expect(count(row, "sheet")).toBe(index + 1);
    expect(count(row, "first_page")).toBe(index * 2 + 1);
    expect(row["stock"]).toBe("letter-60lb-duplex");
  }
  checkPieces(sheets, reader);
}

/** The sheets of each piece follow each other from 1 to its last, and say how many pages they have. */
function checkPieces(sheets: readonly ControlRow[], reader: SpoolReader): void {
  for (const [index, row] of sheets.entries()) {
    const before = sheets[index - 1];
    const isNew = before === undefined || before["sheet_of_piece"] === before["sheets_of_piece"];
    expect(count(row, "sheet_of_piece")).toBe(isNew ? 1 : count(before, "sheet_of_piece") + 1);
    const steps = before === undefined ? 0 : count(row, "piece") - count(before, "piece");
    if (before !== undefined) expect(steps).toBe(isNew ? 1 : 0);
    if (!isNew) expect(row["sheets_of_piece"]).toBe(before["sheets_of_piece"]);
    const page = count(row, "first_page");
    const composed = [page, page + 1].filter((side) => reader.token(side) !== undefined).length;
    expect(count(row, "pages_on_sheet")).toBe(composed);
    if (isNew) expect((row["postal_code"] ?? "") >= (before?.["postal_code"] ?? "")).toBe(true);
  }
}
