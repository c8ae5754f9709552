import type { TableBlock } from "../model/block.ts";
import type { BoundTable } from "../model/document.ts";
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
  const program = compileProgram(block, context);
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
