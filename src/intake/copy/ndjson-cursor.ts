import type { FileWindow } from "../files/file-window.ts";
import { LineCursor } from "../files/line-cursor.ts";
import type { UnitCursor } from "../unit-cursor.ts";
import { FramedCursor } from "./framed-cursor.ts";

/** Steps through the lines of NDJSON, or through the framed records of a work copy. */
export function ndjsonCursor(window: FileWindow, firstLine: number, isFramed: boolean): UnitCursor {
  return isFramed ? new FramedCursor(window) : new LineCursor(window, firstLine);
}
