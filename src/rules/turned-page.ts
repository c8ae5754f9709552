import type { Mpt } from "../base/units.ts";
import type { Rect } from "../model/geometry.ts";

/**
 * A landscape page lies on its sheet turned to the left by a quarter: its top edge is the sheet's
 * left one, so that people turn the sheet to the right to read it. All rectangles are measured from
 * the top left corner, of the page or of the sheet.
 */

/** Where on the sheet a rectangle of a landscape page is. */
export function turnedToSheet(rect: Rect, sheetHeightMpt: Mpt): Rect {
  return {
    xMpt: rect.yMpt,
    yMpt: sheetHeightMpt - rect.xMpt - rect.widthMpt,
    widthMpt: rect.heightMpt,
    heightMpt: rect.widthMpt,
  };
}

/** Where on a landscape page a rectangle of its sheet is. */
export function turnedToPage(rect: Rect, sheetHeightMpt: Mpt): Rect {
  return {
    xMpt: sheetHeightMpt - rect.yMpt - rect.heightMpt,
    yMpt: rect.xMpt,
    widthMpt: rect.heightMpt,
    heightMpt: rect.widthMpt,
  };
}
