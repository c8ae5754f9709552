import type { Mpt } from "../base/units.ts";
import type { BoundText } from "../model/document.ts";
import type { Rect } from "../model/geometry.ts";
import type { ListPlan } from "../model/list-block.ts";
import type { PageNotes } from "./page-notes.ts";
import { NOTES_HEAD_MPT } from "./page-notes.ts";
import type { PagePlacer } from "./place-page.ts";
import type { SetContext } from "./set-context.ts";
import { setList } from "./set-list.ts";
import { numberOf } from "./page-items.ts";

/** Their text is set in by so much, and more where a number needs it. */
const INDENT_MPT = 12_000;
const RULE_MPT = 400;
const RULE_WIDTH_MPT = 72_000;
/** Below the rule. */
const RULE_GAP_MPT = 4000;

/** Typesets the notes that texts have named, with their numbers: the lines of each. */
export function setNotes(
  context: SetContext,
  widthMpt: Mpt,
): { note: number; first: number; end: number }[] {
  const { noteMarks, galley } = context;
  return (noteMarks?.used ?? []).flatMap((note, index) => {
    const bound = noteMarks?.text(note);
    if (bound === undefined) return [];
    const first = galley.itemCount;
    setList(context, asItem(bound, index + 1), widthMpt);
    return [{ note, first, end: galley.itemCount }];
  });
}

/** A note as an item of a list, its number as the marker. */
function asItem({ block, texts, hrefs }: BoundText, number: number): Parameters<typeof setList>[1] {
  const item = { spans: block.spans };
  const list: ListPlan = {
    marker: { kind: "decimal", before: "", after: "" },
    markerStyle: block.spans[0]?.style ?? 0,
    start: number,
    indentMpt: INDENT_MPT,
    gapMpt: 0,
    align: block.align,
    items: [item],
  };
  return { list, items: [{ item, marker: String(number), texts, ...(hrefs && { hrefs }) }] };
}

/** Places a page's notes above the foot of its body, below a short rule. */
export function placeNotes(
  context: SetContext,
  placer: PagePlacer,
  notes: PageNotes,
  page: number,
  body: Rect,
): void {
  const { galley, noteMarks, rightToLeft } = context;
  const { parts, heightMpt } = notes.of(page);
  const [first] = parts;
  if (first === undefined) return;
  const topMpt = body.yMpt + body.heightMpt - heightMpt;
  const style = context.styles[noteMarks?.text(first.note)?.block.spans[0]?.style ?? 0];
  const ruleMpt = topMpt + NOTES_HEAD_MPT - RULE_GAP_MPT;
  const leftMpt = rightToLeft ? body.xMpt + body.widthMpt - RULE_WIDTH_MPT : body.xMpt;
  galley.frames.rect(leftMpt, ruleMpt, RULE_WIDTH_MPT, RULE_MPT, style?.color ?? 0);
  let yMpt = topMpt + NOTES_HEAD_MPT;
  for (const part of parts)
    for (let item = part.first; item < part.end; item += 1) {
      placer.item(item, body.xMpt, yMpt, true);
      yMpt += numberOf(galley.heightsMpt, item);
    }
}
