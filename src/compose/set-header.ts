import type { Mpt } from "../base/units.ts";
import type { BoundTable } from "../model/document.ts";
import { DECORATION_RECT } from "./galley.ts";
import { drawVerticals } from "./row-decorator.ts";
import type { SetContext } from "./set-context.ts";
import { HEADER_ROLE, type RowContent, setRow } from "./set-row.ts";
import { setText } from "./set-text.ts";
import { columnsPlace, type TableGeometry } from "./table-geometry.ts";

const HAIRLINE_MPT = 500;

/** Sets the header as the beginning of an item; its height. */
export function setHeader(context: SetContext, bound: BoundTable, geometry: TableGeometry): Mpt {
  const { block } = bound;
  const row: RowContent = {
    cells: bound.titles,
    first: 0,
    styles: geometry.titleStyles,
    aligns: geometry.rows.detail.aligns,
    role: HEADER_ROLE,
    metrics: geometry.header,
    wraps: geometry.rows.always,
    name: () => `${block.id}, header`,
    spans: undefined,
    indentMpt: 0,
    merges: undefined,
    turns: geometry.titleTurns,
  };
  const lines = Math.ceil(bound.rowCount / block.across);
  const parts = block.across === 1 ? 1 : Math.ceil(bound.rowCount / Math.max(lines, 1));
  let heightMpt = 0;
  for (let part = 0; part < parts; part += 1) {
    const place = geometry.isMirrored ? block.across - 1 - part : part;
    const leftMpt = place * (geometry.partWidthMpt + block.acrossGapMpt);
    heightMpt = Math.max(heightMpt, setPart(context, bound, geometry, row, leftMpt));
    if (block.headerRuleColor >= 0)
      drawRule(context, leftMpt, heightMpt, geometry.partWidthMpt, block.headerRuleColor);
  }
  return heightMpt;
}

/** The titles of one of the sub-tables side by side, below those of groups of columns. */
function setPart(
  context: SetContext,
  bound: BoundTable,
  geometry: TableGeometry,
  row: RowContent,
  leftMpt: Mpt,
): Mpt {
  if (bound.groupTitles === undefined && geometry.verticals.length === 0)
    return setRow(context, geometry, row, leftMpt);
  const groupsMpt = setGroupTitles(context, bound, geometry, leftMpt);
  const { galley } = context;
  const { segmentCount, decorationCount } = galley;
  const rowMpt = setRow(context, geometry, row, leftMpt);
  if (groupsMpt > 0) galley.shift(segmentCount, decorationCount, 0, groupsMpt);
  const { groupTitles = [] } = bound;
  // Columns of one group are parted below its title.
  const isInner = (column: number): boolean =>
    groupTitles[column] === groupTitles[column - 1] && (groupTitles[column] ?? "") !== "";
  drawVerticals(galley, geometry, leftMpt, groupsMpt + rowMpt, (column) =>
    isInner(column) ? groupsMpt : 0,
  );
  return groupsMpt + rowMpt;
}

/** The titles of groups of columns, each over its columns with a rule below; their height. */
function setGroupTitles(
  context: SetContext,
  { block, groupTitles = [] }: BoundTable,
  geometry: TableGeometry,
  leftMpt: Mpt,
): Mpt {
  let heightMpt = 0;
  const stretches = titleStretches(groupTitles);
  for (const { title, from, to } of stretches) {
    const { xMpt, widthMpt } = columnsPlace(geometry, from, to);
    const style = geometry.titleStyles[from];
    if (style === undefined) continue;
    const first = context.galley.itemCount;
    setText(context, [{ style, text: title }], widthMpt, "center", HEADER_ROLE);
    const textMpt = context.galley.stack(first, leftMpt + xMpt, block.rowGapMpt >> 1);
    heightMpt = Math.max(heightMpt, textMpt + block.rowGapMpt + HAIRLINE_MPT);
  }
  if (block.headerRuleColor < 0) return heightMpt;
  for (const { from, to } of stretches) {
    const { xMpt, widthMpt } = columnsPlace(geometry, from, to);
    drawRule(context, leftMpt + xMpt, heightMpt, widthMpt, block.headerRuleColor);
  }
  return heightMpt;
}

/** A group of columns: adjacent ones with the same title. */
interface TitleStretch {
  readonly title: string;
  readonly from: number;
  readonly to: number;
}

function titleStretches(titles: readonly string[]): TitleStretch[] {
  const stretches: TitleStretch[] = [];
  titles.forEach((title, column) => {
    const last = stretches.at(-1);
    if (title === "") return;
    if (last?.title === title && last.to === column - 1)
      stretches[stretches.length - 1] = { ...last, to: column };
    else stretches.push({ title, from: column, to: column });
  });
  return stretches;
}

function drawRule(
  { galley }: SetContext,
  xMpt: Mpt,
  bottomMpt: Mpt,
  widthMpt: Mpt,
  color: number,
): void {
  const topMpt = bottomMpt - HAIRLINE_MPT;
  galley.decoration(DECORATION_RECT, xMpt, topMpt, widthMpt, HAIRLINE_MPT, color);
}
