import { sha256 } from "../../base/hash.ts";
import type { Mpt } from "../../base/units.ts";
import {
  type Frame,
  PATH_ITEM_STRIDE,
  PLACED_STRIDE,
  RECT_STRIDE,
  RUN_COLOR,
  RUN_FLAG_KERNS,
  RUN_FLAGS,
  RUN_FONT,
  RUN_GLYPH_COUNT,
  RUN_GLYPH_START,
  RUN_SIZE,
  RUN_STRIDE,
  RUN_X,
  RUN_Y,
} from "../../model/frame.ts";
import type { LayoutPlan } from "../../model/layout-plan.ts";
import { paletteOf } from "../../work/palette.ts";
import type { Prepared } from "../../work/prepare.ts";

/** Something on a page: a run of letters, a rectangle, a picture. */
export interface PlacedItem {
  /** What it is, and how it looks. */
  readonly key: string;
  /** What it is, however it looks. */
  readonly content: string;
  readonly page: number;
  readonly xMpt: Mpt;
  readonly yMpt: Mpt;
}

/** What indices in a layout's frames stand for: the same thing has the same name in all layouts. */
export interface FrameNames {
  readonly fonts: readonly string[];
  readonly colors: readonly string[];
  readonly images: readonly string[];
  readonly forms: readonly string[];
  /** By master. */
  readonly art: readonly string[];
  /** Of all of them: where it is the same, frames can be compared as they are. */
  readonly all: string;
}

export function frameNames(plan: LayoutPlan, { forms, art }: Prepared): FrameNames {
  const fonts = plan.fonts.map(({ hash, packed }) => `${hash} ${JSON.stringify(packed ?? "")}`);
  const colors = paletteOf(plan).colors.map((color) => JSON.stringify(color));
  const images = plan.images.map(({ hash, page }) => `${hash} ${page?.number ?? ""}`);
  // Their bytes name fonts, colours and images by index.
  const by = JSON.stringify([fonts, colors, images]);
  const contentOf = (form: Prepared["forms"][number] | undefined): string =>
    form === undefined ? "" : sha256(`${by}\n${Buffer.from(form.content).toString("latin1")}`);
  const names = { fonts, colors, images, forms: forms.map(contentOf), art: art.map(contentOf) };
  return { ...names, all: sha256(JSON.stringify({ ...names, art: [] })) };
}

/** Whether two frames of layouts with the same names show the same, but for their masters' art. */
export function isSameFrame(a: Frame, b: Frame): boolean {
  return (
    a.codes.length === 0 &&
    b.codes.length === 0 &&
    sameNumbers(a.runs, a.runCount * RUN_STRIDE, b.runs, b.runCount * RUN_STRIDE) &&
    sameNumbers(a.glyphs, a.glyphCount, b.glyphs, b.glyphCount) &&
    sameKerns(a, b) &&
    sameNumbers(a.rects, a.rectCount * RECT_STRIDE, b.rects, b.rectCount * RECT_STRIDE) &&
    sameNumbers(a.images, a.imageCount * PLACED_STRIDE, b.images, b.imageCount * PLACED_STRIDE) &&
    sameNumbers(a.forms, a.formCount * PLACED_STRIDE, b.forms, b.formCount * PLACED_STRIDE) &&
    samePaths(a, b)
  );
}

/** Of runs without any, there is nothing to be compared where others have theirs. */
function sameKerns(a: Frame, b: Frame): boolean {
  const { runs, kerns } = a;
  for (let run = 0; run < a.runCount * RUN_STRIDE; run += RUN_STRIDE) {
    if (((runs[run + RUN_FLAGS] ?? 0) & RUN_FLAG_KERNS) === 0) continue;
    const start = runs[run + RUN_GLYPH_START] ?? 0;
    const end = start + (runs[run + RUN_GLYPH_COUNT] ?? 0);
    for (let at = start; at < end; at += 1) if (kerns[at] !== b.kerns[at]) return false;
  }
  return true;
}

