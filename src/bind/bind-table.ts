import type { TableBlock, TableGaps } from "../model/block.ts";
import type { BoundTable } from "../model/document.ts";
import { ROW_DETAIL, ROW_SUBTOTAL, ROW_TOTAL } from "../model/document.ts";
import type { Template } from "../model/expr.ts";
import type { RawObject } from "../model/record.ts";
import { compileSpans } from "./bind-spans.ts";
import { compileHrefs } from "./compile-href.ts";
import { compileTemplate } from "./compile-template.ts";
import type { ExprContext } from "../expr/expr-context.ts";
import { withRow } from "../expr/expr-context.ts";
import type { Evaluate, Scopes } from "../expr/scopes.ts";
import { setRow } from "../expr/scopes.ts";
import { compileStretchKey, compileTableRows } from "./table-rows.ts";
import type { SummedColumn } from "./table-sums.ts";
import { compileSums, RunningSums, sumCells } from "./table-sums.ts";

/** A table's closures, compiled once. */
interface TableProgram {
  readonly block: TableBlock;
  /** Where the row is in the scopes. */
  readonly slot: number;
  readonly rows: Evaluate<readonly RawObject[]>;
  readonly titles: Evaluate<readonly string[]>;
  readonly cells: readonly Evaluate<string>[];
  readonly sums: readonly SummedColumn[];
  readonly subtotal?: { readonly key: Evaluate<unknown>; readonly label: Evaluate<string> };
  readonly totalLabel?: Evaluate<string>;
  readonly gaps?: { readonly plan: TableGaps; readonly by: Evaluate };
  readonly carry?: { readonly forward: Evaluate<string>; readonly brought: Evaluate<string> };
}

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

function compileProgram(block: TableBlock, context: ExprContext): TableProgram {
  const inner = withRow(context, block.rows.row);
  const text = (template: Template): Evaluate<string> => compileTemplate(template, inner);
  const { subtotal, total, gaps, carry } = block;
  const titles = block.columns.map((column) => compileTemplate(column.title, context));
  return {
    block,
    slot: context.names.length,
    rows: compileTableRows(block.rows, context, inner),
    titles: (scopes) => titles.map((title) => title(scopes)),
    cells: block.columns.map((column) => text(column.cell)),
    sums: compileSums(block.columns, inner),
    ...(subtotal && {
      subtotal: { key: compileStretchKey(subtotal.by, inner), label: text(subtotal.label) },
    }),
    ...(total && { totalLabel: text(total.label) }),
    ...(gaps && { gaps: { plan: gaps, by: inner.compile(gaps.by, inner) } }),
    ...(carry && { carry: { forward: text(carry.forward), brought: text(carry.brought) } }),
  };
}

/** One table of one record while its rows are bound. */
class TableFill {
  readonly #program: TableProgram;
  readonly #scopes: Scopes;
  readonly #rows: readonly RawObject[];
  readonly #cells: string[] = [];
  readonly #kinds: number[] = [];
  /** For carry rows: per bound row the last detail row up to it, and the sums so far. */
  readonly #carried: (RawObject | undefined)[] = [];
  readonly #carriedSums: number[] = [];

  constructor(program: TableProgram, scopes: Scopes, rows: readonly RawObject[]) {
    this.#program = program;
    // Carried sums are asked for when pages are made: the rows around the table have gone on then.
    this.#scopes = program.carry !== undefined && program.slot > 1 ? [...scopes] : scopes;
    this.#rows = rows;
  }

