import type { Mpt } from "../base/units.ts";
import { openGroups, setContinued } from "./group-rows.ts";
import { mergedCells, setMerged } from "./merged-cells.ts";
import { numberOf, type Pagination } from "./page-items.ts";
import { drawSlices } from "./panel.ts";
import type { PagePlacer } from "./place-page.ts";
import type { FlowingTable, SetContext } from "./set-context.ts";
import { setHeader } from "./set-header.ts";
import { setCarry } from "./set-table.ts";

/** Places what only its page needs of a table that breaks over pages: its head and its foot. */
export class TableEdgePlacer {
  readonly #context: SetContext;
  readonly #placer: PagePlacer;
  readonly #pagination: Pagination;

  constructor(context: SetContext, placer: PagePlacer, pagination: Pagination) {
    this.#context = context;
    this.#placer = placer;
    this.#pagination = pagination;
  }

  /** The table of which an item and the one before it are both rows. */
  #brokenTable(item: number): FlowingTable | undefined {
    const { tables } = this.#context.galley;
    const table = tables[item];
    const isBroken = table !== undefined && tables[item - 1] === table;
    return isBroken ? this.#context.tables[table] : undefined;
  }

  /** What a page repeats at its head above an item that goes on with its table. */
  head(item: number, bodyMpt: Mpt, topMpt: Mpt, pageMpt: Mpt): void {
    const table = this.#brokenTable(item);
    if (table === undefined) return;
    const { bound, geometry } = table;
    const xMpt = bodyMpt + table.xMpt;
    this.#placeSlices(table, bodyMpt, topMpt, headHeight(table, item));
    this.#placeMerged(item, table, xMpt, pageMpt);
    let yMpt = topMpt;
    if (bound.block.repeatHeader && bound.block.showHeader) {
      yMpt += this.#placeNow(() => setHeader(this.#context, bound, geometry), xMpt, yMpt);
    }
    const rowsBefore = this.#rowsBefore(item);
    const brought = bound.carryBrought?.(rowsBefore);
    if (brought !== undefined)
      yMpt += this.#placeNow(() => setCarry(this.#context, bound, geometry, brought), xMpt, yMpt);
    if (bound.groups === undefined) return;
    for (const open of openGroups(this.#context, bound, bound.groups, item))
      yMpt += this.#placeNow(
        () => setContinued(this.#context, bound, geometry, open, rowsBefore),
        xMpt,
        yMpt,
      );
  }

  /** The same above an item that begins a further column. */
  laneHead(item: number, bodyMpt: Mpt, pageMpt: Mpt): void {
    const table = this.#brokenTable(item);
    if (table === undefined) return;
    const yMpt = numberOf(this.#pagination.yMpt, item) - headHeight(table, item);
    this.head(item, bodyMpt, pageMpt + yMpt, pageMpt);
  }

  /** A page shows again what its first row has in common with the row on the page before. */
  #placeMerged(item: number, { bound, geometry }: FlowingTable, xMpt: Mpt, topMpt: Mpt): void {
    if (geometry.rows.merges === undefined) return;
    const row = numberOf(this.#context.galley.rows, item);
    const cells = this.#rowsBefore(item) === row ? mergedCells(bound, row) : undefined;
    if (cells === undefined) return;
    const yMpt = topMpt + numberOf(this.#pagination.yMpt, item);
    this.#placeNow(() => setMerged(this.#context, bound, geometry, row, cells), xMpt, yMpt);
  }

  /** The panels around a table that goes on, behind what it repeats. */
  #placeSlices({ slices }: FlowingTable, xMpt: Mpt, topMpt: Mpt, heightMpt: Mpt): void {
    if (slices.length === 0) return;
    const { frames } = this.#context.galley;
    drawSlices(slices, xMpt, topMpt, heightMpt, (x, y, width, height, color) =>
      frames.rect(x, y, width, height, color),
    );
  }

  /** The sums carried forward below the last item of a page that its table leaves. */
  foot(last: number, bodyMpt: Mpt, topMpt: Mpt): void {
    const table = this.#brokenTable(last + 1);
    const forward = table?.bound.carryForward?.(this.#rowsBefore(last + 1));
    if (table === undefined || forward === undefined) return;
    const yMpt =
      numberOf(this.#pagination.yMpt, last) + numberOf(this.#context.galley.heightsMpt, last);
    const { bound, geometry } = table;
    const [xMpt, footMpt] = [bodyMpt + table.xMpt, topMpt + yMpt];
    this.#placeSlices(table, bodyMpt, footMpt, table.footMpt);
    this.#placeNow(() => setCarry(this.#context, bound, geometry, forward), xMpt, footMpt);
  }

  /**
   * How many of a table's rows have shown their amounts above an item of it: a row that breaks
   * internally has them in its first line.
   */
  #rowsBefore(item: number): number {
    const { rows, tables } = this.#context.galley;
    const row = numberOf(rows, item);
    const isBegun = rows[item - 1] === row && tables[item - 1] === tables[item];
    return isBegun ? row + 1 : row;
  }

  /** Typesets content that only its page needs, after the flow, and places it at once. */
  #placeNow(set: () => Mpt, xMpt: Mpt, yMpt: Mpt): Mpt {
    const galley = this.#context.galley;
    const { segmentCount, decorationCount } = galley;
    const heightMpt = set();
    this.#placer.decorations(decorationCount, galley.decorationCount, xMpt, yMpt, true);
    this.#placer.segments(segmentCount, galley.segmentCount, xMpt, yMpt, true);
    return heightMpt;
  }
}

function headHeight(table: FlowingTable, item: number): Mpt {
  return table.headMpt + (table.groupHeadMpt?.(item) ?? 0);
}
