import { assertNever, defined } from "../base/assert.ts";
import { type Diagnostic, diagnostic } from "../base/diagnostic.ts";
import type { Mpt } from "../base/units.ts";
import type { Turn } from "../model/block.ts";
import type { BoundChart } from "../model/bound-chart.ts";
import type {
  BoundBlock,
  BoundFacts,
  BoundFixed,
  BoundGroup,
  BoundStatic,
  BoundText,
} from "../model/document.ts";
import { markKind, type MarkRole } from "../model/frame.ts";
import { sideOf } from "../model/geometry.ts";
import { setChart } from "./chart/set-chart.ts";
import {
  BREAK_BEFORE,
  DECORATION_FORM,
  DECORATION_IMAGE,
  DECORATION_RECT,
  KEEP_WITH_NEXT,
} from "./galley.ts";
import { closePanel, openPanel } from "./panel.ts";
import { layArea } from "./page-map.ts";
import { setBarcode } from "./set-barcode.ts";
import { setColumns } from "./set-columns.ts";
import { setList } from "./set-list.ts";
import { type BlockStart, roleIndex, type SetContext } from "./set-context.ts";
import { setTable } from "./set-table.ts";
import { setText } from "./set-text.ts";
import { setTurnedText } from "./set-turned-text.ts";
import { excess } from "./excess.ts";
import { type StyledText, styledTexts } from "./styled-text.ts";

const HAIRLINE_MPT = 500;

/**
 * Typesets blocks below each other at `xMpt` from the left of the region: as items in the galley,
 * each block's first one with the block's space before it.
 */
export function setBlocks(
  context: SetContext,
  blocks: readonly BoundBlock[],
  widthMpt: Mpt,
  xMpt: Mpt,
): void {
  const { galley } = context;
  let spaceMpt = 0;
  let breakBefore = false;
  for (const bound of blocks) {
    const { block } = bound;
    if (!block.channels.print) continue;
    if (block.kind === "page-break") {
      breakBefore = true;
      continue;
    }
    const first = galley.itemCount;
    const faultCount = context.faults.length;
    const flawedCount = context.flawed.length;
    const { flows } = context;
    if (block.atFoot === true) context.flows = false;
    setBlock(context, bound, widthMpt, xMpt);
    context.flows = flows;
    if (context.faults.length > faultCount) {
      nameBlock(context, faultCount, block.id);
      if (context.flawed.length === flawedCount)
        for (let item = first; item < galley.itemCount; item += 1) context.flawed.push(item);
    }
    if (context.starts !== undefined) noteStart(context.starts, first, galley.itemCount, block.id);
    if (context.areas !== undefined)
      layArea(context, context.areas, { id: block.id, first, xMpt, widthMpt });
    if (galley.itemCount === first) continue;
    galley.spacesMpt[first] = Math.max(spaceMpt, block.spaceBeforeMpt);
    spaceMpt = block.spaceAfterMpt;
    if (breakBefore) galley.addFlags(first, BREAK_BEFORE);
    breakBefore = false;
    if (block.atFoot === true && context.footItem < 0) context.footItem = first;
    if (block.keepWithNext) galley.addFlags(galley.itemCount - 1, KEEP_WITH_NEXT);
  }
}

/** Faults that do not say so themselves are of the innermost block. */
function nameBlock({ faults }: SetContext, first: number, id: string): void {
  for (const [index, fault] of faults.entries())
    if (index >= first && fault.block === undefined) faults[index] = { ...fault, block: id };
}

/** Notes where a block begins; blocks that became part of its items are no longer there. */
function noteStart(starts: BlockStart[], item: number, itemCount: number, id: string): void {
  while ((starts.at(-1)?.item ?? -1) >= itemCount) starts.pop();
  starts.push({ item, id });
}

