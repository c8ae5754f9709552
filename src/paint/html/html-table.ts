import { defined } from "../../base/assert.ts";
import type { TableBlock, TableColumn, TableGroup } from "../../model/block.ts";
import type { BoundTable } from "../../model/document.ts";
import { ROW_DETAIL, ROW_GROUP, ROW_TOTAL } from "../../model/document.ts";
import type { EmailStyles } from "./email-styles.ts";
import { escapeHtml, escapeLines } from "./escape-html.ts";
import type { HtmlDirection } from "./html-direction.ts";
import { DATA_TABLE, hasLongWord, lineBelow, marginOf, WHOLE_WORDS } from "./markup.ts";

export interface PaintedTable {
  readonly html: string;
  readonly rowsLeftOut: number;
}

/** What every cell of a table begins with, worked out once for a table of the plan. */
interface TableCss {
  readonly open: string;
  readonly heads: readonly string[];
  /** The same of titles that stand over groups of columns, from the attribute `style` on. */
  readonly groupHeads: readonly string[];
  readonly cells: readonly string[];
  /** By level of groups. */
  readonly headers: readonly string[];
  readonly footers: readonly string[];
  readonly total: string;
  /** Of cells with looks of their own, by number of the look and column, as they are met. */
  readonly looks: Map<number, string>;
}

/** How a cell looks, and on what ground. */
interface Look {
  readonly style: number;
  readonly background: number;
  readonly ground: number;
}

/** More than there can be colours: numbers of looks are below their square. */
const LOOKS_MAX = 1 << 16;

/** What the cells of one table begin with, by column. */
interface CellStarts {
  readonly row: string;
  readonly filled: readonly string[];
  readonly empty: readonly string[];
  readonly labels: readonly string[];
  /** Whether words stay whole, unless they are long. */
  readonly figures: readonly boolean[];
  /** Of a cell that looks otherwise than its column. */
  readonly own?: (row: number, column: number) => string | undefined;
}

/** Data tables of e-mails. */
export class HtmlTables {
  readonly #styles: EmailStyles;
  readonly #direction: HtmlDirection;
  /** Bounded by the tables of the plan, each of which stands on one ground. */
  readonly #css = new Map<TableBlock, TableCss>();

  constructor(styles: EmailStyles, direction: HtmlDirection) {
    this.#styles = styles;
    this.#direction = direction;
  }

