import { asPieceNumber, NO_SERIAL } from "../../src/base/units.ts";
import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { Prng } from "../../src/base/prng.ts";
import { assembleSpool } from "../../src/spool/assemble-spool.ts";
import { FragmentShelf } from "../../src/spool/fragment-shelf.ts";
import { readControlFile } from "../../src/spool/read-control-file.ts";
import { pageText, samplePage } from "./sample-fragment.ts";
import type { SampleDocument } from "./sample-fragment.ts";
import {
  hasProgram,
  pageContents,
  planOf,
  sampleControl,
  sampleJob,
  samplePainter,
  writeFragments,
} from "./sample-spool.ts";
import { CrashingHost, TestHost, writeBytes } from "./test-host.ts";
import type { CrashMode } from "./test-host.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const folder = temporaryFolder();
const host = new TestHost();

/** Documents of 1 to 6 pages over `shardCount` shards; postal keys often alike. */
function sampleShards(shardCount: number, perShard: number, duplex = true): SampleDocument[][] {
  const prng = new Prng(7);
  return Array.from({ length: shardCount }, (_, shard) =>
    Array.from({ length: perShard }, (_unused, index) => ({
      ordinal: shard * perShard + index,
      pages: prng.between(1, 6),
      postalKey: prng.below(40),
      duplex,
    })),
  );
}

function inSpoolOrder(shards: readonly (readonly SampleDocument[])[]): SampleDocument[] {
  return shards.flat().sort((a, b) => a.postalKey - b.postalKey || a.ordinal - b.ordinal);
}

function controlRows(path: string): Record<string, string>[] {
  return parse(Buffer.from(host.readFile(path)), { columns: true, record_delimiter: "\r\n" });
}

function ticketOf(spool: string): Record<string, unknown> {
  const bytes = host.readFile(spool.replace(/\.pdf$/, ".ticket.json"));
  return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
}

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

