import bwipjs from "bwip-js/node";
import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { GreyImage } from "../../../src/verify/raster/grey-image.ts";
import { seenImb } from "../../../src/verify/raster/seen-imb.ts";
import known from "../../barcode/vectors/imb.json" with { type: "json" };
import { Painted } from "./painted.ts";

const DPI = 300;

interface Look {
  readonly dpi?: number;
  /** Where the first bar begins, in pixels. */
  readonly x?: number;
  readonly y?: number;
  readonly perInch?: number;
  readonly barInch?: number;
  readonly heightInch?: number;
  readonly shade?: number;
}

/** Letters out of F, A, D and T as bars on paper. */
function painted(letters: string, look: Look = {}): Painted {
  const { dpi = DPI, x = 40.3, y = 20.7, perInch = 22, barInch = 0.0202, shade = 0 } = look;
  const third = ((look.heightInch ?? 0.145) * dpi) / 3;
  const sheet = new Painted(Math.ceil(3.6 * dpi), Math.ceil(0.6 * dpi));
  for (const [index, letter] of Array.from(letters).entries()) {
    const up = letter === "F" || letter === "A" ? third : 0;
    const down = letter === "F" || letter === "D" ? third : 0;
    const left = x + (index * dpi) / perInch;
    sheet.rect(left, y + third - up, barInch * dpi, third + up + down, shade);
  }
  return sheet;
}

const vectors = known.flatMap((one) => ("letters" in one ? [one] : [])) as {
  readonly tracking: string;
  readonly routing: string;
  readonly letters: string;
}[];
const sample = vectors[3];
const letters = sample?.letters ?? "";
const digits = `${sample?.tracking}${sample?.routing}`;

/** What is seen once a painted code was changed. */
function seenAfter(change: (sheet: Painted) => void, look: Look = {}): string | undefined {
  const sheet = painted(letters, look);
  change(sheet);
  return seenImb(sheet.image(look.dpi ?? DPI))?.digits;
}

describe("an Intelligent Mail barcode in pixels", () => {
  it("is read in every vector of the Postal Service, wherever it falls between pixels", () => {
    expect(vectors.length).toBeGreaterThan(3);
    for (const [index, vector] of vectors.entries()) {
      const look = { x: 30 + index * 0.37, y: 10 + index * 0.61 };
      const seen = seenImb(painted(vector.letters, look).image(DPI));
      expect(seen?.digits).toBe(vector.tracking + vector.routing);
    }
  });

  it("is read at any place, pitch and height that USPS-B-3200 allows", () => {
    const look = fc.record({
      x: fc.double({ min: 1, max: 60, noNaN: true }),
      y: fc.double({ min: 1, max: 60, noNaN: true }),
      perInch: fc.double({ min: 20.5, max: 23.5, noNaN: true }),
      barInch: fc.double({ min: 0.0165, max: 0.0235, noNaN: true }),
      heightInch: fc.double({ min: 0.13, max: 0.16, noNaN: true }),
      shade: fc.integer({ min: 0, max: 80 }),
    });
    fc.assert(
      fc.property(look, (given) => seenImb(painted(letters, given).image(DPI))?.digits === digits),
      { numRuns: 200 },
    );
  });

  it("is read of pictures that bwip-js draws", async () => {
    const png = await bwipjs.toBuffer({ bcid: "onecode", text: digits, scale: 6, padding: 10 });
    const grey = sharp(png).flatten({ background: "#fff" }).resize({ width: 1000 }).grayscale();
    const { data, info } = await grey.raw().toBuffer({ resolveWithObject: true });
    const box = { left: 0, top: 0, right: info.width, bottom: info.height };
    const dpis = Array.from({ length: 120 }, (_, index) => 200 + 2 * index);
    const read = dpis.map((dpi) => seenImb(new GreyImage(data, box, dpi))?.digits);
    expect(read).toContain(digits);
    expect(read.filter((seen) => seen !== undefined && seen !== digits)).toEqual([]);
  });

  it("is read beside lines of text, and tells where its bars are", () => {
    const sheet = painted(letters, { x: 50, y: 30 });
    for (let x = 40; x < 700; x += 17) sheet.rect(x, 120, 6, 25);
    const seen = seenImb(sheet.image(DPI));
    expect(seen?.digits).toBe(digits);
    expect(seen?.box.left).toBe(50);
    expect(Math.abs((seen?.box.right ?? 0) - 929)).toBeLessThan(2);
    expect(Math.abs((seen?.box.bottom ?? 0) - 73.5)).toBeLessThan(2);
  });

  it.each([
    ["a bar painted over white", (sheet: Painted) => sheet.rect(53, 10, 8, 60, 255)],
    ["a bar too many", (sheet: Painted) => sheet.rect(30, 30, 6, 20)],
    ["a bar cut off above", (sheet: Painted) => sheet.rect(0, 0, 1080, 28, 255)],
    ["a box over its bars", (sheet: Painted) => sheet.rect(200, 10, 60, 60)],
    ["half of an ascender missing", (sheet: Painted) => sheet.rect(40, 20, 7, 8, 255)],
    ["a line through it", (sheet: Painted) => sheet.rect(0, 40, 1080, 3)],
  ])("is none with %s", (_, change) => {
    expect(seenAfter(() => undefined)).toBe(digits);
    expect(seenAfter(change)).toBeUndefined();
  });

  it.each<[string, Look]>([
    ["smaller than allowed", { perInch: 27, barInch: 0.016, heightInch: 0.116 }],
    ["larger than allowed", { perInch: 18, barInch: 0.025, heightInch: 0.18 }],
    ["flatter than allowed", { heightInch: 0.1 }],
    ["pale", { shade: 190 }],
  ])("is none where it is %s", (_, look) => {
    expect(seenAfter(() => undefined, look)).toBeUndefined();
  });

  it("is none white on black", () => {
    const { pixels, width, height } = painted(letters).image(DPI);
    const box = { left: 0, top: 0, right: width, bottom: height };
    expect(
      seenImb(
        new GreyImage(
          pixels.map((grey) => 255 - grey),
          box,
          DPI,
        ),
      ),
    ).toBeUndefined();
  });
});
