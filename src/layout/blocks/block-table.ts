import type { BlockBase, TableBlock, TableColumn } from "../../model/block.ts";
import type { TableValue } from "./block-schema.ts";
import { columnWidths, inPoints } from "./block-containers.ts";
import { checkGroupSums, runningTotal, SUMMABLE, tableGroups } from "./block-groups.ts";
import { arranged, conditionalLooks } from "./block-looks.ts";
import { colorOf, styleOf } from "./block-texts.ts";
import type { LayoutCheck } from "../layout-check.ts";
import { lengthMpt } from "../../yaml/schema-values.ts";
import { nameHint } from "../../yaml/suggest.ts";
import { withoutNotes } from "./note-marks.ts";
import { checkedRows } from "./repeated-rows.ts";
import { checkedExpr, checkedSpans, checkedTemplate } from "./texts.ts";
import { writtenRows } from "./written-rows.ts";
import type { Path } from "../../yaml/yaml-source.ts";

const COLUMN_GAP = "8pt";
const ACROSS_GAP = "18pt";

/** Checks a table at `path`, the place of its `table:` value. */
export function tableBlock(
  check: LayoutCheck,
  path: Path,
  own: TableValue,
  base: BlockBase,
): TableBlock | undefined {
  const rows = tableRows(check, path, own);
  if (rows === undefined) return undefined;
  const rowCheck = rows.check;
  const styles = tableStyles(check, path, own);
  const within = "within" in rows.rows ? (rows.rows.within ?? []) : [];
  const groups = tableGroups(check, rowCheck, path, own, styles.cell, within);
  const levels = groups.length;
  const isWritten = typeof own.rows !== "string";
  const columnGapMpt = lengthMpt(own["column-gap"] ?? COLUMN_GAP);
  const acrossGapMpt = lengthMpt(own["across-gap"] ?? ACROSS_GAP);
  const across = own.across ?? 1;
  const looks = conditionalLooks(rowCheck, [...path, "row-styles"], own["row-styles"]);
  const widthMpt = Math.floor((check.widthMpt - acrossGapMpt * (across - 1)) / across);
  const insetMpt = own["side-rule"] === undefined ? 0 : columnGapMpt;
  const shares = sharesOf(own, widthMpt - insetMpt, columnGapMpt);
  const columns = own.columns.map((column, index) => {
    const at = [...path, "columns", index];
    const shown = isWritten || column.table ? { ...column, show: "" } : column;
    const table = isWritten
      ? undefined
      : cellTable({ ...rowCheck, widthMpt: shares[index] ?? 0 }, at, column, base);
    const made = tableColumn(check, rowCheck, at, shown, { ...styles, levels });
    return table === undefined ? made : { ...made, table };
  });
  checkWidths(check, path, columns, columnGapMpt, widthMpt - insetMpt);
  checkSums(check, path, own);
  checkCarry(check, path, own);
  return {
    ...base,
    kind: "table",
    rows: rows.rows,
    columns,
    columnGapMpt,
    rowGapMpt: lengthMpt(own["row-gap"] ?? 0),
    rowIndentMpt: lengthMpt(own["row-indent"] ?? 0),
    showHeader: own.header ?? true,
    repeatHeader: own["repeat-header"] ?? true,
    across,
    acrossGapMpt,
    groups,
    ...extras(check, rowCheck, path, own, styles.cell),
    headerRuleColor: colorOf(check, [...path, "header-rule"], own["header-rule"]),
    rowRuleColor: colorOf(check, [...path, "row-rule"], own["row-rule"]),
    stripeColor: colorOf(check, [...path, "stripe"], own.stripe),
    columnRuleColor: colorOf(check, [...path, "column-rule"], own["column-rule"]),
    sideRuleColor: colorOf(check, [...path, "side-rule"], own["side-rule"]),
    ...(looks.length > 0 && { looks }),
    keepTogether: own["keep-together"] ?? false,
    onPhone: own["on-phone"] ?? (columns.length <= PHONE_COLUMNS ? "rows" : "cards"),
  };
}

/** The rows, and the check of what is said of each; undefined, and reported, if faulty. */
function tableRows(
  check: LayoutCheck,
  path: Path,
  own: TableValue,
): { readonly rows: TableBlock["rows"]; readonly check: LayoutCheck } | undefined {
  const { rows, as: row = "row" } = own;
  if (typeof rows !== "string") return { rows: writtenRows(check, path, own, rows), check };
  return checkedRows(check, path, { ...own, key: "rows", list: rows, row });
}

/** So many columns have room side by side on a phone. */
const PHONE_COLUMNS = 2;

interface TableStyles {
  readonly cell: number;
  readonly title: number;
}

function tableStyles(check: LayoutCheck, path: Path, own: TableValue): TableStyles {
  const cell = styleOf(check, [...path, "style"], own.style, ["table", "body"]);
  const title = styleOf(check, [...path, "title-style"], own["title-style"], [
    "table-title",
    own.style ?? "table",
    "body",
  ]);
  return { cell, title };
}

function sharesOf({ columns }: TableValue, widthMpt: number, gapMpt: number): number[] {
  const given = columns.map(({ width }) => (width === undefined ? undefined : lengthMpt(width)));
  return columnWidths(widthMpt, gapMpt, given, columns);
}

/** What a column with tables in its cells has no use for. */
const NOT_WITH_TABLE = [
  ...(["show", "running", "merge", "spans"] as const),
  ...(["rotate", "decimals", "wrap"] as const),
];

