import type { Block } from "../../model/block.ts";
import type { Rect } from "../../model/geometry.ts";
import type { Master, MasterBox } from "../../model/layout-plan.ts";
import { checkedBlocks } from "./blocks.ts";
import { isMapping } from "../data-declaration.ts";
import type { LayoutCheck } from "../layout-check.ts";
import { boxSchema, masterSchema } from "../layout-schema.ts";
import type { Papers } from "../paper/papers.ts";
import { checkAgainst } from "../../yaml/schema-issues.ts";
import { rectOf } from "../paper/stocks.ts";
import {
  describeRect,
  isInside,
  overlap,
  printableArea,
  reservedZones,
  type Zone,
  zoneHint,
} from "./zones.ts";
import type { Path, YamlSource } from "../../yaml/yaml-source.ts";

/** An area that a master takes up, and what people call it. */
interface Placed {
  readonly path: Path;
  readonly name: string;
  readonly rect: Rect;
}

/** Checks one master: its schema, its zones and the blocks in its boxes. */
export function checkedMaster(
  check: LayoutCheck,
  path: Path,
  value: unknown,
  papers: Papers | undefined,
): Master | undefined {
  const raw = isMapping(value) ? value : {};
  const rawBoxes: readonly unknown[] = Array.isArray(raw.boxes) ? raw.boxes : [];
  const isBoxList = raw.boxes === undefined || Array.isArray(raw.boxes);
  const own = checkAgainst(
    check.source,
    path,
    masterSchema,
    isBoxList ? { ...raw, boxes: [] } : value,
  );
  const boxCheck = { ...check, hasPages: true, isWhole: true, notes: undefined };
  const boxes = rawBoxes.flatMap(
    (box, index) => checkedBox(boxCheck, [...path, "boxes", index], box) ?? [],
  );
  if (own === undefined) return undefined;
  const body = rectOf(own.body);
  const paper = papers?.stocks.findIndex(({ name }) => name === own.stock) ?? -1;
  if (papers !== undefined) {
    const placedBody = { path: [...path, "body"], name: "the body", rect: body };
    const placed = boxes.map((box) => ({ path: box.path, name: "a box", rect: box.rect }));
    const stock = papers.stocks[paper] ?? papers.stocks[0];
    const zones = reservedZones(stock, papers.envelopes, path.at(-1) === 0);
    checkZones(check, [placedBody, ...placed], printableArea(stock), zones);
  }
  return {
    name: own.name,
    body,
    boxes: boxes.map(({ path: _path, ...box }) => box),
    ...(paper > 0 && { paper }),
    ...(own.sides === "front" && { frontOnly: true }),
    ...(own.when === "last" && { isLast: true }),
  };
}

/** The first page's master, that of further pages, and finally that of the last page. */
export function checkMasterOrder(source: YamlSource, masters: readonly unknown[]): void {
  for (const [index, master] of masters.entries()) {
    const path = ["print", "masters", index];
    const isLast = isMapping(master) && master["when"] === "last";
    if (isLast && (index === 0 || index !== masters.length - 1)) {
      const message = "The master of the last page comes after all others; move it to the end.";
      source.report("misplaced-master", [...path, "when"], message);
    }
    if (!isLast && index === 2) {
      const message = "A third master must be for the last page; add `when: last`.";
      source.report("misplaced-master", path, message);
    }
  }
}

function checkedBox(
  check: LayoutCheck,
  path: Path,
  value: unknown,
): (MasterBox & { path: Path }) | undefined {
  const raw = isMapping(value) ? value : {};
  const isBlockList = Array.isArray(raw.blocks);
  const own = checkAgainst(
    check.source,
    path,
    boxSchema,
    isBlockList ? { ...raw, blocks: [] } : value,
  );
  const rect = own && rectOf(own.at);
  const widthMpt = rect?.widthMpt ?? check.widthMpt;
  const blocks = isBlockList
    ? checkedBlocks({ ...check, widthMpt }, [...path, "blocks"], raw.blocks)
    : [];
  if (rect === undefined) return undefined;
  return {
    id: `${check.idPrefix ?? ""}${path.join(".")}`,
    rect,
    blocks,
    isStatic: blocks.every(isFixed),
    ...(own?.shrink !== undefined && { percentMin: own.shrink }),
    path: [...path, "at"],
  };
}

function isFixed(block: Block): boolean {
  return block.isStatic || (block.kind === "space" && block.when === undefined);
}

function checkZones(
  check: LayoutCheck,
  placed: readonly Placed[],
  area: Rect,
  zones: readonly Zone[],
): void {
  for (const [index, { path, name, rect }] of placed.entries()) {
    if (rect.widthMpt <= 0 || rect.heightMpt <= 0) {
      check.source.report("bad-rect", path, "A rectangle needs a width and a height above 0.");
      continue;
    }
    if (!isInside(rect, area)) {
      const message = "This extends beyond the printable area; move it or make it smaller.";
      check.source.report("off-page", path, message, { hint: `printable: ${describeRect(area)}` });
    }
    for (const zone of zones.filter((reserved) => overlap(rect, reserved.rect))) {
      const message = `This overlaps ${zone.name}; keep that area free.`;
      check.source.report(zone.code, path, message, {
        hint: zoneHint(zone, rect),
      });
    }
    const other = placed.slice(0, index).find((before) => overlap(rect, before.rect));
    if (other === undefined) continue;
    const message = `This overlaps ${other.name} (${other.path.join(".")}); move one of them.`;
    check.source.report("boxes-overlap", path, message, { hint: `${name}: ${describeRect(rect)}` });
  }
}
