import type { Block } from "../../model/block.ts";
import type { Rect } from "../../model/geometry.ts";
import type { Master, MasterBox } from "../../model/layout-plan.ts";
import { checkedBlocks } from "./blocks.ts";
import { isMapping } from "../data-declaration.ts";
import type { LayoutCheck } from "../layout-check.ts";
import { boxSchema, masterSchema } from "../layout-schema.ts";
import { checkedVariant, mayBeFirst, placeOf } from "./master-kinds.ts";
import type { Papers } from "../paper/papers.ts";
import type { Stock } from "../../model/stock.ts";
import { turnedToPage } from "../../rules/turned-page.ts";
import { checkAgainst } from "../../yaml/schema-issues.ts";
import { rectOf } from "../paper/stocks.ts";
import {
  describeRect,
  isInside,
  overlap,
  printableArea,
  reservedZones,
  wholePage,
  type Zone,
  zoneHint,
} from "./zones.ts";
import type { Path } from "../../yaml/yaml-source.ts";

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
  written: readonly unknown[],
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
  const paperOf = papers && ((index: number) => paperOfMaster(papers, written[index]));
  const variant = checkedVariant(check, path, own, { raw: written, paperOf });
  const paper = papers?.stocks.findIndex(({ name }) => name === own.stock) ?? -1;
  if (papers !== undefined) {
    const placedBody = { path: [...path, "body"], name: "the body", rect: body };
    const placed = boxes.map((box) => ({ path: box.path, name: "a box", rect: box.rect }));
    const index = Number(path.at(-1));
    const stock = paperOfMaster(papers, written[placeOf(index, variant, written)]);
    const isMailed = papers.envelopes.length > 0;
    const isFirst = isMailed && mayBeFirst(index, variant);
    const zones = isMailed ? reservedZones(stock, papers.envelopes, isFirst) : [];
    const area = isMailed ? printableArea(stock) : wholePage(stock);
    checkPageZones(check, own.landscape === true, [placedBody, ...placed], { stock, area, zones });
    if (isFirst && own.landscape === true) {
      const message = "The first page shows the address, so it stays upright; leave this out.";
      check.source.report("misplaced-key", [...path, "landscape"], message, { at: "key" });
    }
  }
  return {
    name: own.name,
    body,
    boxes: boxes.map(({ path: _path, ...box }) => box),
    ...(paper > 0 && { paper }),
    ...(own.sides === "front" && { frontOnly: true }),
    ...(own.when === "last" && { isLast: true }),
    ...(own.when === "named" && { isNamed: true }),
    ...(own.landscape === true && { isLandscape: true }),
    ...(variant && { variant }),
  };
}

/** The paper that the pages of a master, as written, are on. */
function paperOfMaster({ stocks }: Papers, master: unknown): Stock {
  const name = isMapping(master) ? master["stock"] : undefined;
  return stocks.find((stock) => stock.name === name) ?? stocks[0];
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

/** A sheet, what of it can be printed on, and what of that is kept free. */
interface SheetZones {
  readonly stock: Stock;
  readonly area: Rect;
  readonly zones: readonly Zone[];
}

/** Checks what stands on a page against its sheet, on which a landscape page lies turned. */
function checkPageZones(
  check: LayoutCheck,
  isTurned: boolean,
  placed: readonly Placed[],
  { stock, area, zones }: SheetZones,
): void {
  const onPage = (rect: Rect): Rect => (isTurned ? turnedToPage(rect, stock.heightMpt) : rect);
  const turned = zones.map((zone) => ({ ...zone, rect: onPage(zone.rect) }));
  checkZones(check, placed, onPage(area), turned);
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
