import { defined } from "../base/assert.ts";
import type { Mpt } from "../base/units.ts";
import type { BoundItem, BoundItems, ListPlan } from "../model/list-block.ts";
import { SEGMENT_STRIDE, SEGMENT_Y } from "./galley.ts";
import { numberOf } from "./page-items.ts";
import { roleIndex, type SetContext } from "./set-context.ts";
import { setText } from "./set-text.ts";
import { styledTexts } from "./styled-text.ts";
import type { TypeStyle } from "./type-style.ts";

const LABEL = roleIndex("Lbl");
const BODY = roleIndex("LBody");
/** Between a marker and its text, at least. */
const MARKER_GAP_MPT = 4000;

/** Typesets a list: each item's lines set in, its bullet or number beside the first of them. */
export function setList(context: SetContext, { list, items }: BoundItems, widthMpt: Mpt): void {
  const { galley } = context;
  const indentMpt = indentOf(context, list, items);
  for (const [index, item] of items.entries()) {
    const first = galley.itemCount;
    setItem(context, list, item, indentMpt, widthMpt);
    if (index > 0 && galley.itemCount > first) galley.spacesMpt[first] = list.gapMpt;
  }
}

/** The list's own indent, or what its widest marker needs. */
function indentOf(context: SetContext, list: ListPlan, items: readonly BoundItem[]): Mpt {
  const style = markerStyle(context, list);
  const widthsMpt = items.map(({ marker }) => {
    const width = style.font.shaper.widthUnits(marker) * style.sizeMpt;
    return marker === "" ? 0 : Math.ceil(width / 1000) + MARKER_GAP_MPT;
  });
  return Math.max(list.indentMpt, ...widthsMpt);
}

function markerStyle({ styles }: SetContext, { markerStyle: index }: ListPlan): TypeStyle {
  return defined(styles[index], "a marker's style");
}

function setItem(
  context: SetContext,
  list: ListPlan,
  item: BoundItem,
  indentMpt: Mpt,
  widthMpt: Mpt,
): void {
  const { galley, rightToLeft } = context;
  const first = galley.itemCount;
  const { segmentCount, decorationCount } = galley;
  const textMpt = widthMpt - indentMpt;
  const texts = styledTexts(context, item.item.spans, item.texts);
  setMarker(context, list, item.marker, indentMpt);
  // The marker is part of the first line's item: what was made of it alone is taken back.
  galley.itemCount = first;
  const gapMpt = textMpt + MARKER_GAP_MPT;
  if (rightToLeft) galley.shift(segmentCount, decorationCount, gapMpt, 0);
  const from = { segments: galley.segmentCount, decorations: galley.decorationCount };
  setText(context, texts, textMpt, list.align, BODY);
  if (galley.itemCount > first) {
    alignMarker(context, segmentCount, from.segments);
    galley.segmentStarts[first] = segmentCount;
    galley.decorationStarts[first] = decorationCount;
  } else galley.item(segmentCount, decorationCount, texts[0]?.style.leadingMpt ?? 0);
  const below = galley.itemCount;
  if (item.items !== undefined) setList(context, item.items, textMpt);
  if (galley.itemCount > below) galley.spacesMpt[below] = item.items?.list.gapMpt ?? 0;
  if (!rightToLeft) galley.shift(from.segments, from.decorations, indentMpt, 0);
}

/** Bullets stand at the start of the indent, numbers at its end. */
function setMarker(context: SetContext, list: ListPlan, marker: string, indentMpt: Mpt): void {
  if (marker === "") return;
  const text = { style: markerStyle(context, list), text: marker };
  const align = list.marker.kind === "text" ? "start" : "end";
  setText(context, [text], indentMpt - MARKER_GAP_MPT, align, LABEL);
}

/** Puts the marker on the baseline of its line. */
function alignMarker({ galley }: SetContext, marker: number, text: number): void {
  if (marker === text || text >= galley.segmentCount) return;
  const baselineOf = (segment: number): Mpt =>
    numberOf(galley.segments, segment * SEGMENT_STRIDE + SEGMENT_Y);
  const byMpt = baselineOf(text) - baselineOf(marker);
  if (byMpt === 0) return;
  for (let segment = marker; segment < text; segment += 1) {
    const at = segment * SEGMENT_STRIDE + SEGMENT_Y;
    galley.segments[at] = numberOf(galley.segments, at) + byMpt;
  }
}
