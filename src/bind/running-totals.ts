import { inRange } from "../expr/bind-fault.ts";
import type { Scopes } from "../expr/scopes.ts";
import type { RunningColumn } from "./table-program.ts";

/** The columns of a table that show what was added up so far. */
export class RunningTotals {
  readonly #columns: readonly RunningColumn[];
  readonly #columnCount: number;
  readonly #totals: number[];
  #hasBegun = false;

  /** `columnCount` is that of all columns of the table. */
  constructor(columns: readonly RunningColumn[], columnCount: number) {
    this.#columns = columns;
    this.#columnCount = columnCount;
    this.#totals = columns.map(() => 0);
  }

  /**
   * Adds the row in scope and writes the totals into its cells, which are the last; with the row,
   * the groups from the level `begun` inwards began.
   */
  addTo(cells: string[], scopes: Scopes, begun: number): void {
    const row = cells.length - this.#columnCount;
    this.#columns.forEach(({ column, of, from, format, level, code }, index) => {
      const isNew = !this.#hasBegun || (level >= 0 && begun <= level);
      const before = isNew ? from(scopes) : this.#totals[index];
      const sum = Number(before ?? 0) + Number(of(scopes) ?? 0);
      this.#totals[index] = inRange(sum, code);
      cells[row + column] = format(sum);
    });
    this.#hasBegun = true;
  }
}
