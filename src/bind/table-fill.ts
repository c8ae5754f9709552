import { defined } from "../base/assert.ts";
import type { BoundTable } from "../model/document.ts";
import { ROW_DETAIL, ROW_GROUP, ROW_SUBTOTAL, ROW_TOTAL } from "../model/document.ts";
import type { RawObject } from "../model/record.ts";
import type { Evaluate, Scopes } from "../expr/scopes.ts";
import { setRow } from "../expr/scopes.ts";
import { CellLooks } from "./cell-looks.ts";
import { RunningTotals } from "./running-totals.ts";
import { TableGroups } from "./table-groups.ts";
import type { InnerTable, TableProgram } from "./table-program.ts";
import { RunningSums, sumCells } from "./table-sums.ts";

/** One table of one record while its rows are bound. */
export class TableFill {
  readonly #program: TableProgram;
  readonly #scopes: Scopes;
  readonly #rows: readonly RawObject[];
  readonly #cells: string[] = [];
  readonly #kinds: number[] = [];
  #details = 0;
  #inner: Map<number, BoundTable> | undefined;
  readonly #groups: TableGroups | undefined;
  readonly #looks: CellLooks | undefined;
  /** Whether sums are asked for when the table breaks over pages. */
  readonly #carries: boolean;
  /** For carry rows: per bound row the last detail row up to it, and the sums so far. */
  readonly #carried: (RawObject | undefined)[] = [];
  readonly #carriedSums: number[] = [];

  constructor(program: TableProgram, scopes: Scopes, rows: readonly RawObject[]) {
    const { groups, slot } = program;
    this.#program = program;
    // The rows around the table have gone on when pages are made.
    this.#scopes = program.isAskedLater && slot > 1 ? [...scopes] : scopes;
    this.#rows = rows;
    this.#groups = groups.length > 0 ? new TableGroups(groups, program.sums.length) : undefined;
    this.#looks = program.looks && new CellLooks(program.looks);
    this.#carries = program.carries;
  }

