import type { Mpt } from "../base/units.ts";
import type { TableColumn } from "../model/block.ts";
import type { Galley } from "./galley.ts";

interface Cell {
  readonly valign: TableColumn["valign"];
  readonly first: number;
  readonly end: number;
  readonly heightMpt: Mpt;
}

/** Moves the cells of a row down that do not stand at its top, once its height is known. */
export class RowAligner {
  readonly #galley: Galley;
  readonly #valigns: readonly TableColumn["valign"][];
  readonly #cells: Cell[] = [];

  constructor(galley: Galley, valigns: readonly TableColumn["valign"][]) {
    this.#galley = galley;
    this.#valigns = valigns;
  }

  /** Keeps the segments set since `first` as the cell of a column. */
  add(column: number, first: number, heightMpt: Mpt): void {
    const valign = this.#valigns[column];
    if (valign === undefined) return;
    this.#cells.push({ valign, first, end: this.#galley.segmentCount, heightMpt });
  }

  align(rowMpt: Mpt): void {
    for (const { valign, first, end, heightMpt } of this.#cells) {
      const slackMpt = rowMpt - heightMpt;
      this.#galley.lower(first, end, valign === "middle" ? slackMpt >> 1 : slackMpt);
    }
  }
}
