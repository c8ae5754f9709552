import { asPieceNumber, asSerial } from "../../src/base/units.ts";
import { execFileSync, spawnSync } from "node:child_process";
import type { Host } from "../../src/base/host.ts";
import type { PlacedPiece, SpoolPlan } from "../../src/model/piece.ts";
import { SheetPlanner } from "../../src/rules/sheet-plan.ts";
import type { Stock } from "../../src/model/stock.ts";
import { asciiBytes } from "../../src/pdf/strings.ts";
import { FragmentReader } from "../../src/spool/fragment-reader.ts";
import { FragmentShelf } from "../../src/spool/fragment-shelf.ts";
import { FragmentWriter } from "../../src/spool/fragment-writer.ts";
import type { ControlSink, OverlayPainter, SpoolJob } from "../../src/spool/spool-job.ts";
import { addSamplePrint } from "./sample-fragment.ts";
import type { SampleDocument } from "./sample-fragment.ts";

/** Fragments `0.fragment` and so on, one for each list of documents; their paths. */
export function writeFragments(
  host: Host,
  folder: string,
  shards: readonly (readonly SampleDocument[])[],
): string[] {
  const writer = new FragmentWriter();
  host.makeFolder(folder);
  return shards.map((documents, shardIndex) => {
    const path = `${folder}/${shardIndex}.fragment`;
    writer.begin(shardIndex);
    for (const document of documents) addSamplePrint(writer, document);
    writer.commit(host, path);
    return path;
  });
}

interface Placed {
  readonly shard: number;
  readonly entry: number;
  readonly postalKey: number;
  readonly ordinal: number;
}

/** All print documents of the fragments as one spool, by postal key, then ordinal. */
export function planOf(host: Host, paths: readonly string[]): SpoolPlan {
  const placed: Placed[] = [];
  let [sheetCount, pageCount] = [0, 0];
  paths.forEach((path, shard) => {
    const reader = FragmentReader.open(host, path);
    const { entries } = reader;
    for (let entry = 0; entry < entries.length; entry += 1) {
      const [postalKey, ordinal] = [entries.postalKey(entry), entries.ordinal(entry)];
      placed.push({ shard, entry, postalKey, ordinal });
      sheetCount += entries.sheets(entry);
      pageCount += entries.pages(entry);
    }
    reader.close();
  });
  placed.sort((a, b) => a.postalKey - b.postalKey || a.ordinal - b.ordinal);
  const addressClass = "automation";
  return {
    index: 0,
    stream: { name: "automation-1to9", addressClass, sheetsMin: 1, sheetsMax: 9 },
    part: 1,
    parts: 1,
    name: "TEST-retail-part1of1",
    firstPieceNumber: asPieceNumber(501),
    shards: Uint32Array.from(placed, ({ shard }) => shard),
    entries: Uint32Array.from(placed, ({ entry }) => entry),
    sheetCount,
    pageCount,
    firstSerial: asSerial(7000),
  };
}

const stock: Stock = {
  name: "letter-60lb",
  widthMpt: 612_000,
  heightMpt: 792_000,
  duplex: true,
  weightGsm: 89,
  thicknessMicrons: 112,
  noPrintEdgeMpt: 18_000,
  markStrip: { xMpt: 18_000, yMpt: 743_040, widthMpt: 187_200, heightMpt: 29_520 },
};
const { weightGsm, thicknessMicrons } = stock;
const paper = { stock: stock.name, tray: "Tray 1", weightGsm, thicknessMicrons };

export function sampleJob(
  plan: SpoolPlan,
  shelf: FragmentShelf,
  outFolder: string,
  duplex = true,
): SpoolJob {
  const sheets = new SheetPlanner({ stock: { ...stock, duplex }, masters: [] });
  return {
    plan,
    shelf,
    outFolder,
    resources: {
      bodies: [asciiBytes("<</ProcSet[/PDF]>>"), asciiBytes("<</ProcSet[/PDF/ImageC]>>")],
      resourcesId: 1,
      byDrawn: { "": 1, "A0 I1": 2 },
    },
    widthPt: "612",
    heightPt: "792",
    duplex,
    sheetPlan: (pages) => sheets.plan(pages),
    papers: [paper],
    furniturePaper: paper,
    jobName: "retail-statements",
    cycle: "2026-10",
    stockName: "letter-60lb",
    deflateLevel: 6,
    catalog: "",
    info: "/Producer(Nightpress)",
  };
}

/** Overlays that say what they were asked for, one of them long enough to be deflated. */
export const samplePainter: OverlayPainter = {
  overlay(piece: PlacedPiece, side: number, spoolSheet: number): Uint8Array {
    const { facts, pieceNumber, serial } = piece;
    const numbers = `${pieceNumber} ${serial} ${spoolSheet}`;
    const text = `% overlay ${facts.ordinal} ${side} ${numbers}\n`;
    return asciiBytes(side === 2 ? `${text}${"q Q\n".repeat(300)}` : text);
  },
  blankBack(piece: PlacedPiece, side: number, spoolSheet: number): Uint8Array {
    return asciiBytes(`% blank ${piece.facts.ordinal} ${side} ${spoolSheet}\n`);
  },
  furniture(facts): readonly Uint8Array[] {
    const { kind, spoolSheet, pieces, sheets, pages, composedHash } = facts;
    return [asciiBytes(`% ${kind} ${spoolSheet} ${pieces} ${sheets} ${pages} ${composedHash}\n`)];
  },
};

export const sampleControl: ControlSink = {
  markTexts(piece, sheetIndex, spoolSheet) {
    const imb = piece.serial < 0 ? "" : String(piece.serial).padStart(31, "0");
    return { imb, dataMatrix: `=NP1,${piece.pieceNumber}-${sheetIndex + 1}-${spoolSheet}` };
  },
};

export function hasProgram(name: string): boolean {
  return spawnSync(name, ["--version"]).status === 0;
}

/** The text of each page's content streams, one string a page, as qpdf decodes them. */
export function pageContents(path: string): string[] {
  const json = execFileSync(
    "qpdf",
    ["--json=2", "--json-stream-data=inline", "--decode-level=generalized", path],
    { maxBuffer: 1 << 28 },
  );
  const { pages, qpdf } = JSON.parse(json.toString()) as {
    pages: { contents: string[] }[];
    qpdf: [unknown, Record<string, { stream?: { data: string } }>];
  };
  return pages.map(({ contents }) =>
    contents
      .map((reference) => qpdf[1][`obj:${reference}`]?.stream?.data ?? "")
      .map((data) => Buffer.from(data, "base64").toString("latin1"))
      .join(""),
  );
}
