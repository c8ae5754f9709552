import type { Block } from "../model/block.ts";
import type { BoundBlock } from "../model/document.ts";
import type { LayoutPlan, ZonePlan } from "../model/layout-plan.ts";
import type { ZoneChoice } from "../model/zone-choice.ts";
import { byPriority, ZoneCounter, zoneOf } from "../rules/zone-choice.ts";

/** Why a block of a document is not on its pages: its zone has enough, or it has no room. */
export interface LeftOut {
  readonly id: string;
  readonly reason: "most" | "no-room";
}

/** What became of the messages of zones and of blocks that wait for room, as they are written. */
export function zoneChoices(
  blocks: readonly BoundBlock[],
  leftOut: readonly LeftOut[],
): ZoneChoice[] {
  const reasons = new Map(leftOut.map(({ id, reason }) => [id, reason]));
  return blocks
    .filter((bound) => bound.block.ifRoom === true || zoneOf(bound) !== undefined)
    .filter(({ block }) => block.channels.print)
    .map(({ block: { id } }) => ({ id: plainId(id), outcome: reasons.get(id) ?? "shown" }));
}

/** Of the texts of a locale, the block that they are of. */
function plainId(id: string): string {
  return id.slice(id.lastIndexOf("@") + 1);
}

/** Whether documents are not simply as they are written: some of their blocks may be left out. */
export function hasChoice({ blocks, zones = [] }: Pick<LayoutPlan, "blocks" | "zones">): boolean {
  const waits = (block: Block): boolean =>
    block.ifRoom === true || (block.kind === "repeat" && block.whole.ifRoom === true);
  return zones.length > 0 || blocks.some(waits);
}

/**
 * Chooses the blocks that a document shows in print. Those that wait for room are tried one by one,
 * by priority, and shown where the document has no page more for it; of a zone there are at most as
 * many as it may have. `pageCount` sets blocks, and is called last with those that are shown.
 */
export function fillRoom(
  blocks: readonly BoundBlock[],
  zones: readonly ZonePlan[],
  pageCount: (blocks: readonly BoundBlock[]) => number,
): readonly LeftOut[] {
  const printed = blocks.filter(({ block }) => block.channels.print);
  const shown = new Set(printed);
  const leftOut: LeftOut[] = [];
  const leave = (bound: BoundBlock, reason: LeftOut["reason"]): void => {
    shown.delete(bound);
    leftOut.push({ id: bound.block.id, reason });
  };
  for (const bound of printed) if (bound.block.ifRoom === true) shown.delete(bound);
  const current = (): BoundBlock[] => printed.filter((bound) => shown.has(bound));
  const counter = new ZoneCounter(zones);
  for (const bound of byPriority(current()))
    if (counter.hasPlace(bound)) counter.take(bound);
    else leave(bound, "most");
  let set = current();
  const pages = pageCount(set);
  for (const bound of byPriority(printed.filter(({ block }) => block.ifRoom === true))) {
    if (!counter.hasPlace(bound)) {
      leave(bound, "most");
      continue;
    }
    shown.add(bound);
    set = current();
    if (pageCount(set) <= pages) counter.take(bound);
    else leave(bound, "no-room");
  }
  if (set.length !== shown.size) pageCount(current());
  return leftOut;
}
