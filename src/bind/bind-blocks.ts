import { assertNever } from "../base/assert.ts";
import type { Block, ColumnsBlock, GroupBlock, RepeatBlock } from "../model/block.ts";
import type { BoundBlock, BoundColumns, BoundGroup, BoundStatic } from "../model/document.ts";
import { compileChart } from "./bind-chart.ts";
import { compileBarcode } from "./bind-barcode.ts";
import { compileFacts, compileText } from "./bind-spans.ts";
import { compileList } from "./bind-list.ts";
import { compileTable } from "./bind-table.ts";
import type { ExprContext } from "../expr/expr-context.ts";
import type { Evaluate, Scopes } from "../expr/scopes.ts";
import { scopesOf, setRow } from "../expr/scopes.ts";
import { compileTableRows } from "./table-rows.ts";

/** Bound blocks that are the same for every record, by the plan's block. */
export type StaticBlocks = Map<Block, BoundStatic | undefined>;

export interface BlockContext {
  readonly expr: ExprContext;
  /** Shared by all locales, because a static block is drawn once; undefined inside such a block. */
  readonly statics: StaticBlocks | undefined;
}

type Bind<T extends BoundBlock = BoundBlock> = Evaluate<T | undefined>;

/** A list of blocks as a closure: binds those that are shown. */
export function compileBlocks(
  blocks: readonly Block[],
  context: BlockContext,
): Evaluate<readonly BoundBlock[]> {
  const binds = blocks.map((block) => compileBlock(block, context));
  return (scopes) => bindAll(binds, scopes);
}

function bindAll(binds: readonly Bind[], scopes: Scopes): readonly BoundBlock[] {
  const bound: BoundBlock[] = [];
  for (const bind of binds) {
    const block = bind(scopes);
    if (block !== undefined) bound.push(block);
  }
  return bound;
}

function compileBlock(block: Block, context: BlockContext): Bind {
  if (block.isStatic && context.statics !== undefined && !isFixed(block)) {
    const bound = bindStatic(block, context, context.statics);
    return () => bound;
  }
  const bind = compileKind(block, context);
  if (block.when === undefined) return bind;
  const when = context.expr.compile(block.when, context.expr);
  return (scopes) => (when(scopes) === true ? bind(scopes) : undefined);
}

function isFixed({ kind }: Block): boolean {
  return kind === "image" || kind === "rule" || kind === "space" || kind === "page-break";
}

function bindStatic(
  block: Block,
  context: BlockContext,
  statics: StaticBlocks,
): BoundStatic | undefined {
  if (statics.has(block)) return statics.get(block);
  const bind = compileBlock(block, { ...context, statics: undefined });
  const content = bind(scopesOf({}));
  const bound: BoundStatic | undefined =
    content === undefined || content.kind === "static"
      ? undefined
      : { kind: "static", block, content };
  statics.set(block, bound);
  return bound;
}

function compileKind(block: Block, context: BlockContext): Bind {
  switch (block.kind) {
    case "text":
      return compileText(block, context.expr);
    case "facts":
      return compileFacts(block, context.expr);
    case "table":
      return compileTable(block, context.expr);
    case "chart":
      return compileChart(block, context.expr);
    case "group":
      return compileGroup(block, context);
    case "repeat":
      return compileRepeat(block, context);
    case "list":
      return compileList(block, context.expr);
    case "columns":
      return compileColumns(block, context);
    case "barcode":
      return compileBarcode(block, context.expr);
    case "image":
    case "rule":
    case "space":
    case "page-break": {
      const bound: BoundBlock = { kind: "fixed", block };
      return () => bound;
    }
    default:
      return assertNever(block, "block");
  }
}

/** A group with nothing left in it is left out. */
function compileGroup(block: GroupBlock, context: BlockContext): Bind<BoundGroup> {
  const blocks = compileBlocks(block.blocks, context);
  return (scopes) => {
    const bound = blocks(scopes);
    return bound.length === 0 ? undefined : { kind: "group", block, blocks: bound };
  };
}

/** The blocks of a repeat once for each row; those of a row with nothing left are left out. */
function compileRepeat(block: RepeatBlock, context: BlockContext): Bind {
  const { item, whole, pageBreak, grid } = block;
  const { inner, slot, rows, bindOuter } = compileTableRows(block.rows, context.expr);
  const blocks = compileBlocks(item.blocks, { ...context, expr: inner });
  const empty = block.empty && compileText(block.empty, context.expr);
  return (scopes) => {
    const items: BoundBlock[] = [];
    for (const row of rows(scopes)) {
      setRow(scopes, slot, row);
      bindOuter?.(scopes, row);
      const bound = blocks(scopes);
      if (bound.length === 0) continue;
      if (pageBreak !== undefined && items.length > 0)
        items.push({ kind: "fixed", block: pageBreak });
      items.push({ kind: "group", block: item, blocks: bound });
    }
    if (items.length === 0) return empty?.(scopes);
    const shown = grid === undefined ? items : gridRows(grid, items);
    return { kind: "group", block: whole, blocks: shown };
  };
}

/** Items in rows of a grid; the last row may have places left. */
function gridRows(grid: ColumnsBlock, items: readonly BoundBlock[]): BoundColumns[] {
  const count = grid.columns.length;
  return Array.from({ length: Math.ceil(items.length / count) }, (_, row) => ({
    kind: "columns",
    block: grid,
    columns: grid.columns.map((_column, at) => items.slice(row * count + at).slice(0, 1)),
  }));
}

/** Columns of which nothing is left are left out; an empty one among others keeps its place. */
function compileColumns(block: ColumnsBlock, context: BlockContext): Bind<BoundColumns> {
  const columns = block.columns.map((column) => compileBlocks(column.blocks, context));
  return (scopes) => {
    const bound = columns.map((column) => column(scopes));
    const isEmpty = bound.every((blocks) => blocks.length === 0);
    return isEmpty ? undefined : { kind: "columns", block, columns: bound };
  };
}