function setBlock(context: SetContext, bound: BoundBlock, widthMpt: Mpt, xMpt: Mpt): void {
  const { galley } = context;
  const first = galley.itemCount;
  const segments = galley.segmentCount;
  const decorations = galley.decorationCount;
  context.blockId = bound.block.id;
  switch (bound.kind) {
    case "text":
      setTextBlock(context, bound, widthMpt);
      break;
    case "facts":
      setFacts(context, bound, widthMpt);
      break;
    case "table":
      setTable(context, bound, widthMpt);
      break;
    case "chart":
      setChartBlock(context, bound, widthMpt);
      break;
    case "group":
      setGroup(context, bound, widthMpt);
      break;
    case "columns":
      setColumns(context, bound, widthMpt, (inner, blocks, width) =>
        setBlocks(inner, blocks, width, 0),
      );
      break;
    case "barcode":
      setBarcode(context, bound, widthMpt);
      break;
    case "list":
      setList(context, bound.items, widthMpt);
      break;
    case "fixed":
      setFixed(context, bound, widthMpt);
      break;
    case "static":
      setStatic(context, bound, widthMpt, xMpt);
      return;
    default:
      assertNever(bound, "block");
  }
  if (xMpt !== 0 && galley.itemCount > first) galley.shift(segments, decorations, xMpt, 0);
}

/**
 * A static block that was painted once is placed as its form; a small one is typeset like any
 * other.
 */
function setStatic(context: SetContext, bound: BoundStatic, widthMpt: Mpt, xMpt: Mpt): void {
  const form = context.statics.get(bound.block.id);
  if (form === undefined || form.widthMpt !== widthMpt) {
    setBlock(context, bound.content, widthMpt, xMpt);
    return;
  }
  const { galley } = context;
  const { segmentCount, decorationCount } = galley;
  galley.decoration(DECORATION_FORM, xMpt, 0, form.widthMpt, form.heightMpt, form.index);
  galley.item(segmentCount, decorationCount, form.heightMpt);
}

function setTextBlock(context: SetContext, { block, texts }: BoundText, widthMpt: Mpt): void {
  const indentMpt = block.indentMpt ?? 0;
  const { galley, rightToLeft } = context;
  const { segmentCount, decorationCount } = galley;
  const role = block.level === 0 ? "P" : (`H${block.level}` as MarkRole);
  const kind = markKind(roleIndex(role), block.sum);
  const shown = styledTexts(context, block.spans, texts);
  if (block.turn !== undefined)
    return setTurnedBlock(context, block, block.turn, shown, widthMpt, kind);
  setText(context, shown, widthMpt - indentMpt, block.align, kind);
  if (indentMpt > 0 && !rightToLeft) galley.shift(segmentCount, decorationCount, indentMpt, 0);
}

/** A text that is turned is one item, as high as its longest line where that runs up or down. */
function setTurnedBlock(
  context: SetContext,
  block: BoundText["block"],
  turn: Turn,
  texts: readonly StyledText[],
  widthMpt: Mpt,
  kind: number,
): void {
  const { galley } = context;
  const { segmentCount, decorationCount } = galley;
  const side = block.align === "justify" ? "left" : sideOf(block.align, context.rightToLeft);
  const place = { leftMpt: 0, topMpt: 0, widthMpt, side };
  const size = setTurnedText(context, texts, turn, place, kind);
  if (size.widthMpt > widthMpt)
    context.faults.push(turnedTooWide(block.id, size.widthMpt, widthMpt));
  galley.item(segmentCount, decorationCount, size.heightMpt);
}

function turnedTooWide(block: string, wantedMpt: Mpt, widthMpt: Mpt): Diagnostic {
  const message = `The turned text ${block} ${excess(wantedMpt, widthMpt)}.`;
  const hint = "Give it more room in the layout, or fewer lines.";
  const excessMpt = wantedMpt - widthMpt;
  return diagnostic("compose.cell-overflow", message, { block, excessMpt, hint });
}

/** Where a chart has no row, its `empty` text stands in its place. */
function setChartBlock(context: SetContext, bound: BoundChart, widthMpt: Mpt): void {
  const { block, empty } = bound;
  if (empty === undefined) return setChart(context, bound, widthMpt);
  const texts = styledTexts(context, block.empty ?? [], empty);
  setText(context, texts, widthMpt, "start", markKind(roleIndex("P"), undefined));
}

