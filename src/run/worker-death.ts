import type { DeathManner } from "./poison-unit.ts";
import type { UnitPlace } from "./task-pulse.ts";

/** A worker came to its end while it was at work on a task: the task may be tried again. */
export class WorkerDeath extends Error {
  override readonly name = "WorkerDeath";
  readonly manner: DeathManner;
  /** Where it was just then; undefined if it was at no unit of a shard. */
  readonly place: UnitPlace | undefined;

  constructor(manner: DeathManner, place: UnitPlace | undefined) {
    super(`a worker ${MANNERS[manner]}`);
    this.manner = manner;
    this.place = place;
  }
}

const MANNERS: Readonly<Record<DeathManner, string>> = {
  ended: "ended of itself",
  hung: "stood still and was ended",
  "out-of-memory": "had no memory left",
};
