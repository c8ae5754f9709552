import type { BlockBase, GroupBlock, RepeatBlock, TextBlock } from "../../model/block.ts";
import { frameOf, within } from "./block-frame.ts";
import type { BlockValue } from "./block-schema.ts";
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
  const inner = within(repeated.check, framed);
  const at = [...path, "blocks"];
  const blocks = children.checkedBlocks(inner, at, children.raw.blocks, children.depth);
  const part = { ...plain(base), kind: "group", isStatic: false } as const;
  const gapMpt = lengthMpt(own.gap ?? 0);
  const item: GroupBlock = { ...part, blocks, ...framed, spaceBeforeMpt: gapMpt };
  const whole = { ...part, ...NO_FRAME, blocks: [item], ...spacesOf(base) };
  const isPaged = own["new-page"] ?? false;
  return {
    ...base,
    kind: "repeat",
    rows: repeated.rows,
    item,
    whole,
    ...(isPaged && { pageBreak: { ...plain(base), kind: "page-break" } }),
    ...(empty && { empty }),
  };
}

/** Checks the blocks of a repeat that is faulty itself, if its row is known. */
export function checkRepeated(children: Children, path: Path): void {
  const { check, raw, depth } = children;
  const { repeat, as } = raw;
  if (typeof repeat !== "string" || !("blocks" in raw)) return;
  const row = typeof as === "string" ? as : ROW_NAME;
  const repeated = checkedRows(check, path, { key: "repeat", list: repeat, row });
  if (repeated === undefined) return;
  children.checkedBlocks(repeated.check, [...path, "blocks"], raw.blocks, depth);
}

const NO_FRAME = { keepTogether: false, paddingMpt: 0, background: -1, borderColor: -1 };

function spacesOf({ spaceBeforeMpt, spaceAfterMpt, keepWithNext }: BlockBase) {
  return { spaceBeforeMpt, spaceAfterMpt, keepWithNext };
}

/** What a part of a block has of its base: neither its condition nor its spaces. */
function plain({ id, channels }: BlockBase): BlockBase {
  const spaces = { spaceBeforeMpt: 0, spaceAfterMpt: 0, keepWithNext: false };
  return { id, channels, ...spaces, isStatic: false };
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
