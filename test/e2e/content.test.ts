import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { Prng } from "../../src/base/prng.ts";
import {
  E2E_RECORDS,
  E2E_SAMPLE,
  filesBelow,
  type FinishedRun,
  readRecords,
  runFixture,
} from "./e2e-run.ts";
import { readGreyPages } from "./grey-pages.ts";
import {
  hasPrograms,
  type PageText,
  pageWords,
  readPageTexts,
  runProgram,
  type Word,
} from "./page-words.ts";
import type { RawStatement } from "./raw-statement.ts";
import { piecesOf, type SpoolPiece, SpoolReader } from "./spool-reader.ts";
import { StatementBody } from "./statement-body.ts";
import { readFrames } from "./statement-page.ts";
import { maskedNumber } from "./statement-values.ts";

const SPECIMEN = "SPECIMEN";
/** A word of 4 pt is at least so high, from the font's ascent to its descent. */
const WORD_HEIGHT_MIN_PT = 4 * 1.3;
const NO_PRINT_EDGE_PT = 18;
const PAGE_PT = { width: 612, height: 792 };
const PICTURED_PIECES = 12;
const PICTURE_DPI = 100;

const hasPoppler = hasPrograms("pdftotext", "pdffonts", "pdftoppm");
const hasQpdf = hasPrograms("qpdf");

/** A piece of the sample with its record and all words of its pages. */
interface SampledPiece {
  readonly piece: SpoolPiece;
  readonly record: RawStatement;
  readonly pages: readonly (readonly Word[])[];
}

/** Another sample where the environment says so, such as the number of the night. */
const seed = Number(process.env["NIGHTPRESS_E2E_SEED"] ?? 2026);

describe.each(["production", "test"] as const)("the spools of a %s run", (mode) => {
  const records = mode === "production" ? E2E_RECORDS : Math.min(E2E_RECORDS, 150);
  let run: FinishedRun;
  let truth: ReadonlyMap<number, RawStatement>;
  let spools: readonly string[];

  beforeAll(async () => {
    run = await runFixture({ format: "ndjson", records, badPercent: 1, mode, workers: 2 });
    truth = readRecords(run.input);
    spools = filesBelow(`${run.out}/print`, ".pdf");
    expect(spools.length).toBe(run.report.spools);
    expect(spools.length).toBeGreaterThan(7);
  }, 600_000);

  it.skipIf(!hasQpdf)("pass qpdf --check", () => {
    for (const spool of spools) {
      const said = runProgram("qpdf", ["--check", spool]).toString();
      expect(said).toContain("No syntax or stream encoding errors found");
      expect(said).not.toMatch(/warning/i);
    }
  });

  it.skipIf(!hasPoppler)("have every font embedded, as a subset, with Unicode", () => {
    for (const spool of spools) {
      const reader = readerOf(spool);
      const pages = Array.from({ length: reader.pageCount }, (_, page) => page + 1);
      expect(new Set(pages.map((page) => reader.resourcesOf(page).fonts)).size).toBe(1);
      // All pages share their fonts, so the first few tell of all.
      const rows = runProgram("pdffonts", ["-l", "4", spool])
        .toString()
        .trimEnd()
        .split("\n")
        .slice(2);
      expect(rows.length).toBeGreaterThanOrEqual(3);
      for (const row of rows) expect(row).toMatch(/^[A-Z]{6}\+\S+ .* yes yes yes +\d+ +0$/);
    }
  });

  it("list on each page the art, images and forms that it draws, and no others", () => {
    const sets = new Set<string>();
    for (const spool of spools) {
      const reader = readerOf(spool);
      for (let page = 1; page <= reader.pageCount; page += 1) {
        const drawn = reader.drawnOn(page);
        expect(reader.resourcesOf(page).drawings).toEqual(drawn);
        sets.add(drawn.join(" "));
      }
    }
    // The two blocks that say the same to all are drawn once for each language.
    for (const drawn of sets) expect(drawn).toMatch(/^(A0)? ?(S0|S1|S0 S1|S2|S3|S2 S3)?$/);
    expect([...sets].join(" ").match(/S\d/g)).toEqual(expect.arrayContaining(["S0", "S3"]));
  });

  it("hold every piece's pages whole, in order and once", () => {
    const seen = new Set<number>();
    for (const spool of spools) {
      for (const piece of piecesOf(spool)) checkTokens(readerOf(spool), piece, seen);
    }
    expect(seen.size).toBe(run.report.channels.print);
  });

  describe.skipIf(!hasPoppler)("read by another program", () => {
    const sample: SampledPiece[] = [];
    const strangeNumbers: string[] = [];

    beforeAll(() => {
      const chosen = drawnPieces(spools, mode === "production" ? E2E_SAMPLE : 30);
      for (const spool of spools) {
        const texts = readPageTexts(spool, readerOf(spool).pageCount);
        for (const piece of piecesOf(spool)) {
          const record = recordOf(piece, truth);
          const own = texts.slice(piece.firstPage - 1, piece.lastPage);
          strangeNumbers.push(...numbersIn(own, record));
          if (chosen.has(piece.pieceNumber))
            sample.push({ piece, record, pages: wordsOf(own, mode) });
        }
      }
      expect(sample).toHaveLength(chosen.size);
      expect(new Set(sample.map(({ piece }) => piece.spool)).size).toBeGreaterThan(3);
    }, 600_000);

    it("show every value of the record in its column and row, and nothing else", () => {
      const { jobMark } = JSON.parse(readFileSync(`${run.out}/job.json`, "utf8")) as {
        jobMark: string;
      };
      for (const { piece, record, pages } of sample) {
        said(piece, record, () => {
          const body = readFrames(pages, record, { jobMark, ...piece });
          new StatementBody(body, record).read();
        });
      }
    });

    it("show it within the page's printable part, and not too small", () => {
      const words = sample.flatMap(({ pages }) => pages.flat());
      expect(words.length).toBeGreaterThan(sample.length * 400);
      expect(words.filter((word) => !isInside(word))).toEqual([]);
      const small = words.filter(({ top, bottom }) => bottom - top <= WORD_HEIGHT_MIN_PT);
      expect(small).toEqual([]);
    });

    it("show it as ink on paper, with nothing over it", () => {
      for (const { piece, record, pages } of everyNth(sample, PICTURED_PIECES)) {
        const pictures = readGreyPages(piece.spool, piece.firstPage, piece.lastPage, PICTURE_DPI);
        expect(pictures).toHaveLength(pages.length);
        for (const [page, words] of pages.entries()) {
          for (const word of words) {
            const { darkest, lightest } = (pictures[page] as (typeof pictures)[0]).shades(word);
            said(piece, record, () => {
              expect([word.text, darkest < 170, lightest > 200]).toEqual([word.text, true, true]);
            });
          }
        }
      }
    });

    it("have no account number but the record's own, on all pages of all pieces", () => {
      expect(strangeNumbers).toEqual([]);
    });
  });
});

