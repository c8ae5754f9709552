import { type Diagnostic, diagnostic } from "../base/diagnostic.ts";
import type { Mpt } from "../base/units.ts";
import type { Rect } from "../model/geometry.ts";
import { excess } from "./excess.ts";
import type { Pagination } from "./page-items.ts";

/** What is wrong with how a document fills its pages; `block` is what is too tall. */
export function pageFaults(
  { tooTall, tooTallMpt, roomMpt, pageCount }: Pagination,
  pagesMax: number,
  block?: string,
): Diagnostic[] {
  const faults: Diagnostic[] = [];
  if (tooTall >= 0) {
    const message = `A part that may not break ${excess(tooTallMpt, roomMpt)} on a page.`;
    const hint = "Allow the group or row to break, or shorten its text.";
    const excessMpt = tooTallMpt - roomMpt;
    faults.push(diagnostic("compose.too-tall", message, { block, excessMpt, hint }));
  }
  if (pageCount > pagesMax) {
    const message = `The document has ${pageCount} pages; the job allows ${pagesMax}.`;
    const hint = "If this is right, raise `limits.pages-per-document` in the job.";
    faults.push(diagnostic("compose.too-many-pages", message, { hint }));
  }
  return faults;
}

/** Content that does not fit its box would be printed over what lies below. */
export function boxFaults(id: string, { heightMpt }: Rect, contentMpt: Mpt): Diagnostic[] {
  if (contentMpt <= heightMpt) return [];
  const message = `The content of the box ${id} ${excess(contentMpt, heightMpt)}.`;
  const hint = "Make the box higher in the layout, or shorten its text.";
  const excessMpt = contentMpt - heightMpt;
  return [diagnostic("compose.box-overflow", message, { block: id, excessMpt, hint })];
}
