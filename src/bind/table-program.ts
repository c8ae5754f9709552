import type { RunningTotal, TableBlock, TableGaps, TableGroup, TableRows } from "../model/block.ts";
import type { BoundTable } from "../model/document.ts";
import type { Template } from "../model/expr.ts";
import type { ExprContext } from "../expr/expr-context.ts";
import type { Evaluate } from "../expr/scopes.ts";
import { compileTemplate } from "../expr/compile-template.ts";
import { compileLooks, type LookProgram } from "./cell-looks.ts";
import { compileStretchKey, compileTableRows, type RowProgram } from "./table-rows.ts";
import { compileSums, rangeCodeOf, type SummedColumn } from "./table-sums.ts";

/** A table's closures, compiled once. */
export interface TableProgram extends Omit<RowProgram, "inner"> {
  readonly block: TableBlock;
  readonly titles: Evaluate<readonly string[]>;
  readonly cells: readonly Evaluate<string>[];
  readonly sums: readonly SummedColumn[];
  readonly running: readonly RunningColumn[];
  readonly groups: readonly GroupProgram[];
  readonly looks?: LookProgram;
  /** The columns of tables. */
  readonly inner: readonly InnerTable[];
  readonly groupTitles?: Evaluate<readonly string[]>;
  readonly totalLabel?: Evaluate<string>;
  readonly gaps?: { readonly plan: TableGaps; readonly by: Evaluate };
  readonly carry?: { readonly forward: Evaluate<string>; readonly brought: Evaluate<string> };
  /** Whether there is nothing to add up or to part. */
  readonly isPlain: boolean;
  /** Whether sums so far are asked for when the table breaks over pages, or other texts are. */
  readonly carries: boolean;
  readonly isAskedLater: boolean;
}

/** The tables in the cells of a column. */
export interface InnerTable {
  readonly column: number;
  readonly bind: Evaluate<BoundTable | undefined>;
}

/** A level of groups. */
export interface GroupProgram {
  readonly key: Evaluate<unknown>;
  readonly header?: Evaluate<string>;
  readonly continued?: Evaluate<string>;
  readonly footer?: Evaluate<string>;
  readonly footerOfSeveral: boolean;
  readonly carries: boolean;
}

export interface RunningColumn extends SummedColumn {
  readonly from: Evaluate;
  readonly level: number;
}

export function compileProgram(
  block: TableBlock,
  rows: TableRows,
  context: ExprContext,
  compileInner: (block: TableBlock, context: ExprContext) => InnerTable["bind"],
): TableProgram {
  const { inner, ...found } = compileTableRows(rows, context);
  const text = (template: Template): Evaluate<string> => compileTemplate(template, inner);
  const { total, gaps, carry, groups } = block;
  const looks = compileLooks(block, inner);
  const titles = block.columns.map((column) => compileTemplate(column.title, context));
  const isCarried = carry !== undefined;
  const isSummed = block.columns.some(({ sumOf, running }) => sumOf ?? running);
  return {
    block,
    isPlain: !isSummed && !isCarried && groups.length === 0,
    carries: isCarried || groups.some(({ carries }) => carries),
    isAskedLater: isCarried || groups.some(({ continued }) => continued),
    ...found,
    titles: (scopes) => titles.map((title) => title(scopes)),
    cells: block.columns.map((column) => text(column.cell)),
    sums: compileSums(block.columns, inner),
    running: block.columns.flatMap(({ running }, column) =>
      running === undefined ? [] : compileRunning(running, column, context, inner),
    ),
    inner: block.columns.flatMap(({ table }, column) =>
      table === undefined ? [] : [{ column, bind: compileInner(table, inner) }],
    ),
    groups: block.groups.map((group) => compileGroup(group, inner)),
    ...(looks && { looks }),
    ...(block.columns.some(({ group }) => group) && { groupTitles: groupTitles(block, context) }),
    ...(total && { totalLabel: text(total.label) }),
    ...(gaps && { gaps: { plan: gaps, by: inner.compile(gaps.by, inner) } }),
    ...(carry && { carry: { forward: text(carry.forward), brought: text(carry.brought) } }),
  };
}

function groupTitles(block: TableBlock, context: ExprContext): Evaluate<readonly string[]> {
  const titles = block.columns.map(({ group }) => compileTemplate(group ?? [], context));
  return (scopes) => titles.map((title) => title(scopes));
}

function compileGroup(group: TableGroup, inner: ExprContext): GroupProgram {
  const { header, continued, footer, footerOfSeveral = false } = group;
  return {
    key: compileGroupKey(group.by, inner),
    carries: group.carries,
    footerOfSeveral,
    ...(header && { header: compileTemplate(header.label, inner) }),
    ...(continued && { continued: compileTemplate(continued.label, inner) }),
    ...(footer && { footer: compileTemplate(footer.label, inner) }),
  };
}

/** Rows are of one group as long as its value stays, or the row that they are within. */
function compileGroupKey(by: TableGroup["by"], inner: ExprContext): Evaluate<unknown> {
  if ("op" in by) return compileStretchKey(by, inner);
  const slot = inner.names.lastIndexOf(by.row);
  return (scopes) => scopes[slot];
}

function compileRunning(
  running: RunningTotal,
  column: number,
  outer: ExprContext,
  inner: ExprContext,
): RunningColumn {
  const { of, from, level, format } = running;
  return {
    column,
    of: inner.compile(of, inner),
    from: from === undefined ? () => 0 : outer.compile(from, outer),
    format: inner.formats.of(of.kind, format),
    level,
    code: rangeCodeOf(of.kind),
  };
}
