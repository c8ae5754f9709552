import { defined } from "../../src/base/assert.ts";
import type { Diagnostic } from "../../src/base/diagnostic.ts";
import { Binder } from "../../src/bind/binder.ts";
import { Composer, type ComposerOptions } from "../../src/compose/composer.ts";
import type { OpenFont } from "../../src/compose/type-style.ts";
import { openFontFace } from "../../src/font/font-face.ts";
import { Shaper } from "../../src/font/shaper.ts";
import { reverseMap } from "../../src/font/to-unicode.ts";
import type { Block, BlockBase, Span, TextBlock } from "../../src/model/block.ts";
import type { Template } from "../../src/model/expr.ts";
import {
  type Frame,
  MARK_ROLES,
  PATH_ITEM_STRIDE,
  PLACED_STRIDE,
  RECT_STRIDE,
  roleOfMark,
  RUN_FLAG_ACTUAL_TEXT,
  RUN_STRIDE,
} from "../../src/model/frame.ts";
import { PATH_OPERANDS } from "../../src/model/path.ts";
import type { LayoutPlan, Master, MasterBox, TextStyle } from "../../src/model/layout-plan.ts";
import type { RawObject } from "../../src/model/record.ts";
import { base, recordOf, samplePlan, span } from "../bind/sample-plan.ts";
import { fontBytes } from "../font/faces.ts";

export const BODY = { xMpt: 50_000, yMpt: 100_000, widthMpt: 300_000, heightMpt: 400_000 };
export const REGULAR = 0;
export const BOLD = 1;

export function style(name: string, sizeMpt: number, more: Partial<TextStyle> = {}): TextStyle {
  const plain = { font: REGULAR, leadingMpt: sizeMpt * 1.2, color: 0, bold: false, italic: false };
  return { name, sizeMpt, ...plain, ...more };
}

/** Styles by index: body, bold, small, large. */
export const BODY_STYLE = 0;
export const BOLD_STYLE = 1;
export const SMALL_STYLE = 2;
export const LARGE_STYLE = 3;
const STYLES = [
  style("body", 10_000),
  style("bold", 10_000, { font: BOLD, bold: true }),
  style("small", 7000),
  style("large", 16_000),
];

const FONTS = ["NotoSans-Regular", "NotoSans-Bold"];

export function master(boxes: readonly MasterBox[] = [], more: Partial<Master> = {}): Master {
  return { name: "page", body: BODY, boxes, ...more };
}

/** A plan of one master with these blocks. */
export function planOf(blocks: readonly Block[], more: Partial<LayoutPlan> = {}): LayoutPlan {
  const fonts = FONTS.map((id) => ({ id, file: `fonts/${id}.ttf`, hash: "", fallbacks: [] }));
  return { ...samplePlan, fonts, styles: STYLES, masters: [master()], blocks, ...more };
}

const faces = new Map<string, OpenFont["face"]>();

/** Fonts of a plan with empty caches; a font is named by its id, or by a path of the machine. */
export function openFonts(plan: LayoutPlan, readFile?: (file: string) => Uint8Array): OpenFont[] {
  return plan.fonts.map(({ id, file }, index) => {
    const known = faces.get(id) ?? openFontFace(readFile?.(file) ?? fontBytes(id));
    faces.set(id, known);
    return { index, face: known, shaper: new Shaper(known, { cacheWordsMax: 100 }) };
  });
}

export interface DrawnRun {
  readonly text: string;
  readonly x: number;
  /** Baseline. */
  readonly y: number;
  readonly right: number;
  readonly font: number;
  readonly sizeMpt: number;
  readonly color: number;
  readonly mark: number;
  readonly role: string;
  readonly flags: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Colour, image or form. */
  readonly index: number;
  readonly mark: number;
}

/** One word of a path with its operands, in place on the page; see `model/path`. */
export interface DrawnWord {
  readonly word: number;
  readonly operands: readonly number[];
}

export interface DrawnPath {
  readonly x: number;
  readonly y: number;
  readonly role: string;
  readonly words: readonly DrawnWord[];
}

export interface DrawnPage {
  readonly master: number;
  readonly runs: readonly DrawnRun[];
  readonly rects: readonly Box[];
  readonly images: readonly Box[];
  readonly forms: readonly Box[];
  readonly paths: readonly DrawnPath[];
  readonly roles: readonly string[];
}

/** A frame as plain values, its glyphs read back as text. */
export function drawn(frame: Frame, fonts: readonly OpenFont[]): DrawnPage {
  const runs = Array.from({ length: frame.runCount }, (_, run) => drawnRun(frame, fonts, run));
  const roles = [...frame.markKinds.subarray(0, frame.markCount)].map(
    (kind) => MARK_ROLES[roleOfMark(kind)] as string,
  );
  return {
    master: frame.master,
    runs,
    rects: boxes(frame.rects, frame.rectCount, RECT_STRIDE, 0),
    images: boxes(frame.images, frame.imageCount, PLACED_STRIDE, 1),
    forms: boxes(frame.forms, frame.formCount, PLACED_STRIDE, 1),
    paths: Array.from({ length: frame.pathItemCount }, (_, item) => drawnPath(frame, item, roles)),
    roles,
  };
}

function drawnPath(frame: Frame, item: number, roles: readonly string[]): DrawnPath {
  const at = item * PATH_ITEM_STRIDE;
  const [start = 0, end = 0, x = 0, y = 0, mark = -1] = frame.pathItems.subarray(at);
  const words: DrawnWord[] = [];
  for (let next = start; next < end;) {
    const word = frame.paths.words[next] ?? -1;
    const count = defined(PATH_OPERANDS[word], "a word of a path");
    words.push({ word, operands: [...frame.paths.words.subarray(next + 1, next + 1 + count)] });
    next += 1 + count;
  }
  return { x, y, role: roles[mark] ?? "", words };
}

