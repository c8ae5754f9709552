import type { TableBlock } from "../model/block.ts";
import type { BoundLooks } from "../model/document.ts";
import type { RowLook } from "./row-look.ts";
import type { SetContext } from "./set-context.ts";
import { rowMetrics } from "./row-metrics.ts";

/** Gives the looks of rows in which some cells have styles of their own. */
export class LookReader {
  readonly #context: SetContext;
  readonly #looks: BoundLooks;
  readonly #usual: RowLook;
  readonly #rowGapMpt: number;

  constructor(context: SetContext, looks: BoundLooks, usual: RowLook, block: TableBlock) {
    this.#context = context;
    this.#looks = looks;
    this.#usual = usual;
    this.#rowGapMpt = block.rowGapMpt;
  }

  /** Undefined for a row that looks as rows do. */
  at(row: number): RowLook | undefined {
    const { styles } = this.#usual;
    const own = this.#looks.styles.subarray(row * styles.length, (row + 1) * styles.length);
    if (own.every((style) => style < 0)) return undefined;
    const types = styles.map((usual, column) => this.#context.styles[own[column] ?? -1] ?? usual);
    return { ...this.#usual, styles: types, metrics: rowMetrics(types, this.#rowGapMpt) };
  }
}
