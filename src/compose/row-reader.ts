import { type BoundTable, ROW_DETAIL, ROW_GROUP, ROW_TOTAL } from "../model/document.ts";
import type { SetContext } from "./set-context.ts";
import { LookReader } from "./look-reader.ts";
import { alignsOf, headerLook, lookOf, type RowLook } from "./row-look.ts";
import { DETAIL_ROLE, type RowContent } from "./set-row.ts";
import type { TableGeometry } from "./table-geometry.ts";

/** Gives the content of each row in one reused object. */
export class RowReader {
  readonly #content: { -readonly [K in keyof RowContent]: RowContent[K] };
  readonly #bound: BoundTable;
  readonly #labelSpans: readonly boolean[];
  /** The header of a group runs over the whole row. */
  readonly #wholeSpans: readonly boolean[];
  readonly #columnSpans: readonly boolean[] | undefined;
  readonly #merges: readonly boolean[] | undefined;
  readonly #looks: LookReader | undefined;
  readonly #detail: RowLook;
  readonly #total: RowLook;
  readonly #headers: readonly (RowLook | undefined)[];
  readonly #footers: readonly (RowLook | undefined)[];
  #row = 0;

  constructor(context: SetContext, bound: BoundTable, geometry: TableGeometry) {
    const { block, cells } = bound;
    this.#bound = bound;
    this.#labelSpans = geometry.labelSpans;
    this.#wholeSpans = block.columns.map(() => true);
    const { styles, detail: metrics } = geometry;
    const indentMpt = block.rowIndentMpt;
    this.#detail = { styles, aligns: alignsOf(block), metrics, indentMpt };
    this.#total = lookOf(context, block, block.total?.style) ?? { ...this.#detail, indentMpt: 0 };
    this.#headers = block.groups.map(({ header, indentMpt }) =>
      headerLook(context, block, header?.style, indentMpt),
    );
    this.#footers = block.groups.map(({ footer, indentMpt }) =>
      lookOf(context, block, footer?.style, indentMpt),
    );
    const wraps = block.columns.map((column) => column.wrap);
    const name = (): string => `${block.id}, row ${this.#row + 1}`;
    this.#columnSpans = block.columns.some(({ spans }) => spans)
      ? block.columns.map(({ spans }) => spans === true)
      : undefined;
    this.#merges = block.columns.some(({ merges }) => merges)
      ? block.columns.map(({ merges }) => merges === true)
      : undefined;
    this.#looks = bound.looks && new LookReader(context, bound.looks, this.#detail, block);
    const content = {
      cells,
      first: 0,
      role: DETAIL_ROLE,
      wraps,
      name,
      spans: undefined,
      merges: undefined,
    };
    this.#content = { ...content, ...this.#detail };
  }

  at(row: number): RowContent {
    const kind = this.#bound.rowKinds[row];
    this.#row = row;
    this.#content.first = row * this.#bound.block.columns.length;
    const isDetail = kind === ROW_DETAIL;
    const isNext = isDetail && this.#bound.rowKinds[row - 1] === ROW_DETAIL;
    this.#content.merges = isNext ? this.#merges : undefined;
    if (isDetail) return this.#as(this.#looks?.at(row) ?? this.#detail, this.#columnSpans);
    if (kind === ROW_TOTAL) return this.#as(this.#total, this.#labelSpans);
    const looks = kind === ROW_GROUP ? this.#headers : this.#footers;
    const look = looks[this.#bound.groups?.rowLevels[row] ?? 0] ?? this.#detail;
    return this.#as(look, kind === ROW_GROUP ? this.#wholeSpans : this.#labelSpans);
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