const LABEL = roleIndex("Lbl");
const VALUE = roleIndex("LBody");

function setFacts(context: SetContext, bound: BoundFacts, widthMpt: Mpt): void {
  const { galley } = context;
  const { block } = bound;
  const labelMpt = Math.floor((widthMpt * block.labelShare) / 1000);
  const valueSide = sideOf(block.valueAlign, context.rightToLeft);
  const [labelAtMpt, valueAtMpt] = context.rightToLeft ? [widthMpt - labelMpt, 0] : [0, labelMpt];
  bound.entries.forEach((entryIndex, index) => {
    const entry = defined(block.entries[entryIndex], "a facts entry");
    const { itemCount, segmentCount, decorationCount } = galley;
    const gapMpt = block.rowGapMpt >> 1;
    const label = styledTexts(context, entry.label, bound.labels[index] ?? []);
    setText(context, label, labelMpt, sideOf("start", context.rightToLeft), LABEL);
    const labelHeightMpt = galley.stack(itemCount, labelAtMpt, gapMpt);
    const value = styledTexts(context, entry.value, bound.values[index] ?? []);
    const kind = markKind(VALUE, entry.sum);
    setText(context, value, widthMpt - labelMpt, valueSide, kind);
    const valueHeightMpt = galley.stack(itemCount, valueAtMpt, gapMpt);
    if (block.ruleColor >= 0 && index > 0) {
      galley.decoration(DECORATION_RECT, 0, 0, widthMpt, HAIRLINE_MPT >> 1, block.ruleColor);
    }
    const heightMpt = Math.max(labelHeightMpt, valueHeightMpt) + block.rowGapMpt;
    const flags = index < bound.entries.length - 1 ? KEEP_WITH_NEXT : 0;
    galley.item(segmentCount, decorationCount, heightMpt, flags);
  });
}

function setGroup(context: SetContext, { block, blocks }: BoundGroup, widthMpt: Mpt): void {
  const { galley } = context;
  const first = galley.itemCount;
  const firstTable = context.tables.length;
  const leastMpt = context.panelMpt;
  context.panelMpt = 0;
  const { paddingMpt } = block;
  const { flows } = context;
  const isPanel = block.background >= 0 || block.borderColor >= 0 || paddingMpt > 0;
  context.flows = flows && !isPanel;
  setBlocks(context, blocks, widthMpt - 2 * paddingMpt, paddingMpt);
  context.flows = flows;
  if (galley.itemCount === first) return;
  if (isPanel) {
    if (block.breakable === true) openPanel(context, block, first, firstTable, widthMpt);
    else closePanel(context, block, first, widthMpt, leastMpt);
  } else if (block.keepTogether) {
    for (let index = first; index < galley.itemCount - 1; index += 1) {
      galley.addFlags(index, KEEP_WITH_NEXT);
    }
  }
}

function setFixed(context: SetContext, { block }: BoundFixed, widthMpt: Mpt): void {
  const { galley } = context;
  const { segmentCount, decorationCount } = galley;
  switch (block.kind) {
    case "rule":
      galley.decoration(DECORATION_RECT, 0, 0, widthMpt, block.thicknessMpt, block.color);
      galley.item(segmentCount, decorationCount, block.thicknessMpt);
      break;
    case "space":
      galley.item(segmentCount, decorationCount, block.heightMpt);
      break;
    case "image": {
      const slackMpt = widthMpt - block.widthMpt;
      const side = sideOf(block.align, context.rightToLeft);
      const xMpt = side === "left" ? 0 : side === "right" ? slackMpt : slackMpt >> 1;
      const { widthMpt: imageMpt, heightMpt, image } = block;
      galley.decoration(DECORATION_IMAGE, xMpt, 0, imageMpt, heightMpt, image);
      galley.item(segmentCount, decorationCount, heightMpt);
      break;
    }
    case "page-break":
      // `setBlocks` turns it into a flag of what follows.
      break;
    default:
      assertNever(block, "block");
  }
}
