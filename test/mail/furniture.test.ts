import { describe, expect, test } from "vitest";
import { encodeDataMatrix, paintDataMatrixMask } from "../../src/barcode/data-matrix.ts";
import { FurnitureMaker, type FurnitureOptions } from "../../src/mail/furniture.ts";
import { markPlace } from "../../src/mail/mark-place.ts";
import { furnitureMarkText } from "../../src/mail/marks.ts";
import { OVERLAY_CHARACTERS } from "../../src/mail/overlay-font.ts";
import { overlaps } from "../../src/mail/window-check.ts";
import { FrameBuilder } from "../../src/rules/frame-builder.ts";
import type { Rect } from "../../src/model/geometry.ts";
import { BLACK, bold, envelope, GREY, readRuns, spoolPlan, stock } from "./samples.ts";

const job = { name: "retail-statements", cycle: "2026-10", asOf: "2026-10-31" } as const;
const options: FurnitureOptions = {
  stock,
  envelope,
  font: bold,
  color: BLACK,
  specimenColor: GREY,
  job: { ...job, mode: "production" },
  jobMark: "RS2610",
};
const hash = "0123456789abcdef".repeat(4);
const audit = { seq: 3, hash: "fedcba9876543210".repeat(4) };
const facts = { plan: spoolPlan, hash, audit, sheets: 12, pages: 24 };

function frontOf(kind: "header" | "trailer", change: Partial<FurnitureOptions> = {}): FrameBuilder {
  const builder = new FrameBuilder();
  new FurnitureMaker({ ...options, ...change }).front(builder, kind, facts);
  return builder;
}

function textsOf(frame: FrameBuilder): string[] {
  return readRuns(frame).map(({ text }) => text);
}

function rectsOf({ rects, rectCount }: FrameBuilder): Rect[] {
  return Array.from({ length: rectCount }, (_, index) => {
    const [xMpt = 0, yMpt = 0, widthMpt = 0, heightMpt = 0] = rects.subarray(index * 5);
    return { xMpt, yMpt, widthMpt, heightMpt };
  });
}

describe("furniture", () => {
  test("a header says what the spool is", () => {
    expect(textsOf(frontOf("header"))).toEqual([
      "START OF SPOOL",
      "PRODUCTION",
      "automation-3to6",
      "Part 2 of 3",
      "Job retail-statements",
      "Cycle 2026-10, as of 2026-10-31",
      "Stock letter-60lb-duplex",
      "Pieces 1001 to 1003",
      "Mail: 3 pieces, 10 sheets, 19 pages",
      "With furniture and empty backs: 12 sheets, 24 pages",
      spoolPlan.name,
      `SHA-256 of the layout plan ${hash}`,
    ]);
  });

  test("a header counts one as one", () => {
    const plan = {
      ...spoolPlan,
      shards: spoolPlan.shards.slice(0, 1),
      sheetCount: 1,
      pageCount: 1,
    };
    const builder = new FrameBuilder();
    new FurnitureMaker(options).front(builder, "header", { ...facts, plan });
    expect(textsOf(builder)).toContain("Mail: 1 piece, 1 sheet, 1 page");
  });

  test("a trailer says that it is one, of which bytes, and what was decided before it", () => {
    const texts = textsOf(frontOf("trailer"));
    expect(texts[0]).toBe("END OF SPOOL");
    expect(texts.slice(-2)).toEqual([
      `SHA-256 of the composed pages ${hash}`,
      "Decisions 3, audit root fedcba9876543210",
    ]);
  });

  test("a test run's says so, in letters and in grey", () => {
    const texts = textsOf(frontOf("header", { job: { ...job, mode: "test" } }));
    expect(texts).toContain("TEST - DO NOT MAIL");
    expect(texts.filter((text) => text === "SPECIMEN")).toHaveLength(2);
  });

  test.each(["header", "trailer"] as const)(
    "a %s has its Data Matrix where pieces have",
    (kind) => {
      const bits = new Uint8Array(54);
      const text = furnitureMarkText({ jobMark: "RS2610", kind, spoolNumber: 5 });
      paintDataMatrixMask(encodeDataMatrix(text, { size: 18 }), bits);
      const { masks } = frontOf(kind);
      expect(masks).toEqual([
        { ...markPlace(stock).matrix, columns: 18, rows: 18, bits, color: BLACK },
      ]);
    },
  );

  test("has a bar along the edge, broken on trailers, on both sides of the sheet", () => {
    const header = rectsOf(frontOf("header"));
    const trailer = rectsOf(frontOf("trailer"));
    expect([header.length, trailer.length]).toEqual([1, 4]);
    const back = new FrameBuilder();
    new FurnitureMaker(options).back(back, "trailer");
    expect(rectsOf(back)).toEqual(trailer);
    expect([back.runCount, back.masks.length]).toEqual([0, 0]);
    for (const bar of [...header, ...trailer]) expect(overlaps(bar, stock.markStrip)).toBe(false);
  });

  test("stays inside the printable page, clear of bar and strip, wherever the strip is", () => {
    const foot = { ...stock.markStrip, yMpt: 740_000 };
    const left = { ...stock.markStrip, xMpt: 18_000 };
    for (const markStrip of [stock.markStrip, foot, left]) {
      const frame = frontOf("header", { stock: { ...stock, markStrip } });
      const taken = [...rectsOf(frame), markStrip];
      for (const { box } of readRuns(frame)) {
        expect(taken.some((rect) => overlaps(rect, box))).toBe(false);
        expect(box.xMpt).toBeGreaterThanOrEqual(stock.noPrintEdgeMpt);
        expect(box.xMpt + box.widthMpt).toBeLessThanOrEqual(612_000 - stock.noPrintEdgeMpt);
        expect(box.yMpt + box.heightMpt).toBeLessThanOrEqual(792_000 - stock.noPrintEdgeMpt);
      }
    }
  });

  test("is large enough to be read from afar, with one line of text to a run", () => {
    const sizes = readRuns(frontOf("header")).map(({ sizeMpt }) => sizeMpt);
    expect(sizes.slice(0, 4).every((sizeMpt) => sizeMpt >= 36_000)).toBe(true);
  });

  test("prints nothing but the characters whose glyphs it asks for", () => {
    const named = { ...job, name: "Résumé №1", mode: "production" } as const;
    const text = textsOf(frontOf("header", { job: named })).join("");
    expect(text).toContain("Job R?sum? ?1");
    for (const character of text) expect(OVERLAY_CHARACTERS).toContain(character);
  });
});