  /** A table with at most `rowsMax` detail rows; a last line says how many more there are. */
  paint(
    table: BoundTable,
    ground: number,
    rowsMax: number,
    moreRows: (count: number) => string,
  ): PaintedTable {
    if (table.rowCount === 0) return { html: "", rowsLeftOut: 0 };
    const css = this.#cssOf(table.block, ground);
    const isRows = table.block.onPhone === "rows";
    const labels = table.titles.map((title, column) =>
      isRows ? "" : cardLabel(groupedTitle(table.groupTitles?.[column], title)),
    );
    const own = this.#ownStarts(table, css.looks, ground);
    const figures = table.block.columns.map(isOfFigures);
    const cells = {
      labels,
      figures,
      ...(own && { own }),
      row: table.block.onPhone === "summary" ? '<tr class="s" valign="top">' : '<tr valign="top">',
      filled: css.cells.map((start, column) => {
        // Words may be long where lines are: they break rather than push the figures out.
        const { wrap = false, table: inner } = table.block.columns[column] ?? {};
        const hasWords = wrap || inner !== undefined;
        const words = hasWords && figures[column] !== true ? ' class="o"' : "";
        return `<td${words}${start}${labels[column]}`;
      }),
      empty: css.cells.map((start) => `<td${isRows ? "" : ' class="e"'}${start}`),
    };
    let html = css.open + headHtml(table, css, this.#direction) + "<tbody>\n";
    let detailCount = 0;
    for (let row = 0; row < table.rowCount; row += 1) {
      const kind = table.rowKinds[row];
      if (kind === ROW_DETAIL) detailCount += 1;
      // Beyond the last row shown only the total is of use.
      if (detailCount > rowsMax && kind !== ROW_TOTAL) continue;
      if (kind === ROW_DETAIL) html += detailHtml(table, row, cells, this.#direction);
      else if (kind === ROW_GROUP) html += headerHtml(table, row, css, this.#direction);
      else html += sumHtml(table, row, css, labels, this.#direction);
    }
    const rowsLeftOut = Math.max(0, detailCount - rowsMax);
    if (rowsLeftOut > 0) html += moreHtml(table, css, moreRows(rowsLeftOut));
    return { html: `${html}</tbody></table>\n`, rowsLeftOut };
  }

  #cssOf(block: TableBlock, ground: number): TableCss {
    let css = this.#css.get(block);
    if (css === undefined) this.#css.set(block, (css = this.#makeCss(block, ground)));
    return css;
  }

  #makeCss(block: TableBlock, ground: number): TableCss {
    const styles = this.#styles;
    const cellCss = styles.text(block.columns[0]?.style ?? 0, ground);
    const headLine = lineBelow(styles.color(block.headerRuleColor));
    const headCss = (side: string, text: string): string =>
      `style="text-align:${side};vertical-align:bottom${headLine};${text}">`;
    const rowLine = lineBelow(styles.color(block.rowRuleColor));
    const tableCss = `${marginOf(block)};border-collapse:collapse;${WHOLE_WORDS};${cellCss}`;
    return {
      open: `<table${PHONE_CLASSES[block.onPhone]} ${DATA_TABLE} style="${tableCss}">`,
      heads: block.columns.map(({ align, titleStyle }) => {
        const css = headCss(this.#direction.sideOf(align), styles.text(titleStyle, ground));
        return `<th scope="col" ${css}`;
      }),
      groupHeads: block.columns.map(({ titleStyle }) =>
        headCss("center", styles.text(titleStyle, ground)),
      ),
      cells: block.columns.map((column, index) => {
        const own = this.#ownCss(column, cellCss, ground);
        const css = rowLine + this.#sideLines(block, index) + valignOf(column) + own;
        return cellStart(column, this.#direction, css);
      }),
      headers: block.groups.map((group) => this.#headerCss(group, ground)),
      footers: block.groups.map(({ footer }) => styles.text(footer?.style ?? 0, ground)),
      total: styles.text(block.total?.style ?? 0, ground),
      looks: new Map(),
    };
  }

  /** The ground is the group's own, where it has one, so that its text stays legible there. */
  #headerCss({ header, background }: TableGroup, ground: number): string {
    const color = this.#styles.color(background);
    const css = this.#styles.text(header?.style ?? 0, color === undefined ? ground : background);
    return color === undefined ? css : `background:${color};${css}`;
  }

  /** The rules between columns and at the table's sides. */
  #sideLines(block: TableBlock, column: number): string {
    const between = this.#styles.color(block.columnRuleColor);
    const side = this.#styles.color(block.sideRuleColor);
    const before = column === 0 ? side : between;
    const after = column === block.columns.length - 1 ? side : undefined;
    const line = (edge: string, color: string | undefined): string =>
      color === undefined ? "" : `;border-${edge}:1px solid ${color}`;
    return line(this.#direction.start, before) + line(this.#direction.end, after);
  }

  /** What cells with looks of their own begin with; undefined for a table that has none. */
  #ownStarts(table: BoundTable, known: Map<number, string>, ground: number): CellStarts["own"] {
    const { looks, block } = table;
    if (looks === undefined) return undefined;
    return (row, index) => {
      const at = row * block.columns.length + index;
      const style = looks.styles[at] ?? -1;
      const background = looks.grounds[at] ?? -1;
      if (style < 0 && background < 0) return undefined;
      const key = ((style + 1) * LOOKS_MAX + background + 1) * block.columns.length + index;
      let start = known.get(key);
      if (start === undefined) {
        start = this.#lookStart(block, index, { style, background, ground });
        known.set(key, start);
      }
      return start;
    };
  }

  #lookStart(block: TableBlock, index: number, { style, background, ground }: Look): string {
    const column = defined(block.columns[index], "a column");
    const color = this.#styles.color(background);
    const fill = color === undefined ? "" : `;background:${color}`;
    const on = color === undefined ? ground : background;
    const text = this.#styles.text(style < 0 ? column.style : style, on);
    const rowLine = lineBelow(this.#styles.color(block.rowRuleColor));
    const css = `${rowLine}${this.#sideLines(block, index)}${valignOf(column)}${fill};${text}`;
    return cellStart(column, this.#direction, css);
  }

  /** A column's style where it is not the table's. */
  #ownCss(column: TableColumn, tableCss: string, ground: number): string {
    const css = this.#styles.text(column.style, ground);
    return css === tableCss ? "" : `;${css}`;
  }
}

/** A table that keeps its rows on a phone has no class that would change it there. */
const PHONE_CLASSES = { cards: ' class="d"', rows: "", summary: ' class="d"' } as const;

/** A column that would be narrowed to a letter by the words of the others, were its own divided. */
function isOfFigures({ wrap, widthMpt, align }: TableColumn): boolean {
  return wrap && widthMpt !== undefined && align !== "left" && align !== "start";
}

function alignAttribute({ align }: TableColumn, direction: HtmlDirection): string {
  const side = direction.sideOf(align);
  return side === direction.start ? "" : ` align="${side}"`;
}

function valignOf({ valign }: TableColumn): string {
  return valign === undefined ? "" : `;vertical-align:${valign}`;
}

/** A cell from its attributes on; its declarations each begin with a semicolon. */
function cellStart(column: TableColumn, direction: HtmlDirection, css: string): string {
  const style = css === "" ? ">" : ` style="${css.slice(1)}">`;
  return alignAttribute(column, direction) + style;
}

/** A title with that of its group of columns, where there is no room for two rows of titles. */
function groupedTitle(group: string | undefined, title: string): string {
  if (group === undefined || group === "") return title;
  return title === "" ? group : `${group}: ${title}`;
}

/** Names a cell on a narrow screen, where the header row is not shown. */
function cardLabel(title: string): string {
  if (title === "") return "";
  return `<b class="l" style="display:none">${escapeHtml(title)}</b>`;
}

function headHtml(table: BoundTable, css: TableCss, direction: HtmlDirection): string {
  const { block, titles } = table;
  if (!block.showHeader) return "";
  const cells = titles.map(
    // A column without a title has no header that a screen reader would read out.
    (title, column) =>
      title === ""
        ? "<td></td>"
        : `${css.heads[column]}${direction.within(title, escapeLines(title))}</th>`,
  );
  return `<thead>${groupHeads(table, css)}<tr>${cells.join("")}</tr></thead>`;
}

/** The titles of groups of columns, each over its columns. */
function groupHeads({ groupTitles }: BoundTable, css: TableCss): string {
  if (groupTitles === undefined) return "";
  let html = "<tr>";
  for (let column = 0; column < groupTitles.length;) {
    const title = groupTitles[column] ?? "";
    let end = column + 1;
    while (end < groupTitles.length && groupTitles[end] === title) end += 1;
    const span = `colspan="${end - column}"`;
    const open = `<th scope="colgroup" ${span} ${css.groupHeads[column]}`;
    html += title === "" ? `<td ${span}></td>` : `${open}${escapeLines(title)}</th>`;
    column = end;
  }
  return `${html}</tr>`;
}

function detailHtml(
  table: BoundTable,
  row: number,
  cells: CellStarts,
  direction: HtmlDirection,
): string {
  const width = cells.filled.length;
  let html = cells.row;
  for (let column = 0; column < width;) {
    const text = table.cells[row * width + column] as string;
    const end = endOfCell(table, row, column);
    const span = end - column > 1 ? ` colspan="${end - column}"` : "";
    const start = cells.own?.(row, column);
    if (text === "") {
      html += `${start === undefined ? cells.empty[column] : `<td class="e"${start}`}</td>`;
    } else {
      const own = start === undefined ? undefined : `<td${start}${cells.labels[column]}`;
      const filled = own ?? cells.filled[column] ?? "";
      const isLong = cells.figures[column] === true && hasLongWord(text);
      const open = isLong ? filled.replace("<td", '<td class="o"') : filled;
      html += span === "" ? open : open.replace("<td", `<td${span}`);
      html += `${direction.within(text, escapeLines(text))}</td>`;
    }
    column = end;
  }
  return `${html}</tr>\n`;
}

/** The column after those that a cell takes the room of. */
function endOfCell({ block, cells }: BoundTable, row: number, column: number): number {
  const width = block.columns.length;
  let end = column + 1;
  if (block.columns[column]?.spans !== true || cells[row * width + column] === "") return end;
  while (end < width && cells[row * width + end] === "") end += 1;
  return end;
}

/** The header of a group, a line of its own on a narrow screen. */
function headerHtml(
  table: BoundTable,
  row: number,
  css: TableCss,
  direction: HtmlDirection,
): string {
  const width = table.block.columns.length;
  const style = `text-align:${direction.start};${css.headers[levelOf(table, row)] ?? ""}`;
  const label = table.cells[row * width] ?? "";
  const kind = hasLongWord(label) ? "n o" : "n";
  const open = `<tr><th class="${kind}" scope="rowgroup" colspan="${width}" style="${style}">`;
  return `${open}${direction.within(label, escapeLines(label))}</th></tr>\n`;
}

function levelOf(table: BoundTable, row: number): number {
  return table.groups?.rowLevels[row] ?? 0;
}

/** A row of sums: its label spans the empty cells beside it. */
function sumHtml(
  table: BoundTable,
  row: number,
  css: TableCss,
  labels: readonly string[],
  direction: HtmlDirection,
): string {
  const { columns } = table.block;
  const isTotal = table.rowKinds[row] === ROW_TOTAL;
  const style = isTotal ? css.total : (css.footers[levelOf(table, row)] ?? "");
  const cells = table.cells.slice(row * columns.length, (row + 1) * columns.length);
  let html = "<tr>";
  for (let column = 0; column < columns.length;) {
    const isSum = columns[column]?.sumOf !== undefined;
    const end = isSum ? column + 1 : endOfLabel(cells, columns, column);
    const cell = cells[column] ?? "";
    const text = direction.within(cell, escapeLines(cell));
    const kind = text === "" ? ' class="e"' : isSum ? "" : labelClass(cell);
    const span = end - column > 1 ? ` colspan="${end - column}"` : "";
    const align = `text-align:${direction.sideOf(columns[column]?.align ?? "start")}`;
    html += `<td${kind}${span} style="${align};${style}">`;
    html += `${isSum ? labels[column] : ""}${text}</td>`;
    column = end;
  }
  return `${html}</tr>\n`;
}

function labelClass(label: string): string {
  return hasLongWord(label) ? ' class="n o"' : ' class="n"';
}

function endOfLabel(
  cells: readonly string[],
  columns: readonly TableColumn[],
  start: number,
): number {
  let end = start + 1;
  while (cells[end] === "" && columns[end]?.sumOf === undefined) end += 1;
  return end;
}

function moreHtml({ block }: BoundTable, css: TableCss, text: string): string {
  const cell = `<td class="n" colspan="${block.columns.length}"`;
  return `<tr>${cell} style="${css.total}">${escapeHtml(text)}</td></tr>\n`;
}
