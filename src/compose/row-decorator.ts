import type { Mpt } from "../base/units.ts";
import { type BoundTable, ROW_DETAIL, ROW_GROUP } from "../model/document.ts";
import { DECORATION_RECT, type Galley } from "./galley.ts";
import type { TableGeometry } from "./table-geometry.ts";

const HAIRLINE_MPT = 500;

/** Draws stripes, grounds and rules of rows, behind all text. */
export class RowDecorator {
  readonly #galley: Galley;
  readonly #bound: BoundTable;
  readonly #widthMpt: Mpt;
  /** Details since the last row of another kind: each group has stripes of its own. */
  #details = 0;

  constructor(galley: Galley, bound: BoundTable, geometry: TableGeometry) {
    this.#galley = galley;
    this.#bound = bound;
    this.#widthMpt = geometry.widthMpt;
  }

  /** Decorates the rows in order; a row that may break has a `groundMpt` of 0, and no ground. */
  decorate(row: number, groundMpt: Mpt): void {
    const { block, rowKinds } = this.#bound;
    const kind = rowKinds[row];
    if (kind === ROW_DETAIL)
      this.#decorateDetail(row > 0 && rowKinds[row - 1] !== ROW_GROUP, groundMpt);
    else this.#details = 0;
    if (kind === ROW_GROUP) {
      const level = this.#bound.groups?.rowLevels[row] ?? 0;
      this.#fill(groundMpt, block.groups[level]?.background ?? -1);
    }
    if (kind !== ROW_DETAIL && kind !== ROW_GROUP) this.#fill(HAIRLINE_MPT, block.headerRuleColor);
  }

  #decorateDetail(isRuled: boolean, groundMpt: Mpt): void {
    const { stripeColor, rowRuleColor } = this.#bound.block;
    if (this.#details % 2 === 1) this.#fill(groundMpt, stripeColor);
    if (isRuled) this.#fill(HAIRLINE_MPT >> 1, rowRuleColor);
    this.#details += 1;
  }

  #fill(heightMpt: Mpt, color: number): void {
    if (color < 0 || heightMpt <= 0) return;
    this.#galley.decoration(DECORATION_RECT, 0, 0, this.#widthMpt, heightMpt, color);
  }
}