describe.each([true, false])("a spool, duplex %s", (duplex) => {
  const shards = sampleShards(5, 12, duplex);
  const documents = inSpoolOrder(shards);
  const place = `${folder}/spool-${duplex}`;
  const paths = writeFragments(host, `${place}/shards`, shards);
  const plan = planOf(host, paths);
  const shelf = new FragmentShelf(host, paths);
  const job = sampleJob(plan, shelf, `${place}/print/automation`, duplex);
  const result = assembleSpool(host, job, samplePainter, sampleControl);
  shelf.close();
  const spoolPath = `${place}/print/automation/${plan.name}.pdf`;
  const controlPath = `${place}/print/automation/${plan.name}.csv`;
  const composed = documents.flatMap(({ ordinal, pages }) =>
    Array.from({ length: pages }, (_, pageIndex) => samplePage(ordinal, pageIndex)),
  );

  it("reports what lies on disk", () => {
    const sheets = documents.reduce(
      (sum, { pages }) => sum + (duplex ? Math.ceil(pages / 2) : pages),
      0,
    );
    expect(host.list(`${place}/print/automation`)).toEqual([
      `${plan.name}.csv`,
      `${plan.name}.pdf`,
      `${plan.name}.ticket.json`,
    ]);
    expect(result).toEqual({
      bytes: host.sizeBytes(spoolPath),
      sha256: sha256(host.readFile(spoolPath)),
      sheets: sheets + 2,
      pages: duplex ? (sheets + 2) * 2 : sheets + 2,
      pieces: 60,
      pieceSheets: sheets,
      composedPages: composed.length,
      composedHash: sha256(Buffer.concat(composed)),
      controlBytes: host.sizeBytes(controlPath),
      controlSha256: sha256(host.readFile(controlPath)),
    });
  });

  it.skipIf(!hasProgram("qpdf"))("is a sound PDF file with every page in its place", () => {
    expect(execFileSync("qpdf", ["--check", spoolPath]).toString()).toContain("No syntax");
    const { sheets, pages, composedHash } = result;
    const furniture = (kind: string, sheet: number, hash: string): string[] => [
      `% ${kind} ${sheet} 60 ${sheets} ${pages} ${hash}\n`,
      ...(duplex ? [""] : []),
    ];
    const expected = furniture("header", 1, "");
    let sheet = 1;
    documents.forEach(({ ordinal, pages: pageCount }, position) => {
      for (let page = 1; page <= pageCount; page += 1) {
        if (!duplex || page % 2 === 1) sheet += 1;
        const numbers = `${501 + position} ${7000 + position} ${sheet}`;
        const side = duplex ? page - 1 : 2 * (page - 1);
        const overlay = `% overlay ${ordinal} ${side} ${numbers}\n`;
        const long = side === 2 ? "q Q\n".repeat(300) : "";
        expected.push(`${overlay}${long}${pageText(ordinal, page - 1)}`);
      }
      if (duplex && pageCount % 2 === 1) {
        expected.push(`% blank ${ordinal} ${pageCount} ${sheet}\n`);
      }
    });
    expected.push(...furniture("trailer", sheets, composedHash));
    expect(pageContents(spoolPath)).toEqual(expected);
  });

  it("has a control file that is read back, every sheet with the pages it takes", () => {
    const rows = controlRows(controlPath);
    const list = readControlFile(host, controlPath);
    const { sha256: hash, sheets, pages } = result;
    expect(list).toMatchObject({ sha256: hash, sheets, stream: "automation-1to9" });
    const sheetRows = rows.filter(({ record }) => record === "S");
    expect(
      list.pieceSheets.map(({ sheet, piece, imb }) => [String(sheet), String(piece), imb]),
    ).toEqual(sheetRows.map(({ sheet, piece, imb }) => [sheet, piece, imb]));
    const sides = pages / sheets;
    for (const { sheet, firstPage, lastPage } of list.pieceSheets)
      expect([firstPage, lastPage]).toEqual([(sheet - 1) * sides + 1, sheet * sides]);
    const torn = `${place}/torn.csv`;
    writeBytes(torn, host.readFile(controlPath).slice(0, -300));
    expect(() => readControlFile(host, torn)).toThrow(/not a complete control file/);
  });

  it("has a control file with a row a sheet", () => {
    const rows = controlRows(controlPath);
    expect(rows.map(({ record }) => record).join("")).toBe(`HF${"S".repeat(result.pieceSheets)}FT`);
    const { sheets, pages } = result;
    const totals = { pieces: "60", sheets: String(sheets), pages: String(pages) };
    const names = { job: "retail-statements", cycle: "2026-10", spool: plan.name, part: "1" };
    expect(rows[0]).toMatchObject({ ...totals, ...names, stream: "automation-1to9", sha256: "" });
    expect(rows[1]).toMatchObject({ sheet: "1", first_page: "1", pages_on_sheet: "1", piece: "" });
    expect(rows.at(-1)).toMatchObject({ ...totals, ...names, sha256: result.sha256 });
    const sides = duplex ? 2 : 1;
    let row = 1;
    documents.forEach(({ pages: pageCount }, position) => {
      for (let sheet = 1; sheet <= Math.ceil(pageCount / sides); sheet += 1) {
        row += 1;
        const piece = 501 + position;
        expect(rows[row]).toMatchObject({
          sheet: String(row),
          first_page: String((row - 1) * sides + 1),
          pages_on_sheet: String(Math.min(sides, pageCount - (sheet - 1) * sides)),
          piece: String(piece),
          sheet_of_piece: String(sheet),
          sheets_of_piece: String(Math.ceil(pageCount / sides)),
          postal_code: "62704",
          imb: String(7000 + position).padStart(31, "0"),
          // A leading = would be run by a spreadsheet.
          data_matrix: `'=NP1,${piece}-${sheet}-${row}`,
          stock: "letter-60lb",
          tray: "Tray 1",
        });
      }
    });
  });

  it("has a ticket that names the paper of every page", () => {
    const { pages, sheets, sha256: hash } = result;
    const { stock, tray } = { stock: "letter-60lb", tray: "Tray 1" };
    const front = { stock, tray, sides: "front", sheets: 1, kind: "furniture" };
    const inside = { firstPage: duplex ? 3 : 2, lastPage: duplex ? pages - 2 : pages - 1 };
    const sides = duplex ? "both" : "front";
    expect(ticketOf(spoolPath)).toMatchObject({
      spool: `${plan.name}.pdf`,
      media: [{ stock, tray, weightGsm: 89, thicknessMicrons: 112 }],
      ranges: [
        { ...front, firstPage: 1, lastPage: duplex ? 2 : 1 },
        { ...front, ...inside, sheets: sheets - 2, kind: "pieces", sides },
        { ...front, firstPage: duplex ? pages - 1 : pages, lastPage: pages },
      ],
      pages,
      sheets,
      sha256: hash,
    });
  });

  it("has the same bytes however little memory and files there are", () => {
    const small = new FragmentShelf(host, paths, { openMax: 1, readAheadBytes: 8192 });
    const again = sampleJob(plan, small, `${place}/again`, duplex);
    expect(assembleSpool(host, again, samplePainter, sampleControl)).toEqual(result);
    small.close();
    expect(host.readFile(`${place}/again/${plan.name}.csv`)).toEqual(host.readFile(controlPath));
  });
});