function drawnRun(frame: Frame, fonts: readonly OpenFont[], run: number): DrawnRun {
  const fields = [...frame.runs.subarray(run * RUN_STRIDE, (run + 1) * RUN_STRIDE)];
  const [x, y, font, sizeMpt, color, start, count, mark, flags] = fields as number[] & {
    length: 9;
  };
  const { face } = defined(fonts[font as number], "the run's font");
  const codePoints = reverseMap(face);
  let units = 0;
  let text = "";
  for (let at = start as number; at < (start as number) + (count as number); at += 1) {
    const glyph = frame.glyphs[at] as number;
    units += (face.advances[glyph] as number) + (frame.kerns[at] as number);
    text += String.fromCodePoint(codePoints[glyph] as number);
  }
  const actual = ((flags as number) & RUN_FLAG_ACTUAL_TEXT) !== 0;
  return {
    text: actual ? defined(frame.actualTexts.get(run), "the actual text") : text,
    x: x as number,
    y: y as number,
    right: (x as number) + (units * (sizeMpt as number)) / 1000,
    font: font as number,
    sizeMpt: sizeMpt as number,
    color: color as number,
    mark: mark as number,
    role:
      (mark as number) < 0
        ? ""
        : (MARK_ROLES[roleOfMark(frame.markKinds[mark as number] ?? 0)] as string),
    flags: flags as number,
  };
}

function boxes(items: Int32Array, count: number, stride: number, first: number): Box[] {
  return Array.from({ length: count }, (_, item) => {
    const fields = [...items.subarray(item * stride, (item + 1) * stride)] as number[];
    const [x = 0, y = 0, width = 0, height = 0] = fields.slice(first);
    const index = fields[first === 0 ? 4 : 0] as number;
    return { x, y, width, height, index, mark: first === 0 ? -1 : (fields[5] as number) };
  });
}

export interface Drawn {
  readonly pages: readonly DrawnPage[];
  readonly faults: readonly Diagnostic[];
  readonly substitutions: number;
}

const OPTIONS: ComposerOptions = {
  missingGlyph: { action: "reject" },
  pagesMax: 1000,
  statics: new Map(),
};

/** Sets records of a plan, one after the other, with one binder and one composer. */
export class Setting {
  readonly fonts: readonly OpenFont[];
  readonly #binder: Binder;
  readonly #composer: Composer;

  constructor(
    plan: LayoutPlan,
    options: Partial<ComposerOptions> = {},
    fonts: readonly OpenFont[] = openFonts(plan),
  ) {
    this.fonts = fonts;
    this.#binder = new Binder(plan);
    this.#composer = new Composer(plan, fonts, { ...OPTIONS, ...options });
  }

  compose(values: RawObject = {}): Drawn {
    const composed = this.#composer.compose(this.#binder.bind(recordOf(values)));
    const { pageCount } = composed;
    if (composed.faults.length > 0)
      return {
        pages: [],
        faults: [...composed.faults],
        substitutions: this.#composer.substitutions,
      };
    const pages = Array.from({ length: pageCount }, (_, page) =>
      drawn(this.#composer.frame(page), this.fonts),
    );
    return { pages, faults: [...composed.faults], substitutions: this.#composer.substitutions };
  }
}

/** The pages of a plan for one record; it must compose without a fault. */
export function pagesOf(
  plan: LayoutPlan,
  values: RawObject = {},
  options: Partial<ComposerOptions> = {},
): readonly DrawnPage[] {
  const { pages, faults } = new Setting(plan, options).compose(values);
  if (faults.length > 0) throw new Error(faults.map((fault) => fault.message).join("; "));
  return pages;
}

/** Runs on one baseline, from the left; their texts put together with a bar between columns. */
export function linesOf(page: DrawnPage): readonly (readonly DrawnRun[])[] {
  const lines = new Map<number, DrawnRun[]>();
  for (const run of page.runs) lines.set(run.y, [...(lines.get(run.y) ?? []), run]);
  return [...lines.entries()]
    .sort(([a], [b]) => a - b)
    .map(([, runs]) => runs.sort((a, b) => a.x - b.x));
}

export function lineTexts(page: DrawnPage, between = ""): string[] {
  return linesOf(page).map((runs) => runs.map((run) => run.text).join(between));
}

export function paragraph(
  id: string,
  spans: readonly Span[] | Template,
  more: Partial<TextBlock> = {},
): Block {
  const all = spans.every(isSpan) ? (spans as readonly Span[]) : [span(spans as Template)];
  return {
    ...base(id),
    kind: "text",
    level: 0,
    align: "left",
    spaceAfterMpt: 0,
    spans: all,
    ...more,
  };
}

function isSpan(part: Span | Template[number]): part is Span {
  return typeof part === "object" && "template" in part;
}

/** A block of a fixed height with nothing on it. */
export function space(id: string, heightMpt: number, more: Partial<BlockBase> = {}): Block {
  return { ...base(id), spaceAfterMpt: 0, kind: "space", heightMpt, ...more };
}

export function rule(id: string, thicknessMpt: number, more: Partial<BlockBase> = {}): Block {
  return { ...base(id), spaceAfterMpt: 0, kind: "rule", thicknessMpt, color: 1, ...more };
}
