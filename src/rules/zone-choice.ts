import type { BoundBlock } from "../model/document.ts";
import type { ZonePlan } from "../model/layout-plan.ts";

/** Blocks in the order in which they are given their place: by priority, then as they stand. */
export function byPriority(blocks: readonly BoundBlock[]): BoundBlock[] {
  const order = ({ block }: BoundBlock): number => block.priority ?? Number.MAX_SAFE_INTEGER;
  return blocks.toSorted((a, b) => order(a) - order(b));
}

/** The zone of a message, or undefined for other blocks. */
export function zoneOf({ block }: BoundBlock): string | undefined {
  return block.kind === "group" ? block.zone : undefined;
}

/** Counts the messages of each zone up to its limit. */
export class ZoneCounter {
  readonly #left: Map<string, number>;

  constructor(zones: readonly ZonePlan[]) {
    this.#left = new Map(zones.map(({ name, most }) => [name, most]));
  }

  /** Whether a block's zone has a place for it. */
  hasPlace(bound: BoundBlock): boolean {
    return (this.#left.get(zoneOf(bound) ?? "") ?? 1) > 0;
  }

  take(bound: BoundBlock): void {
    const zone = zoneOf(bound) ?? "";
    const left = this.#left.get(zone);
    if (left !== undefined) this.#left.set(zone, left - 1);
  }
}

/** The blocks of a document with no more messages of a zone than it may have, by priority. */
export function withinZones(
  blocks: readonly BoundBlock[],
  zones: readonly ZonePlan[] | undefined,
): readonly BoundBlock[] {
  if (zones === undefined || zones.length === 0) return blocks;
  const counter = new ZoneCounter(zones);
  const shown = new Set<BoundBlock>();
  for (const bound of byPriority(blocks)) {
    if (!counter.hasPlace(bound)) continue;
    counter.take(bound);
    shown.add(bound);
  }
  return blocks.filter((bound) => shown.has(bound));
}
