import { asPieceNumber, asSerial, NO_SERIAL } from "../../src/base/units.ts";
import { readFileSync } from "node:fs";
import { openFontFace } from "../../src/font/font-face.ts";
import { Shaper } from "../../src/font/shaper.ts";
import type { OverlayFont } from "../../src/mail/overlay-font.ts";
import type { OverlayOptions } from "../../src/mail/overlay-maker.ts";
import { RUN_FLAG_KERNS, RUN_STRIDE, type Frame } from "../../src/model/frame.ts";
import type { Rect } from "../../src/model/geometry.ts";
import type { MailSpec } from "../../src/model/job.ts";
import type { PieceFacts, PlacedPiece, SpoolPlan } from "../../src/model/piece.ts";
import type { RawAddress } from "../../src/model/record.ts";
import type { Envelope, Margins, Play, Stock } from "../../src/model/stock.ts";

export const BLACK = 3;
export const GREY = 5;

export const stock: Stock = {
  name: "letter-60lb-duplex",
  widthMpt: 612_000,
  heightMpt: 792_000,
  duplex: true,
  weightGsm: 89,
  thicknessMicrons: 110,
  noPrintEdgeMpt: 18_000,
  markStrip: { xMpt: 396_000, yMpt: 20_000, widthMpt: 180_000, heightMpt: 30_000 },
};

/** The same play to both sides, and up and down. */
export function playOf(xMpt: number, yMpt: number): Play {
  return { upMpt: yMpt, downMpt: yMpt, leftMpt: xMpt, rightMpt: xMpt };
}

/** The same clearance at all edges. */
export function clearOf(mpt: number): Margins {
  return { topMpt: mpt, bottomMpt: mpt, leftMpt: mpt, rightMpt: mpt };
}

/** A #10 envelope with a window of 4.5 by 1.125 in, 7/8 in from the left. */
export const envelope: Envelope = {
  name: "us-10-window",
  window: { xMpt: 45_000, yMpt: 148_500, widthMpt: 324_000, heightMpt: 81_000 },
  play: playOf(27_000, 9_000),
  clear: clearOf(2_016),
  sheetsMax: 6,
};

export const mail: MailSpec = { mailerId: "902123456", serviceType: "270", barcodeId: "00" };

function overlayFont(index: number, name: string): OverlayFont {
  const face = openFontFace(readFileSync(new URL(`../../fonts/${name}`, import.meta.url)));
  return { index, face, shaper: new Shaper(face, { cacheWordsMax: 100 }) };
}

export const regular: OverlayFont = overlayFont(1, "NotoSans-Regular.ttf");
export const bold: OverlayFont = overlayFont(2, "NotoSans-Bold.ttf");

export const options: OverlayOptions = {
  stock,
  envelope,
  address: {
    fonts: [regular],
    sizeMpt: 9_000,
    leadingMpt: 10_800,
    color: BLACK,
    missingGlyph: { action: "reject" },
  },
  token: { font: regular, sizeMpt: 7_000, color: BLACK },
  specimenColor: GREY,
  mail,
  jobMark: "RS2610",
  mode: "production",
};

export const address: RawAddress = {
  lines: ["ANA O'NEIL-NUÑEZ JR", "12 EXAMPLE ST APT 4", "SPRINGFIELD IL 62704-1234"],
  zip: "62704",
  plus4: "1234",
  deliveryPoint: "12",
};

export function placed(facts: Partial<PieceFacts> = {}, serial = 42): PlacedPiece {
  const routing = "62704123412";
  const base = { ordinal: 7, key: "K7", address, addressClass: "automation", routing } as const;
  const marks = { pieceNumber: asPieceNumber(123), serial: asSerial(serial) };
  return { facts: { ...base, pages: 3, sheets: 2, ...facts }, ...marks };
}

export const spoolPlan: SpoolPlan = {
  index: 4,
  stream: { name: "automation-3to6", addressClass: "automation", sheetsMin: 3, sheetsMax: 6 },
  part: 2,
  parts: 3,
  name: "TEST-retail-statements-2026-10-automation-3to6-letter-60lb-duplex-p02of03-10s",
  firstPieceNumber: asPieceNumber(1001),
  shards: new Uint32Array(3),
  entries: new Uint32Array(3),
  sheetCount: 10,
  pageCount: 19,
  firstSerial: NO_SERIAL,
};

/** A run of a frame, its text read back through the font it is set in. */
export interface ReadRun {
  readonly text: string;
  readonly font: number;
  readonly sizeMpt: number;
  readonly color: number;
  readonly mark: number;
  /** From the font's ascent to its descent, and as wide as its advances and kerns. */
  readonly box: Rect;
}

export function readRuns(frame: Frame): ReadRun[] {
  return Array.from({ length: frame.runCount }, (_, index) => readRun(frame, index));
}

function readRun(frame: Frame, index: number): ReadRun {
  const run = frame.runs.subarray(index * RUN_STRIDE, (index + 1) * RUN_STRIDE);
  const [x = 0, y = 0, font = 0, sizeMpt = 0, color = 0, start = 0, count = 0, mark = 0] = run;
  const { face } = font === regular.index ? regular : bold;
  const kerned = ((run[8] ?? 0) & RUN_FLAG_KERNS) !== 0;
  let units = 0;
  const glyphs = frame.glyphs.subarray(start, start + count);
  for (const [at, glyph] of glyphs.entries())
    units += (face.advances[glyph] ?? 0) + (kerned ? (frame.kerns[start + at] ?? 0) : 0);
  const box = {
    xMpt: x,
    yMpt: y - Math.ceil((face.ascentUnits * sizeMpt) / 1000),
    widthMpt: Math.ceil((units * sizeMpt) / 1000),
    heightMpt: Math.ceil(((face.ascentUnits - face.descentUnits) * sizeMpt) / 1000),
  };
  const text = Array.from(glyphs, (glyph) => characterOf(face, glyph)).join("");
  return { text, font, sizeMpt, color, mark, box };
}

function characterOf(face: OverlayFont["face"], glyph: number): string {
  const codePoint = face.codePoints.find((candidate) => face.glyphOf(candidate) === glyph);
  return String.fromCodePoint(codePoint ?? 0xfffd);
}

/** The smallest rectangle around some. */
export function bounds(rects: readonly Rect[]): Rect {
  const xMpt = Math.min(...rects.map((rect) => rect.xMpt));
  const yMpt = Math.min(...rects.map((rect) => rect.yMpt));
  const right = Math.max(...rects.map((rect) => rect.xMpt + rect.widthMpt));
  const bottom = Math.max(...rects.map((rect) => rect.yMpt + rect.heightMpt));
  return { xMpt, yMpt, widthMpt: right - xMpt, heightMpt: bottom - yMpt };
}
