import type {
  BlockBase,
  ColumnsBlock,
  GroupBlock,
  RepeatBlock,
  TextBlock,
} from "../../model/block.ts";
import { reportEmpty } from "./block-containers.ts";
import { frameOf, within } from "./block-frame.ts";
import type { BlockValue } from "./block-schema.ts";
import { outerRows } from "./rows-schema.ts";
import { styleOf } from "./block-texts.ts";
import type { Children, LayoutCheck } from "../layout-check.ts";
import { checkedRows } from "./repeated-rows.ts";
import { lengthMpt } from "../../yaml/schema-values.ts";
import { checkedSpans } from "./texts.ts";
import type { Path } from "../../yaml/yaml-source.ts";

const ROW_NAME = "item";

/** Checks a repeat and, with its row in scope, the blocks in it. */
export function repeatBlock(
  children: Children,
  path: Path,
  own: BlockValue<"repeat">,
  base: BlockBase,
): RepeatBlock | undefined {
  const { check } = children;
  const row = own.as ?? ROW_NAME;
  const repeated = checkedRows(check, path, { ...own, key: "repeat", list: own.repeat, row });
  const empty = own.empty === undefined ? undefined : emptyText(check, path, own, base);
  if (repeated === undefined) return undefined;
  const framed = frameOf(check, path, own);
  const grid = gridOf(check, path, own, base);
  const widthMpt = grid === undefined ? check.widthMpt : cellWidth(check.widthMpt, grid);
  const isWhole = check.isWhole === true || grid !== undefined;
  const inner = within({ ...repeated.check, widthMpt, isWhole }, framed);
  const at = [...path, "blocks"];
  const blocks = children.checkedBlocks(inner, at, children.raw.blocks, children.depth);
  reportEmpty(check, at, children.raw.blocks);
  const part = { ...plain(base), kind: "group", isStatic: false } as const;
  const gapMpt = lengthMpt(own.gap ?? 0);
  const item: GroupBlock = { ...part, blocks, ...framed, spaceBeforeMpt: grid ? 0 : gapMpt };
  const whole = { ...part, ...NO_FRAME, blocks: [item], ...spacesOf(base) };
  const isPaged = own["new-page"] ?? false;
  return {
    ...base,
    kind: "repeat",
    rows: repeated.rows,
    item,
    whole,
    ...(isPaged && { pageBreak: { ...plain(base), kind: "page-break" } }),
    ...(grid && { grid: { ...grid, spaceBeforeMpt: gapMpt } }),
    ...(empty && { empty }),
  };
}

const GRID_GAP = "12pt";

/** The columns that the rows of a grid stand in. */
function gridOf(
  check: LayoutCheck,
  path: Path,
  own: BlockValue<"repeat">,
  base: BlockBase,
): ColumnsBlock | undefined {
  const { across } = own;
  if (across === undefined) return undefined;
  if (own["new-page"] === true || own.breakable === true) {
    const message = "Rows that stand side by side cannot begin or break pages; leave this out.";
    check.source.report("wrong-value", [...path, "across"], message, { at: "key" });
  }
  const gapMpt = lengthMpt(own["across-gap"] ?? GRID_GAP);
  const columns = Array.from({ length: across }, () => ({ grow: 1, blocks: [] }));
  return { ...plain(base), kind: "columns", gapMpt, columns, isGrid: true };
}

function cellWidth(widthMpt: number, { gapMpt, columns }: ColumnsBlock): number {
  return Math.floor((widthMpt - gapMpt * (columns.length - 1)) / columns.length);
}

/** Checks the blocks of a repeat that is faulty itself, if its row is known. */
export function checkRepeated(children: Children, path: Path): void {
  const { check, raw, depth } = children;
  const { repeat, as, of } = raw;
  if (typeof repeat !== "string" || !("blocks" in raw)) return;
  const row = typeof as === "string" ? as : ROW_NAME;
  const outer = outerRows.safeParse(of).data;
  const repeated = checkedRows(check, path, { key: "repeat", list: repeat, of: outer, row });
  if (repeated === undefined) return;
  children.checkedBlocks(repeated.check, [...path, "blocks"], raw.blocks, depth);
}

const NO_FRAME = { keepTogether: false, paddingMpt: 0, background: -1, borderColor: -1 };

function spacesOf({ spaceBeforeMpt, spaceAfterMpt, keepWithNext }: BlockBase) {
  return { spaceBeforeMpt, spaceAfterMpt, keepWithNext };
}

/** What a part of a block has of its base: neither its condition nor its spaces. */
function plain({ id, channels, pagesOf }: BlockBase): BlockBase {
  const spaces = { spaceBeforeMpt: 0, spaceAfterMpt: 0, keepWithNext: false };
  const pages = pagesOf === undefined ? {} : { pagesOf };
  return { id, channels, ...spaces, ...pages, isStatic: false };
}

function emptyText(
  check: LayoutCheck,
  path: Path,
  own: BlockValue<"repeat">,
  base: BlockBase,
): TextBlock {
  const style = styleOf(check, [...path, "style"], own.style, ["body"]);
  const spans = checkedSpans(check, [...path, "empty"], own.empty ?? "", style);
  return { ...plain(base), ...spacesOf(base), kind: "text", level: 0, align: "start", spans };
}
