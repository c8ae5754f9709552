import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { Canvas } from "../../src/paint/picture/canvas.ts";
import { strokeOf } from "../../src/paint/picture/stroke.ts";
import { colorPng } from "../../src/rules/png.ts";

const [WHITE, BLACK] = [
  [255, 255, 255],
  [0, 0, 0],
] as const;

/** How much of each pixel is black, in per cent, row by row. */
function inked(canvas: Canvas): number[][] {
  return Array.from({ length: canvas.heightPx }, (_, row) =>
    Array.from({ length: canvas.widthPx }, (__, x) => {
      const red = canvas.pixels[(row * canvas.widthPx + x) * 3] ?? 0;
      return Math.round((100 * (255 - red)) / 255);
    }),
  );
}

function sum(canvas: Canvas): number {
  return inked(canvas)
    .flat()
    .reduce((all, share) => all + share / 100, 0);
}

describe("a canvas", () => {
  it("fills whole pixels whole, and others by the part that is covered", () => {
    const canvas = new Canvas(4, 3, WHITE);
    canvas.fill([[1, 0.6, 2.4, 0.6, 2.4, 2, 1, 2]], BLACK);
    expect(inked(canvas)).toEqual([
      [0, 40, 13, 0],
      [0, 100, 40, 0],
      [0, 0, 0, 0],
    ]);
  });

  it("leaves a hole where an outline runs the other way round", () => {
    const canvas = new Canvas(3, 3, WHITE);
    canvas.fill(
      [
        [0, 0, 3, 0, 3, 3, 0, 3],
        [1, 1, 1, 2, 2, 2, 2, 1],
      ],
      BLACK,
    );
    expect(inked(canvas)[1]).toEqual([100, 0, 100]);
  });

  it("covers as much as an outline has area, however it lies", () => {
    const canvas = new Canvas(60, 60, WHITE);
    const circle = Array.from({ length: 200 }, (_, part) => {
      const angle = (2 * Math.PI * part) / 200;
      return [30.3 + 20 * Math.cos(angle), 29.7 + 20 * Math.sin(angle)];
    }).flat();
    canvas.fill([circle], BLACK);
    expect(sum(canvas)).toBeCloseTo(Math.PI * 400, -1);
  });

  it("cuts off what lies beyond its edges", () => {
    const canvas = new Canvas(3, 2, WHITE);
    canvas.fill([[-5, -5, 9, -5, 9, 9, -5, 9]], BLACK);
    expect(sum(canvas)).toBeCloseTo(6, 5);
    canvas.fill([[-9, -9, -5, -9, -5, 20, -9, 20]], WHITE);
    expect(sum(canvas)).toBeCloseTo(6, 5);
  });

  it("draws lines as wide as they are, and dashes with gaps as long", () => {
    const canvas = new Canvas(40, 10, WHITE);
    canvas.fill(strokeOf([0, 5, 40, 5], 2, 5), BLACK);
    expect(sum(canvas)).toBeCloseTo(40, 5);
    expect(inked(canvas)[5]?.slice(0, 12)).toEqual([
      ...Array(5).fill(100),
      ...Array(5).fill(0),
      100,
      100,
    ]);
  });
});

describe("a PNG", () => {
  it.each([2, 400])("of %i colours holds the pixels it was made of", async (colors) => {
    const pixels = new Uint8Array(40 * 20 * 3);
    for (let at = 0; at < pixels.length; at += 3) {
      const color = (at / 3) % colors;
      pixels.set([color >> 4, color & 0xff, 7], at);
    }
    const read = sharp(colorPng(40, 20, pixels)).raw();
    const { data, info } = await read.toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width: 40, height: 20, channels: 3 });
    expect(data.equals(Buffer.from(pixels))).toBe(true);
  });
});
