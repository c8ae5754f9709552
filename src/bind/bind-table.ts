import type { TableBlock, WrittenRows } from "../model/block.ts";
import { type BoundTable, ROW_DETAIL } from "../model/document.ts";
import { compileTemplate } from "../expr/compile-template.ts";
import { compileSpans } from "./bind-spans.ts";
import { compileHrefs } from "./compile-href.ts";
import type { ExprContext } from "../expr/expr-context.ts";
import type { Evaluate } from "../expr/scopes.ts";
import { TableFill } from "./table-fill.ts";
import { compileProgram } from "./table-program.ts";

/** A table with its rows bound; left out if no row qualifies and there is no `empty` text. */
export function compileTable(
  block: TableBlock,
  context: ExprContext,
): Evaluate<BoundTable | undefined> {
  const { rows: shown } = block;
  if ("cells" in shown) return compileWritten(block, shown, context);
  const program = compileProgram(block, shown, context, compileTable);
  const empty = block.empty && compileSpans(block.empty, context);
  const links = block.empty && compileHrefs(block.empty, context);
  return (scopes) => {
    const rows = program.rows(scopes);
    if (rows.length > 0) return new TableFill(program, scopes, rows).bound();
    if (empty === undefined) return undefined;
    const titles = program.titles(scopes);
    const nothing = { rowCount: 0, rowKinds: new Uint8Array(0), cells: [] };
    const bound = { kind: "table", block, titles, ...nothing, empty: empty(scopes) } as const;
    return links === undefined ? bound : { ...bound, emptyHrefs: links(scopes) };
  };
}

/** A table whose cells the layout writes itself. */
function compileWritten(
  block: TableBlock,
  rows: WrittenRows,
  context: ExprContext,
): Evaluate<BoundTable> {
  const titles = block.columns.map(({ title }) => compileTemplate(title, context));
  const cells = rows.cells.flat().map((cell) => compileTemplate(cell, context));
  const rowCount = rows.cells.length;
  const rowKinds = new Uint8Array(rowCount).fill(ROW_DETAIL);
  return (scopes) => ({
    kind: "table",
    block,
    titles: titles.map((title) => title(scopes)),
    rowCount,
    rowKinds,
    cells: cells.map((cell) => cell(scopes)),
  });
}
