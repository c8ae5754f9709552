import bwipjs from "bwip-js/node";
import { describe, expect, it } from "vitest";
import { zxingReaders } from "../../../src/work/raster/zxing-reader.ts";
import { GreyImage } from "../../../src/verify/raster/grey-image.ts";
import { seenMatrix } from "../../../src/verify/raster/seen-matrix.ts";
import { Painted } from "./painted.ts";

const TEXT = "00000000100010002000261073";
const SIDE = 18;
const MODULE = 6;
const [LEFT, TOP] = [9.4, 14.8];

/** The modules that bwip-js gives, row by row. */
function modulesOf(text: string): number[] {
  const [symbol] = bwipjs.raw("datamatrix", text, `version=${SIDE}x${SIDE}`);
  if (symbol === undefined || !("pixs" in symbol)) throw new Error("bwip-js gave no modules");
  return [...symbol.pixs];
}

/** A mark strip with a symbol at its left end and something that people read behind it. */
function strip(module = MODULE, shade = 0, modules = modulesOf(TEXT)): Painted {
  const sheet = new Painted(400, 140);
  for (const [at, isInk] of modules.entries()) {
    if (isInk !== 1) continue;
    const [x, y] = [LEFT + (at % SIDE) * module, TOP + Math.floor(at / SIDE) * module];
    sheet.rect(x, y, module, module, shade);
  }
  for (let x = 150; x < 380; x += 14) sheet.rect(x, 60, 8, 24);
  return sheet;
}

async function textIn(image: GreyImage): Promise<string | undefined> {
  return (await seenMatrix(image, (await zxingReaders()).readSymbol))?.text;
}

describe("a Data Matrix in pixels", () => {
  it("is read wherever it falls between pixels, and tells where it is", async () => {
    const seen = await seenMatrix(strip().image(300), (await zxingReaders()).readSymbol);
    expect(seen?.text).toBe(TEXT);
    expect(Math.abs((seen?.modulePx ?? 0) - MODULE)).toBeLessThan(0.1);
    expect(Math.abs((seen?.box.left ?? 0) - LEFT)).toBeLessThan(1);
    expect(await textIn(strip(4.6).image(300))).toBe(TEXT);
    expect(await textIn(strip(11.3).image(300))).toBeUndefined();
  });

  it("is none where one module is another, though error correction would mend it", async () => {
    const modules = modulesOf(TEXT);
    modules[5 * SIDE + 7] = 1 - (modules[5 * SIDE + 7] as number);
    const image = strip(MODULE, 0, modules).image(300);
    const read = (await zxingReaders()).readSymbol;
    expect(await read(image.part({ left: 3, top: 8, right: 124, bottom: 129 }))).toBe(TEXT);
    expect(await textIn(image)).toBeUndefined();
  });

  it.each([
    ["half of a module covered", (sheet: Painted) => sheet.rect(50, 50, 3, 6, 128)],
    ["a white line through it", (sheet: Painted) => sheet.rect(0, 60, 140, 2, 255)],
    ["its corner covered", (sheet: Painted) => sheet.rect(LEFT, 100, 30, 30, 255)],
    ["a line that joins it with the text", (sheet: Painted) => sheet.rect(90, 60, 80, 1)],
  ])("is none with %s", async (_, change) => {
    const sheet = strip();
    change(sheet);
    expect(await textIn(sheet.image(300))).toBeUndefined();
  });

  it("is none where it is pale, white on black, turned or not there", async () => {
    expect(await textIn(strip(MODULE, 190).image(300))).toBeUndefined();
    const { pixels, width, height } = strip().image(300);
    const box = { left: 0, top: 0, right: width, bottom: height };
    const inverted = new GreyImage(
      pixels.map((grey) => 255 - grey),
      box,
      300,
    );
    expect(await textIn(inverted)).toBeUndefined();
    expect(await textIn(strip(MODULE, 0, modulesOf(TEXT).toReversed()).image(300))).toBeUndefined();
    expect(await textIn(new Painted(400, 140).image(300))).toBeUndefined();
  });
});
