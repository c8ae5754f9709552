import type { BlockBase, ColumnPlan, ColumnsBlock } from "../../model/block.ts";
import { lengthMpt } from "../../yaml/schema-values.ts";
import type { Path } from "../../yaml/yaml-source.ts";
import type { Children } from "../layout-check.ts";
import { areStatic, columnWidths, inPoints, reportEmpty } from "./block-containers.ts";
import type { BlockValue } from "./block-schema.ts";

type ColumnsValue = BlockValue<"columns">;

/** Columns side by side, each with blocks; or a number of columns that blocks flow through. */
export function columnsBlock(
  children: Children,
  path: Path,
  own: ColumnsValue,
  base: BlockBase,
): ColumnsBlock {
  checkKeys(children, path, own);
  const gapMpt = lengthMpt(own.gap ?? "12pt");
  if (typeof own.columns === "number")
    return flowingBlock(children, path, own, base, { count: own.columns, gapMpt });
  const { widthMpt } = children.check;
  const widths = own.columns.map((column) =>
    column.width === undefined ? undefined : lengthMpt(column.width),
  );
  const shares = columnWidths(widthMpt, gapMpt, widths, own.columns);
  const columns = own.columns.map((column, index): ColumnPlan => {
    const at = [...path, "columns", index, "blocks"];
    const written = (children.raw.columns as readonly { blocks: unknown }[])[index]?.blocks;
    const isWhole = children.check.isWhole === true || own.breakable !== true;
    const check = { ...children.check, widthMpt: shares[index] ?? 0, isWhole };
    const ownWidthMpt = widths[index];
    const blocks = children.checkedBlocks(check, at, written, children.depth);
    return {
      ...(ownWidthMpt !== undefined && { widthMpt: ownWidthMpt }),
      grow: column.grow ?? 1,
      blocks,
    };
  });
  checkShares(children, path, shares);
  if (columns.every(({ blocks }) => blocks.length === 0))
    reportEmpty(children.check, [...path, "columns"], []);
  if (own.breakable === true)
    return { ...base, kind: "columns", gapMpt, columns, breakable: true, isStatic: false };
  const isStatic = columns.every((column) => areStatic(base, column.blocks));
  return { ...base, kind: "columns", gapMpt, columns, isStatic };
}

function flowingBlock(
  children: Children,
  path: Path,
  own: ColumnsValue,
  base: BlockBase,
  { count, gapMpt }: { readonly count: number; readonly gapMpt: number },
): ColumnsBlock {
  const widthMpt = Math.floor((children.check.widthMpt - gapMpt * (count - 1)) / count);
  checkShares(children, path, [widthMpt]);
  const check = { ...children.check, widthMpt: Math.max(0, widthMpt) };
  const at = [...path, "blocks"];
  const blocks = children.checkedBlocks(check, at, children.raw.blocks ?? [], children.depth);
  reportEmpty(children.check, at, children.raw.blocks);
  const flow = { count, balances: own.balance ?? true };
  return { ...base, kind: "columns", gapMpt, columns: [{ grow: 1, blocks }], flow };
}

function checkShares({ check }: Children, path: Path, shares: readonly number[]): void {
  if (shares.every((share) => share > 0)) return;
  const space = inPoints(check.widthMpt);
  const message = `The columns are wider than their space of ${space}; narrow one.`;
  check.source.report("columns-too-wide", path, message);
}

/** Keys that have no meaning for columns of the other kind. */
function checkKeys({ check }: Children, path: Path, own: ColumnsValue): void {
  const isFlow = typeof own.columns === "number";
  if (isFlow && own.blocks === undefined)
    check.source.report("missing-key", path, "The columns have no content; add `blocks`.");
  const idle = isFlow ? (["breakable"] as const) : (["blocks", "balance"] as const);
  for (const key of idle) {
    if (own[key] === undefined) continue;
    const message = isFlow
      ? "Text that flows from column to column continues on the next page anyway; leave this out."
      : `\`${key}\` is for text that flows, such as through \`columns: 2\`; leave it out.`;
    check.source.report("wrong-value", [...path, key], message, { at: "key" });
  }
}
