import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GreyImage, type PixelBox } from "../../../src/verify/raster/grey-image.ts";

const WIDTH = 12;
const HEIGHT = 9;
/** Lighter pixels count as paper. */
const INK_BELOW = 252;

/** Boxes that may reach over an image's edges, lie over each other or have nothing in them. */
const boxes = fc
  .tuple(...[0, 1, 2, 3].map(() => fc.integer({ min: -2, max: WIDTH + 2 })))
  .map(([left = 0, top = 0, right = 0, bottom = 0]): PixelBox => ({ left, top, right, bottom }));

function isIn({ left, top, right, bottom }: PixelBox, x: number, y: number): boolean {
  return x >= left && x < right && y >= top && y < bottom;
}

describe("ink in an image", () => {
  it("is found where a look at every single pixel finds it", () => {
    const shade = fc.constantFrom(0, 251, 252, 254);
    const inked = fc.dictionary(fc.nat(WIDTH * HEIGHT - 1).map(String), shade, { maxKeys: 5 });
    let found = 0;
    const property = fc.property(
      inked,
      boxes,
      fc.array(boxes, { maxLength: 4 }),
      (ink, box, not) => {
        const pixels = new Uint8Array(WIDTH * HEIGHT).fill(255);
        for (const [at, value] of Object.entries(ink)) pixels[Number(at)] = value;
        const all = { left: 0, top: 0, right: WIDTH, bottom: HEIGHT };
        const image = new GreyImage(pixels, all, 300);
        for (const one of [box, all]) {
          const wanted = pixels.some((pixel, at) => {
            const [x, y] = [at % WIDTH, Math.floor(at / WIDTH)];
            return pixel < INK_BELOW && isIn(one, x, y) && !not.some((other) => isIn(other, x, y));
          });
          expect(image.hasInk(one, not)).toBe(wanted);
          found += Number(wanted);
        }
      },
    );
    fc.assert(property, { numRuns: 2000 });
    expect(found).toBeGreaterThan(200);
  });

  it("is found behind more blank pixels than are compared at a time", () => {
    const [width, height] = [400, 400];
    const box = { left: 0, top: 0, right: width, bottom: height };
    const pixels = new Uint8Array(width * height).fill(255);
    const image = new GreyImage(pixels, box, 300);
    expect(image.hasInk(box)).toBe(false);
    pixels[width * height - 1] = 0;
    expect(image.hasInk(box)).toBe(true);
    expect(image.isBlankRow(height - 1)).toBe(false);
    expect(image.isBlankRow(height - 2)).toBe(true);
  });
});
