import { counted } from "../../base/counted.ts";
import type { WrittenRows } from "../../model/block.ts";
import type { LayoutCheck } from "../layout-check.ts";
import type { Path } from "../../yaml/yaml-source.ts";
import type { TableValue } from "./block-schema.ts";
import { checkedTemplate } from "./texts.ts";

/** What only rows of the data can have. */
const TABLE_KEYS = [
  ...(["of", "as", "where", "last-by", "carry", "subtotal", "groups", "total"] as const),
  ...(["gaps", "empty", "row-styles"] as const),
];
const COLUMN_KEYS = ["show", "table", "running", "sum", "cell-styles"] as const;

/** Checks the cells of a table that writes its rows itself. */
export function writtenRows(
  check: LayoutCheck,
  path: Path,
  own: TableValue,
  rows: Exclude<TableValue["rows"], string>,
): WrittenRows {
  for (const key of TABLE_KEYS)
    if (own[key] !== undefined) reportListOnly(check, [...path, key], key);
  for (const [index, column] of own.columns.entries())
    for (const key of COLUMN_KEYS)
      if (column[key] !== undefined) reportListOnly(check, [...path, "columns", index, key], key);
  const cells = rows.map((row, index) => {
    const at = [...path, "rows", index];
    if (row.length !== own.columns.length) reportCells(check, at, row.length, own.columns.length);
    return row.map((cell, column) => checkedTemplate(check, [...at, column], cell));
  });
  return { cells };
}

function reportListOnly({ source }: LayoutCheck, path: Path, key: string): void {
  const message = `\`${key}\` is for rows of the data; the rows of this table are written here.`;
  const hint = "leave it out, or name a list of the data under `rows`";
  source.report("wrong-value", path, message, { at: "key", hint });
}

function reportCells({ source }: LayoutCheck, path: Path, cells: number, columns: number): void {
  const message =
    `This row has ${counted(cells, "cell")}, ` + `but the table has ${counted(columns, "column")}.`;
  source.report("wrong-value", path, message, { hint: "write a cell for each column" });
}
