import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { Shaper } from "../../src/font/shaper.ts";
import { showCodes } from "../../src/font/show-codes.ts";
import { subsetFont } from "../../src/font/subset.ts";
import { reverseMap } from "../../src/font/to-unicode.ts";
import { RUN_FLAG_ACTUAL_TEXT, RUN_FLAG_KERNS } from "../../src/model/frame.ts";
import { FrameBuilder } from "../../src/rules/frame-builder.ts";
import type { Color } from "../../src/model/geometry.ts";
import { separationSpace } from "../../src/paint/pdf/color-operators.ts";
import { ContentPainter } from "../../src/paint/pdf/content-painter.ts";
import { ByteWriter } from "../../src/pdf/byte-writer.ts";
import { fontObjects } from "../../src/pdf/font-objects.ts";
import { PdfFile } from "../../src/pdf/pdf-file.ts";
import { asciiBytes } from "../../src/pdf/strings.ts";
import { noto, readySubsetter } from "../font/faces.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const face = noto();
const shaper = new Shaper(face, { cacheWordsMax: 100 });
const SPOT = { space: "separation", name: "Night Blue", tint: 1000 } as const;
const COLORS: readonly Color[] = [
  { space: "gray", values: [500] },
  { space: "rgb", values: [1000, 0, 0] },
  { space: "cmyk", values: [0, 0, 1000, 0] },
  { ...SPOT, alternate: [1000, 1000, 0, 0] },
];

beforeAll(readySubsetter);

function has(program: string): boolean {
  return spawnSync(program, ["-v"]).error === undefined;
}

/** A page of 200 by 100 points as a whole file. */
function fileOf(frame: FrameBuilder): Buffer {
  const glyphs = [...new Set([0, ...frame.glyphs.subarray(0, frame.glyphCount)])].sort(
    (a, b) => a - b,
  );
  const { byteOf, twoByteBase } = showCodes(face);
  const program = {
    ...face,
    name: `AAAAAA+${face.id}`,
    file: subsetFont(face, glyphs),
    glyphs,
    codePoints: reverseMap(face),
    codeOf: (glyph: number): number => byteOf[glyph] || glyph + twoByteBase,
  };
  const spot = COLORS[3] as Extract<Color, { space: "separation" }>;
  const resources = `<</Font<</F0 2 0 R>>/ColorSpace<</C3${separationSpace(spot)}>>>>`;
  const bodies = [asciiBytes(resources), ...fontObjects(program, 2, (bytes) => deflateSync(bytes))];
  const chunks: Uint8Array[] = [];
  const file = new PdfFile((bytes) => chunks.push(bytes.slice()), { bodies, resourcesId: 1 });
  const out = new ByteWriter();
  const painter = new ContentPainter(COLORS, [showCodes(face)]);
  painter.paintPage(frame, { ordinal: 0, page: 1, pages: 1 }, out);
  const id = file.allocate();
  file.stream(id, "", out.view());
  file.page("200", "100", [id]);
  file.finish("", "", "0".repeat(32));
  return Buffer.concat(chunks);
}

function pageFrame(): FrameBuilder {
  const frame = new FrameBuilder();
  frame.reset(200_000, 100_000, -1);
  return frame;
}

/** Sets a word at 20 pt from (10, 50). */
function addWord(frame: FrameBuilder, word: string): number {
  const shaped = shaper.word(word);
  const start = frame.glyphCount;
  frame.reserveGlyphs(shaped.glyphs.length);
  frame.glyphs.set(shaped.glyphs, start);
  frame.kerns.set(shaped.kerns, start);
  frame.glyphCount += shaped.glyphs.length;
  if (shaped.actualText) frame.actualTexts.set(frame.runCount, word);
  const flags =
    (shaped.hasKerns ? RUN_FLAG_KERNS : 0) | (shaped.actualText ? RUN_FLAG_ACTUAL_TEXT : 0);
  frame.run(10_000, 50_000, 0, 20_000, 0, start, frame.mark(0), flags);
  return (shaped.widthUnits * 20) / 1000;
}

function ask(bytes: Uint8Array, program: string, ...args: string[]): Buffer {
  const folder = temporaryFolder("paint");
  try {
    const path = join(folder, "page.pdf");
    writeFileSync(path, bytes);
    execFileSync(program, [...args, path, join(folder, "out")], { stdio: "ignore" });
    const name = program === "pdftoppm" ? "out.png" : "out";
    return readFileSync(join(folder, name));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.skipIf(!has("pdftotext"))("text as another program sees it", () => {
  test.each(["AVATAR", "Tomato,", "LTVYpAWo", "figures", "10,000.00"])(
    "%s is as wide as it was shaped, kerns and all, and where it should be",
    (word) => {
      const frame = pageFrame();
      const widthPt = addWord(frame, word);
      const seen = ask(fileOf(frame), "pdftotext", "-bbox").toString("utf8");
      const [, left, right, text] =
        /<word xMin="([\d.]+)".* xMax="([\d.]+)".*>(.*)<\/word>/.exec(seen) ?? [];
      expect(text).toBe(word);
      expect(Number(left)).toBeCloseTo(10, 1);
      expect(Math.abs(Number(right) - Number(left) - widthPt)).toBeLessThan(0.05);
    },
  );

  test("kerned pairs are drawn closer, not further apart", () => {
    const units = Array.from("AVATAR").reduce((sum, letter) => sum + shaper.widthUnits(letter), 0);
    expect(shaper.word("AVATAR").widthUnits).toBeLessThan(units - 50);
  });

  test("what was composed for the eye reads as it was written", () => {
    const frame = pageFrame();
    addWord(frame, "e\u0301cole");
    const seen = ask(fileOf(frame), "pdftotext").toString("utf8");
    expect(seen.trim().normalize("NFC")).toBe("\u00e9cole");
  });
});

test.skipIf(!has("pdftoppm"))("colours of all spaces come out as they should", async () => {
  const frame = pageFrame();
  COLORS.forEach((_, color) => frame.rect(color * 50_000, 0, 50_000, 100_000, color));
  const png = ask(fileOf(frame), "pdftoppm", "-r", "72", "-png", "-singlefile");
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const pixel = (x: number): number[] => {
    const at = (50 * info.width + x) * info.channels;
    return [...data.subarray(at, at + 3)];
  };
  const [gray, red, yellow, spot] = [25, 75, 125, 175].map(pixel) as [
    number[],
    number[],
    number[],
    number[],
  ];
  expect(gray.every((value) => Math.abs(value - 128) <= 3)).toBe(true);
  expect(red).toEqual([255, 0, 0]);
  expect(yellow[0]).toBeGreaterThan(230);
  expect(yellow[2]).toBeLessThan(60);
  expect(spot[2]).toBeGreaterThan((spot[0] ?? 0) + 50);
});

test.skipIf(!has("pdftoppm"))("a mask has ink where its bits are 1, first row on top", async () => {
  const frame = pageFrame();
  const place = { xMpt: 0, yMpt: 0, widthMpt: 200_000, heightMpt: 100_000 };
  frame.mask({ ...place, columns: 2, rows: 2, bits: new Uint8Array([0x80, 0x40]), color: 1 });
  const png = ask(fileOf(frame), "pdftoppm", "-r", "72", "-png", "-singlefile");
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const isInk = (x: number, y: number): boolean =>
    data[(y * info.width + x) * info.channels + 1] === 0;
  expect([isInk(50, 25), isInk(150, 25), isInk(50, 75), isInk(150, 75)]).toEqual([
    true,
    false,
    false,
    true,
  ]);
});
