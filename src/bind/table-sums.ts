import type { TableColumn } from "../model/block.ts";
import type { ExprKind } from "../model/expr.ts";
import { inRange, type RangeCode } from "../expr/bind-fault.ts";
import type { ExprContext } from "../expr/expr-context.ts";
import type { Evaluate, Scopes, Value } from "../expr/scopes.ts";

/** The summed columns of a table: what is added up, and how a sum is written. */
export interface SummedColumn {
  readonly column: number;
  readonly of: Evaluate;
  readonly code: RangeCode;
  readonly format: (value: Value) => string;
}

/** What a sum that is no longer exact is called. */
export function rangeCodeOf(kind: ExprKind): RangeCode {
  return kind === "money" ? "data.money-range" : "data.number-range";
}

export function compileSums(
  columns: readonly TableColumn[],
  context: ExprContext,
): readonly SummedColumn[] {
  return columns.flatMap((column, index) => {
    if (column.sumOf === undefined) return [];
    const of = context.compile(column.sumOf, context);
    const { kind } = column.sumOf;
    const format = context.formats.of(kind, cellStyle(column));
    return [{ column: index, of, code: rangeCodeOf(kind), format }];
  });
}

/** A sum is formatted like the cells above it if they show one value, in a format. */
function cellStyle({ cell, sumOf }: TableColumn): string | undefined {
  const [only, second] = cell.filter((part) => typeof part !== "string");
  if (second !== undefined || only?.op !== "call") return undefined;
  const [value, style] = only.args;
  const isSameKind = only.name === "format" && value?.kind === sumOf?.kind;
  return isSameKind && style?.op === "literal" ? String(style.value) : undefined;
}

/** Running sums over the rows of one table, one per summed column. */
export class RunningSums {
  readonly #columns: readonly SummedColumn[];
  readonly #sums: number[];

  constructor(columns: readonly SummedColumn[]) {
    this.#columns = columns;
    this.#sums = columns.map(() => 0);
  }

  /** Adds the bound row. Throws a `BindFault` if a sum is no longer exact. */
  add(scopes: Scopes): void {
    let index = 0;
    for (const { of, code } of this.#columns) {
      const sum = (this.#sums[index] ?? 0) + Number(of(scopes) ?? 0);
      this.#sums[index] = inRange(sum, code);
      index += 1;
    }
  }

  /** Sums so far, appended to `store`. */
  appendTo(store: number[]): void {
    for (const sum of this.#sums) store.push(sum);
  }

  texts(): readonly string[] {
    return this.#columns.map(({ format }, index) => format(this.#sums[index]));
  }

  /** What was added since the sums were those. */
  textsSince(before: readonly number[]): readonly string[] {
    return this.#columns.map(({ format }, index) =>
      format((this.#sums[index] ?? 0) - (before[index] ?? 0)),
    );
  }
}

/**
 * The cells of a row of sums: the label in the first column that is not summed (the very first if
 * all are), a sum in each summed column, nothing in the rest.
 */
export function sumCells(
  columnCount: number,
  summed: readonly SummedColumn[],
  label: string,
  sums: readonly string[],
): string[] {
  const cells: string[] = [];
  let labelColumn = -1;
  let next = 0;
  for (let column = 0; column < columnCount; column += 1) {
    if (summed[next]?.column === column) {
      cells.push(sums[next] as string);
      next += 1;
    } else {
      if (labelColumn < 0) labelColumn = column;
      cells.push("");
    }
  }
  cells[Math.max(0, labelColumn)] = label;
  return cells;
}
