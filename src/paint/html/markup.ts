import type { Block, ColumnsBlock, GroupBlock } from "../../model/block.ts";
import { spacePx } from "./email-styles.ts";

const FULL_WIDTH = 'width="100%" cellspacing="0" border="0"';

/** The beginning of a table that only arranges, and of one of labels and values. */
export const LAYOUT_TABLE = `<table role="presentation" ${FULL_WIDTH} cellpadding="0"`;
export const FACTS_TABLE = `<table ${FULL_WIDTH} cellpadding="0"`;
/** Cells of a data table are many, so that their padding stands in the table's attribute. */
export const DATA_TABLE = `${FULL_WIDTH} cellpadding="4"`;

/**
 * In tables a column would otherwise be as narrow as a letter: the words around them break anywhere
 * rather than widen the message.
 */
export const WHOLE_WORDS = "overflow-wrap:normal";

/** A word of more than 20 characters, as few texts have one: it would widen what is around it. */
const LONG_WORD = /\S{21}/;

export function hasLongWord(text: string): boolean {
  return text.length > 20 && LONG_WORD.test(text);
}

/** Lines where the plan gives no colour: seen on white and on the dark ground alike. */
export const LINE_COLOR = "#767b85";

const SPACE_AFTER_PX_MIN = 8;
const SPACE_BEFORE_HEADING_PX_MIN = 20;

/** A block's space above and below, in CSS. */
export function marginOf(block: Block): string {
  return marginCss(block, spacePx(block.spaceBeforeMpt));
}

/** That of a heading, which stands farther from what is before it than from its own text. */
export function headingMargin(block: Block): string {
  return marginCss(block, Math.max(SPACE_BEFORE_HEADING_PX_MIN, spacePx(block.spaceBeforeMpt)));
}

function marginCss(block: Block, before: number): string {
  const after = Math.max(SPACE_AFTER_PX_MIN, spacePx(block.spaceAfterMpt));
  return `margin:${before}px 0 ${after}px`;
}

/** Blocks that only belong together, with the space around them where the plan gives any. */
export function spacedHtml(block: Block, inner: string): string {
  const before = spacePx(block.spaceBeforeMpt);
  const after = spacePx(block.spaceAfterMpt);
  if (before + after === 0) return inner;
  return `<div style="margin:${before}px 0 ${after}px">${inner}</div>\n`;
}

/** The declaration of a line below a cell, or none. */
export function lineBelow(color: string | undefined): string {
  return color === undefined ? "" : `;border-bottom:1px solid ${color}`;
}

/** The border of a panel, on the sides it has one. */
export function borderCss(
  { borderWidthMpt = 500, borderSides }: GroupBlock,
  color: string,
): string {
  const line = `${Math.max(1, spacePx(borderWidthMpt))}px solid ${color}`;
  if (borderSides === undefined) return `;border:${line}`;
  return borderSides.map((side) => `;border-${side}:${line}`).join("");
}

/** Round corners, which programs that do not know them show as they are. */
export function radiusCss({ radiusMpt }: GroupBlock): string {
  return radiusMpt === undefined ? "" : `;border-radius:${Math.max(1, spacePx(radiusMpt))}px`;
}

/** The cells of a grid are equally wide. */
export function shareOf({ isGrid, columns }: ColumnsBlock): string {
  return isGrid === true ? ` width="${Math.floor(100 / columns.length)}%"` : "";
}