  bound(): BoundTable {
    const { block, titles, sums, carry } = this.#program;
    if (sums.length === 0 && this.#program.subtotal === undefined && carry === undefined)
      this.#fillPlain();
    else this.#fillSummed();
    const table: BoundTable = {
      kind: "table",
      block,
      titles: titles(this.#scopes),
      rowCount: this.#kinds.length,
      rowKinds: new Uint8Array(this.#kinds),
      cells: this.#cells,
    };
    if (carry === undefined) return table;
    return {
      ...table,
      carryForward: (rowsBefore) => this.#carryCells(carry.forward, rowsBefore),
      carryBrought: (rowsBefore) => this.#carryCells(carry.brought, rowsBefore),
    };
  }

  #fillPlain(): void {
    for (const row of this.#rows) this.#addDetail(row);
    this.#markGaps();
    this.#addTotal([]);
  }

  #fillSummed(): void {
    const { sums, subtotal, slot } = this.#program;
    const scopes = this.#scopes;
    const total = new RunningSums(sums);
    const stretch = new RunningSums(sums);
    let stretchKey: unknown;
    for (let index = 0; index < this.#rows.length; index += 1) {
      const row = this.#rows[index] as RawObject;
      setRow(scopes, slot, row);
      const key = subtotal?.key(scopes);
      if (index > 0 && key !== stretchKey) {
        this.#addSubtotal(stretch, total, this.#rows[index - 1]);
        setRow(scopes, slot, row);
      }
      stretchKey = key;
      this.#addDetail(row);
      total.add(scopes);
      if (subtotal !== undefined) stretch.add(scopes);
      this.#keepCarry(total, row);
    }
    if (subtotal !== undefined) this.#addSubtotal(stretch, total, this.#rows.at(-1));
    this.#markGaps();
    this.#addTotal(total.texts());
  }

  #addDetail(row: RawObject): void {
    const { cells, slot } = this.#program;
    this.#scopes[slot] = row;
    for (let column = 0; column < cells.length; column += 1)
      this.#cells.push((cells[column] as Evaluate<string>)(this.#scopes));
    this.#kinds.push(ROW_DETAIL);
  }

  #addSubtotal(stretch: RunningSums, total: RunningSums, last: RawObject | undefined): void {
    const { subtotal, slot } = this.#program;
    if (subtotal === undefined) return;
    setRow(this.#scopes, slot, last);
    this.#addSums(subtotal.label(this.#scopes), stretch.texts(), ROW_SUBTOTAL);
    stretch.reset();
    this.#keepCarry(total, last);
  }

  #addTotal(texts: readonly string[]): void {
    const { totalLabel, slot } = this.#program;
    if (totalLabel === undefined) return;
    setRow(this.#scopes, slot, this.#rows.at(-1));
    this.#addSums(totalLabel(this.#scopes), texts, ROW_TOTAL);
  }

  #addSums(label: string, texts: readonly string[], kind: number): void {
    const { block, sums } = this.#program;
    for (const cell of sumCells(block.columns.length, sums, label, texts)) this.#cells.push(cell);
    this.#kinds.push(kind);
  }

  #keepCarry(total: RunningSums, row: RawObject | undefined): void {
    if (this.#program.carry === undefined) return;
    this.#carried.push(row);
    total.appendTo(this.#carriedSums);
  }

  #carryCells(label: Evaluate<string>, rowsBefore: number): readonly string[] {
    const { block, sums, slot } = this.#program;
    // A total row adds nothing to what is carried.
    const last = Math.min(rowsBefore, this.#carried.length) - 1;
    setRow(this.#scopes, slot, this.#carried[last]);
    const texts = sums.map(({ format }, index) =>
      format(last < 0 ? 0 : this.#carriedSums[last * sums.length + index]),
    );
    return sumCells(block.columns.length, sums, label(this.#scopes), texts);
  }

  /**
   * Marks rows whose number is not the previous one plus one; rows without a number are skipped.
   */
  #markGaps(): void {
    const { gaps, slot, block } = this.#program;
    if (gaps === undefined) return;
    let previous: number | undefined;
    let detail = 0;
    for (let row = 0; row < this.#kinds.length; row += 1) {
      if (this.#kinds[row] !== ROW_DETAIL) continue;
      setRow(this.#scopes, slot, this.#rows[detail]);
      detail += 1;
      const number = gaps.by(this.#scopes) as number | undefined;
      if (number === undefined) continue;
      const cell = row * block.columns.length + gaps.plan.column;
      if (previous !== undefined && number !== previous + 1) this.#cells[cell] += gaps.plan.mark;
      previous = number;
    }
  }
}