  bound(): BoundTable {
    const { block, titles, groupTitles, carry } = this.#program;
    const groups = this.#groups;
    if (this.#program.isPlain) this.#fillPlain();
    else this.#fillSummed();
    const table: BoundTable = {
      kind: "table",
      block,
      titles: titles(this.#scopes),
      rowCount: this.#kinds.length,
      rowKinds: new Uint8Array(this.#kinds),
      cells: this.#cells,
      ...(groupTitles && { groupTitles: groupTitles(this.#scopes) }),
      ...(this.#looks && { looks: this.#looks.bound() }),
      ...(this.#inner && { inner: this.#inner }),
      ...(groups && {
        groups: groups.bound((group, rowsBefore) => this.#continuedCells(group, rowsBefore)),
      }),
    };
    if (carry === undefined) return table;
    return {
      ...table,
      carryForward: (rowsBefore) => this.#carryCells(carry.forward, rowsBefore),
      carryBrought: (rowsBefore) => this.#carryCells(carry.brought, rowsBefore),
    };
  }

  #bindRow(row: RawObject | undefined): void {
    const { slot, bindOuter } = this.#program;
    setRow(this.#scopes, slot, row);
    bindOuter?.(this.#scopes, row);
  }

  #fillPlain(): void {
    for (const row of this.#rows) this.#addDetail(row);
    this.#markGaps();
    this.#addTotal([]);
  }

  #fillSummed(): void {
    const { block, sums, running } = this.#program;
    const scopes = this.#scopes;
    const total = new RunningSums(sums);
    const totals =
      running.length > 0 ? new RunningTotals(running, block.columns.length) : undefined;
    let previous: RawObject | undefined;
    for (const row of this.#rows) {
      this.#bindRow(row);
      const level = this.#turnGroups(previous, row, total);
      previous = row;
      this.#addDetail(row);
      totals?.addTo(this.#cells, scopes, level);
      total.add(scopes);
      this.#keepCarry(total, row);
    }
    this.#closeGroups(0, total, this.#rows.at(-1));
    this.#markGaps();
    this.#addTotal(total.texts());
  }

  /**
   * Where the value of a level has changed with this row, ends the groups that were open from there
   * inwards and begins those of the row; gives the level.
   */
  #turnGroups(previous: RawObject | undefined, row: RawObject, total: RunningSums): number {
    const groups = this.#groups;
    if (groups === undefined) return previous === undefined ? 0 : Number.MAX_SAFE_INTEGER;
    const scopes = this.#scopes;
    const level = groups.changed(scopes);
    if (previous !== undefined && level < groups.levels) {
      this.#closeGroups(level, total, previous);
      this.#bindRow(row);
    }
    for (let open = level; open < groups.levels; open += 1) {
      groups.open(open, this.#kinds.length, row, total, this.#details);
      const header = groups.program(open).header;
      if (header !== undefined) this.#addGroupRow(header(scopes), [], ROW_GROUP, open, total);
    }
    return level;
  }

  /** Ends the groups from a level inwards, the innermost first. */
  #closeGroups(from: number, total: RunningSums, last: RawObject | undefined): void {
    const groups = this.#groups;
    if (groups === undefined) return;
    this.#bindRow(last);
    for (let level = groups.levels - 1; level >= from; level -= 1) {
      const footer = groups.footer(level, this.#details);
      const texts = footer && total.textsSince(groups.sumsBefore(level));
      if (footer !== undefined && texts !== undefined)
        this.#addGroupRow(footer(this.#scopes), texts, ROW_SUBTOTAL, level, total);
      groups.close(level);
    }
  }

  #addGroupRow(
    label: string,
    texts: readonly string[],
    kind: number,
    level: number,
    total: RunningSums,
  ): void {
    if (kind === ROW_GROUP) this.#addHeader(label);
    else this.#addSums(label, texts, kind);
    this.#groups?.keep(level);
    this.#keepCarry(total, this.#scopes[this.#program.slot]);
  }

  #addHeader(label: string): void {
    this.#cells.push(label);
    for (let column = 1; column < this.#program.block.columns.length; column += 1)
      this.#cells.push("");
    this.#kinds.push(ROW_GROUP);
    this.#looks?.skip();
  }

  #addDetail(row: RawObject): void {
    const { cells, inner } = this.#program;
    this.#bindRow(row);
    for (const cell of cells) this.#cells.push(cell(this.#scopes));
    if (inner.length > 0) this.#addInner(inner, this.#cells.length - cells.length);
    this.#kinds.push(ROW_DETAIL);
    this.#details += 1;
    this.#looks?.add(this.#scopes);
    this.#groups?.keep(0);
  }

  /** The tables in the cells of the row that begins there, which say the same as text. */
  #addInner(inner: readonly InnerTable[], first: number): void {
    for (const { column, bind } of inner) {
      const bound = bind(this.#scopes);
      if (bound === undefined) continue;
      this.#inner ??= new Map();
      this.#inner.set(first + column, bound);
      this.#cells[first + column] = innerText(bound);
    }
  }

  #addTotal(texts: readonly string[]): void {
    const { totalLabel } = this.#program;
    if (totalLabel === undefined) return;
    this.#bindRow(this.#rows.at(-1));
    this.#addSums(totalLabel(this.#scopes), texts, ROW_TOTAL);
    this.#groups?.keep(0);
  }

  #addSums(label: string, texts: readonly string[], kind: number): void {
    const { block, sums } = this.#program;
    for (const cell of sumCells(block.columns.length, sums, label, texts)) this.#cells.push(cell);
    this.#kinds.push(kind);
    this.#looks?.skip();
  }

  #keepCarry(total: RunningSums, row: RawObject | undefined): void {
    if (!this.#carries) return;
    this.#carried.push(row);
    total.appendTo(this.#carriedSums);
  }

  #carryCells(label: Evaluate<string>, rowsBefore: number): readonly string[] {
    const { block, sums } = this.#program;
    const last = this.#lastCarried(rowsBefore);
    this.#bindRow(this.#carried[last]);
    const texts = sums.map(({ format }, index) => format(this.#sumAfter(last, index)));
    return sumCells(block.columns.length, sums, label(this.#scopes), texts);
  }

  #continuedCells(group: number, rowsBefore: number): readonly string[] {
    const { block, sums } = this.#program;
    const { program, first, sumsBefore } = defined(this.#groups, "groups").group(group);
    this.#bindRow(first);
    const label = program.continued?.(this.#scopes) ?? "";
    if (!program.carries) return block.columns.map((_, column) => (column === 0 ? label : ""));
    const last = this.#lastCarried(rowsBefore);
    const texts = sums.map(({ format }, index) =>
      format(this.#sumAfter(last, index) - (sumsBefore[index] ?? 0)),
    );
    return sumCells(block.columns.length, sums, label, texts);
  }

  /** The last row that counts for what is carried: a total adds nothing to it. */
  #lastCarried(rowsBefore: number): number {
    return Math.min(rowsBefore, this.#carried.length) - 1;
  }

  #sumAfter(row: number, sum: number): number {
    return row < 0 ? 0 : (this.#carriedSums[row * this.#program.sums.length + sum] ?? 0);
  }

  /**
   * Marks rows whose number is not the previous one plus one; rows without a number are skipped.
   */
  #markGaps(): void {
    const { gaps, block } = this.#program;
    if (gaps === undefined) return;
    let previous: number | undefined;
    let detail = 0;
    for (let row = 0; row < this.#kinds.length; row += 1) {
      if (this.#kinds[row] !== ROW_DETAIL) continue;
      this.#bindRow(this.#rows[detail]);
      detail += 1;
      const number = gaps.by(this.#scopes);
      if (typeof number !== "number") continue;
      const cell = row * block.columns.length + gaps.plan.column;
      if (previous !== undefined && number !== previous + 1) this.#cells[cell] += gaps.plan.mark;
      previous = number;
    }
  }
}

/** A line for each row of a table in a cell, for where there is no room for columns. */
function innerText({ block, cells, rowCount }: BoundTable): string {
  const width = block.columns.length;
  const lines = Array.from({ length: rowCount }, (_, row) =>
    cells.slice(row * width, (row + 1) * width).filter((cell) => cell !== ""),
  );
  return lines.map((line) => line.join(" \u00b7 ")).join("\n");
}
