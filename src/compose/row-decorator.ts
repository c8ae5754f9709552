import type { Mpt } from "../base/units.ts";
import { type BoundTable, ROW_DETAIL, ROW_GROUP } from "../model/document.ts";
import { DECORATION_RECT, type Galley } from "./galley.ts";
import type { RowContent } from "./set-row.ts";
import { columnsPlace, type TableGeometry, VERTICAL_MPT } from "./table-geometry.ts";

const HAIRLINE_MPT = 500;

/** Draws stripes, grounds and rules of rows, behind all text. */
export class RowDecorator {
  readonly #galley: Galley;
  readonly #bound: BoundTable;
  readonly #geometry: TableGeometry;
  /** Details since the last row of another kind: each group has stripes of its own. */
  #details = 0;

  constructor(galley: Galley, bound: BoundTable, geometry: TableGeometry) {
    this.#galley = galley;
    this.#bound = bound;
    this.#geometry = geometry;
  }

  /** Decorates the rows in order; a row that may break has a `groundMpt` of 0, and no ground. */
  decorate(row: number, content: RowContent, groundMpt: Mpt): void {
    if (this.#geometry.isBare) return;
    const { block, rowKinds } = this.#bound;
    const kind = rowKinds[row];
    if (kind === ROW_DETAIL) this.#decorateDetail(row, groundMpt);
    else this.#details = 0;
    if (kind === ROW_GROUP) {
      const level = this.#bound.groups?.rowLevels[row] ?? 0;
      this.#fill(groundMpt, block.groups[level]?.background ?? -1);
    }
    if (kind !== ROW_DETAIL && kind !== ROW_GROUP) this.#fill(HAIRLINE_MPT, block.headerRuleColor);
    if (groundMpt <= 0 || this.#geometry.verticals.length === 0) return;
    const { cells, first, spans } = content;
    drawVerticals(this.#galley, this.#geometry, 0, groundMpt, (column) =>
      isRunOver(cells, first, column, spans) ? undefined : 0,
    );
  }

  #decorateDetail(row: number, groundMpt: Mpt): void {
    const { rowKinds, block } = this.#bound;
    const { stripeColor, rowRuleColor } = block;
    const isRuled = row > 0 && rowKinds[row - 1] !== ROW_GROUP;
    if (this.#details % 2 === 1) this.#fill(groundMpt, stripeColor);
    this.#fillCells(row, groundMpt);
    if (isRuled) this.#fill(HAIRLINE_MPT >> 1, rowRuleColor);
    this.#details += 1;
  }

  #fill(heightMpt: Mpt, color: number): void {
    if (color < 0 || heightMpt <= 0) return;
    const { widthMpt } = this.#geometry;
    this.#galley.decoration(DECORATION_RECT, 0, 0, widthMpt, heightMpt, color);
  }

  /** The grounds of cells, those of one colour that are beside each other as one. */
  #fillCells(row: number, heightMpt: Mpt): void {
    const { looks, block } = this.#bound;
    if (looks === undefined || heightMpt <= 0) return;
    const geometry = this.#geometry;
    const { widthMpt, isMirrored } = geometry;
    const count = geometry.xsMpt.length;
    const halfMpt = block.columnGapMpt >> 1;
    const groundOf = (column: number): number => looks.grounds[row * count + column] ?? -1;
    for (let from = 0; from < count;) {
      let end = from + 1;
      while (end < count && groundOf(end) === groundOf(from)) end += 1;
      const place = columnsPlace(geometry, from, end - 1);
      const [atLeft, atRight] = [from === 0, end === count];
      const leftMpt = (isMirrored ? atRight : atLeft) ? 0 : place.xMpt - halfMpt;
      const edgeMpt = place.xMpt + place.widthMpt + halfMpt;
      const rightMpt = (isMirrored ? atLeft : atRight) ? widthMpt : edgeMpt;
      const color = groundOf(from);
      if (color >= 0)
        this.#galley.decoration(DECORATION_RECT, leftMpt, 0, rightMpt - leftMpt, heightMpt, color);
      from = end;
    }
  }
}

/**
 * Draws the rules between columns and at the sides over the height of a row; those before a column
 * begin at `topMptOf` it, where that is given, and are left out where it is undefined.
 */
export function drawVerticals(
  galley: Galley,
  geometry: TableGeometry,
  leftMpt: Mpt,
  heightMpt: Mpt,
  topMptOf: (column: number) => Mpt | undefined = () => 0,
): void {
  for (const { column, xMpt, color } of geometry.verticals) {
    const topMpt = topMptOf(column);
    if (topMpt === undefined) continue;
    const lengthMpt = heightMpt - topMpt;
    galley.decoration(DECORATION_RECT, leftMpt + xMpt, topMpt, VERTICAL_MPT, lengthMpt, color);
  }
}

/** Whether an empty cell is run over by the text of one before it. */
export function isRunOver(
  cells: readonly string[],
  first: number,
  column: number,
  spans: readonly boolean[] | undefined,
): boolean {
  if (spans === undefined || column < 1 || cells[first + column] !== "") return false;
  let from = column - 1;
  while (from >= 0 && cells[first + from] === "") from -= 1;
  return from >= 0 && spans[from] === true;
}
