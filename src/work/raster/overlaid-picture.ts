import { colorPng } from "../../rules/png.ts";
import type { PagePicture, PagePixels } from "./page-pictures.ts";

const PAPER = 255;
/** So many shades of either page are as many colours as a palette has. */
const SHADE_STEP = 17;

/**
 * Two pages over each other: ink of both is black, that of the first alone red, that of the second
 * alone cyan.
 */
export function overlaidPicture(before: PagePixels, after: PagePixels): PagePicture {
  const widthPx = Math.max(before.widthPx, after.widthPx);
  const heightPx = Math.max(before.heightPx, after.heightPx);
  const pixels = new Uint8Array(widthPx * heightPx * 3);
  for (let y = 0, at = 0; y < heightPx; y += 1)
    for (let x = 0; x < widthPx; x += 1, at += 3) {
      const [was, is] = [shadeAt(before, x, y), shadeAt(after, x, y)];
      pixels[at] = is;
      pixels[at + 1] = was;
      pixels[at + 2] = was;
    }
  const png = colorPng(widthPx, heightPx, pixels);
  return { widthPx, heightPx, png, index: after.index };
}

/** How light a page is there; what is beyond it is paper. */
function shadeAt({ widthPx, heightPx, rgb }: PagePixels, x: number, y: number): number {
  if (x >= widthPx || y >= heightPx) return PAPER;
  const at = (y * widthPx + x) * 3;
  const [red = PAPER, green = PAPER, blue = PAPER] = [rgb[at], rgb[at + 1], rgb[at + 2]];
  return Math.round((red * 3 + green * 6 + blue) / 10 / SHADE_STEP) * SHADE_STEP;
}