function samePaths(a: Frame, b: Frame): boolean {
  const [sizeA, sizeB] = [a.pathItemCount * PATH_ITEM_STRIDE, b.pathItemCount * PATH_ITEM_STRIDE];
  if (!sameNumbers(a.pathItems, sizeA, b.pathItems, sizeB)) return false;
  const end = a.pathItems[sizeA - PATH_ITEM_STRIDE + 1] ?? 0;
  return sameNumbers(a.paths.words, end, b.paths.words, end);
}

type Numbers = Int32Array | Int16Array | Uint16Array;

function sameNumbers(a: Numbers, sizeA: number, b: Numbers, sizeB: number): boolean {
  if (sizeA !== sizeB) return false;
  for (let at = 0; at < sizeA; at += 1) if (a[at] !== b[at]) return false;
  return true;
}

/** All that is on a page, but for its master's art, added to a list. */
export function addItems(frame: Frame, page: number, names: FrameNames, to: PlacedItem[]): void {
  addRuns(frame, page, names, to);
  const { rects, images, forms, pathItems, paths, codes } = frame;
  const at = (list: Int32Array, place: number): number => list[place] ?? 0;
  for (let from = 0; from < frame.rectCount * RECT_STRIDE; from += RECT_STRIDE) {
    const content = `box ${at(rects, from + 2)} ${at(rects, from + 3)}`;
    const key = `${content} ${names.colors[at(rects, from + 4)]}`;
    to.push({ key, content, page, xMpt: at(rects, from), yMpt: at(rects, from + 1) });
  }
  const placed = (list: Int32Array, count: number, own: readonly string[]): void => {
    for (let from = 0; from < count * PLACED_STRIDE; from += PLACED_STRIDE) {
      const content = `picture ${own[at(list, from)]}`;
      const key = `${content} ${at(list, from + 3)} ${at(list, from + 4)}`;
      to.push({ key, content, page, xMpt: at(list, from + 1), yMpt: at(list, from + 2) });
    }
  };
  placed(images, frame.imageCount, names.images);
  placed(forms, frame.formCount, names.forms);
  for (let from = 0; from < frame.pathItemCount * PATH_ITEM_STRIDE; from += PATH_ITEM_STRIDE) {
    const words = paths.words.subarray(at(pathItems, from), at(pathItems, from + 1));
    const content = `drawing ${words.join(" ")}`;
    const place = { xMpt: at(pathItems, from + 2), yMpt: at(pathItems, from + 3) };
    to.push({ key: content, content, page, ...place });
  }
  for (const { code, widthMpt, heightMpt, xMpt, yMpt } of codes) {
    const content = `code ${JSON.stringify(code)}`;
    to.push({ key: `${content} ${widthMpt} ${heightMpt}`, content, page, xMpt, yMpt });
  }
}

function addRuns(frame: Frame, page: number, names: FrameNames, to: PlacedItem[]): void {
  const { runs, glyphs, kerns } = frame;
  const at = (place: number): number => runs[place] ?? 0;
  for (let run = 0; run < frame.runCount * RUN_STRIDE; run += RUN_STRIDE) {
    const start = at(run + RUN_GLYPH_START);
    const end = start + at(run + RUN_GLYPH_COUNT);
    const content = `text ${String.fromCharCode(...glyphs.subarray(start, end))}`;
    const flags = at(run + RUN_FLAGS);
    const spacing = (flags & RUN_FLAG_KERNS) === 0 ? "" : kerns.subarray(start, end).join(" ");
    const [font, color] = [names.fonts[at(run + RUN_FONT)], names.colors[at(run + RUN_COLOR)]];
    const key = `${content} ${font} ${at(run + RUN_SIZE)} ${color} ${flags} ${spacing}`;
    to.push({ key, content, page, xMpt: at(run + RUN_X), yMpt: at(run + RUN_Y) });
  }
}
