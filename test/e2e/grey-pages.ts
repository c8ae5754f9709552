import { runProgram, type Word } from "./page-words.ts";

/** A rendered page or a part of one: 0 is black, 255 is white. */
export class GreyPage {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
  readonly #dpi: number;

  constructor(width: number, height: number, pixels: Uint8Array, dpi: number) {
    this.width = width;
    this.height = height;
    this.pixels = pixels;
    this.#dpi = dpi;
  }

  at(x: number, y: number): number {
    return this.pixels[y * this.width + x] as number;
  }

  /** The darkest and the lightest pixel under a word. */
  shades({ left, top, right, bottom }: Word): { darkest: number; lightest: number } {
    const pixel = (pt: number): number => Math.floor((pt * this.#dpi) / 72);
    let [darkest, lightest] = [255, 0];
    for (let y = pixel(top); y <= pixel(bottom); y += 1) {
      for (let x = pixel(left); x <= pixel(right); x += 1) {
        const shade = this.at(x, y);
        darkest = Math.min(darkest, shade);
        lightest = Math.max(lightest, shade);
      }
    }
    return { darkest, lightest };
  }
}

/** Part of a page in pixels at the resolution it is rendered in. */
export interface Crop {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Renders pages of a file, or the same part of each, in grey. */
export function readGreyPages(
  file: string,
  first: number,
  last: number,
  dpi: number,
  crop?: Crop,
): GreyPage[] {
  const part =
    crop === undefined
      ? []
      : ["-x", crop.x, "-y", crop.y, "-W", crop.width, "-H", crop.height].map(String);
  const range = ["-f", `${first}`, "-l", `${last}`, "-r", `${dpi}`];
  const bytes = runProgram("pdftoppm", ["-gray", ...range, ...part, file]);
  const pages: GreyPage[] = [];
  for (let at = 0; at < bytes.length;) {
    const head = /^P5\s(\d+) (\d+)\s255\s/.exec(bytes.subarray(at, at + 32).toString("latin1"));
    if (head === null) throw new Error("pdftoppm gave no grey picture");
    const [width, height] = [Number(head[1]), Number(head[2])];
    const start = at + head[0].length;
    at = start + width * height;
    pages.push(new GreyPage(width, height, bytes.subarray(start, at), dpi));
  }
  return pages;
}
