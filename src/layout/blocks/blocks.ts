import { keysOf } from "../../base/keys-of.ts";
import { limits } from "../../base/limits.ts";
import type { Block, BlockBase } from "../../model/block.ts";
import {
  type AnyBlockValue,
  type BlockKey,
  blockSchemas,
  type CommonValue,
  standInSchemas,
} from "./block-schema.ts";
import { barcodeBlock } from "./block-barcode.ts";
import { groupBlock, imageBlock, messageBlock, ruleBlock } from "./block-containers.ts";
import { columnsBlock } from "./block-columns.ts";
import { competing } from "./block-room.ts";
import { checkRepeated, repeatBlock } from "./block-repeat.ts";
import { chartBlock } from "./block-chart.ts";
import { listBlock } from "./block-list.ts";
import { buttonBlock } from "./block-button.ts";
import { factsBlock, headingBlock, paragraphBlock } from "./block-texts.ts";
import { isMapping } from "../data-declaration.ts";
import type { Children, LayoutCheck } from "../layout-check.ts";
import { checkAgainst } from "../../yaml/schema-issues.ts";
import { lengthMpt } from "../../yaml/schema-values.ts";
import { nameHint } from "../../yaml/suggest.ts";
import { askedPages, onItsPages } from "./named-pages.ts";
import { withoutNotes } from "./note-marks.ts";
import { tableBlock } from "./block-table.ts";
import { chosenBlocks, chosenKey } from "./chosen-blocks.ts";
import { checkedExpr } from "./texts.ts";
import { standsForOthers, usedBlocks } from "./used-blocks.ts";
import type { Path } from "../../yaml/yaml-source.ts";

const KINDS = keysOf(blockSchemas);
/** What a block can begin with, for hints. */
const BEGINNINGS = [...KINDS, ...keysOf(standInSchemas)];

/** Checks a list of blocks; faulty ones are reported and left out. */
export function checkedBlocks(check: LayoutCheck, path: Path, value: unknown, depth = 0): Block[] {
  if (!Array.isArray(value)) {
    check.source.report("wrong-value", path, "This must be a list of blocks.");
    return [];
  }
  if (depth > limits.layoutDepthMax) {
    const message = `Blocks are nested more than ${limits.layoutDepthMax} deep; flatten them.`;
    check.source.report("too-deep", path, message);
    return [];
  }
  const items: readonly unknown[] = value;
  return items.flatMap((item, index) => {
    const at = [...path, index];
    if (standsForOthers(item)) return usedBlocks(check, at, item, depth, checkedBlocks);
    const key = chosenKey(item);
    if (key === undefined || !isMapping(item)) return checkedBlock(check, at, item, depth) ?? [];
    return chosenBlocks(check, at, item, key, (each) =>
      chosenKey(each) === undefined
        ? [checkedBlock(check, at, each, depth)].flatMap((block) => block ?? [])
        : checkedBlocks(check, path, [each], depth + 1),
    );
  });
}

function checkedBlock(
  around: LayoutCheck,
  path: Path,
  value: unknown,
  depth: number,
): Block | undefined {
  const check = depth === 0 ? onItsPages(around, value) : around;
  check.counter.count += 1;
  if (check.counter.count === limits.layoutBlocksMax + 1)
    check.source.report(
      "too-many-blocks",
      path,
      `A layout has at most ${limits.layoutBlocksMax} blocks.`,
    );
  if (check.counter.count > limits.layoutBlocksMax) return undefined;
  const kind = kindOf(check, path, value);
  if (kind === undefined) return undefined;
  // Children are checked one by one below, so that a fault in one affects that one only.
  const own = checkAgainst(check.source, path, blockSchemas[kind], childless(kind, value));
  const children = {
    check,
    depth: depth + 1,
    raw: value as Record<string, unknown>,
    checkedBlocks,
  };
  if (own === undefined) {
    checkChildren(children, kind, path);
    return undefined;
  }
  const pages = askedPages(check, path, own, depth);
  const base = { ...commonOf(check, path, own), ...competing(check, path, own, depth), ...pages };
  return readBlock(children, path, own, base);
}

