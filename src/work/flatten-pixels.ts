import type { FlatPixels } from "../pdf/image-objects.ts";
import type { Rgb } from "../rules/color-contrast.ts";

const PAPER: Rgb = [255, 255, 255];

/**
 * Blends RGBA pixels with their background, as printers composite every page that may have
 * transparency. On a coloured background, fully transparent pixels are masked out, so that the
 * background shows there as it was painted, in whatever inks.
 */
export function flattenPixels(
  rgba: Uint8Array,
  widthPx: number,
  ground: Rgb | undefined,
): FlatPixels {
  const count = rgba.length / 4;
  const rgb = new Uint8Array(count * 3);
  let isGray = true;
  let hasHoles = false;
  for (let pixel = 0; pixel < count; pixel += 1) {
    const alpha = rgba[pixel * 4 + 3] as number;
    for (let channel = 0; channel < 3; channel += 1) {
      const below = (ground ?? PAPER)[channel] as number;
      const value = rgba[pixel * 4 + channel] as number;
      rgb[pixel * 3 + channel] = Math.round((value * alpha + below * (255 - alpha)) / 255);
    }
    if (rgb[pixel * 3] !== rgb[pixel * 3 + 1] || rgb[pixel * 3] !== rgb[pixel * 3 + 2])
      isGray = false;
    if (alpha === 0) hasHoles = true;
  }
  const mask = hasHoles && ground !== undefined ? holesOf(rgba, widthPx) : undefined;
  if (!isGray) return { channels: 3, samples: rgb, mask };
  return { channels: 1, samples: rgb.filter((_, index) => index % 3 === 0), mask };
}

function holesOf(rgba: Uint8Array, widthPx: number): Uint8Array {
  const rowBytes = Math.ceil(widthPx / 8);
  const heightPx = rgba.length / 4 / widthPx;
  const mask = new Uint8Array(rowBytes * heightPx);
  for (let y = 0; y < heightPx; y += 1)
    for (let x = 0; x < widthPx; x += 1) {
      const at = y * rowBytes + (x >> 3);
      const isHole = rgba[(y * widthPx + x) * 4 + 3] === 0;
      if (isHole) mask[at] = (mask[at] as number) | (0x80 >> (x & 7));
    }
  return mask;
}