describe("assembling a spool", () => {
  const shards = sampleShards(3, 4);
  const paths = writeFragments(host, `${folder}/small`, shards);
  const plan = planOf(host, paths);

  it("puts set-up sheets at the head and break sheets between pieces, on their own paper", () => {
    const shelf = new FragmentShelf(host, paths);
    const furniture = { setUpSheets: 2, hasPattern: true, breaks: Uint32Array.of(3, 7) };
    const out = `${folder}/furniture`;
    const paper = { stock: "blue", tray: "Tray 9", weightGsm: 80, thicknessMicrons: 100 };
    const job = { ...sampleJob({ ...plan, furniture }, shelf, out), furniturePaper: paper };
    const result = assembleSpool(host, job, samplePainter, sampleControl);
    shelf.close();
    expect(result.sheets).toBe(result.pieceSheets + 7);
    const rows = controlRows(`${out}/${plan.name}.csv`);
    const sheets = rows.slice(1, -1);
    expect(sheets.map(({ sheet }) => Number(sheet))).toEqual(sheets.map((_, index) => index + 1));
    const own = sheets.filter(({ record }) => record === "F");
    expect(own.map(({ furniture: kind, stock, tray }) => [kind, stock, tray])).toEqual(
      ["header", "set-up", "set-up", "pattern", "break", "break", "trailer"].map((kind) => [
        kind,
        "blue",
        "Tray 9",
      ]),
    );
    const behind = own.slice(4, 6).map(({ sheet }) => sheets[Number(sheet)]?.["piece"]);
    expect(behind).toEqual([String(501 + 3), String(501 + 7)]);
    expect([rows[0], rows.at(-1)].map((row) => row?.["furniture"])).toEqual(["7", "7"]);
    const ranges = ticketOf(`${out}/${plan.name}.pdf`)["ranges"] as { sheets: number }[];
    expect(ranges.map((range) => range.sheets).reduce((sum, count) => sum + count)).toBe(
      result.sheets,
    );
    expect(ranges).toHaveLength(7);
  });

  it("gives every piece of a spool its serial in order, with routing or without, or none", () => {
    const machinable = shards.map((documents) =>
      documents.map((document) =>
        document.ordinal % 2 === 0 ? document : { ...document, addressClass: "foreign" as const },
      ),
    );
    const mixed = writeFragments(host, `${folder}/machinable`, machinable);
    const shelf = new FragmentShelf(host, mixed);
    const seen = new Map<number, number>();
    const sink = {
      ...sampleControl,
      markTexts: (...sheet: Parameters<typeof sampleControl.markTexts>) => {
        seen.set(sheet[0].facts.ordinal, sheet[0].serial);
        return { imb: "", dataMatrix: "" };
      },
    };
    const mixedPlan = planOf(host, mixed);
    assembleSpool(host, sampleJob(mixedPlan, shelf, `${folder}/serials`), samplePainter, sink);
    const drawn = inSpoolOrder(machinable).map(({ ordinal }) => seen.get(ordinal) as number);
    expect(drawn).toEqual(drawn.map((_, index) => 7000 + index));
    const unmarked = { ...mixedPlan, firstSerial: NO_SERIAL };
    assembleSpool(host, sampleJob(unmarked, shelf, `${folder}/serials`), samplePainter, sink);
    expect([...seen.values()].every((serial) => serial === -1)).toBe(true);
    shelf.close();
  });

  it("refuses a damaged fragment and a plan that counts otherwise, and leaves nothing", () => {
    const out = `${folder}/refused`;
    const damaged = [...paths];
    damaged[1] = `${folder}/damaged.fragment`;
    const bytes = Uint8Array.from(host.readFile(paths[1] as string));
    bytes[40] = (bytes[40] as number) ^ 1;
    writeBytes(damaged[1], bytes);
    const attempts = [
      { plan, paths: damaged, message: "is damaged" },
      { plan, paths: [paths[1], paths[0], paths[2]] as string[], message: "of another shard" },
      { plan: { ...plan, sheetCount: plan.sheetCount + 1 }, paths, message: "sheets are not" },
      { plan: { ...plan, pageCount: plan.pageCount - 1 }, paths, message: "pages are not" },
    ];
    for (const attempt of attempts) {
      const shelf = new FragmentShelf(host, attempt.paths);
      const job = sampleJob(attempt.plan, shelf, out);
      expect(() => assembleSpool(host, job, samplePainter, sampleControl)).toThrow(attempt.message);
      expect(host.list(out)).toEqual([]);
      shelf.close();
    }
  });

  it.each<CrashMode>(["kept", "lost", "reordered"])(
    "leaves a control file only beside its spool wherever the machine fails, names %s",
    (mode) => {
      const out = `${folder}/crash-${mode}`;
      const make = (on: TestHost, piecePlan: typeof plan): void => {
        const shelf = new FragmentShelf(host, paths);
        try {
          assembleSpool(on, sampleJob(piecePlan, shelf, out), samplePainter, sampleControl);
        } finally {
          shelf.close();
        }
      };
      const counting = new CrashingHost(Number.POSITIVE_INFINITY);
      make(counting, plan);
      make(counting, plan);
      const [spool, list] = [`${out}/${plan.name}.pdf`, `${out}/${plan.name}.csv`];
      const renumbered = { ...plan, firstPieceNumber: asPieceNumber(9001) };
      for (let crashAt = 1; crashAt <= counting.calls; crashAt += 1) {
        rmSync(out, { recursive: true, force: true });
        if (crashAt % 2 === 0) make(host, plan);
        const crashing = new CrashingHost(crashAt);
        try {
          make(crashing, renumbered);
        } catch (error) {
          expect((error as Error).message).toBe("the machine has failed");
        }
        if (crashing.calls < crashAt) continue;
        crashing.settle(mode);
        if (host.exists(list)) {
          const hash = controlRows(list).at(-1)?.["sha256"];
          expect(hash).toBe(sha256(host.readFile(spool)));
          expect(ticketOf(spool)["sha256"]).toBe(hash);
        }
        make(host, renumbered);
        const names = ["csv", "pdf", "ticket.json"].map((ending) => `${plan.name}.${ending}`);
        expect(host.list(out)).toEqual(names);
      }
    },
  );
});
