import { isRightToLeft } from "../font/locale-direction.ts";
import type { Document } from "../model/document.ts";
import type { SetContext } from "./set-context.ts";

const NO_NOTES: Pick<Document, "notes"> = {};

/**
 * Begins a document, or a region of its own, as if nothing had been set before: even by one that
 * was given up midway.
 */
export function clearContext(context: SetContext, locale: string, notes = NO_NOTES): void {
  context.galley.clear();
  context.tables.length = 0;
  context.faults.length = 0;
  context.flawed.length = 0;
  context.sections.length = 0;
  context.substitutions = 0;
  context.footItem = -1;
  context.panelMpt = 0;
  context.flows = false;
  context.blockId = "";
  context.textOffset = 0;
  context.noteMarks?.begin(notes);
  context.starts?.splice(0);
  context.locale = locale;
  context.rightToLeft = isRightToLeft(locale);
}