/** The table in each cell of a column; it has no titles, and its rows are known there alone. */
function cellTable(
  rowCheck: LayoutCheck,
  path: Path,
  own: TableValue["columns"][number],
  { channels }: BlockBase,
): TableBlock | undefined {
  if (own.table === undefined) return undefined;
  for (const key of NOT_WITH_TABLE) {
    if (own[key] === undefined) continue;
    const message = `A column of tables has no \`${key}\`; leave it out.`;
    rowCheck.source.report("wrong-value", [...path, key], message, { at: "key" });
  }
  const at = [...path, "table"];
  const columns = own.table.columns.map((column) => ({ ...column, title: "" }));
  const table = { ...own.table, as: own.table.as ?? "item", columns, header: false };
  const id = `${rowCheck.idPrefix ?? ""}${at.join(".")}`;
  const spaces = { spaceBeforeMpt: 0, spaceAfterMpt: 0, keepWithNext: false };
  return tableBlock(withoutNotes(rowCheck), at, table, {
    id,
    channels,
    ...spaces,
    isStatic: false,
  });
}

function tableColumn(
  check: LayoutCheck,
  rowCheck: LayoutCheck,
  path: Path,
  own: TableValue["columns"][number],
  styles: TableStyles & { readonly levels: number },
): TableColumn {
  const sumOf =
    own.sum === undefined ? undefined : checkedExpr(rowCheck, [...path, "sum"], own.sum, SUMMABLE);
  const running = runningTotal(check, rowCheck, path, own, styles.levels);
  const cellCheck = own.merge === true ? withoutNotes(rowCheck) : rowCheck;
  return {
    title: checkedTemplate(check, [...path, "title"], own.title),
    titleStyle:
      own["title-style"] === undefined
        ? styles.title
        : styleOf(check, [...path, "title-style"], own["title-style"], []),
    style:
      own.style === undefined ? styles.cell : styleOf(check, [...path, "style"], own.style, []),
    cell: checkedTemplate(cellCheck, [...path, "show"], own.show ?? ""),
    ...(own.width !== undefined && { widthMpt: lengthMpt(own.width) }),
    grow: own.grow ?? 1,
    ...arranged(check, rowCheck, path, own),
    wrap: own.wrap ?? false,
    ...(sumOf && { sumOf }),
    ...(running && { running }),
  };
}

function checkWidths(
  check: LayoutCheck,
  path: Path,
  columns: readonly TableColumn[],
  gapMpt: number,
  widthMpt: number,
): void {
  const widths = columns.map((column) => column.widthMpt);
  const given = columnWidths(widthMpt, gapMpt, widths, columns);
  if (given.every((width) => width > 0)) return;
  const message = `The table's columns are wider than the ${inPoints(widthMpt)} they have.`;
  const hint = "narrow a column, or let one grow instead of giving it a width";
  check.source.report("table-too-wide", [...path, "columns"], message, { at: "key", hint });
}

/** Carries and totals add up the `sum` of columns: without one they would show nothing. */
function checkSums(check: LayoutCheck, path: Path, own: TableValue): void {
  if (own.columns.some((column) => column.sum !== undefined)) return;
  checkGroupSums(check, path, own);
  for (const key of ["carry", "subtotal", "total"] as const) {
    if (own[key] === undefined) continue;
    const message = `\`${key}\` adds up columns, but no column has a \`sum\`; give one.`;
    check.source.report("no-sum", [...path, key], message, { at: "key" });
  }
}

/** If rows are set side by side, those above a page break are not the first of the table. */
function checkCarry(check: LayoutCheck, path: Path, own: TableValue): void {
  if (own.carry === undefined || (own.across ?? 1) === 1) return;
  const message = "A table set `across` cannot carry sums from page to page.";
  const hint = "leave out `carry`, or set the table in one column";
  check.source.report("carry-across", [...path, "carry"], message, { at: "key", hint });
}

type Extras = Pick<TableBlock, "carry" | "total" | "gaps" | "empty">;

function extras(
  check: LayoutCheck,
  rowCheck: LayoutCheck,
  path: Path,
  own: TableValue,
  cellStyle: number,
): Extras {
  const { carry, total } = own;
  const style = (key: string, named: string | undefined): number =>
    named === undefined ? cellStyle : styleOf(check, [...path, key, "style"], named, []);
  const gaps = gapsOf(rowCheck, path, own);
  const plain = withoutNotes(check);
  return {
    ...(carry && {
      carry: {
        forward: checkedTemplate(plain, [...path, "carry", "forward"], carry.forward),
        brought: checkedTemplate(plain, [...path, "carry", "brought"], carry.brought),
        style: style("carry", carry.style),
      },
    }),
    ...(total && {
      total: {
        label: checkedTemplate(check, [...path, "total", "label"], total.label),
        style: style("total", total.style),
      },
    }),
    ...(gaps && { gaps }),
    ...(own.empty !== undefined && {
      empty: checkedSpans(check, [...path, "empty"], own.empty, cellStyle),
    }),
  };
}

function gapsOf(check: LayoutCheck, path: Path, own: TableValue): TableBlock["gaps"] | undefined {
  const { gaps, columns } = own;
  if (gaps === undefined) return undefined;
  const by = checkedExpr(check, [...path, "gaps", "by"], gaps.by, "integer");
  const titles = columns.map((column) => String(column.title));
  const column = titles.indexOf(String(gaps.column));
  if (column >= 0) return by && { by, column, mark: String(gaps.mark) };
  const message = `No column has the title \`${gaps.column}\`; name an existing column.`;
  const hint = nameHint(String(gaps.column), "titles", titles);
  check.source.report("unknown-column", [...path, "gaps", "column"], message, { hint });
  return undefined;
}
