import type { Mpt } from "../base/units.ts";
import type { Rect } from "../model/geometry.ts";
import type { CoverSide } from "../model/piece.ts";
import { type OverlayFont, overlayText } from "./overlay-font.ts";
import { textWidthUnits } from "./text-run.ts";

/** A text of a cover sheet in its place; `yMpt` is the baseline. */
export interface PlacedText {
  readonly text: string;
  readonly xMpt: Mpt;
  readonly yMpt: Mpt;
  readonly sizeMpt: Mpt;
}

const TITLE_MPT: Mpt = 26_000;
const ROW_MPT: Mpt = 10_000;
const LEADING_MPT: Mpt = 16_000;
/** Between the widest texts of two columns. */
const GUTTER_MPT: Mpt = 14_000;

/** Rows, heads left out, that a side of a sheet of letter size takes in full size. */
export const COVER_ROWS = 36;

/** Sets a cover's side into a rectangle, in columns as wide as their widest text. */
export function coverTexts(side: CoverSide, into: Rect, font: OverlayFont): PlacedText[] {
  const table = [side.heads, ...side.rows.filter((row) => typeof row !== "string")];
  const widths = side.heads.map((_, column) =>
    Math.max(...table.map((row) => widthMpt(font, row[column] ?? "", ROW_MPT))),
  );
  const wantedMpt = widths.reduce((sum, width) => sum + width + GUTTER_MPT, 0 - GUTTER_MPT);
  const lines = side.rows.length + 1;
  const heightMpt = TITLE_MPT + LEADING_MPT * (lines + 1);
  const share = Math.min(1, into.widthMpt / wantedMpt, into.heightMpt / heightMpt);
  const scaled = (mpt: Mpt): Mpt => Math.floor(mpt * share);
  const placed: PlacedText[] = [];
  const add = (text: string, xMpt: Mpt, yMpt: Mpt, sizeMpt: Mpt): void => {
    const safe = overlayText(text);
    const roomMpt = into.xMpt + into.widthMpt - xMpt;
    const fullMpt = widthMpt(font, safe, sizeMpt);
    const fittingMpt = fullMpt > roomMpt ? Math.floor((sizeMpt * roomMpt) / fullMpt) : sizeMpt;
    if (safe !== "") placed.push({ text: safe, xMpt, yMpt, sizeMpt: fittingMpt });
  };
  let yMpt = into.yMpt + scaled(TITLE_MPT);
  add(side.title, into.xMpt, yMpt, scaled(TITLE_MPT));
  yMpt += scaled(LEADING_MPT);
  for (const row of [side.heads, ...side.rows]) {
    yMpt += scaled(LEADING_MPT);
    let xMpt = into.xMpt;
    const cells = typeof row === "string" ? [row] : row;
    for (const [column, cell] of cells.entries()) {
      add(cell, xMpt, yMpt, scaled(ROW_MPT));
      xMpt += scaled((widths[column] ?? 0) + GUTTER_MPT);
    }
  }
  return placed;
}

function widthMpt(font: OverlayFont, text: string, sizeMpt: Mpt): Mpt {
  return Math.ceil((textWidthUnits(font, overlayText(text)) * sizeMpt) / 1000);
}
