import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";

export const hasRasterizer: boolean = spawnSync("pdftoppm", ["-v"]).error === undefined;

const DPI = 40;
/** Of 256 grays: what two rasterizers may differ by after the blur. */
const GRAY_DIFFERENCE = 40;

/** A page (1-based) of a PDF as a small gray PNG. */
export async function drawPage(pdf: Uint8Array, page: number): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), "nightpress-picture-"));
  try {
    const file = join(folder, "document.pdf");
    writeFileSync(file, pdf);
    const only = ["-f", String(page), "-l", String(page), "-singlefile"];
    const out = join(folder, "page");
    execFileSync("pdftoppm", ["-r", String(DPI), "-gray", "-png", ...only, file, out]);
    const drawn = readFileSync(`${out}.png`);
    return await sharp(drawn).png({ palette: true, colours: 16, compressionLevel: 9 }).toBuffer();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * How far two pictures are apart: the share of pixels, in thousandths, whose gray differs
 * clearly after both are blurred a little, so that another rasterizer's edges do not count.
 */
export async function difference(a: Uint8Array, b: Uint8Array): Promise<number> {
  const [left, right] = await Promise.all([grays(a), grays(b)]);
  if (left.info.width !== right.info.width || left.info.height !== right.info.height) return 1000;
  let count = 0;
  for (let at = 0; at < left.data.length; at += 1)
    if (Math.abs((left.data[at] as number) - (right.data[at] as number)) > GRAY_DIFFERENCE)
      count += 1;
  return (count / left.data.length) * 1000;
}

function grays(png: Uint8Array) {
  return sharp(png).grayscale().blur(0.8).raw().toBuffer({ resolveWithObject: true });
}