/** Every page of a piece says the same record, page i of n without a gap; blank backs say none. */
function checkTokens(reader: SpoolReader, piece: SpoolPiece, seen: Set<number>): void {
  const first = reader.token(piece.firstPage);
  const { ordinal, pages } = first ?? { ordinal: -1, pages: 0 };
  expect(Math.ceil(pages / 2)).toBe(piece.sheets);
  expect(seen.has(ordinal)).toBe(false);
  seen.add(ordinal);
  for (let page = 1; page <= piece.sheets * 2; page += 1) {
    const token = page <= pages ? { ordinal, page, pages } : undefined;
    expect(reader.token(piece.firstPage + page - 1)).toEqual(token);
  }
}

const readers = new Map<string, SpoolReader>();

function readerOf(spool: string): SpoolReader {
  let reader = readers.get(spool);
  if (reader === undefined) readers.set(spool, (reader = new SpoolReader(spool)));
  return reader;
}

/** The record of a piece, by what its first page says of itself. */
function recordOf(piece: SpoolPiece, truth: ReadonlyMap<number, RawStatement>): RawStatement {
  const token = readerOf(piece.spool).token(piece.firstPage);
  return truth.get(token?.ordinal ?? -1) as RawStatement;
}

/** Masked account numbers on a piece's pages that are not the record's, or that it lacks its own. */
function numbersIn(pages: readonly PageText[], record: RawStatement): string[] {
  const found = new Set(pages.join("\n").match(/•+\d*/g));
  const own = maskedNumber(record);
  return found.delete(own) ? [...found] : [`no ${own}`];
}

/** Words of a piece's pages; the word that a test run prints over each is told and left out. */
function wordsOf(pages: readonly PageText[], mode: "test" | "production"): Word[][] {
  return pages.map((page) => {
    const words = pageWords(page);
    const own = words.filter(({ text }) => text !== SPECIMEN);
    expect(words.length - own.length).toBe(mode === "test" ? 2 : 0);
    return own;
  });
}

function isInside({ left, top, right, bottom }: Word): boolean {
  const [width, height] = [PAGE_PT.width - NO_PRINT_EDGE_PT, PAGE_PT.height - NO_PRINT_EDGE_PT];
  return left >= NO_PRINT_EDGE_PT && top >= NO_PRINT_EDGE_PT && right <= width && bottom <= height;
}

/** Numbers of pieces drawn by chance, and of the largest three. */
function drawnPieces(spools: readonly string[], size: number): Set<number> {
  const pieces = spools.flatMap(piecesOf);
  const largest = pieces.toSorted((a, b) => b.sheets - a.sheets).slice(0, 3);
  const prng = new Prng(seed);
  const chosen = new Set<number>();
  while (chosen.size < Math.min(size, pieces.length)) chosen.add(prng.pick(pieces).pieceNumber);
  for (const { pieceNumber } of largest) chosen.add(pieceNumber);
  return chosen;
}

/** So many of the items, spread over all of them. */
function everyNth<T>(items: readonly T[], size: number): T[] {
  const step = Math.max(1, Math.floor(items.length / size));
  return items.filter((_, index) => index % step === 0).slice(0, size);
}

/** Adds to what fails where it failed. */
function said(piece: SpoolPiece, record: RawStatement, check: () => void): void {
  try {
    check();
  } catch (error) {
    const place = `piece ${piece.pieceNumber} (${record.account.id}, ${piece.spool})`;
    (error as Error).message = `seed ${seed}, ${place}: ${(error as Error).message}`;
    throw error;
  }
}
