import { defined } from "../base/assert.ts";
import type { TableBlock } from "../model/block.ts";
import { type BoundTable, ROW_DETAIL, ROW_GROUP, ROW_TOTAL } from "../model/document.ts";
import type { Align } from "../model/geometry.ts";
import type { SetContext } from "./set-context.ts";
import { DETAIL_ROLE, type RowContent } from "./set-row.ts";
import { type RowMetrics, rowMetrics, type TableGeometry } from "./table-geometry.ts";
import type { TypeStyle } from "./type-style.ts";

/** How the rows of one kind look. */
export interface RowLook {
  readonly styles: readonly TypeStyle[];
  readonly aligns: readonly Align[];
  readonly metrics: RowMetrics;
  readonly indentMpt: number;
}

/** A row of one style in all columns. */
export function lookOf(
  context: SetContext,
  block: TableBlock,
  style: number | undefined,
  indentMpt = 0,
): RowLook | undefined {
  if (style === undefined) return undefined;
  const type = defined(context.styles[style], "a text style");
  const styles = block.columns.map(() => type);
  const aligns = alignsOf(block);
  return { styles, aligns, metrics: rowMetrics(styles, block.rowGapMpt), indentMpt };
}

/** A label across the table stands at its start, whatever the first column holds. */
export function headerLook(
  context: SetContext,
  block: TableBlock,
  style: number | undefined,
  indentMpt: number,
): RowLook | undefined {
  const look = lookOf(context, block, style, indentMpt);
  return look && { ...look, aligns: look.aligns.map((align, at) => (at === 0 ? "start" : align)) };
}

function alignsOf({ columns }: TableBlock): readonly Align[] {
  return columns.map((column) => column.align);
}

/** Gives the content of each row in one reused object. */
export class RowReader {
  readonly #content: { -readonly [K in keyof RowContent]: RowContent[K] };
  readonly #bound: BoundTable;
  readonly #labelSpans: readonly boolean[];
  /** The header of a group runs over the whole row. */
  readonly #wholeSpans: readonly boolean[];
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
    const content = { cells, first: 0, role: DETAIL_ROLE, wraps, name, spans: undefined };
    this.#content = { ...content, ...this.#detail };
  }

  at(row: number): RowContent {
    const kind = this.#bound.rowKinds[row];
    this.#row = row;
    this.#content.first = row * this.#bound.block.columns.length;
    if (kind === ROW_DETAIL) return this.#as(this.#detail, undefined);
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
