import type { ZoneChoice, ZoneCount, ZoneOutcome } from "../model/zone-choice.ts";

/** Adds up what became of blocks, by their ids. */
export class ZoneCounts {
  readonly #counts = new Map<string, ZoneCount>();

  clear(): void {
    this.#counts.clear();
  }

  add({ id, shown, most, noRoom }: ZoneCount): void {
    const known = this.#counts.get(id) ?? { id, shown: 0, most: 0, noRoom: 0 };
    this.#counts.set(id, {
      id,
      shown: known.shown + shown,
      most: known.most + most,
      noRoom: known.noRoom + noRoom,
    });
  }

  addChoice({ id, outcome }: ZoneChoice): void {
    const is = (one: ZoneOutcome): number => Number(outcome === one);
    this.add({ id, shown: is("shown"), most: is("most"), noRoom: is("no-room") });
  }

  /** Whatever their order was, by id. */
  list(): ZoneCount[] {
    return [...this.#counts.values()].sort((a, b) => (a.id < b.id ? -1 : Number(a.id > b.id)));
  }
}
