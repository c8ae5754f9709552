import type { Mpt } from "../base/units.ts";
import { type BoundTable, ROW_DETAIL, ROW_GROUP, ROW_TOTAL } from "../model/document.ts";
import type { SetContext } from "./set-context.ts";
import { LookReader } from "./look-reader.ts";
import type { RowLook, RowLooks } from "./row-look.ts";
import { DETAIL_ROLE, type InnerPlace, type RowContent } from "./set-row.ts";
import type { TableGeometry } from "./table-geometry.ts";

/** Gives the content of each row in one reused object. */
export class RowReader {
  readonly #content: { -readonly [K in keyof RowContent]: RowContent[K] };
  readonly #bound: BoundTable;
  readonly #labelSpans: readonly boolean[];
  readonly #rows: RowLooks;
  readonly #looks: LookReader | undefined;
  readonly #turns: TableGeometry["turns"];
  #row = 0;

  constructor(
    context: SetContext,
    bound: BoundTable,
    geometry: TableGeometry,
    setTable?: (bound: BoundTable, place: InnerPlace) => Mpt,
  ) {
    const { rows, labelSpans, turns } = geometry;
    const { styles, aligns, metrics, indentMpt } = rows.detail;
    this.#bound = bound;
    this.#labelSpans = labelSpans;
    this.#rows = rows;
    this.#turns = turns;
    this.#looks = bound.looks && new LookReader(context, bound.looks, rows.detail, bound.block);
    this.#content = {
      cells: bound.cells,
      first: 0,
      styles,
      aligns,
      role: DETAIL_ROLE,
      metrics,
      wraps: rows.wraps,
      name: () => `${bound.block.id}, row ${this.#row + 1}`,
      spans: undefined,
      indentMpt,
      merges: undefined,
      turns: undefined,
      setInner: undefined,
    };
    const { inner } = bound;
    if (inner === undefined || setTable === undefined) return;
    this.#content.setInner = (cell, place) => {
      const table = inner.get(cell);
      return table && setTable(table, place);
    };
  }

  at(row: number): RowContent {
    const rows = this.#rows;
    const kind = this.#bound.rowKinds[row];
    this.#row = row;
    this.#content.first = row * this.#bound.block.columns.length;
    const isDetail = kind === ROW_DETAIL;
    const isNext = isDetail && this.#bound.rowKinds[row - 1] === ROW_DETAIL;
    this.#content.merges = isNext ? rows.merges : undefined;
    this.#content.turns = isDetail ? this.#turns : undefined;
    if (isDetail) return this.#as(this.#looks?.at(row) ?? rows.detail, rows.spans);
    if (kind === ROW_TOTAL) return this.#as(rows.total, this.#labelSpans);
    const looks = kind === ROW_GROUP ? rows.headers : rows.footers;
    const look = looks[this.#bound.groups?.rowLevels[row] ?? 0] ?? rows.detail;
    return this.#as(look, kind === ROW_GROUP ? rows.always : this.#labelSpans);
  }

  #as(look: RowLook, spans: RowContent["spans"]): RowContent {
    this.#content.spans = spans;
    this.#content.styles = look.styles;
    this.#content.aligns = look.aligns;
    this.#content.metrics = look.metrics;
    this.#content.indentMpt = look.indentMpt;
    return this.#content;
  }
}
