import type { Mpt } from "../base/units.ts";
import type { BoundCode } from "./barcode.ts";

/**
 * The positioned items of one page or overlay, in flat arrays of integers: millipoints from the
 * top left corner, y downwards. Painted in a fixed order: art of the master, rectangles, images,
 * forms, paths, codes, text runs, masks. A frame is reused by its builder: paint it before the next
 * is made.
 */
export interface Frame {
  readonly widthMpt: Mpt;
  readonly heightMpt: Mpt;
  /** The number of the static art beneath, or -1. */
  readonly master: number;
  /** Whether it is a landscape page, which lies turned on its sheet: see `rules/turned-page`. */
  readonly isTurned: boolean;

  /** `RUN_STRIDE` integers a run, see `RUN_*`. Runs of one mark follow each other. */
  readonly runs: Int32Array;
  readonly runCount: number;
  /** Glyph ids of all runs. */
  readonly glyphs: Uint16Array;
  /** Extra advances after the glyphs of runs flagged `RUN_FLAG_KERNS` alone: see `kernAfter`. */
  readonly kerns: Int16Array;
  readonly glyphCount: number;
  /** Texts of runs flagged `RUN_FLAG_ACTUAL_TEXT`, by run index. */
  readonly actualTexts: ReadonlyMap<number, string>;

  /**
   * `RECT_STRIDE` integers: x, y, width, height, colour index. Filled. One of the colour
   * `GROUND_PATH` is a filled path, whose words begin and end where its width and height say.
   */
  readonly rects: Int32Array;
  readonly rectCount: number;
  /** `PLACED_STRIDE` integers: image index, x, y, width, height, mark. */
  readonly images: Int32Array;
  readonly imageCount: number;
  /** `PLACED_STRIDE` integers: form (static block) index, x, y, width, height, mark. */
  readonly forms: Int32Array;
  readonly formCount: number;
  /** `PATH_ITEM_STRIDE` integers: where its words begin and end in `paths`, x, y, mark. */
  readonly pathItems: Int32Array;
  readonly pathItemCount: number;
  /** The words of all paths, see `model/path`. */
  readonly paths: { readonly words: Int32Array };
  readonly codes: readonly CodeItem[];
  readonly masks: readonly MaskItem[];

  /** The kind of each mark (see `markKind`); its index is its marked-content id on the page. */
  readonly markKinds: Int32Array;
  readonly markCount: number;
}

export const RUN_STRIDE = 9;
export const RUN_X = 0;
/** The baseline. */
export const RUN_Y = 1;
export const RUN_FONT = 2;
export const RUN_SIZE = 3;
export const RUN_COLOR = 4;
export const RUN_GLYPH_START = 5;
export const RUN_GLYPH_COUNT = 6;
/** Index of the mark, or -1 for furniture without one, which is painted as an artifact. */
export const RUN_MARK = 7;
export const RUN_FLAGS = 8;

export const RUN_FLAG_KERNS = 1;
export const RUN_FLAG_ACTUAL_TEXT = 2;
export const RUN_FLAG_RIGHT_TO_LEFT = 4;
/** Turned, by a quarter if no other flag says more: it runs up the page. Painted after the rest. */
export const RUN_FLAG_TURNED = 8;
/** Beside that: turned by half, upside down, or by three quarters, down the page. */
export const RUN_FLAG_TURNED_HALF = 16;
export const RUN_FLAG_TURNED_DOWN = 32;

/**
 * The extra advance after a glyph of a run, in 1/1000 em. The kerns of a run that is not flagged
 * were never written: what lies there was left by a text, or a document, before.
 */
export function kernAfter({ kerns }: Pick<Frame, "kerns">, flags: number, glyph: number): number {
  return (flags & RUN_FLAG_KERNS) === 0 ? 0 : (kerns[glyph] ?? 0);
}

export const RECT_STRIDE = 5;
export const GROUND_PATH = -1;
export const PLACED_STRIDE = 6;
export const PATH_ITEM_STRIDE = 5;

/** A code of the content, in black on white; the place is that of its modules. */
export interface CodeItem {
  readonly xMpt: Mpt;
  readonly yMpt: Mpt;
  readonly widthMpt: Mpt;
  readonly heightMpt: Mpt;
  /** How far white reaches around the modules: to the left and right, and above and below. */
  readonly quietXMpt: Mpt;
  readonly quietYMpt: Mpt;
  readonly code: BoundCode;
  /** Index of the mark, or -1. */
  readonly mark: number;
}

/** A 1-bit image drawn as a stencil: a machine mark. Rows are padded to whole bytes, 1 is ink. */
export interface MaskItem {
  readonly xMpt: Mpt;
  readonly yMpt: Mpt;
  readonly widthMpt: Mpt;
  readonly heightMpt: Mpt;
  readonly columns: number;
  readonly rows: number;
  readonly bits: Uint8Array;
  readonly color: number;
}

/**
 * Roles of marks, by the PDF structure types they stand for (ISO 32000-1, 14.8.4); `Artifact` is
 * furniture, which is marked only where it is a proven amount.
 */
export const MARK_ROLES = [
  "P",
  "H1",
  "H2",
  "H3",
  "H4",
  "H5",
  "H6",
  "TH",
  "TD",
  "Lbl",
  "LBody",
  "Figure",
  "Sect",
  "Artifact",
] as const;
export type MarkRole = (typeof MARK_ROLES)[number];

const ROLE_BITS = 4;
const ROLE_MASK = (1 << ROLE_BITS) - 1;

/**
 * What a mark is, in one number: its role (an index into `MARK_ROLES`) and the money field (an
 * index into `moneyPaths`) whose amount is all it shows, where the layout proves that one's sum.
 */
export function markKind(role: number, sum: number | undefined): number {
  return sum === undefined ? role : role | ((sum + 1) << ROLE_BITS);
}

export function roleOfMark(kind: number): number {
  return kind & ROLE_MASK;
}

/** The money field a mark shows, or -1. */
export function sumOfMark(kind: number): number {
  return (kind >> ROLE_BITS) - 1;
}
