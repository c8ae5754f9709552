import { expect, test } from "vitest";
import type { Color } from "../../src/model/geometry.ts";
import { darkColors, lightColors } from "../../src/paint/picture/picture-colors.ts";
import { contrast } from "../../src/rules/color-contrast.ts";

const rgb = (...parts: [number, number, number]): Color => ({
  space: "rgb",
  values: parts.map((part) => Math.round((part * 1000) / 255)) as [number, number, number],
});

/** From pale to dark: last year, this year, the highlight, nearly black; and a vivid one. */
const PALETTE = [
  rgb(0xa6, 0xc4, 0xe0),
  rgb(0x5b, 0x8d, 0xb8),
  rgb(0x12, 0x34, 0x5b),
  rgb(0x10, 0x10, 0x14),
];
const VIVID = rgb(0xd9, 0x8a, 0x00);

test("what stands out on white stands out on a dark screen, in the same order", () => {
  const { ground, shapes } = darkColors(PALETTE);
  const seen = shapes.map((shape) => contrast(shape, ground));
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  for (const [index, here] of seen.entries()) {
    const before = seen[index - 1];
    if (before !== undefined) expect(here / before).toBeGreaterThan(1.15);
  }
});

test("a dark highlight is far from its series on either screen", () => {
  for (const { shapes } of [lightColors(PALETTE), darkColors(PALETTE)]) {
    const [, series = [0, 0, 0], highlight = [0, 0, 0]] = shapes;
    expect(contrast(series, highlight)).toBeGreaterThan(2);
  }
});

test("all shapes are seen, and a vivid one keeps its hue", () => {
  const { ground, shapes } = darkColors([...PALETTE, VIVID]);
  for (const shape of shapes) expect(contrast(shape, ground)).toBeGreaterThanOrEqual(3);
  const [red = 0, green = 0, blue = 0] = shapes.at(-1) ?? [];
  expect(red).toBeGreaterThan(green);
  expect(green).toBeGreaterThan(blue);
});