function readBlock(
  children: Children,
  path: Path,
  own: AnyBlockValue,
  base: BlockBase,
): Block | undefined {
  const { check } = children;
  const plain = withoutNotes(check);
  if ("paragraph" in own) return paragraphBlock(check, path, own, base);
  if ("heading" in own) return headingBlock(check, path, own, base);
  if ("button" in own) return buttonBlock(plain, path, own, base);
  if ("facts" in own) return factsBlock(check, path, own, base);
  if ("table" in own) return tableBlock(check, [...path, "table"], own.table, base);
  if ("chart" in own) return chartBlock(plain, path, own, base);
  if ("list" in own) return listBlock(check, path, own, base);
  if ("image" in own) return imageBlock(plain, path, own, base);
  if ("barcode" in own) return barcodeBlock(plain, path, own, base);
  if ("rule" in own) return ruleBlock(check, path, own, base);
  if ("space" in own) return { ...base, kind: "space", heightMpt: lengthMpt(own.space) };
  if ("group" in own) return groupBlock(children, path, own, base);
  if ("message" in own) return messageBlock(children, path, own, base);
  if ("repeat" in own) return repeatBlock(children, path, own, base);
  if ("columns" in own) return columnsBlock(children, path, own, base);
  return pageBreakBlock(check, path, base);
}

/** Ends a page, which what is kept on one has no use for. */
function pageBreakBlock(check: LayoutCheck, path: Path, base: BlockBase): Block {
  if (check.isWhole === true) {
    const message = "What stands here is kept on one page, so that no page can end in it.";
    const hint = "move the break out, or make what is around it `breakable`";
    check.source.report("wrong-value", path, message, { hint });
  }
  return { ...base, kind: "page-break" };
}

function kindOf(check: LayoutCheck, path: Path, value: unknown): BlockKey | undefined {
  if (!isMapping(value)) {
    const message = "A block is a mapping such as `paragraph: ...`.";
    check.source.report("wrong-value", path, message, { hint: `kinds: ${BEGINNINGS.join(", ")}` });
    return undefined;
  }
  const keys = Object.keys(value);
  const kinds = KINDS.filter((kind) => keys.includes(kind));
  const [kind, second] = kinds;
  if (kind === undefined) {
    const first = keys[0] ?? "";
    const message = `\`${first}\` is not a kind of block; start with one that is.`;
    const hint = nameHint(first, "kinds", BEGINNINGS);
    check.source.report("unknown-block", [...path, first], message, { at: "key", hint });
    return undefined;
  }
  if (second !== undefined) {
    const message = `This block is a \`${kind}\` and a \`${second}\`; a block is of one kind.`;
    const hint = `begin the other with a hyphen of its own: \`- ${second}: ...\``;
    check.source.report("unknown-key", [...path, second], message, { at: "key", hint });
    return undefined;
  }
  return kind;
}

/** The block as written, but with its lists of blocks emptied. */
function childless(kind: BlockKey, value: unknown): unknown {
  const raw = value as Record<string, unknown>;
  if (kind === "group") return { ...raw, group: [] };
  const hasBlocks = kind === "message" || kind === "repeat" || kind === "columns";
  if (hasBlocks && "blocks" in raw) return { ...raw, blocks: [] };
  if (kind !== "columns" || !Array.isArray(raw.columns)) return raw;
  const columns = raw.columns.map((column: unknown) =>
    isMapping(column) && "blocks" in column ? { ...column, blocks: [] } : column,
  );
  return { ...raw, columns };
}

function checkChildren(children: Children, kind: BlockKey, path: Path): void {
  const { check, depth, raw } = children;
  if (kind === "group") checkedBlocks(check, [...path, "group"], raw.group, depth);
  if ((kind === "message" || kind === "columns") && "blocks" in raw)
    checkedBlocks(check, [...path, "blocks"], raw.blocks, depth);
  if (kind === "repeat") checkRepeated(children, path);
  if (kind !== "columns" || !Array.isArray(raw.columns)) return;
  for (const [index, column] of raw.columns.entries())
    if (isMapping(column) && "blocks" in column)
      checkedBlocks(check, [...path, "columns", index, "blocks"], column.blocks, depth);
}

/** What all kinds share; each kind decides `isStatic`, because it knows its own texts. */
function commonOf(check: LayoutCheck, path: Path, own: CommonValue): BlockBase {
  const when =
    own.when === undefined ? undefined : checkedExpr(check, [...path, "when"], own.when, "boolean");
  const channels = own.channels ?? ["print", "email"];
  return {
    id: `${check.idPrefix ?? ""}${path.join(".")}`,
    ...(when && { when }),
    spaceBeforeMpt: lengthMpt(own["space-before"] ?? 0),
    spaceAfterMpt: lengthMpt(own["space-after"] ?? 0),
    keepWithNext: own["keep-with-next"] ?? false,
    channels: { print: channels.includes("print"), email: channels.includes("email") },
    isStatic: false,
  };
}
